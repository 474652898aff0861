//! From what each grant needs to few statements: what has the same actions shares one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{document::Statement, grant::Access};

/// Actions on resources, for one access of one grant.
pub(super) struct Rule {
    /// The last part of the statement's name, such as `Queues`.
    pub(super) noun: &'static str,
    pub(super) access: Access,
    pub(super) actions: &'static [&'static str],
    pub(super) resources: Vec<String>,
}

/// Accesses, and their actions.
type Done = (BTreeSet<Access>, BTreeSet<&'static str>);

/// The statements of rules, by noun in the order in which these come, then by access.
///
/// An ARN is longer than the actions: each is named once, with all that may be done with it.
pub(super) fn statements(rules: impl IntoIterator<Item = Rule>) -> Vec<Value> {
    let mut nouns: Vec<&str> = Vec::new();
    // What may be done with these resources together.
    let mut found: BTreeMap<(usize, Vec<String>), Done> = BTreeMap::new();
    for rule in rules {
        let place = nouns
            .iter()
            .position(|noun| *noun == rule.noun)
            .unwrap_or_else(|| {
                nouns.push(rule.noun);
                nouns.len() - 1
            });
        let (accesses, actions) = found.entry((place, rule.resources)).or_default();
        accesses.insert(rule.access);
        actions.extend(rule.actions);
    }
    let mut shared: BTreeMap<(usize, Done), BTreeSet<String>> = BTreeMap::new();
    for ((place, resources), done) in found {
        shared.entry((place, done)).or_default().extend(resources);
    }
    shared
        .into_iter()
        .map(|((place, (accesses, actions)), resources)| {
            let noun = nouns.get(place).copied().unwrap_or_default();
            Statement {
                sid: accesses
                    .iter()
                    .map(|access| access.sid())
                    .chain([noun])
                    .collect(),
                actions: actions.into_iter().collect(),
                resources: resources.into_iter().collect(),
                condition: None,
            }
            .into_value()
        })
        .collect()
}
