//! What a team lead asks: how long approvals take, what waits for how long, and what is given.

use leptos::prelude::*;

use super::chart::{Bar, Words, bar_chart, column_chart};
use crate::portal::home::Numbers;

/// The three charts.
pub(crate) fn numbers_section(numbers: &Numbers) -> AnyView {
    view! {
        <section aria-labelledby="numbers">
            <h2 id="numbers">"In numbers"</h2>
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
                .map_or_else(|| "none".to_owned(), duration),
        })
        .collect();
    let newest = weeks.iter().rev().find_map(|week| {
        week.median_seconds
            .map(|median| (week.week.as_str(), median))
    });
    let summary = match newest {
        Some((week, median)) => format!(
            "In the week of {week} half of all approvals came within {} of the request.",
            duration(median)
        ),
        None => "Nothing was approved in the last 12 weeks.".to_owned(),
    };
    let words = Words {
        title: "Time to approval, by week",
        summary: &summary,
        columns: ["Week of", "Half took less than"],
    };
    column_chart(&words, &bars)
}

fn open(numbers: &Numbers) -> AnyView {
    let waiting: i64 = numbers.open.iter().map(|age| age.requests).sum();
    let old = numbers.open.last().map_or(0, |age| age.requests);
    let summary = match (waiting, old) {
        (0, _) => "No request is open.".to_owned(),
        (1, 0) => "1 request is open, for less than a week.".to_owned(),
        (_, 0) => format!("{waiting} requests are open, none for more than a week."),
        (1, _) => "1 request is open, for more than a week.".to_owned(),
        (_, _) => format!("{waiting} requests are open, {old} of them for more than a week."),
    };
    let bars: Vec<_> = numbers
        .open
        .iter()
        .map(|age| count(age.label.to_owned(), age.requests))
        .collect();
    let words = Words {
        title: "Open requests, by age",
        summary: &summary,
        columns: ["Age", "Requests"],
    };
    bar_chart(&words, &bars)
}

fn services(numbers: &Numbers) -> AnyView {
    let grants: i64 = numbers.services.iter().map(|line| line.grants).sum();
    let summary = match (numbers.services.first(), numbers.roles_counted) {
        (None, _) => "No role has any access yet.".to_owned(),
        (Some(most), None) => {
            format!(
                "{} of {grants} grants of active roles are for {}.",
                most.grants, most.label
            )
        }
        (Some(most), Some(roles)) => format!(
            "{} of {grants} grants are for {}, in the {roles} active roles that changed last.",
            most.grants, most.label
        ),
    };
    let bars: Vec<_> = numbers
        .services
        .iter()
        .map(|line| count(line.label.clone(), line.grants))
        .collect();
    let words = Words {
        title: "Grants, by service",
        summary: &summary,
        columns: ["Service", "Grants"],
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
        ..60 => "a minute".to_owned(),
        60..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
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
