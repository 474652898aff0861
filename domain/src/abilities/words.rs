//! Sentences about what may be done.

use std::collections::{BTreeMap, BTreeSet};

use super::probe::{Probe, Region};
use crate::{
    changes::{ChangeKind, GrantChange},
    policy::{Comparison, Condition, Order, Pattern, Shape, Values},
    service::{Activity, Service},
};

/// What the templates' actions are called, in the order in which it is said. A policy that has only a part of
/// them is told by its actions' names.
fn activities() -> impl Iterator<Item = &'static Activity> {
    Service::ALL
        .into_iter()
        .flat_map(|service| service.template().activities)
}

/// Every action that the sentences know.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    activities().flat_map(|activity| {
        std::iter::once(activity.action).chain(activity.companions.iter().copied())
    })
}

/// Whether an action has words of its own.
pub(super) fn is_known(action: &str) -> bool {
    activities().any(|activity| activity.action == action)
}

/// An action's name as AWS writes it, where it is known.
pub(super) fn canonical(action: &str) -> String {
    known()
        .find(|name| name.eq_ignore_ascii_case(action))
        .unwrap_or(action)
        .to_owned()
}

/// Whether an action can be about such resources at all: `s3:ListBucket` is never about
/// `bucket/*`, and no action about another service's resources.
pub(super) fn suits(action: &str, resource: &Pattern) -> bool {
    let text = resource.text();
    let mut parts = text.splitn(6, ':');
    let (service, last) = (parts.nth(2), parts.nth(2));
    let (of, name) = action.split_once(':').unwrap_or((action, ""));
    let service_fits = service.is_none_or(|service| {
        service.contains(['*', '?', '$']) || of.contains('~') || service.eq_ignore_ascii_case(of)
    });
    let kind_fits = match (of, last) {
        ("s3", Some(last)) if known().any(|known| known == action) => {
            let of_bucket = name.contains("Bucket");
            let open = last
                .split('/')
                .next()
                .is_some_and(|head| head.contains('*'));
            open || last.contains('/') != of_bucket
        }
        _ => true,
    };
    service_fits && kind_fits
}

/// What a sentence is about; probes that share it share the sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) conditions: Vec<String>,
    pub(super) except: BTreeSet<String>,
}

/// A resource in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// As people write it, such as `s3://data/in/`, or the ARN.
    name: String,
    /// With what goes before it: `under s3://data/in/`.
    phrase: String,
    /// Whether it is in S3.
    s3: bool,
    /// The bucket's name or the start of it, so that companions find what they belong to.
    bucket: String,
}

pub(super) fn place(probe: &Probe) -> Place {
    let (phrase, name) = region(&probe.region);
    let s3 = name.starts_with("s3://");
    let bucket = name
        .strip_prefix("s3://")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
        .to_owned();
    Place {
        name,
        phrase,
        s3,
        bucket,
    }
}

/// A region with its preposition, and without.
pub(super) fn region(region: &Region) -> (String, String) {
    let plain = |name: String| (name.clone(), name);
    if let Some(also) = &region.also {
        let text = format!(
            "{} that {} matches as well",
            region.resource.text(),
            also.text()
        );
        return plain(text);
    }
    let shape = region.resource.shape();
    let in_s3 = |text: &str| {
        let mut parts = text.splitn(6, ':');
        (parts.nth(2) == Some("s3"))
            .then(|| parts.nth(2).map(str::to_owned))
            .flatten()
    };
    match shape {
        Some(Shape::Under(all)) if all.is_empty() => plain("everything".to_owned()),
        Some(Shape::Exact(arn)) => match (in_s3(&arn), &region.prefix) {
            (Some(path), Some(prefix)) => {
                let name = match prefix.shape() {
                    Some(Shape::Exact(text) | Shape::Under(text)) => format!("s3://{path}/{text}"),
                    None => format!("s3://{path}/{}", prefix.text()),
                };
                (format!("under {name}"), name)
            }
            (Some(path), None) if path.contains('/') => {
                (format!("at s3://{path}"), format!("s3://{path}"))
            }
            (Some(path), None) => (format!("in the bucket s3://{path}"), format!("s3://{path}")),
            (None, _) => plain(arn),
        },
        Some(Shape::Under(arn)) => match in_s3(&arn) {
            Some(path) if path.is_empty() => ("in every bucket".to_owned(), "s3://".to_owned()),
            Some(path) => match path.split_once('/') {
                Some((bucket, "")) => (
                    format!("in the bucket s3://{bucket}"),
                    format!("s3://{bucket}"),
                ),
                Some(_) => (format!("under s3://{path}"), format!("s3://{path}")),
                None => (
                    format!("in every bucket whose name starts with {path}"),
                    format!("s3://{path}*"),
                ),
            },
            None => plain(region.resource.text().to_owned()),
        },
        None => plain(region.resource.text().to_owned()),
    }
}

/// One sentence for each thing done at a place, and one for all actions that have no words.
pub(super) fn sentences(
    kind: ChangeKind,
    lines: &BTreeMap<Line, BTreeSet<String>>,
) -> Vec<GrantChange> {
    let mut found = Vec::new();
    for (line, actions) in lines {
        // A companion can stand on the bucket, and what it belongs to on a part of it.
        let beside: BTreeSet<&str> = lines
            .iter()
            .filter(|(other, _)| {
                other.place == line.place
                    || (line.place.s3 && other.place.bucket == line.place.bucket)
            })
            .flat_map(|(_, actions)| actions.iter().map(String::as_str))
            .collect();
        let mut by_object: Vec<(&str, Vec<&str>)> = Vec::new();
        for activity in activities() {
            if !actions.contains(activity.action) {
                continue;
            }
            let (verb, object) = activity.words;
            match by_object.iter_mut().find(|(known, _)| *known == object) {
                Some((_, verbs)) => verbs.push(verb),
                None => by_object.push((object, vec![verb])),
            }
        }
        let rest: Vec<&str> = actions
            .iter()
            .map(String::as_str)
            .filter(|action| {
                !activities().any(|activity| {
                    activity.action == *action
                        || (activity.companions.contains(action)
                            && beside.contains(activity.action))
                })
            })
            .collect();
        let said = by_object
            .into_iter()
            .map(|(object, verbs)| format!("{} {object} {}", and(&verbs), line.place.phrase));
        let called =
            (!rest.is_empty()).then(|| format!("call {} on {}", and(&rest), line.place.name));
        for what in said.chain(called) {
            found.push(GrantChange {
                kind,
                resource: line.place.name.clone(),
                words: sentence(kind, &what, line),
            });
        }
    }
    found
}

fn sentence(kind: ChangeKind, what: &str, line: &Line) -> String {
    let (start, when) = match kind {
        ChangeKind::Added => ("will be able to", "only when"),
        ChangeKind::Removed => ("will no longer be able to", "when"),
        ChangeKind::Kept => ("can", "only when"),
    };
    let mut text = format!("{start} {what}");
    if !line.conditions.is_empty() {
        text = format!("{text}, {when} {}", line.conditions.join(" and "));
    }
    if !line.except.is_empty() {
        let places: Vec<_> = line.except.iter().map(String::as_str).collect();
        text = format!("{text}, except {}", and(&places));
    }
    text
}

fn and(words: &[&str]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A condition in words, such as `aws:SourceIp is in 203.0.113.0/24`.
pub(super) fn condition(condition: &Condition) -> String {
    let operator = condition.operator;
    let values: Vec<_> = condition.values.iter().map(Pattern::text).collect();
    let values = values.join(" or ");
    let not = if operator.negated { "not " } else { "" };
    let key = match operator.values {
        Values::Single => condition.key.clone(),
        Values::All => format!("every {}", condition.key),
        Values::Any => format!("some {}", condition.key),
    };
    let what = match operator.comparison {
        Comparison::Null if condition.asks_for_absence() => "is not there".to_owned(),
        Comparison::Null => "is there".to_owned(),
        Comparison::Equals | Comparison::Bool | Comparison::Binary => format!("is {not}{values}"),
        Comparison::EqualsIgnoreCase => format!("is {not}{values} in any case"),
        Comparison::Like | Comparison::Arn => format!("is {not}like {values}"),
        Comparison::Ip => format!("is {not}in {values}"),
        Comparison::Number(order) => format!("is {not}{}{values}", order_words(order)),
        Comparison::Date(order) => format!("is {not}{}{values}", moment_words(order)),
    };
    let there = if operator.to_string().ends_with("IfExists") {
        " or not there"
    } else {
        ""
    };
    format!("{key} {what}{there}")
}

const fn order_words(order: Order) -> &'static str {
    match order {
        Order::Equal => "",
        Order::Less => "less than ",
        Order::LessOrEqual => "at most ",
        Order::Greater => "more than ",
        Order::GreaterOrEqual => "at least ",
    }
}

const fn moment_words(order: Order) -> &'static str {
    match order {
        Order::Equal => "",
        Order::Less => "before ",
        Order::LessOrEqual => "at latest ",
        Order::Greater => "after ",
        Order::GreaterOrEqual => "at earliest ",
    }
}
