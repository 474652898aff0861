//! The lines of access of a revision, as people read them and speak about them.

use std::collections::BTreeSet;

use crate::{changes::ChangeKind, grant::Grant};

/// One line of access of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessLine<'g> {
    /// Whether the revision adds it, takes it away, or leaves it as it was.
    pub kind: ChangeKind,
    /// The line.
    pub grant: &'g Grant,
}

/// The lines that a revision asks for in their order, then those that it takes away.
pub fn access_lines<'g>(before: &'g [Grant], after: &'g [Grant]) -> Vec<AccessLine<'g>> {
    let asked = after.iter().map(|grant| AccessLine {
        kind: if holds(before, grant) {
            ChangeKind::Kept
        } else {
            ChangeKind::Added
        },
        grant,
    });
    let removed = before
        .iter()
        .filter(|grant| !holds(after, grant))
        .map(|grant| AccessLine {
            kind: ChangeKind::Removed,
            grant,
        });
    asked.chain(removed).collect()
}

/// The number, from 1, of a line that was read in another revision; none where this one has it no more, or
/// otherwise.
pub fn number_of(lines: &[AccessLine<'_>], grant: &Grant) -> Option<i32> {
    (1..)
        .zip(lines)
        .find(|(_, line)| is_same(line.grant, grant))
        .map(|(number, _)| number)
}

/// The line of this number.
pub fn line_of<'g>(lines: &[AccessLine<'g>], number: i32) -> Option<AccessLine<'g>> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    lines.get(place).copied()
}

fn holds(grants: &[Grant], wanted: &Grant) -> bool {
    grants.iter().any(|grant| is_same(grant, wanted))
}

/// Whether two lines say the same; the order of what may be done says nothing.
fn is_same(one: &Grant, other: &Grant) -> bool {
    let access = |grant: &Grant| grant.access.iter().copied().collect::<BTreeSet<_>>();
    one.service == other.service
        && one
            .texts()
            .map(|(_, text)| text)
            .eq(other.texts().map(|(_, text)| text))
        && access(one) == access(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grant::Access::{Delete, Read, Write};

    #[test]
    fn lines_come_as_asked_for_and_removed_ones_last() {
        let before = [
            Grant::s3("a", "", &[Read, Write]),
            Grant::s3("b", "", &[Read]),
        ];
        let after = [
            Grant::s3("c", "", &[Read]),
            Grant::s3("a", "", &[Write, Read]),
        ];
        let lines = access_lines(&before, &after);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.kind, line.grant.address().to_string()))
            .collect();
        assert_eq!(
            told,
            [
                (ChangeKind::Added, "s3://c".to_owned()),
                (ChangeKind::Kept, "s3://a".to_owned()),
                (ChangeKind::Removed, "s3://b".to_owned()),
            ]
        );
    }

    #[test]
    fn a_line_is_found_again_until_it_says_something_else() {
        let after = [
            Grant::s3("a", "in/", &[Read]),
            Grant::s3("a", "in/", &[Delete]),
        ];
        let lines = access_lines(&[], &after);
        assert_eq!(
            number_of(&lines, &Grant::s3("a", "in/", &[Delete])),
            Some(2)
        );
        for other in [
            Grant::s3("a", "in/", &[Read, Delete]),
            Grant::s3("a", "out/", &[Read]),
            Grant::s3("b", "in/", &[Read]),
        ] {
            assert_eq!(number_of(&lines, &other), None);
        }
        assert_eq!(line_of(&lines, 2).map(|line| line.grant), after.last());
        for number in [i32::MIN, 0, 3] {
            assert_eq!(line_of(&lines, number), None);
        }
    }
}
