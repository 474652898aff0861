//! The one thing that comes next, at the top of a request's page.

use leptos::prelude::*;
use roleport_domain::lifecycle::{RequestKind, RequestState};

use crate::{
    components::{icon::Icon, moment::plain, note::note},
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
        view! { " " <a href=href>"Copy it into a new request"</a> }
    });
    let decide = (request.summary.state == RequestState::Submitted && request.allowed.approve)
        .then(|| view! { " " <a href="#decision">"To your decision"</a> });
    note(tone, which, title, view! { <p>{text} {again} {decide}</p> })
}

fn words(request: &RequestDetail) -> (&'static str, Icon, &'static str, String) {
    match request.summary.state {
        RequestState::Submitted => submitted(request),
        RequestState::ChangesRequested => changes_requested(request),
        RequestState::Approved if request.not_before.is_some() => (
            "attention",
            Icon::Clock,
            "Approved, and waiting",
            waits_until(request),
        ),
        RequestState::Approved => (
            "info",
            Icon::Check,
            "Approved",
            "Roleport applies it to AWS next. This page updates by itself.".to_owned(),
        ),
        RequestState::Applying => (
            "info",
            Icon::Spinner,
            "Roleport is applying it to AWS",
            "This takes a few seconds. This page updates by itself.".to_owned(),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Retire => (
            "good",
            Icon::Check,
            "The role is removed",
            "Pods that still use its service account get no access any more. Remove the annotation from the chart.".to_owned(),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Restore => (
            "good",
            Icon::Check,
            "The role is as it was approved again",
            "Pods need no restart: the ARN is the same.".to_owned(),
        ),
        RequestState::Applied if request.summary.kind == RequestKind::Adopt => (
            "good",
            Icon::Check,
            "The role is Roleport’s now",
            "Pods need no restart: the ARN is the same. Take it out of whatever kept it before.".to_owned(),
        ),
        RequestState::Applied => (
            "good",
            Icon::Check,
            "The role is ready",
            "Copy the Helm values below into your chart and restart the pods. A fresh role may take up to a minute to be usable."
                .to_owned(),
        ),
        RequestState::Failed => (
            "bad",
            Icon::Alert,
            "AWS did not take it",
            request
                .failure
                .clone()
                .unwrap_or_else(|| "See the failed step below, mend its cause, then retry.".to_owned()),
        ),
        RequestState::Rejected => (
            "bad",
            Icon::Cross,
            "This request was rejected",
            "Nothing was changed in AWS. The history below says why.".to_owned(),
        ),
        RequestState::Withdrawn => (
            "quiet",
            Icon::Undo,
            "This request was withdrawn",
            "Nothing more happens to it.".to_owned(),
        ),
        RequestState::Expired => (
            "quiet",
            Icon::Clock,
            "This request has expired",
            "Nobody did anything about it for too long. Nothing was changed in AWS.".to_owned(),
        ),
    }
}

/// Until when somebody can change their mind.
fn waits_until(request: &RequestDetail) -> String {
    let until = request.not_before.as_ref();
    let until = until.map_or_else(|| "soon".to_owned(), plain);
    format!(
        "Roleport removes the role after {until}. Until then pods can use it, and it can be called off."
    )
}

fn submitted(request: &RequestDetail) -> (&'static str, Icon, &'static str, String) {
    if request.allowed.approve {
        return (
            "attention",
            Icon::Clock,
            "Your decision is needed",
            "Read what changes, then approve it, ask for changes or reject it below.".to_owned(),
        );
    }
    let text = request
        .why_not
        .clone()
        .unwrap_or_else(|| "Nothing to do for you: an approver decides on it.".to_owned());
    ("attention", Icon::Clock, "Waiting for approval", text)
}

fn changes_requested(request: &RequestDetail) -> (&'static str, Icon, &'static str, String) {
    let (title, text) = if request.allowed.answer {
        (
            "An approver asks you for changes",
            "Edit the request, or answer below and ask again. The history says what they want.",
        )
    } else {
        (
            "Waiting for its author",
            "An approver asked for changes. It comes back to the approvers with an answer or a new revision.",
        )
    };
    ("attention", Icon::Chat, title, text.to_owned())
}
