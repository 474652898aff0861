//! The difference between two sets of documents, in plain words.
//!
//! It asks the evaluator, not the grants, so that it holds for documents that people wrote by hand as
//! well. Each thing that a statement of either set speaks of is asked for with an example: an action, a
//! resource in which [`ANYTHING`] stands for what a wildcard leaves open, and condition keys with which the
//! statement's conditions hold. Where statements overlap, the overlap has an example of its own.
//! docs/policy-evaluator.md says what that can't see.

mod probe;
mod reach;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use roleport_lang::Text;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::{
    changes::{ChangeKind, GrantChange},
    policy::{ANYTHING, Policies, Policy, PolicyError, Request, evaluate},
};
use probe::{Probe, probes};
pub use reach::{DocumentReach, reach};

/// The documents that say what a role may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Documents {
    /// Those attached to it.
    pub policies: Vec<Policy>,
    /// Its permissions boundary.
    pub boundary: Option<Policy>,
}

impl Documents {
    /// Reads them.
    ///
    /// # Errors
    /// The first place in the first document that isn't as IAM wants it.
    pub fn parse<'a>(
        policies: impl IntoIterator<Item = &'a Value>,
        boundary: Option<&Value>,
    ) -> Result<Self, PolicyError> {
        Ok(Self {
            policies: policies
                .into_iter()
                .map(Policy::parse)
                .collect::<Result<_, _>>()?,
            boundary: boundary.map(Policy::parse).transpose()?,
        })
    }

    fn allow(&self, request: &Request) -> bool {
        let policies = Policies {
            identity: &self.policies,
            boundary: self.boundary.as_ref(),
        };
        evaluate(request, &policies).is_allowed()
    }
}

/// What the second set allows that the first did not, then what it no longer allows; each by resource.
pub fn abilities(before: &Documents, after: &Documents) -> Vec<GrantChange> {
    let all = [before, after];
    let mut found = changes(ChangeKind::Added, &all, after, before);
    found.extend(changes(ChangeKind::Removed, &all, before, after));
    found
}

/// Whether [`abilities`] is sure to speak of every difference: neither set has conditions, but for those
/// that open a listing under prefixes. With others an example may miss the combination that
/// matters, and a person has to read the documents as well.
pub fn is_conclusive(before: &Documents, after: &Documents) -> bool {
    [before, after].into_iter().all(|documents| {
        let mut allowing = documents
            .policies
            .iter()
            .flat_map(|policy| &policy.statements);
        let mut bounding = documents
            .boundary
            .iter()
            .flat_map(|policy| &policy.statements);
        allowing.all(probe::is_plain) && bounding.all(|statement| statement.conditions.is_empty())
    })
}

/// What one set allows, in the same words.
pub fn allowed(documents: &Documents) -> Vec<GrantChange> {
    changes(
        ChangeKind::Kept,
        &[documents],
        documents,
        &Documents::default(),
    )
}

/// A sentence of [`abilities`] that was kept in English, in all languages; any other as it stands.
pub(crate) fn kept_sentence<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    Ok(words::retold_sentence(&String::deserialize(from)?))
}

/// The same for what a sentence is about.
pub(crate) fn kept_place<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    Ok(words::retold_place(&String::deserialize(from)?))
}

/// What `with` allows and `without` does not.
fn changes(
    kind: ChangeKind,
    all: &[&Documents],
    with: &Documents,
    without: &Documents,
) -> Vec<GrantChange> {
    let (theirs, others) = (probes(with, all), probes(without, all));
    let differs = |probe: &Probe| with.allow(&probe.request) && !without.allow(&probe.request);
    let (found, mut rest): (Vec<&Probe>, Vec<&Probe>) =
        theirs.iter().partition(|probe| differs(probe));
    rest.extend(others.iter().filter(|probe| !differs(probe)));
    tell(kind, &found, &rest)
}

/// Sentences for what was found, each thing once; `rest` is what the sentences would be wrong for.
fn tell(kind: ChangeKind, found: &[&Probe], rest: &[&Probe]) -> Vec<GrantChange> {
    let said_already = |index: usize, probe: &Probe| {
        found.iter().enumerate().any(|(other, wider)| {
            other != index && wider.takes_in(probe) && (other < index || !probe.takes_in(wider))
        })
    };
    let mut lines: BTreeMap<words::Line, BTreeSet<String>> = BTreeMap::new();
    for (index, probe) in found.iter().enumerate() {
        if said_already(index, probe) {
            continue;
        }
        let except = rest
            .iter()
            .filter(|inner| inner.is_inside(probe))
            .map(|inner| inner.region.name())
            .collect();
        lines
            .entry(words::Line {
                place: words::place(probe),
                conditions: probe.conditions.clone(),
                except,
            })
            .or_default()
            .insert(probe.action.clone());
    }
    words::sentences(kind, &lines)
}
