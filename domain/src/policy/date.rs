//! Dates of conditions: the W3C profile of ISO 8601, or seconds since 1970.

/// The moment in nanoseconds since 1970; none when it is no date.
///
/// `2026`, `2026-01` and `2026-01-31` are midnight UTC, but a number alone is always seconds, as in
/// `aws:EpochTime`.
pub(super) fn parse(text: &str) -> Option<i128> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(i128::from(seconds) * NANOS);
    }
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00Z"));
    let mut parts = day.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    let date = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&date) {
        return None;
    }
    let (clock, offset) = zone(time)?;
    Some((days(year, month, date) * 86_400 - offset) * NANOS + of_day(clock)?)
}

const NANOS: i128 = 1_000_000_000;

fn digits(text: &str, length: usize) -> Option<i128> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// The time of day without its zone, and the zone's distance from UTC in seconds.
fn zone(time: &str) -> Option<(&str, i128)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, offset) = time.split_at_checked(time.len().checked_sub(6)?)?;
    let sign = match offset.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some((
        clock,
        sign * (digits(hours, 2)? * 3600 + digits(minutes, 2)? * 60),
    ))
}

/// Nanoseconds since midnight of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s…`.
fn of_day(clock: &str) -> Option<i128> {
    let mut parts = clock.splitn(3, ':');
    let (hours, minutes) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (seconds, fraction) = match parts.next() {
        None => ("00", ""),
        Some(text) => text.split_once('.').unwrap_or((text, "")),
    };
    let seconds = digits(seconds, 2)?;
    if hours > 23 || minutes > 59 || seconds > 59 || fraction.len() > 9 {
        return None;
    }
    let nanos = if fraction.is_empty() {
        0
    } else {
        digits(&format!("{fraction:0<9}"), 9)?
    };
    Some((hours * 3600 + minutes * 60 + seconds) * NANOS + nanos)
}

fn days_in(year: i128, month: i128) -> i128 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, counted from March so that a leap day is the
/// last of its year.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // From 0000-03-01 to 1970-01-01 there are 719,468 days.
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_moments() {
        // Counterpart: date -u -d TEXT +%s
        for (text, seconds) in [
            ("0", 0),
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29", 951_782_400),
            ("2026-11", 1_793_491_200),
            ("2026-11-26T02:07:03Z", 1_795_658_823),
            ("2026-11-26T04:07:03+02:00", 1_795_658_823),
            ("2026-11-25T21:07-05:00", 1_795_658_820),
            ("1969-12-31T23:59:59Z", -1),
            ("2026", 2026),
        ] {
            assert_eq!(parse(text), Some(seconds * NANOS), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.5Z"), Some(NANOS / 2));
        for text in [
            "",
            "today",
            "2026-13-01",
            "2026-02-29",
            "2026-01-01T24:00Z",
            "2026-01-01T00:00",
            "2026-01-01T00:00:00.Zx",
            "26-01-01",
            "2026-1-1",
            "é2026-01-01Té",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
