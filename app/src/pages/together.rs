//! Several requests of low risk: what each changes, one comment, one button.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{load, numbers, set_status};
use crate::{
    components::{
        changes::change_list,
        empty::empty,
        error_summary::error_summary,
        icon::{Icon, icon},
        moment::ago,
        note::note,
        steps::step_list,
        text_area::TextArea,
    },
    language::{rich, said, t},
    portal::{
        RequestDetail,
        together::{Approvals, NotTogether, PostedTogether, SeenRequest, Together},
    },
};

/// `/requests/together?id=12&id=13`, also after it was sent.
#[component]
pub(crate) fn TogetherPage() -> impl IntoView {
    let posted = use_context::<PostedTogether>();
    let asked = numbers("id");
    load(async move |portal, viewer| {
        let (chosen, comment, error) = match posted {
            Some(PostedTogether::Done(done)) => return Ok(done_view(&done)),
            Some(PostedTogether::Refused {
                chosen,
                comment,
                error,
            }) => (chosen, comment, Some(said(&error))),
            None => (asked, String::new(), None),
        };
        let read = portal.together(&viewer, &chosen).await?;
        Ok(form_view(&read, &comment, error.as_deref()))
    })
}

fn form_view(read: &Together, comment: &str, error: Option<&str>) -> AnyView {
    let count = read.requests.len();
    let title = match count {
        0 => t!(requests_together_nothing),
        1 => t!(requests_together_one),
        _ => t!(requests_together_many, count = count),
    };
    let body = if count == 0 {
        empty(
            Icon::Check,
            &t!(requests_together_empty),
            Some(("/requests?view=queue", &t!(requests_together_to_queue))),
        )
    } else {
        form(read, comment, error)
    };
    view! {
        <Title text=t!(requests_together_title, words = title)/>
        <div class="page">
            {error.and_then(summary)}
            <h1>{title}</h1>
            {left_out(t!(requests_together_left_out), &read.left_out)}
            {body}
        </div>
    }
    .into_any()
}

fn summary(error: &str) -> Option<AnyView> {
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = (Some("comment".to_owned()), error.to_owned());
    error_summary(t!(requests_together_refused), [problem])
}

fn form(read: &Together, comment: &str, error: Option<&str>) -> AnyView {
    let count = read.requests.len();
    let ids: Vec<_> = read.requests.iter().map(|one| one.summary.id).collect();
    let requests: Vec<_> = read.requests.iter().map(|one| request(one, &ids)).collect();
    let seen: Vec<_> = read
        .requests
        .iter()
        .map(|one| view! { <input type="hidden" name="seen" value=SeenRequest::from(one).to_field()/> })
        .collect();
    let field = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: &t!(requests_together_comment),
        hint: &t!(requests_together_comment_hint),
        rows: 2,
        max: Some(4000),
        value: comment,
        error,
    };
    view! {
        <p class="quiet">{t!(requests_together_lead)}</p>
        {requests}
        <section class="card card-decision" aria-labelledby="decision">
            <h2 id="decision">{t!(requests_together_decision)}</h2>
            <form method="post" action="/requests/together">
                {seen}
                {field.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">{t!(requests_together_approve, count = count)}</button>
                    <a class="button" href="/requests?view=queue">{t!(requests_together_back)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// One of them, briefly.
fn request(request: &RequestDetail, ids: &[i64]) -> AnyView {
    let summary = &request.summary;
    let id = summary.id;
    let title = format!("request-{id}");
    let heading = title.clone();
    let others: Vec<_> = ids
        .iter()
        .filter(|other| **other != id)
        .map(|other| format!("id={other}"))
        .collect();
    let without = format!("/requests/together?{}", others.join("&"));
    let leave_out = (ids.len() > 1).then(|| {
        view! {
            <a class="button button-small" href=without>
                {t!(requests_together_leave_out)} <span class="visually-hidden">{t!(requests_together_leave_out_which, id = id)}</span>
            </a>
        }
    });
    let asked = rich!(
        requests_together_asked,
        kind = summary.kind.label(),
        cluster = summary.cluster,
        author = summary.author;
        when: |_| ago(&summary.submitted)
    );
    let notices: Vec<_> = request
        .plan
        .notices
        .iter()
        .map(|text| {
            view! { <div class="note note-attention">{icon(Icon::Alert)} <div><p>{said(text)}</p></div></div> }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby=title>
            <div class="section-head">
                <h2 id=heading>
                    <a href=format!("/requests/{id}")>{t!(requests_together_request, id = id, app = summary.app)}</a>
                </h2>
                {leave_out}
            </div>
            <p class="quiet">{asked}</p>
            {change_list(&request.changes)}
            <p class="typed">{request.reason.clone()}</p>
            {notices}
            {plan(request)}
        </section>
    }
    .into_any()
}

fn plan(request: &RequestDetail) -> AnyView {
    let steps = &request.plan.steps;
    if steps.is_empty() {
        return view! { <p class="quiet">{t!(requests_together_no_calls)}</p> }.into_any();
    }
    view! {
        <details class="more">
            <summary>{t!(requests_together_calls, count = steps.len())}</summary>
            {step_list(steps)}
        </details>
    }
    .into_any()
}

fn done_view(done: &Approvals) -> AnyView {
    let title = match done.approved.len() {
        0 => t!(requests_together_done_none),
        count => t!(requests_together_done, count = count),
    };
    let lines: Vec<_> = done
        .approved
        .iter()
        .map(|id| view! { <li>{link(*id)}</li> })
        .collect();
    let approved = (!lines.is_empty()).then(|| {
        note(
            "good",
            Icon::Check,
            t!(requests_together_approved),
            view! {
                <p>{t!(requests_together_approved_why)}</p>
                <ul>{lines}</ul>
            },
        )
    });
    view! {
        <Title text=t!(requests_together_title, words = title)/>
        <div class="page">
            <h1>{title}</h1>
            {approved}
            {left_out(t!(requests_together_not_approved), &done.left_out)}
            <p><a class="button" href="/requests?view=queue">{t!(requests_together_to_queue)}</a></p>
        </div>
    }
    .into_any()
}

fn left_out(title: String, requests: &[NotTogether]) -> Option<AnyView> {
    let lines: Vec<_> = requests
        .iter()
        .map(|one| view! { <li>{link(one.id)} ": " {said(&one.reason)}</li> })
        .collect();
    (!lines.is_empty()).then(|| note("attention", Icon::Alert, title, view! { <ul>{lines}</ul> }))
}

fn link(id: i64) -> AnyView {
    view! { <a href=format!("/requests/{id}")>{t!(requests_together_link, id = id)}</a> }.into_any()
}
