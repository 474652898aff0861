//! What the viewer may do on a request: decide, withdraw, retry, give up.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    components::field_error::{error_text, invalid},
    fields::{described, textarea_html},
    pages::set_status,
    portal::{PostedComment, RequestDetail},
};

/// The forms that the viewer is allowed; nothing when there is none.
pub(super) fn actions(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let allowed = request.allowed;
    let decide = allowed.decide.then(|| decision(request, posted));
    let retry = allowed.retry.then(|| retry(request));
    let withdraw = allowed.withdraw.then(|| withdraw(request));
    (decide, retry, withdraw).into_any()
}

/// Says at the top what is wrong with the comment below.
pub(super) fn comment_summary(posted: Option<&PostedComment>) -> Option<AnyView> {
    let error = posted
        .map(|posted| posted.error.clone())
        .filter(|error| !error.is_empty())?;
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    Some(view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus=true aria-labelledby="error-summary">
            <h2 id="error-summary">"Something is missing"</h2>
            <ul><li><a href="#comment">{error}</a></li></ul>
        </div>
    }.into_any())
}

fn decision(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let id = request.summary.id;
    let PostedComment { comment, error } = posted.cloned().unwrap_or_default();
    let error = (!error.is_empty()).then_some(error.as_str());
    view! {
        <section class="card card-decision" aria-labelledby="decision">
            <h2 id="decision">"Your decision"</h2>
            <form method="post" action=format!("/requests/{id}/approve")>
                {bound(request)}
                <div class="field">
                    <label for="comment">"Comment"</label>
                    <p class="hint" id="comment-hint">"Required to reject: say what should be different. Optional to approve."</p>
                    {error_text("comment", error)}
                    <textarea
                        id="comment"
                        name="comment"
                        rows="3"
                        maxlength="4000"
                        aria-describedby=described("comment", true, error.is_some())
                        aria-invalid=invalid(error)
                        inner_html=textarea_html(&comment)
                    ></textarea>
                </div>
                <div class="actions">
                    <button class="button button-primary" type="submit" formaction=format!("/requests/{id}/approve")>
                        "Approve"
                    </button>
                    <button class="button button-danger" type="submit" formaction=format!("/requests/{id}/reject")>
                        "Reject"
                    </button>
                </div>
            </form>
        </section>
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

fn withdraw(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    view! {
        <form class="actions actions-quiet" method="post" action=format!("/requests/{id}/withdraw")>
            {bound(request)}
            <button class="button" type="submit">"Withdraw request"</button>
            <span class="quiet">"You no longer need it, or want to ask for something else."</span>
        </form>
    }
    .into_any()
}

/// A command names the version it saw and the content it was shown, so that it can't hit another.
fn bound(request: &RequestDetail) -> AnyView {
    view! {
        <input type="hidden" name="version" value=request.version/>
        <input type="hidden" name="hash" value=request.hash.clone()/>
    }
    .into_any()
}
