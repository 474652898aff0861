//! What the viewer may do on a request: decide, answer, withdraw, retry, give up, call off, break the glass.

use http::StatusCode;
use leptos::prelude::*;

use super::plan::not_ready;
use crate::{
    components::{error_summary::error_summary, text_area::TextArea},
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
            "Withdraw request",
            "You no longer need it, or want to ask for something else.",
        )
    });
    let call_off = allowed.call_off.then(|| {
        way_out(
            request,
            "call-off",
            "Call it off",
            "Nothing was sent to AWS yet; the request is settled and AWS stays as it is.",
        )
    });
    let break_glass =
        (allowed.break_glass && request.plan.is_ready()).then(|| break_glass(request, posted));
    (decide, answer, retry, withdraw, call_off, break_glass).into_any()
}

/// Says at the top what is wrong with the comment below.
pub(super) fn comment_summary(posted: Option<&PostedComment>) -> Option<AnyView> {
    let posted = posted.filter(|posted| !posted.error.is_empty())?;
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = (Some(posted.place.element_id()), posted.error.clone());
    error_summary("Something is missing", [problem])
}

/// A labelled text field, with what was typed and what is wrong with it.
pub(super) fn comment_field(
    place: CommentPlace,
    label: &'static str,
    hint: &'static str,
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
    label: &'static str,
    hint: &'static str,
    posted: Option<&PostedComment>,
) -> AnyView {
    let (typed, error) = PostedComment::at(posted, place);
    comment_field(place, label, hint, (&typed, error.as_deref()))
}

fn decision(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let id = request.summary.id;
    let field = field_at(
        CommentPlace::Decision,
        "Comment",
        "Required to ask for changes or to reject: say what should be different. Markdown works.",
        posted,
    );
    let command = move |name: &str| format!("/requests/{id}/{name}");
    let ready = request.plan.is_ready();
    let approve = (request.allowed.approve && ready).then(|| view! {
        <button class="button button-primary" type="submit" formaction=command("approve") data-key="a">"Approve"</button>
    });
    let ask = request.allowed.approve.then(|| view! {
        <button class="button" type="submit" formaction=command("request-changes") data-key="r">"Ask for changes"</button>
    });
    let why_not = not_ready(&request.plan)
        .filter(|_| request.allowed.approve)
        .map(|words| view! { <p class="quiet">{words}</p> });
    // Enter in a form presses its first button: never one that is not shown.
    let first = if ready { "approve" } else { "request-changes" };
    view! {
        <section class="card card-decision" aria-labelledby="decision">
            <h2 id="decision">{if request.allowed.approve { "Your decision" } else { "Reject it after all" }}</h2>
            <form method="post" action=command(first)>
                {bound(request)}
                {field}
                {why_not}
                <div class="actions">
                    {approve}
                    {ask}
                    <button class="button button-danger" type="submit" formaction=command("reject") data-key="r">"Reject"</button>
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
        "Answer",
        "When nothing has to change: say why. Markdown works.",
        posted,
    );
    let edit = request.allowed.edit.then(|| {
        view! { <a class="button button-primary" href=format!("/requests/{id}/edit")>"Edit the request"</a> }
    });
    view! {
        <section class="card card-decision" aria-labelledby="answer">
            <h2 id="answer">"Your move"</h2>
            <form method="post" action=format!("/requests/{id}/answer")>
                {bound(request)}
                {field}
                <div class="actions">
                    {edit}
                    <button class="button" type="submit">"Answer and ask again"</button>
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
        "Why this can’t wait",
        "",
        (&typed, error.as_deref()),
    );
    view! {
        <details class="card break-glass" open=open>
            <summary>"Emergency: approve it alone (break-glass)"</summary>
            <p>"This passes the approval rules over. Everyone who decides on requests is told, and the request stays marked for good."</p>
            <form method="post" action=format!("/requests/{id}/break-glass")>
                {bound(request)}
                {field}
                <div class="actions">
                    <button class="button button-danger" type="submit">"Break the glass"</button>
                </div>
            </form>
        </details>
    }.into_any()
}

fn retry(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    view! {
        <section class="card" aria-labelledby="retry">
            <h2 id="retry">"Try again, or give up"</h2>
            <p>"A retry sends only what is still missing. Giving up leaves AWS as it is now and settles the request."</p>
            <form class="actions" method="post" action=format!("/requests/{id}/retry")>
                {bound(request)}
                <button class="button button-primary" type="submit">"Retry"</button>
                <button class="button" type="submit" formaction=format!("/requests/{id}/give-up")>"Give up"</button>
            </form>
        </section>
    }.into_any()
}

/// A way out, quieter than the decision.
fn way_out(
    request: &RequestDetail,
    command: &str,
    button: &'static str,
    why: &'static str,
) -> AnyView {
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
