//! What a commit says, and who stands behind it.

use std::fmt::Write as _;

use roleport_domain::lifecycle::RequestKind;

use crate::store::git_changes::ChangeRow;

/// A commit about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Subject, empty line, body.
    pub text: String,
    /// Name and e-mail address of the author; none for Roleport itself.
    pub author: Option<(String, String)>,
}

/// The message about these changes; `public_url` has no trailing slash.
///
/// The author is who approved: the last of them, where several changes are pushed at once. The body
/// names each.
pub(super) fn message(changes: &[ChangeRow], public_url: &str) -> Message {
    let subject = match changes {
        [] => "Bring the roles up to date".to_owned(),
        [one] => what(one),
        several => format!("Bring {} roles up to date", several.len()),
    };
    let mut text = format!("{subject}\n");
    for change in changes {
        text.push('\n');
        // Writing to a String never fails.
        if changes.len() > 1 {
            let _ = writeln!(text, "{}", what(change));
        }
        let id = change.request_id;
        let _ = writeln!(text, "Request {id}: {public_url}/requests/{id}");
        if let Some((name, email)) = approver(change) {
            let _ = writeln!(text, "Approved-by: {name} <{email}>");
        }
    }
    Message {
        text,
        author: changes.iter().rev().find_map(approver),
    }
}

fn what(change: &ChangeRow) -> String {
    let verb = if change.kind == RequestKind::NewRole.as_str() {
        "Add"
    } else if change.kind == RequestKind::Retire.as_str() {
        "Remove"
    } else {
        "Change"
    };
    format!("{verb} the role {}", change.role_name)
}

/// As Git can write it: its lines end at a line break, its names at a bracket. None where nothing is left, as
/// for a request that a rule approved.
fn approver(change: &ChangeRow) -> Option<(String, String)> {
    let plain = |text: &Option<String>| {
        let text: String = text.as_deref()?.chars().filter(|c| is_plain(*c)).collect();
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    Some((plain(&change.approver)?, plain(&change.approver_email)?))
}

fn is_plain(character: char) -> bool {
    !character.is_control() && !matches!(character, '<' | '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(id: i64, kind: RequestKind, approver: &str) -> ChangeRow {
        ChangeRow {
            request_id: id,
            kind: kind.as_str().to_owned(),
            role_name: format!("prod-{id}"),
            approver: Some(approver.to_owned()),
            approver_email: Some("o@example.com".to_owned()),
        }
    }

    #[test]
    fn one_change_is_the_subject() {
        let message = message(
            &[change(7, RequestKind::NewRole, "Oscar")],
            "https://r.example",
        );
        assert_eq!(
            message.text,
            "Add the role prod-7\n\nRequest 7: https://r.example/requests/7\nApproved-by: Oscar <o@example.com>\n"
        );
        assert_eq!(
            message.author,
            Some(("Oscar".to_owned(), "o@example.com".to_owned()))
        );
    }

    #[test]
    fn several_changes_are_each_named_and_nobody_s_name_is_a_line_of_its_own() {
        let changes = [
            change(7, RequestKind::Retire, "Oscar"),
            change(
                8,
                RequestKind::ChangeGrants,
                "Eve <e@evil>\nSigned-off-by: Oscar",
            ),
        ];
        let message = message(&changes, "u");
        assert!(
            message
                .text
                .starts_with("Bring 2 roles up to date\n\nRemove the role prod-7\n")
        );
        assert!(!message.text.contains("\nSigned-off-by"));
        assert_eq!(
            message.author.map(|(name, _)| name).as_deref(),
            Some("Eve e@evilSigned-off-by: Oscar")
        );
    }

    #[test]
    fn without_a_person_roleport_is_the_author() {
        let mut one = change(7, RequestKind::NewRole, "<>");
        assert_eq!(message(&[one.clone()], "u").author, None);
        one.approver = None;
        assert_eq!(message(&[one], "u").author, None);
        assert_eq!(message(&[], "u").text, "Bring the roles up to date\n");
    }
}
