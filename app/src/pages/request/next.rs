//! The one thing that comes next, at the top of a request's page.

use leptos::prelude::*;
use roleport_domain::lifecycle::{RequestKind, RequestState};

use crate::{
    components::{icon::Icon, moment::plain, note::note},
    language::{said, t},
    portal::RequestDetail,
};

/// A sentence that says who has the next move.
pub(super) fn next_step(request: &RequestDetail) -> AnyView {
    let (tone, which, title, text) = words(request);
    let closed = matches!(
        request.summary.state,
        RequestState::Rejected | RequestState::Withdrawn | RequestState::Expired
    );
    let again = (closed && request.allowed.copy).then(|| {
        let href = format!("/requests/new?copy={}", request.summary.id);
        view! { " " <a href=href>{t!(request_copy_into_new)}</a> }
    });
    let decide = (request.summary.state == RequestState::Submitted && request.allowed.approve)
        .then(|| view! { " " <a href="#decision">{t!(request_to_decision)}</a> });
    note(tone, which, title, view! { <p>{text} {again} {decide}</p> })
}

fn words(request: &RequestDetail) -> (&'static str, Icon, String, String) {
    match request.summary.state {
        RequestState::Submitted => submitted(request),
        RequestState::ChangesRequested => changes_requested(request),
        RequestState::Approved if request.not_before.is_some() => (
            "attention",
            Icon::Clock,
            t!(request_approved_waits),
            waits_until(request),
        ),
        RequestState::Approved => (
            "info",
            Icon::Check,
            t!(request_approved),
            t!(request_approved_next),
        ),
        RequestState::Applying => (
            "info",
            Icon::Spinner,
            t!(request_applying),
            t!(request_applying_next),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Retire => (
            "good",
            Icon::Check,
            t!(request_retired),
            t!(request_retired_next),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Restore => (
            "good",
            Icon::Check,
            t!(request_restored),
            t!(request_restored_next),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Adopt => (
            "good",
            Icon::Check,
            t!(request_adopted),
            t!(request_adopted_next),
        ),
        RequestState::Applied => (
            "good",
            Icon::Check,
            t!(request_applied),
            t!(request_applied_next),
        ),
        RequestState::Failed => (
            "bad",
            Icon::Alert,
            t!(request_failed),
            request
                .failure
                .as_ref()
                .map_or_else(|| t!(request_failed_next), said),
        ),
        RequestState::Rejected => (
            "bad",
            Icon::Cross,
            t!(request_rejected),
            t!(request_rejected_next),
        ),
        RequestState::Withdrawn => (
            "quiet",
            Icon::Undo,
            t!(request_withdrawn),
            t!(request_withdrawn_next),
        ),
        RequestState::Expired => (
            "quiet",
            Icon::Clock,
            t!(request_expired),
            t!(request_expired_next),
        ),
    }
}

/// Until when somebody can change their mind.
fn waits_until(request: &RequestDetail) -> String {
    let until = request.not_before.as_ref();
    until.map_or_else(
        || t!(request_waits_soon),
        |until| t!(request_waits_until, until = plain(until)),
    )
}

fn submitted(request: &RequestDetail) -> (&'static str, Icon, String, String) {
    if request.allowed.approve {
        return (
            "attention",
            Icon::Clock,
            t!(request_decide),
            t!(request_decide_next),
        );
    }
    let text = request
        .why_not
        .as_ref()
        .map_or_else(|| t!(request_waits_next), said);
    ("attention", Icon::Clock, t!(request_waits), text)
}

fn changes_requested(request: &RequestDetail) -> (&'static str, Icon, String, String) {
    let (title, text) = if request.allowed.answer {
        (
            t!(request_changes_asked_you),
            t!(request_changes_asked_you_next),
        )
    } else {
        (t!(request_changes_asked), t!(request_changes_asked_next))
    };
    ("attention", Icon::Chat, title, text)
}
