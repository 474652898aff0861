//! Sentences about what may be done.

use std::collections::{BTreeMap, BTreeSet};

use roleport_lang::{Text, retold, text};

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
    pub(super) conditions: Vec<Text>,
    pub(super) except: BTreeSet<Text>,
}

/// A resource in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// As people write it, such as `s3://data/in/`, or the ARN.
    name: Text,
    /// With what goes before it: `under s3://data/in/`.
    phrase: Text,
    /// Whether it is in S3.
    s3: bool,
    /// The bucket's name or the start of it, so that companions find what they belong to.
    bucket: String,
}

pub(super) fn place(probe: &Probe) -> Place {
    let (phrase, name) = region(&probe.region);
    let in_s3 = name.as_str().strip_prefix("s3://");
    let bucket = in_s3
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
        .to_owned();
    Place {
        s3: in_s3.is_some(),
        name,
        phrase,
        bucket,
    }
}

/// A region with its preposition, and without.
pub(super) fn region(region: &Region) -> (Text, Text) {
    let same = |name: Text| (name.clone(), name);
    let plain = |name: &str| same(Text::plain(name));
    if let Some(also) = &region.also {
        return same(text!(
            abilities_both,
            one = region.resource.text(),
            other = also.text()
        ));
    }
    let shape = region.resource.shape();
    let in_s3 = |text: &str| {
        let mut parts = text.splitn(6, ':');
        (parts.nth(2) == Some("s3"))
            .then(|| parts.nth(2).map(str::to_owned))
            .flatten()
    };
    match shape {
        Some(Shape::Under(all)) if all.is_empty() => same(text!(abilities_everything)),
        Some(Shape::Exact(arn)) => match (in_s3(&arn), &region.prefix) {
            (Some(path), Some(prefix)) => {
                let name = match prefix.shape() {
                    Some(Shape::Exact(text) | Shape::Under(text)) => format!("s3://{path}/{text}"),
                    None => format!("s3://{path}/{}", prefix.text()),
                };
                (text!(abilities_under, place = name), Text::plain(name))
            }
            (Some(path), None) if path.contains('/') => {
                let name = format!("s3://{path}");
                (text!(abilities_at, place = name), Text::plain(name))
            }
            (Some(path), None) => in_bucket(&path),
            (None, _) => plain(&arn),
        },
        Some(Shape::Under(arn)) => match in_s3(&arn) {
            Some(path) if path.is_empty() => {
                (text!(abilities_in_every_bucket), Text::plain("s3://"))
            }
            Some(path) => match path.split_once('/') {
                Some((bucket, "")) => in_bucket(bucket),
                Some(_) => {
                    let name = format!("s3://{path}");
                    (text!(abilities_under, place = name), Text::plain(name))
                }
                None => (
                    text!(abilities_in_buckets, start = path),
                    Text::plain(format!("s3://{path}*")),
                ),
            },
            None => plain(region.resource.text()),
        },
        None => plain(region.resource.text()),
    }
}

fn in_bucket(bucket: &str) -> (Text, Text) {
    let name = format!("s3://{bucket}");
    (text!(abilities_in_bucket, place = name), Text::plain(name))
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
        let said = by_object.into_iter().map(|(object, verbs)| {
            let verbs = and(verbs.into_iter().map(verb).collect());
            text!(
                abilities_do,
                verbs = verbs,
                object = self::object(object),
                place = line.place.phrase
            )
        });
        let called = (!rest.is_empty()).then(|| {
            let actions = and(rest.iter().map(|action| called(action)).collect());
            text!(abilities_call, actions = actions, place = line.place.name)
        });
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

fn sentence(kind: ChangeKind, what: &Text, line: &Line) -> Text {
    let mut told = match kind {
        ChangeKind::Added => text!(abilities_added, what = what),
        ChangeKind::Removed => text!(abilities_removed, what = what),
        ChangeKind::Kept => text!(abilities_kept, what = what),
    };
    if let Some(conditions) = all_of(line.conditions.iter().cloned()) {
        told = match kind {
            ChangeKind::Removed => {
                text!(abilities_when, sentence = told, conditions = conditions)
            }
            ChangeKind::Added | ChangeKind::Kept => text!(
                abilities_only_when,
                sentence = told,
                conditions = conditions
            ),
        };
    }
    if !line.except.is_empty() {
        let places = and(line.except.iter().cloned().collect());
        told = text!(abilities_except, sentence = told, places = places);
    }
    told
}

/// `a, b and c`.
fn and(mut words: Vec<Text>) -> Text {
    let Some(last) = words.pop() else {
        return Text::plain("");
    };
    if words.is_empty() {
        return last;
    }
    text!(
        abilities_last,
        others = Text::joined(&words, ", "),
        last = last
    )
}

/// `a and b and c`; none of none.
fn all_of(conditions: impl IntoIterator<Item = Text>) -> Option<Text> {
    conditions
        .into_iter()
        .reduce(|first, second| text!(abilities_and, first = first, second = second))
}

/// `a or b or c`.
fn any_of<'a>(values: impl IntoIterator<Item = &'a str>) -> Text {
    values
        .into_iter()
        .map(Text::plain)
        .reduce(|first, second| text!(abilities_or, first = first, second = second))
        .unwrap_or_else(|| Text::plain(""))
}

/// What an action is called where it has no words.
fn called(action: &str) -> Text {
    retold!(action; abilities_any_action_but(actions)).unwrap_or_else(|| action.into())
}

/// All actions but these, in a list.
pub(super) fn any_action_but(actions: &str) -> Text {
    text!(abilities_any_action_but, actions = actions)
}

/// The verb of an [`Activity`].
fn verb(verb: &str) -> Text {
    match verb {
        "list" => text!(abilities_list),
        "read" => text!(abilities_read),
        "write" => text!(abilities_write),
        "delete" => text!(abilities_delete),
        "receive" => text!(abilities_receive),
        "send" => text!(abilities_send),
        "publish" => text!(abilities_publish),
        "decrypt" => text!(abilities_decrypt),
        "encrypt" => text!(abilities_encrypt),
        "scan" => text!(abilities_scan),
        "run" => text!(abilities_run),
        "look into" => text!(abilities_look_into),
        other => other.into(),
    }
}

/// What goes between the verb of an [`Activity`] and the resource.
fn object(object: &str) -> Text {
    match object {
        "objects" => text!(abilities_objects),
        "messages of the queue" => text!(abilities_messages_of),
        "messages to the queue" => text!(abilities_messages_to),
        "to the topic" => text!(abilities_to_topic),
        "with the key" => text!(abilities_with_key),
        "items of the table" => text!(abilities_items),
        "records of the stream" => text!(abilities_records),
        "the secret" => text!(abilities_secret),
        "the parameter" => text!(abilities_parameter),
        "queries with" => text!(abilities_queries),
        "the data catalog" => text!(abilities_catalog),
        "the catalog of" => text!(abilities_catalog_of),
        other => other.into(),
    }
}

/// A condition in words, such as `aws:SourceIp is in 203.0.113.0/24`.
pub(super) fn condition(condition: &Condition) -> Text {
    let operator = condition.operator;
    let values = any_of(condition.values.iter().map(Pattern::text));
    let key = match operator.values {
        Values::Single => Text::plain(&condition.key),
        Values::All => text!(abilities_every, key = condition.key),
        Values::Any => text!(abilities_some, key = condition.key),
    };
    let what = match (operator.comparison, operator.negated) {
        (Comparison::Null, _) if condition.asks_for_absence() => {
            text!(abilities_is_not_there, key = key)
        }
        (Comparison::Null, _) => text!(abilities_is_there, key = key),
        (Comparison::EqualsIgnoreCase, true) => {
            text!(abilities_is_not_in_any_case, key = key, values = values)
        }
        (Comparison::EqualsIgnoreCase, false) => {
            text!(abilities_is_in_any_case, key = key, values = values)
        }
        (Comparison::Like | Comparison::Arn, true) => {
            text!(abilities_is_not_like, key = key, values = values)
        }
        (Comparison::Like | Comparison::Arn, false) => {
            text!(abilities_is_like, key = key, values = values)
        }
        (Comparison::Ip, true) => text!(abilities_is_not_in, key = key, values = values),
        (Comparison::Ip, false) => text!(abilities_is_in, key = key, values = values),
        // IAM has no negated order.
        (Comparison::Number(Order::Less), _) => {
            text!(abilities_is_less, key = key, values = values)
        }
        (Comparison::Number(Order::LessOrEqual), _) => {
            text!(abilities_is_at_most, key = key, values = values)
        }
        (Comparison::Number(Order::Greater), _) => {
            text!(abilities_is_more, key = key, values = values)
        }
        (Comparison::Number(Order::GreaterOrEqual), _) => {
            text!(abilities_is_at_least, key = key, values = values)
        }
        (Comparison::Date(Order::Less), _) => {
            text!(abilities_is_before, key = key, values = values)
        }
        (Comparison::Date(Order::LessOrEqual), _) => {
            text!(abilities_is_at_latest, key = key, values = values)
        }
        (Comparison::Date(Order::Greater), _) => {
            text!(abilities_is_after, key = key, values = values)
        }
        (Comparison::Date(Order::GreaterOrEqual), _) => {
            text!(abilities_is_at_earliest, key = key, values = values)
        }
        (_, true) => text!(abilities_is_not, key = key, values = values),
        (_, false) => text!(abilities_is, key = key, values = values),
    };
    if operator.to_string().ends_with("IfExists") {
        text!(abilities_or_not_there, condition = what)
    } else {
        what
    }
}

/// A sentence that was kept in English, in all languages; as it stands where it is none of these.
pub(super) fn retold_sentence(kept: &str) -> Text {
    retold!(
        kept;
        abilities_except(sentence: retold_sentence, places: retold_places),
        abilities_only_when(sentence: retold_sentence, conditions: retold_conditions),
        abilities_when(sentence: retold_sentence, conditions: retold_conditions),
        abilities_added(what: retold_what),
        abilities_removed(what: retold_what),
        abilities_kept(what: retold_what),
    )
    .unwrap_or_else(|| kept.into())
}

fn retold_what(kept: &str) -> Text {
    if let Some(told) = retold!(kept; abilities_call(actions: retold_actions, place: retold_place))
    {
        return told;
    }
    let known = activities().find_map(|activity| {
        let between = format!(" {} ", activity.words.1);
        let (verbs, place) = kept.split_once(&between)?;
        let verbs = listed(verbs, verb)?;
        Some(text!(
            abilities_do,
            verbs = verbs,
            object = object(activity.words.1),
            place = retold_place(place)
        ))
    });
    known.unwrap_or_else(|| kept.into())
}

fn retold_actions(kept: &str) -> Text {
    // All but some are one action, however many they are.
    retold!(kept; abilities_any_action_but(actions))
        .or_else(|| listed(kept, called))
        .unwrap_or_else(|| kept.into())
}

fn retold_places(kept: &str) -> Text {
    listed(kept, retold_place).unwrap_or_else(|| kept.into())
}

/// The same for a place, with its preposition or without.
pub(super) fn retold_place(kept: &str) -> Text {
    retold!(
        kept;
        abilities_everything,
        abilities_in_every_bucket,
        abilities_in_buckets(start),
        abilities_in_bucket(place),
        abilities_under(place),
        abilities_at(place),
        abilities_both(one, other),
    )
    .unwrap_or_else(|| kept.into())
}

/// A list as [`and`] makes it, of words that have no comma.
fn listed(kept: &str, word: impl Fn(&str) -> Text) -> Option<Text> {
    let (others, last) = match kept.rsplit_once(" and ") {
        Some((others, last)) => (others.split(", ").collect(), last),
        None => (Vec::new(), kept),
    };
    (!last.is_empty()).then(|| and(others.into_iter().chain([last]).map(word).collect()))
}

fn retold_conditions(kept: &str) -> Text {
    all_of(kept.split(" and ").map(retold_condition)).unwrap_or_else(|| kept.into())
}

fn retold_condition(kept: &str) -> Text {
    let key = |kept: &str| {
        retold!(kept; abilities_every(key), abilities_some(key)).unwrap_or_else(|| kept.into())
    };
    let values = |kept: &str| any_of(kept.split(" or "));
    // What says less comes later.
    retold!(
        kept;
        abilities_or_not_there(condition: retold_condition),
        abilities_is_not_there(key: key),
        abilities_is_there(key: key),
        abilities_is_not_in_any_case(key: key, values: values),
        abilities_is_in_any_case(key: key, values: values),
        abilities_is_not_like(key: key, values: values),
        abilities_is_like(key: key, values: values),
        abilities_is_not_in(key: key, values: values),
        abilities_is_in(key: key, values: values),
        abilities_is_less(key: key, values: values),
        abilities_is_at_most(key: key, values: values),
        abilities_is_more(key: key, values: values),
        abilities_is_at_least(key: key, values: values),
        abilities_is_before(key: key, values: values),
        abilities_is_at_latest(key: key, values: values),
        abilities_is_after(key: key, values: values),
        abilities_is_at_earliest(key: key, values: values),
        abilities_is_not(key: key, values: values),
        abilities_is(key: key, values: values),
    )
    .unwrap_or_else(|| kept.into())
}

#[cfg(test)]
mod tests {
    use roleport_lang::Language;

    use super::*;

    #[test]
    fn every_activity_has_words_in_every_language() {
        for activity in activities() {
            let (own_verb, own_object) = activity.words;
            for (told, own) in [(verb(own_verb), own_verb), (object(own_object), own_object)] {
                assert_eq!(told, own);
                assert_ne!(told.say(Language::German), own);
            }
        }
    }
}
