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

#[cfg(test)]
mod tests {
    use roleport_lang::Language;

    use super::*;

    #[test]
    fn how_long_ago_is_said_in_each_language() {
        for (seconds, english, german) in [
            (-5, "just now", "gerade eben"),
            (59, "just now", "gerade eben"),
            (60, "1 minute ago", "vor 1 Minute"),
            (3_599, "59 minutes ago", "vor 59 Minuten"),
            (3_600, "1 hour ago", "vor 1 Stunde"),
            (86_399, "23 hours ago", "vor 23 Stunden"),
            (86_400, "1 day ago", "vor 1 Tag"),
            (172_800, "2 days ago", "vor 2 Tagen"),
            (106_617_600, "1234 days ago", "vor 1234 Tagen"),
        ] {
            let text = ago(seconds);
            assert_eq!(text.say(Language::English), english);
            assert_eq!(text.say(Language::German), german);
        }
    }
}
