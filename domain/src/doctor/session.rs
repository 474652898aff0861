//! Whose calls they were: the role, a node's, or somebody else's.

use roleport_lang::text;

use super::{Evidence, Finding, arn::Session, known::Case};

/// Whether a session is one of the role that is meant.
pub(super) fn is_of(session: &Session, case: &Case<'_>) -> bool {
    case.role.is_some_and(|role| {
        session.role == role.name() && session.account == role.cluster.account_id
    })
}

/// What is to be said of the sessions in a text.
pub(super) fn findings(evidence: &Evidence, case: &Case<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = evidence
        .users
        .iter()
        .map(|user| of_user(user, case))
        .collect();
    for session in &evidence.sessions {
        let line = format!("assumed-role/{}/{}", session.role, session.name);
        let names = case.names(None, None);
        if session.is_node() {
            found.push(
                Finding::wrong(
                    "node_role",
                    text!(symptom_node_role, role = session.role),
                    text!(symptom_has_role_cure),
                )
                .seen(&line)
                .run(text!(symptom_run_settings), names.pods().environment())
                .run(text!(symptom_run_restart), names.pods().restart())
                .run(text!(symptom_run_describe), names.pods().describe()),
            );
        } else if let Some(role) = case.role.filter(|_| !is_of(session, case)) {
            found.push(
                Finding::wrong(
                    "other_role",
                    text!(
                        symptom_other_role,
                        role = session.role,
                        number = session.account,
                        own = role.name()
                    ),
                    text!(symptom_other_role_cure),
                )
                .seen(&line)
                .run(text!(symptom_run_settings), names.pods().environment()),
            );
        } else if case.role.is_none() {
            found.push(
                Finding::told(
                    "role_not_known",
                    text!(
                        symptom_role_not_known,
                        role = session.role,
                        number = session.account
                    ),
                    text!(symptom_role_not_known_cure),
                )
                .seen(&line)
                .run(text!(symptom_run_settings), names.pods().environment()),
            );
        } else if evidence.denials.is_empty() && evidence.symptoms.is_empty() {
            found.push(
                Finding::right(
                    "identity_right",
                    text!(symptom_identity_right),
                    text!(symptom_identity_right_cure),
                )
                .seen(&line),
            );
        }
    }
    found
}

/// A user has keys, and keys come before the role.
fn of_user(arn: &str, case: &Case<'_>) -> Finding {
    let names = case.names(None, None);
    Finding::wrong(
        "iam_user",
        text!(symptom_iam_user),
        text!(symptom_iam_user_cure),
    )
    .seen(arn)
    .run(text!(symptom_run_settings), names.pods().environment())
    .run(text!(symptom_run_restart), names.pods().restart())
}
