//! Whose calls they were: the role, a node's, or somebody else's.

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
                    format!("The call ran as the node’s role {}, not as a role of the pod: the pod has no AWS_ROLE_ARN, or an SDK older than web identity.", session.role),
                    "See whether the pod has AWS_ROLE_ARN. If not, restart it; if that does not help, check the service account’s annotation. If it has, update the SDK.",
                )
                .seen(&line)
                .run("Show the pod's AWS settings", names.pods().environment())
                .run("Restart the pods", names.pods().restart())
                .run("Show the service account", names.pods().describe()),
            );
        } else if let Some(role) = case.role.filter(|_| !is_of(session, case)) {
            found.push(
                Finding::wrong(
                    "other_role",
                    format!("The call ran as the role {} of the account {}, not as {}.", session.role, session.account, role.name()),
                    "The pod has other credentials than those of its role: another AWS_ROLE_ARN, a profile, Pod Identity, or a role that the program assumes by itself.",
                )
                .seen(&line)
                .run("Show the pod's AWS settings", names.pods().environment()),
            );
        } else if case.role.is_none() {
            found.push(
                Finding::told(
                    "role_not_known",
                    format!("The call ran as the role {} of the account {}, which Roleport does not know, or you may not see.", session.role, session.account),
                    "If it should have run as another role, the pod has other credentials than you expect. Choose the role above to compare them.",
                )
                .seen(&line)
                .run("Show the pod's AWS settings", names.pods().environment()),
            );
        } else if evidence.denials.is_empty() && evidence.symptoms.is_empty() {
            found.push(
                Finding::right(
                    "identity_right",
                    "The call ran as the role, as it should.",
                    "What fails now is a permission, not the identity: paste the error of the call that fails.",
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
        "The call ran as an IAM user, not as a role: somewhere the program found an access key, and every SDK takes that first.",
        "Look for keys among the pod’s settings, in its Secrets, in a file of the image, and in the program. Take them away, and restart the pods.",
    )
    .seen(arn)
    .run("Show the pod's AWS settings", names.pods().environment())
    .run("Restart the pods", names.pods().restart())
}
