//! What approval would send, in order, for the request's page.

use roleport_app::portal::{PlanStep, StepOutcome};
use roleport_domain::{lifecycle::RequestKind, request::ValidRequest};

use crate::store::steps::StepRow;

/// The calls for a request that has not been applied yet.
pub(super) fn expected(kind: RequestKind, request: &ValidRequest) -> Vec<PlanStep> {
    let role = request.role_name();
    let step = |call: &str, words: String| PlanStep {
        call: call.to_owned(),
        words,
        outcome: None,
    };
    match kind {
        RequestKind::NewRole => vec![
            step(
                "GetRole",
                format!("Check that no other role is named {role}"),
            ),
            step(
                "CreateRole",
                format!("Create the role {role} with its trust policy and tags"),
            ),
            step(
                "CreatePolicy",
                format!("Create the policy {}", request.policy_name()),
            ),
            step("AttachRolePolicy", format!("Attach the policy to {role}")),
            step("GetRole", "Read everything back".to_owned()),
        ],
        RequestKind::ChangeGrants => vec![
            step(
                "GetRole",
                format!("Check that {role} carries Roleport's tags"),
            ),
            step(
                "CreatePolicyVersion",
                format!(
                    "Make a new default version of {}; the ARN stays",
                    request.policy_name()
                ),
            ),
            step("GetPolicyVersion", "Read everything back".to_owned()),
        ],
        RequestKind::Retire => vec![
            step(
                "GetRole",
                format!(
                    "Check that {role} carries Roleport's tags and that nothing else is attached to it"
                ),
            ),
            step("DetachRolePolicy", format!("Detach the policy from {role}")),
            step("DeleteRole", format!("Delete the role {role}")),
            step(
                "DeletePolicy",
                format!(
                    "Delete the policy {} with all its versions",
                    request.policy_name()
                ),
            ),
            step("GetRole", "Check that both are gone".to_owned()),
        ],
    }
}

/// The calls that were made.
pub(super) fn made(rows: Vec<StepRow>) -> Vec<PlanStep> {
    rows.into_iter()
        .map(|row| PlanStep {
            outcome: Some(match (row.error, row.finished) {
                (Some(error), _) => StepOutcome::Failed(error),
                (None, true) => StepOutcome::Done,
                (None, false) => StepOutcome::Running,
            }),
            call: row.call,
            words: row.words,
        })
        .collect()
}
