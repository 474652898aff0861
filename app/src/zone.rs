//! The zone in which a page shows its times.

use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use leptos::prelude::use_context;

/// Who has said which zone it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ZoneSource {
    /// Nobody yet: it is UTC.
    #[default]
    Nobody,
    /// The browser, through `app/scripts/times.js`.
    Browser,
    /// The reader, in the settings.
    Reader,
}

/// What was sent as a zone and is none; the settings show it with what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedZone(pub String);

impl ZoneSource {
    /// For the script, which leaves alone what the reader has chosen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Browser => "browser",
            Self::Reader => "reader",
        }
    }
}

/// The zone of a page. The server reads it from cookies and puts it into the context, so that the first byte of a page is
/// right; it says no more than a zone's name, which is looked up in the IANA database of `chrono-tz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    tz: Tz,
    source: ZoneSource,
}

impl Default for Zone {
    fn default() -> Self {
        Self {
            tz: Tz::UTC,
            source: ZoneSource::Nobody,
        }
    }
}

impl Zone {
    /// The zone of a name such as `Europe/Berlin`; none where there is no such zone.
    pub fn parse(name: &str, source: ZoneSource) -> Option<Self> {
        let tz = Tz::from_str(name).ok()?;
        Some(Self { tz, source })
    }

    /// That of the page that is being made.
    pub fn of_page() -> Self {
        use_context().unwrap_or_default()
    }

    /// Every zone's name, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|tz| tz.name())
    }

    /// Its name, such as `Europe/Berlin`.
    pub fn name(self) -> &'static str {
        self.tz.name()
    }

    /// Who has said so.
    pub const fn source(self) -> ZoneSource {
        self.source
    }

    /// A time to the minute: `2026-11-25 09:46`. UTC is named, since it is what a reader gets who said nothing.
    pub fn minute(self, at: DateTime<Utc>) -> String {
        let text = at.with_timezone(&self.tz).format("%Y-%m-%d %H:%M");
        let suffix = if self.is_utc() { " UTC" } else { "" };
        format!("{text}{suffix}")
    }

    /// A time to the second with the zone and its distance from UTC: `2026-11-25 09:46:00 Europe/Berlin, UTC+01:00`.
    pub fn second(self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.tz);
        let text = local.format("%Y-%m-%d %H:%M:%S");
        if self.is_utc() {
            format!("{text} UTC")
        } else {
            format!("{text} {}, UTC{}", self.name(), local.format("%:z"))
        }
    }

    /// A time in a sentence, where no other word says which zone it is.
    pub fn sentence(self, at: DateTime<Utc>) -> String {
        let text = self.minute(at);
        if self.is_utc() {
            text
        } else {
            format!("{text} ({})", self.name())
        }
    }

    fn is_utc(self) -> bool {
        matches!(self.tz, Tz::UTC | Tz::Etc__UTC)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_that_of_its_zone_on_its_day() {
        let zone = |name| Zone::parse(name, ZoneSource::Browser).unwrap();
        for (name, utc, minute, second) in [
            (
                "UTC",
                "2026-11-25T08:46:09Z",
                "2026-11-25 08:46 UTC",
                "2026-11-25 08:46:09 UTC",
            ),
            (
                "Europe/Berlin",
                "2026-11-25T08:46:09Z",
                "2026-11-25 09:46",
                "2026-11-25 09:46:09 Europe/Berlin, UTC+01:00",
            ),
            // The clocks of that day, not of today.
            (
                "Europe/Berlin",
                "2026-07-25T08:46:09Z",
                "2026-07-25 10:46",
                "2026-07-25 10:46:09 Europe/Berlin, UTC+02:00",
            ),
            (
                "Pacific/Chatham",
                "2026-11-25T12:00:00Z",
                "2026-11-26 01:45",
                "2026-11-26 01:45:00 Pacific/Chatham, UTC+13:45",
            ),
            // The name that browsers still have for it.
            (
                "Asia/Calcutta",
                "2026-11-25T20:00:00Z",
                "2026-11-26 01:30",
                "2026-11-26 01:30:00 Asia/Calcutta, UTC+05:30",
            ),
        ] {
            assert_eq!(zone(name).minute(at(utc)), minute);
            assert_eq!(zone(name).second(at(utc)), second);
        }
        assert_eq!(
            zone("America/New_York").sentence(at("2026-11-25T08:46:09Z")),
            "2026-11-25 03:46 (America/New_York)"
        );
    }

    #[test]
    fn what_is_no_zone_is_none() {
        for name in [
            "",
            "Europe",
            "Europe/Nowhere",
            "../etc/passwd",
            "europe/berlin\0",
            "<b>",
        ] {
            assert_eq!(Zone::parse(name, ZoneSource::Reader), None, "{name}");
        }
        assert!(Zone::names().all(|name| Zone::parse(name, ZoneSource::Reader).is_some()));
    }
}
