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
            }) => (chosen, comment, Some(error)),
            None => (asked, String::new(), None),
        };
        let read = portal.together(&viewer, &chosen).await?;
        Ok(form_view(&read, &comment, error.as_deref()))
    })
}

fn form_view(read: &Together, comment: &str, error: Option<&str>) -> AnyView {
    let count = read.requests.len();
    let title = match count {
        0 => "Nothing to approve together".to_owned(),
        1 => "Approve one request".to_owned(),
        _ => format!("Approve {count} requests together"),
    };
    let body = if count == 0 {
        empty(
            Icon::Check,
            "No request that you may approve together with others was chosen. Tick some of low risk in the queue.",
            Some(("/requests?view=queue", "To the queue")),
        )
    } else {
        form(read, comment, error)
    };
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page">
            {error.and_then(summary)}
            <h1>{title}</h1>
            {left_out("These are not among them", &read.left_out)}
            {body}
        </div>
    }
    .into_any()
}

fn summary(error: &str) -> Option<AnyView> {
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = (Some("comment".to_owned()), error.to_owned());
    error_summary("Nothing is approved yet", [problem])
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
        label: "Comment",
        hint: "May stay empty. It goes with each of them. Markdown works.",
        rows: 2,
        max: Some(4000),
        value: comment,
        error,
    };
    let button = if count == 1 {
        "Approve 1 request".to_owned()
    } else {
        format!("Approve {count} requests")
    };
    view! {
        <p class="quiet">
            "Each is a decision of its own, bound to what is shown here. One that changes before you press the button is not approved, and the others are."
        </p>
        {requests}
        <section class="card card-decision" aria-labelledby="decision">
            <h2 id="decision">"Your decision"</h2>
            <form method="post" action="/requests/together">
                {seen}
                {field.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">{button}</button>
                    <a class="button" href="/requests?view=queue">"Back to the queue"</a>
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
                "Leave out" <span class="visually-hidden">{format!(" request {id}")}</span>
            </a>
        }
    });
    let notices: Vec<_> = request
        .plan
        .notices
        .iter()
        .map(|text| {
            view! { <div class="note note-attention">{icon(Icon::Alert)} <div><p>{text.clone()}</p></div></div> }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby=title>
            <div class="section-head">
                <h2 id=heading>
                    <a href=format!("/requests/{id}")>{format!("Request {id}: {}", summary.app)}</a>
                </h2>
                {leave_out}
            </div>
            <p class="quiet">
                {format!("{} on {}, asked for by {} ", summary.kind.label(), summary.cluster, summary.author)}
                {ago(&summary.submitted)}
            </p>
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
        return view! { <p class="quiet">"Nothing to send: AWS is already as it wants."</p> }
            .into_any();
    }
    let calls = match steps.len() {
        1 => "1 call in AWS".to_owned(),
        count => format!("{count} calls in AWS"),
    };
    view! {
        <details class="more">
            <summary>{calls}</summary>
            {step_list(steps)}
        </details>
    }
    .into_any()
}

fn done_view(done: &Approvals) -> AnyView {
    let title = match done.approved.len() {
        0 => "No request is approved".to_owned(),
        1 => "1 request is approved".to_owned(),
        count => format!("{count} requests are approved"),
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
            "Approved",
            view! {
                <p>"Each as far as you are concerned; its page says whether others are still needed."</p>
                <ul>{lines}</ul>
            },
        )
    });
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page">
            <h1>{title}</h1>
            {approved}
            {left_out("Not approved", &done.left_out)}
            <p><a class="button" href="/requests?view=queue">"To the queue"</a></p>
        </div>
    }
    .into_any()
}

fn left_out(title: &'static str, requests: &[NotTogether]) -> Option<AnyView> {
    let lines: Vec<_> = requests
        .iter()
        .map(|one| view! { <li>{link(one.id)} ": " {one.reason.clone()}</li> })
        .collect();
    (!lines.is_empty()).then(|| note("attention", Icon::Alert, title, view! { <ul>{lines}</ul> }))
}

fn link(id: i64) -> AnyView {
    view! { <a href=format!("/requests/{id}")>{format!("Request {id}")}</a> }.into_any()
}
