//! A point in time, as pages and the API tell of it.

use chrono::{DateTime, SecondsFormat, Utc};
use roleport_lang::{Text, text};

/// A moment, ready to be shown in any zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When it was.
    pub at: DateTime<Utc>,
    /// The same as RFC 3339 in UTC, for `<time datetime>` and the API.
    pub machine: String,
    /// "3 minutes ago", as of when the page was made.
    pub ago: Text,
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

/// How long ago, in words. They are those of `Intl.RelativeTimeFormat`: `app/scripts/times.js` goes on with them while a page
/// is open.
fn ago(seconds: i64) -> Text {
    match seconds {
        ..60 => text!(parts_ago_now),
        60..3_600 => text!(parts_ago_minutes, count = seconds / 60),
        3_600..86_400 => text!(parts_ago_hours, count = seconds / 3_600),
        _ => text!(parts_ago_days, count = seconds / 86_400),
    }
}
