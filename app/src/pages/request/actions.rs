//! What the viewer may do on a request: decide, answer, withdraw, retry, give up, call off, break the glass.

use http::StatusCode;
use leptos::prelude::*;

use super::plan::not_ready;
use crate::{
    components::{error_summary::error_summary, text_area::TextArea},
    language::{said, t},
    pages::set_status,
    portal::{CommentPlace, PostedComment, RequestDetail},
};

/// The forms that the viewer is allowed; nothing when there is none.
pub(super) fn actions(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let allowed = request.allowed;
    let decide = (allowed.approve || allowed.reject).then(|| decision(request, posted));
    let answer = allowed.answer.then(|| answer(request, posted));
    let retry = allowed.retry.then(|| retry(request));
    let withdraw = allowed.withdraw.then(|| {
        way_out(
            request,
            "withdraw",
            t!(request_withdraw),
            t!(request_withdraw_why),
        )
    });
    let call_off = allowed.call_off.then(|| {
        way_out(
            request,
            "call-off",
            t!(request_call_off),
            t!(request_call_off_why),
        )
    });
    let break_glass =
        (allowed.break_glass && request.plan.is_ready()).then(|| break_glass(request, posted));
    (decide, answer, retry, withdraw, call_off, break_glass).into_any()
}

/// Says at the top what is wrong with the comment below.
pub(super) fn comment_summary(posted: Option<&PostedComment>) -> Option<AnyView> {
    let posted = posted?;
    let error = said(posted.error.as_ref()?);
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = (Some(posted.place.element_id()), error);
    error_summary(t!(request_needs_something), [problem])
}

/// A labelled text field, with what was typed and what is wrong with it.
pub(super) fn comment_field(
    place: CommentPlace,
    label: &str,
    hint: &str,
    (typed, error): (&str, Option<&str>),
) -> AnyView {
    TextArea {
        id: &place.element_id(),
        name: "comment".to_owned(),
        label,
        hint,
        rows: 3,
        max: Some(4000),
        value: typed,
        error,
    }
    .view()
}

fn field_at(
    place: CommentPlace,
    label: &str,
    hint: &str,
    posted: Option<&PostedComment>,
) -> AnyView {
    let (typed, error) = PostedComment::at(posted, place);
    comment_field(place, label, hint, (&typed, error.as_deref()))
}

fn decision(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let id = request.summary.id;
    let field = field_at(
        CommentPlace::Decision,
        &t!(request_decision_comment),
        &t!(request_decision_comment_hint),
        posted,
    );
    let command = move |name: &str| format!("/requests/{id}/{name}");
    let ready = request.plan.is_ready();
    let approve = (request.allowed.approve && ready).then(|| view! {
        <button class="button button-primary" type="submit" formaction=command("approve") data-key="a">{t!(request_approve)}</button>
    });
    let ask = request.allowed.approve.then(|| view! {
        <button class="button" type="submit" formaction=command("request-changes") data-key="r">{t!(request_ask_for_changes)}</button>
    });
    let why_not = not_ready(&request.plan)
        .filter(|_| request.allowed.approve)
        .map(|words| view! { <p class="quiet">{words}</p> });
    // Enter in a form presses its first button: never one that is not shown.
    let first = if ready { "approve" } else { "request-changes" };
    view! {
        <section class="card card-decision" aria-labelledby="decision">
            <h2 id="decision">{if request.allowed.approve { t!(request_decision) } else { t!(request_reject_after_all) }}</h2>
            <form method="post" action=command(first)>
                {bound(request)}
                {field}
                {why_not}
                <div class="actions">
                    {approve}
                    {ask}
                    <button class="button button-danger" type="submit" formaction=command("reject") data-key="r">{t!(request_reject)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn answer(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let id = request.summary.id;
    let field = field_at(
        CommentPlace::Decision,
        &t!(request_answer),
        &t!(request_answer_hint),
        posted,
    );
    let edit = request.allowed.edit.then(|| {
        view! { <a class="button button-primary" href=format!("/requests/{id}/edit")>{t!(request_edit_it)}</a> }
    });
    view! {
        <section class="card card-decision" aria-labelledby="answer">
            <h2 id="answer">{t!(request_your_move)}</h2>
            <form method="post" action=format!("/requests/{id}/answer")>
                {bound(request)}
                {field}
                <div class="actions">
                    {edit}
                    <button class="button" type="submit">{t!(request_answer_and_ask)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// Folded away: it is for the night when nobody else is awake.
fn break_glass(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let id = request.summary.id;
    let (typed, error) = PostedComment::at(posted, CommentPlace::BreakGlass);
    let open = error.is_some();
    let field = comment_field(
        CommentPlace::BreakGlass,
        &t!(request_break_glass_reason),
        "",
        (&typed, error.as_deref()),
    );
    view! {
        <details class="card break-glass" open=open>
            <summary>{t!(request_break_glass)}</summary>
            <p>{t!(request_break_glass_why)}</p>
            <form method="post" action=format!("/requests/{id}/break-glass")>
                {bound(request)}
                {field}
                <div class="actions">
                    <button class="button button-danger" type="submit">{t!(request_break_glass_do)}</button>
                </div>
            </form>
        </details>
    }.into_any()
}

fn retry(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    view! {
        <section class="card" aria-labelledby="retry">
            <h2 id="retry">{t!(request_retry_or_give_up)}</h2>
            <p>{t!(request_retry_why)}</p>
            <form class="actions" method="post" action=format!("/requests/{id}/retry")>
                {bound(request)}
                <button class="button button-primary" type="submit">{t!(request_retry)}</button>
                <button class="button" type="submit" formaction=format!("/requests/{id}/give-up")>{t!(request_give_up)}</button>
            </form>
        </section>
    }.into_any()
}

/// A way out, quieter than the decision.
fn way_out(request: &RequestDetail, command: &str, button: String, why: String) -> AnyView {
    let action = format!("/requests/{}/{command}", request.summary.id);
    view! {
        <form class="actions actions-quiet" method="post" action=action>
            {bound(request)}
            <button class="button" type="submit">{button}</button>
            <span class="quiet">{why}</span>
        </form>
    }
    .into_any()
}

/// A command names the version it saw, and the content and the plan it was shown, so that it can't hit another.
fn bound(request: &RequestDetail) -> AnyView {
    view! {
        <input type="hidden" name="version" value=request.version/>
        <input type="hidden" name="hash" value=request.hash.clone()/>
        <input type="hidden" name="plan" value=request.plan.hash.clone()/>
    }
    .into_any()
}
