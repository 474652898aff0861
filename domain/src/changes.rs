//! The difference between two lists of grants, in plain words.
//!
//! It compares what the grants open, not how they are written: a line that a broader one covers
//! makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use crate::{
    abilities,
    grant::{Access, Grant, access_words},
    scope::{Scope, merged},
    service::Service,
    warnings::grant_findings,
};

/// What happens to an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is taken away.
    Removed,
    /// It stays.
    Kept,
}

/// One line of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantChange {
    /// What happens.
    pub kind: ChangeKind,
    /// What it is about, such as `s3://bucket/prefix/`.
    #[serde(deserialize_with = "abilities::kept_place")]
    pub resource: Text,
    /// A sentence without its subject: "will be able to read objects under s3://bucket/prefix/". In JSON it is English;
    /// what is read from there is told in all languages where it is one of [`abilities::abilities`].
    #[serde(deserialize_with = "abilities::kept_sentence")]
    pub words: Text,
}

type Typed<'a> = Scope<&'a str>;

fn opened(grants: &[Grant]) -> Vec<Typed<'_>> {
    merged(grants.iter().map(Scope::of_text))
}

/// The difference, additions first, then what is taken away, then what stays; each by resource.
pub fn changes(before: &[Grant], after: &[Grant]) -> Vec<GrantChange> {
    let (before, after) = (opened(before), opened(after));
    let mut found: BTreeMap<Line<'_>, BTreeSet<Access>> = BTreeMap::new();
    for (scope, access) in accesses(&after) {
        let kind = if opens(&before, scope, access) {
            ChangeKind::Kept
        } else {
            ChangeKind::Added
        };
        let line = Line::of(kind, scope, Vec::new());
        found.entry(line).or_default().insert(access);
    }
    for (scope, access) in accesses(&before) {
        if opens(&after, scope, access) {
            continue;
        }
        let except = accesses(&after)
            .filter(|(inner, kept)| *kept == access && scope.covers(inner))
            .map(|(inner, _)| inner.part().to_owned())
            .collect();
        let line = Line::of(ChangeKind::Removed, scope, except);
        found.entry(line).or_default().insert(access);
    }
    found
        .into_iter()
        .map(|(line, access)| line.into_change(access))
        .collect()
}

/// An access that was not there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccess {
    /// What it is to.
    pub grant: Grant,
    /// What may be done.
    pub access: Access,
}

/// What `after` opens that `before` does not.
pub fn added(before: &[Grant], after: &[Grant]) -> Vec<NewAccess> {
    let (before, after) = (opened(before), opened(after));
    accesses(&after)
        .filter(|(scope, access)| !opens(&before, scope, *access))
        .map(|(scope, access)| NewAccess {
            grant: scope.to_grant(),
            access,
        })
        .collect()
}

/// What an approver should look at twice, in sentences.
pub fn risk(after: &[Grant]) -> Vec<Text> {
    opened(after)
        .iter()
        .flat_map(grant_findings)
        .map(|(_, finding)| finding.message)
        .collect()
}

fn accesses<'s, 'a>(scopes: &'s [Typed<'a>]) -> impl Iterator<Item = (&'s Typed<'a>, Access)> {
    scopes
        .iter()
        .flat_map(|scope| scope.access.iter().map(move |access| (scope, *access)))
}

/// Whether one of the scopes opens this access to all of `inner`.
fn opens(scopes: &[Typed<'_>], inner: &Typed<'_>, access: Access) -> bool {
    accesses(scopes).any(|(scope, given)| given == access && scope.covers(inner))
}

/// What accesses share a sentence.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line<'a> {
    kind: ChangeKind,
    service: Service,
    texts: Vec<&'a str>,
    /// Parts in which a removed access stays.
    except: Vec<String>,
}

impl<'a> Line<'a> {
    fn of(kind: ChangeKind, scope: &Typed<'a>, except: Vec<String>) -> Self {
        Self {
            kind,
            service: scope.service,
            texts: scope.texts.clone(),
            except,
        }
    }

    fn into_change(self, access: BTreeSet<Access>) -> GrantChange {
        let template = self.service.template();
        let what = (template.sentence)(&self.texts, &access_words(access));
        let words = match self.kind {
            ChangeKind::Added => text!(changes_added, what = what),
            ChangeKind::Removed => text!(changes_removed, what = what),
            ChangeKind::Kept => text!(changes_kept, what = what),
        };
        let except = self
            .except
            .into_iter()
            .map(Text::plain)
            .reduce(|first, second| text!(changes_and, first = first, second = second));
        GrantChange {
            kind: self.kind,
            resource: (template.address)(&self.texts),
            words: match except {
                None => words,
                Some(places) => text!(changes_except, sentence = words, places = places),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Access::{Delete, List, Read, Write};

    fn grant(bucket: &str, prefix: &str, access: &[Access]) -> Grant {
        Grant::s3(bucket, prefix, access)
    }

    fn words(before: &[Grant], after: &[Grant]) -> Vec<Text> {
        changes(before, after)
            .into_iter()
            .map(|change| change.words)
            .collect()
    }

    #[test]
    fn a_new_role_only_adds() {
        let after = [grant("data", "in/", &[Read]), grant("logs", "", &[Write])];
        assert_eq!(
            words(&[], &after),
            [
                "will be able to list and read objects under s3://data/in/",
                "will be able to write all objects in the bucket s3://logs",
            ]
        );
    }

    #[test]
    fn additions_come_first_and_what_stays_last() {
        let before = [grant("a", "in/", &[Read, Delete]), grant("b", "", &[List])];
        let after = [grant("a", "in/", &[Read, Write])];
        assert_eq!(
            words(&before, &after),
            [
                "will be able to write objects under s3://a/in/",
                "will no longer be able to delete objects under s3://a/in/",
                "will no longer be able to list all objects in the bucket s3://b",
                "can still list and read objects under s3://a/in/",
            ]
        );
    }

    #[test]
    fn narrowing_says_what_stays_open() {
        let before = [grant("a", "", &[Read])];
        let after = [grant("a", "in/", &[Read]), grant("a", "out/", &[Read])];
        assert_eq!(
            words(&before, &after),
            [
                "will no longer be able to list and read all objects in the bucket s3://a, except under in/ and out/",
                "can still list and read objects under s3://a/in/",
                "can still list and read objects under s3://a/out/",
            ]
        );
    }

    #[test]
    fn widening_takes_nothing_away() {
        let before = [grant("a", "in/", &[Read])];
        let after = [grant("a", "", &[Read])];
        assert_eq!(
            words(&before, &after),
            ["will be able to list and read all objects in the bucket s3://a"]
        );
    }

    #[test]
    fn another_wording_of_the_same_is_no_change() {
        let before = [grant("a", "", &[List, Read])];
        let after = [
            grant("a", "", &[Read]),
            grant("a", "in/", &[Read]),
            grant("a", "", &[List]),
        ];
        let kinds: Vec<_> = changes(&before, &after).iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [ChangeKind::Kept]);
    }

    #[test]
    fn risks_are_told_of_what_is_granted() {
        assert_eq!(
            risk(&[
                grant("a", "", &[Read, Write]),
                grant("b", "x/", &[Delete]),
                grant("c", "x/", &[Read]),
            ]),
            [
                "This opens the whole bucket s3://a, now and for whatever is put there later.",
                "This can overwrite objects in s3://a.",
                "This can delete objects in s3://b/x/.",
            ]
        );
    }
}
