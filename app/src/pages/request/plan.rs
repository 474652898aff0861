//! What a request would do in AWS, as AWS is now.

use leptos::prelude::*;
use roleport_domain::lifecycle::RequestState;

use crate::{
    components::{
        icon::{Icon, icon},
        moment::ago,
        steps::step_list,
    },
    portal::{PlanView, RequestDetail},
};

/// The calls with their before and after, what stands in their way, and when AWS was read.
pub(super) fn plan(request: &RequestDetail) -> AnyView {
    let (state, plan) = (request.summary.state, &request.plan);
    let waits = state.awaits_decision();
    let nothing = (plan.steps.is_empty() && plan.obstacles.is_empty() && !plan.hash.is_empty())
        .then(|| view! { <p>"Nothing: AWS is already as this request wants it."</p> });
    view! {
        <section class="card" aria-labelledby="plan">
            <h2 id="plan">{title(state)}</h2>
            {waits.then(|| freshness(request))}
            {findings("note note-bad", Icon::Alert, "It can’t be carried out as it is. ", &plan.obstacles)}
            {findings("note note-attention", Icon::Alert, "", &plan.notices)}
            {nothing}
            {step_list(&plan.steps)}
        </section>
    }
    .into_any()
}

fn title(state: RequestState) -> &'static str {
    match state {
        RequestState::Submitted | RequestState::ChangesRequested | RequestState::Approved => {
            "What approval would do in AWS"
        }
        RequestState::Applying => "What is being done in AWS",
        RequestState::Applied | RequestState::Failed => "What was done in AWS",
        RequestState::Rejected | RequestState::Withdrawn | RequestState::Expired => {
            "What it would have done in AWS"
        }
    }
}

/// When AWS was read, and a way to have it read again.
fn freshness(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    let when = match &request.plan.read {
        Some(read) => view! {
            <span>"Read from AWS " {ago(read)} ". If AWS changes before it is applied, nothing is sent and it needs approval again."</span>
        }
        .into_any(),
        None => view! {
            <span role="status">{icon(Icon::Spinner)} " Roleport is reading AWS; the plan is here in a moment."</span>
        }
        .into_any(),
    };
    let again = request.allowed.comment.then(|| {
        view! {
            <button class="button button-small" type="submit">"Read AWS again"</button>
        }
    });
    view! {
        <form class="plan-read" method="post" action=format!("/requests/{id}/plan")>
            <p class="quiet">{when}</p>
            {again}
        </form>
    }
    .into_any()
}

fn findings(
    class: &'static str,
    which: Icon,
    lead: &'static str,
    texts: &[String],
) -> Vec<AnyView> {
    let line = |text: &String| {
        view! { <div class=class>{icon(which)} <div><p>{lead} {text.clone()}</p></div></div> }
            .into_any()
    };
    texts.iter().map(line).collect()
}

/// Why nobody can approve it now, beside the button that is not there.
pub(super) fn not_ready(plan: &PlanView) -> Option<&'static str> {
    match (plan.hash.is_empty(), plan.is_ready()) {
        (true, _) => Some("It can be approved as soon as Roleport has read AWS."),
        (false, false) => Some(
            "It can’t be approved: see what stands in its way under “What approval would do in AWS”.",
        ),
        (false, true) => None,
    }
}
