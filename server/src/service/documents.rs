//! A role's documents for a request's page: what becomes of each, line by line where it changes.

use roleport_app::portal::{Fate, NumberedLine, RoleDocument};
use roleport_domain::{
    changes::ChangeKind,
    plan::{Document, DocumentChange, Plan},
    preview::Preview,
};
use serde_json::Value;

use super::revisions::lines;
use roleport_lang::{Text, text};

/// Unchanged lines around a change that tell where it is.
const NEAR: usize = 3;

/// The documents that a request makes, then those that its role loses; a retirement makes none. Without a plan
/// nobody knows what becomes of them.
pub(super) fn documents(
    preview: &Preview,
    plan: Option<&Plan>,
    retires: bool,
) -> Vec<RoleDocument> {
    let plan = plan.filter(|plan| !plan.is_blocked());
    let changes = plan.map(Plan::documents).unwrap_or_default();
    let find = |document| {
        let mut found = changes.iter();
        found.find(|change| change.document == document && change.after.is_some())
    };
    // What a retirement would make is what it removes, until AWS was read.
    let wanted = !retires || plan.is_none();
    let several = preview.policies.len() > 1;
    let mut all = Vec::new();
    for (number, policy) in (1..).zip(preview.policies.iter().filter(|_| wanted)) {
        let change = find(Document::Policy(&policy.name));
        all.push(RoleDocument {
            id: format!("permission-policy-{number}"),
            title: if several {
                text!(parts_permission_policy_number, number = number)
            } else {
                text!(parts_permission_policy)
            },
            text: pretty(&policy.document),
            note: text!(parts_policy_size, name = policy.name, size = policy.size),
            fate: fate(plan, change),
        });
    }
    for trust in preview.trust_policy.iter().filter(|_| wanted) {
        all.push(RoleDocument {
            id: "trust-policy".to_owned(),
            title: text!(parts_trust_policy),
            text: pretty(trust),
            note: Text::default(),
            fate: fate(plan, find(Document::Trust)),
        });
    }
    let lost = changes.iter().filter(|change| change.after.is_none());
    all.extend(
        (1..)
            .zip(lost)
            .filter_map(|(number, change)| gone(number, change)),
    );
    all
}

fn gone(number: usize, change: &DocumentChange<'_>) -> Option<RoleDocument> {
    let (title, note) = match change.document {
        Document::Trust => (text!(parts_trust_policy), ""),
        Document::Policy(name) => (text!(parts_permission_policy), name),
        Document::Inline(name) => (text!(answers_inline_policy), name),
    };
    Some(RoleDocument {
        id: format!("document-gone-{number}"),
        title,
        text: pretty(change.before?),
        note: Text::plain(note),
        fate: Fate::Gone,
    })
}

fn fate(plan: Option<&Plan>, change: Option<&DocumentChange<'_>>) -> Fate {
    match (plan, change) {
        (None, _) => Fate::Unknown,
        (Some(_), None) => Fate::Same,
        (Some(_), Some(DocumentChange { before: None, .. })) => Fate::New,
        (Some(_), Some(DocumentChange { before, after, .. })) => {
            Fate::Changed(numbered(&text(*before), &text(*after)))
        }
    }
}

fn text(document: Option<&Value>) -> String {
    document.map(pretty).unwrap_or_default()
}

/// Pretty-printing a value that is already in memory can't fail; an empty document would show it.
fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

fn numbered(before: &str, after: &str) -> Vec<NumberedLine> {
    let (mut old, mut new) = (0, 0);
    let mut count = |kind| {
        let number = |line: &mut u32| {
            *line += 1;
            Some(*line)
        };
        match kind {
            ChangeKind::Added => (None, number(&mut new)),
            ChangeKind::Removed => (number(&mut old), None),
            ChangeKind::Kept => (number(&mut old), number(&mut new)),
        }
    };
    let lines = lines(before, after);
    let changed: Vec<_> = lines
        .iter()
        .map(|line| line.kind != ChangeKind::Kept)
        .collect();
    let is_far = |place: usize| {
        let around = place.saturating_sub(NEAR)..changed.len().min(place + NEAR + 1);
        !changed.get(around).is_some_and(|near| near.contains(&true))
    };
    let mut numbered: Vec<_> = (0..)
        .zip(lines)
        .map(|(place, line)| {
            let (before, after) = count(line.kind);
            NumberedLine {
                far: is_far(place),
                line,
                before,
                after,
            }
        })
        .collect();
    // Nothing is gained by folding a line or two.
    for run in numbered.chunk_by_mut(|one, next| one.far == next.far) {
        if run.len() <= NEAR {
            for line in run {
                line.far = false;
            }
        }
    }
    numbered
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_on_both_sides_and_far_ones_are_known() {
        let before: Vec<_> = (1..=20).map(|line| line.to_string()).collect();
        let mut after = before.clone();
        after[9] = "ten".to_owned();
        after.insert(10, "ten and a half".to_owned());
        let found = numbered(&before.join("\n"), &after.join("\n"));
        let changed: Vec<_> = found
            .iter()
            .filter(|line| line.line.kind != ChangeKind::Kept)
            .map(|line| (line.before, line.after, line.line.text.as_str()))
            .collect();
        assert_eq!(
            changed,
            [
                (Some(10), None, "10"),
                (None, Some(10), "ten"),
                (None, Some(11), "ten and a half"),
            ]
        );
        let last = found.last().unwrap();
        assert_eq!((last.before, last.after), (Some(20), Some(21)));
        let near: Vec<_> = found
            .iter()
            .filter(|line| !line.far)
            .filter_map(|line| line.before)
            .collect();
        assert_eq!(near, [7, 8, 9, 10, 11, 12, 13]);
    }

    #[test]
    fn a_line_or_two_are_not_folded() {
        let found = numbered("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\ne\nx");
        assert!(found.iter().all(|line| !line.far));
    }
}
