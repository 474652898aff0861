//! What a request would do in AWS, for its page; and having AWS read again.

use roleport_app::portal::{PlanStep, PlanView, PortalError, RoleCheck, StepOutcome, Viewer};
use roleport_domain::{
    aws_answers,
    changes::{ChangeKind, GrantChange},
    decompile,
    grant::Grant,
    lifecycle::RequestState,
    plan::{Call, Finding, Plan, Step},
    request::RequestInput,
};
use roleport_lang::Text;
use serde_json::Value;

use super::{Service, broken, pages::moment, revisions::lines};
use crate::{
    store::{plans::PlanRow, role_checks::CheckRow, steps::StepRow},
    worker::planner,
};

impl Service {
    /// Has AWS read, and a request planned, once more.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed, no such request, or nobody decides on it any more.
    pub async fn plan_again(&self, viewer: &Viewer, id: i64) -> Result<(), PortalError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        // Whoever may speak about a request may ask what it would do.
        let row = self.may_comment(&mut tx, viewer, id).await?;
        let state = row.state().map_err(broken)?;
        if !state.awaits_decision() {
            return Err(super::commands::conflict(state));
        }
        planner::enqueue(&mut tx, id).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }
}

/// What changes, in words: by the documents where the plan has read them, by the grants until then.
/// What stays is told by the grants.
pub(super) fn told(plan: Option<&PlanRow>, by_grants: Vec<GrantChange>) -> Vec<GrantChange> {
    let Some(plan) = plan.filter(|row| !row.plan.is_blocked()) else {
        return by_grants;
    };
    let kept = by_grants
        .into_iter()
        .filter(|change| change.kind == ChangeKind::Kept);
    plan.plan.abilities.iter().cloned().chain(kept).collect()
}

/// The plan, or what became of it.
pub(super) fn view(state: RequestState, plan: Option<PlanRow>, sent: Vec<StepRow>) -> PlanView {
    let mut view = PlanView::default();
    let made = made(sent);
    if let Some(row) = plan {
        view.hash = row.hash;
        view.read = Some(moment(row.read_at));
        if state.awaits_decision() {
            view.obstacles = words(&row.plan.obstacles);
            view.notices = words(&row.plan.notices);
        }
        view.steps = row.plan.steps.iter().map(planned).collect();
    }
    let under_way = matches!(
        state,
        RequestState::Applying | RequestState::Applied | RequestState::Failed
    );
    if under_way {
        // What was sent comes first; of the plan remains what was not.
        let was_sent = |step: &PlanStep| {
            made.iter()
                .any(|sent| sent.call == step.call && sent.words == step.words)
        };
        view.steps
            .retain(|step| state == RequestState::Applying && !was_sent(step));
        view.steps.splice(0..0, made);
    }
    view
}

/// What the last comparison of a role with AWS has found.
///
/// `approved` is the role's content with the cluster as it was when the role was applied.
pub(super) fn check(row: CheckRow, approved: Option<&RequestInput>) -> RoleCheck {
    RoleCheck {
        found: approved
            .filter(|_| row.drifted)
            .and_then(|approved| found_in_aws(approved, &row.plan)),
        checked: moment(row.checked_at),
        drifted: row.drifted,
        steps: row.plan.steps.iter().map(planned).collect(),
        obstacles: words(&row.plan.obstacles),
        notices: words(&row.plan.notices),
        unreadable: row.unreadable.as_deref().map(aws_answers::retold),
        last_used: row.last_used,
    }
}

/// What AWS lets a role do that was changed, as grants.
fn found_in_aws(approved: &RequestInput, plan: &Plan) -> Option<Vec<Grant>> {
    let documents = decompile::found_in_aws(&approved.parse().ok()?, plan)?;
    let grants = decompile::grants(&documents, &approved.cluster.parse().ok()?)?;
    (!grants.is_empty()).then_some(grants)
}

fn words(findings: &[Finding]) -> Vec<Text> {
    findings
        .iter()
        .map(|finding| finding.message.clone())
        .collect()
}

fn planned(step: &Step) -> PlanStep {
    let text = |value: Option<&Value>| match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
    };
    PlanStep {
        call: step.call.action().to_owned(),
        words: step.call.words(),
        difference: lines(
            &text(step.before.as_ref()),
            &text(step.call.after().as_ref()),
        ),
        outcome: None,
    }
}

/// The calls that were made.
fn made(rows: Vec<StepRow>) -> Vec<PlanStep> {
    rows.into_iter()
        .map(|row| PlanStep {
            outcome: Some(match (row.error, row.finished) {
                (Some(error), _) => StepOutcome::Failed(aws_answers::retold(&error)),
                (None, true) => StepOutcome::Done,
                (None, false) => StepOutcome::Running,
            }),
            call: row.call,
            words: Call::retold(&row.words),
            difference: Vec::new(),
        })
        .collect()
}
