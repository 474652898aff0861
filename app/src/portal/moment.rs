//! A point in time, as pages and the API tell of it.

use chrono::{DateTime, SecondsFormat, Utc};

/// A moment, ready to be shown in any zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When it was.
    pub at: DateTime<Utc>,
    /// The same as RFC 3339 in UTC, for `<time datetime>` and the API.
    pub machine: String,
    /// "3 minutes ago", as of when the page was made.
    pub ago: String,
    /// Whole hours since then, as of when the page was made.
    pub hours: i64,
}

impl Moment {
    /// A moment as it is seen from another.
    pub fn new(at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let since = now - at;
        Self {
            at,
            machine: machine(at),
            ago: ago(since.num_seconds()),
            hours: since.num_hours(),
        }
    }
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// How long ago, in words. `app/scripts/times.js` has the same ones, and goes on with them while a page is open.
fn ago(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural} ago")
}
