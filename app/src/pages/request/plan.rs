//! What a request would do in AWS, as AWS is now.

use leptos::prelude::*;
use roleport_domain::lifecycle::RequestState;
use roleport_lang::Text;

use crate::{
    components::{
        icon::{Icon, icon},
        moment::ago,
        steps::step_list,
    },
    language::{rich, said, t},
    portal::{PlanView, RequestDetail},
};

/// The calls with their before and after, what stands in their way, and when AWS was read.
pub(super) fn plan(request: &RequestDetail) -> AnyView {
    let (state, plan) = (request.summary.state, &request.plan);
    let waits = state.awaits_decision();
    let nothing = (plan.steps.is_empty() && plan.obstacles.is_empty() && !plan.hash.is_empty())
        .then(|| view! { <p>{t!(request_plan_nothing)}</p> });
    view! {
        <section class="card" aria-labelledby="plan">
            <h2 id="plan">{title(state)}</h2>
            {waits.then(|| freshness(request))}
            {findings("note note-bad", Icon::Alert, &(t!(request_plan_impossible) + " "), &plan.obstacles)}
            {findings("note note-attention", Icon::Alert, "", &plan.notices)}
            {nothing}
            {step_list(&plan.steps)}
        </section>
    }
    .into_any()
}

fn title(state: RequestState) -> String {
    match state {
        RequestState::Submitted | RequestState::ChangesRequested | RequestState::Approved => {
            t!(request_plan_would)
        }
        RequestState::Applying => t!(request_plan_does),
        RequestState::Applied | RequestState::Failed => t!(request_plan_did),
        RequestState::Rejected | RequestState::Withdrawn | RequestState::Expired => {
            t!(request_plan_would_have)
        }
    }
}

/// When AWS was read, and a way to have it read again.
fn freshness(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    let when = match &request.plan.read {
        Some(read) => view! {
            <span>{rich!(request_plan_read; when: |_| ago(read))}</span>
        }
        .into_any(),
        None => view! {
            <span role="status">{icon(Icon::Spinner)} " " {t!(request_plan_reading)}</span>
        }
        .into_any(),
    };
    let again = request.allowed.comment.then(|| {
        view! {
            <button class="button button-small" type="submit">{t!(request_plan_read_again)}</button>
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

fn findings(class: &'static str, which: Icon, lead: &str, texts: &[Text]) -> Vec<AnyView> {
    let line = |text: &Text| {
        view! { <div class=class>{icon(which)} <div><p>{lead.to_owned()} {said(text)}</p></div></div> }
            .into_any()
    };
    texts.iter().map(line).collect()
}

/// Why nobody can approve it now, beside the button that is not there.
pub(super) fn not_ready(plan: &PlanView) -> Option<String> {
    match (plan.hash.is_empty(), plan.is_ready()) {
        (true, _) => Some(t!(request_not_read)),
        (false, false) => Some(t!(request_obstacles)),
        (false, true) => None,
    }
}
