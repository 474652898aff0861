//! What a team lead asks: how long approvals take, what waits for how long, and what is given.

use leptos::prelude::*;

use super::chart::{Bar, Words, bar_chart, column_chart};
use crate::language::{said, t};
use crate::portal::home::Numbers;

/// The three charts.
pub(crate) fn numbers_section(numbers: &Numbers) -> AnyView {
    view! {
        <section aria-labelledby="numbers">
            <h2 id="numbers">{t!(home_numbers)}</h2>
            <div class="charts">{approvals(numbers)} {open(numbers)} {services(numbers)}</div>
        </section>
    }
    .into_any()
}

fn approvals(numbers: &Numbers) -> AnyView {
    let weeks = &numbers.approvals;
    let bars: Vec<_> = weeks
        .iter()
        .map(|week| Bar {
            label: week.week.clone(),
            // An approval within a second still is one.
            value: week.median_seconds.map_or(0, |median| median.max(1)),
            shown: week
                .median_seconds
                .map_or_else(|| t!(home_approvals_none), duration),
        })
        .collect();
    let newest = weeks.iter().rev().find_map(|week| {
        week.median_seconds
            .map(|median| (week.week.as_str(), median))
    });
    let summary = newest.map_or_else(
        || t!(home_approvals_nothing),
        |(week, median)| {
            let duration = duration(median);
            t!(home_approvals_summary, week = week, duration = duration)
        },
    );
    let words = Words {
        title: &t!(home_approvals),
        summary: &summary,
        columns: [&t!(home_approvals_week), &t!(home_approvals_half)],
    };
    column_chart(&words, &bars)
}

fn open(numbers: &Numbers) -> AnyView {
    let waiting: i64 = numbers.open.iter().map(|age| age.requests).sum();
    let old = numbers.open.last().map_or(0, |age| age.requests);
    let summary = match (waiting, old) {
        (0, _) => t!(home_ages_none),
        (1, 0) => t!(home_ages_one_young),
        (_, 0) => t!(home_ages_young, count = waiting),
        (1, _) => t!(home_ages_one_old),
        (_, _) => t!(home_ages_some_old, count = waiting, old = old),
    };
    let bars: Vec<_> = numbers
        .open
        .iter()
        .map(|age| count(said(&age.label), age.requests))
        .collect();
    let words = Words {
        title: &t!(home_ages),
        summary: &summary,
        columns: [&t!(home_ages_age), &t!(home_ages_requests)],
    };
    bar_chart(&words, &bars)
}

fn services(numbers: &Numbers) -> AnyView {
    let grants: i64 = numbers.services.iter().map(|line| line.grants).sum();
    let summary = match (numbers.services.first(), numbers.roles_counted) {
        (None, _) => t!(home_services_none),
        (Some(most), None) => t!(
            home_services_summary,
            some = most.grants,
            all = grants,
            service = most.label
        ),
        (Some(most), Some(roles)) => t!(
            home_services_summary_newest,
            some = most.grants,
            all = grants,
            service = most.label,
            roles = roles
        ),
    };
    let bars: Vec<_> = numbers
        .services
        .iter()
        .map(|line| count(said(&line.label), line.grants))
        .collect();
    let words = Words {
        title: &t!(home_services),
        summary: &summary,
        columns: [&t!(home_services_service), &t!(home_services_grants)],
    };
    bar_chart(&words, &bars)
}

fn count(label: String, number: i64) -> Bar {
    Bar {
        label,
        value: number,
        shown: number.to_string(),
    }
}

/// Seconds in one or two words, such as "3 h" or "2 days".
fn duration(seconds: i64) -> String {
    match seconds {
        ..60 => t!(home_duration_minute),
        60..7_200 => t!(home_duration_minutes, count = seconds / 60),
        7_200..172_800 => t!(home_duration_hours, count = seconds / 3_600),
        _ => t!(home_duration_days, count = seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short_words() {
        for (seconds, words) in [
            (0, "a minute"),
            (60, "1 min"),
            (7_199, "119 min"),
            (7_200, "2 h"),
            (172_799, "47 h"),
            (172_800, "2 days"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }
}
