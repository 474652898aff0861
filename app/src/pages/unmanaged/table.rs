//! A table of roles that somebody kept by hand, beside what is in AWS.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::{
    adoption::Difference,
    authorize::{Action, Stake, Subject, may},
};

use crate::{
    components::{
        error_summary::error_summary,
        icon::{Icon, icon},
        text_area::TextArea,
    },
    fields::textarea_html,
    pages::{form::field::Problems, load, set_status},
    portal::{
        PortalError,
        adoption::{PostedTable, TableLine, Verdict},
    },
};

/// `/unmanaged/table`, also after a POST, with what was pasted and what it comes to.
#[component]
pub(crate) fn TablePage() -> impl IntoView {
    let posted = use_context::<PostedTable>().unwrap_or_default();
    load(async move |_, viewer| {
        let subject = Subject {
            roles: &viewer.roles,
            stake: Stake::Other,
        };
        may(subject, Action::Adopt, None)
            .map_err(|refusal| PortalError::Forbidden(refusal.message))?;
        Ok(page(posted))
    })
}

fn page(posted: PostedTable) -> AnyView {
    if !posted.errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let problems = posted.errors.iter().map(|error| {
        let field = ["table", "reason", "chosen"]
            .iter()
            .find(|one| **one == error.field);
        (field.map(|id| (*id).to_owned()), error.message.clone())
    });
    let problems = error_summary("Please check this", problems);
    let result = (!posted.lines.is_empty()).then(|| result(&posted));
    let errors = Problems(posted.errors);
    let area = TextArea {
        id: "table",
        name: "table".to_owned(),
        label: "Table",
        hint: "With a line of titles: iam_role, namespace, service_account, permissions. Commas, semicolons, tabs or a wiki’s bars between them.",
        rows: 8,
        max: None,
        value: &posted.table,
        error: errors.at("table"),
    };
    view! {
        <Title text="Import a table – Roleport"/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">"Roles to adopt"</p>
                    <h1>"Import a table"</h1>
                </div>
            </div>
            {problems}
            <p class="lead">"Paste the table in which your team kept its roles. Roleport compares each line with AWS, and asks for the adoption of those that you choose. AWS is what counts: where the table says something else, you see it."</p>
            {result}
            <section class="card" aria-label="The table">
                <form method="post" action="/unmanaged/table">
                    {area.view()}
                    <div class="actions">
                        <button class="button" class:button-primary=posted.lines.is_empty() type="submit">"Compare with AWS"</button>
                        <a class="button button-quiet" href="/unmanaged">"Back to the list"</a>
                    </div>
                </form>
            </section>
        </div>
    }
    .into_any()
}

fn result(posted: &PostedTable) -> AnyView {
    let rows: Vec<_> = posted.lines.iter().map(row).collect();
    let ready = posted
        .lines
        .iter()
        .any(|line| matches!(line.verdict, Verdict::Ready(..)));
    let errors = Problems(posted.errors.clone());
    let reason = TextArea {
        id: "reason",
        name: "reason".to_owned(),
        label: "Reason",
        hint: "The same for each request; whoever approves them reads it.",
        rows: 2,
        max: None,
        value: &posted.reason,
        error: errors.at("reason"),
    };
    let ask = ready.then(|| {
        view! {
            <div class="card">
                {reason.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">"Ask for the adoption"</button>
                </div>
            </div>
        }
    });
    view! {
        <form class="form" method="post" action="/unmanaged/table">
            <input type="hidden" name="key" value=Nonce::new().to_string()/>
            <input type="hidden" name="adopt" value="yes"/>
            <textarea name="table" hidden inner_html=textarea_html(&posted.table)></textarea>
            <table class="table cards" id="chosen">
                <caption>"What each line comes to"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Line"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"For"</th>
                        <th scope="col">"In AWS"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {ask}
        </form>
    }
    .into_any()
}

fn row(line: &TableLine) -> AnyView {
    let name = line.arn.rsplit('/').next().unwrap_or_default().to_owned();
    let choice = match line.verdict {
        Verdict::Ready(id, _) => view! {
            <label class="check">
                <input type="checkbox" name="chosen" value=id.to_string() checked/>
                <span>{name}</span>
            </label>
        }
        .into_any(),
        Verdict::Open(_) | Verdict::Asked(_) | Verdict::Managed(_) | Verdict::Refused(_) => {
            name.into_any()
        }
    };
    view! {
        <tr>
            <td data-label="Line">{line.number.to_string()}</td>
            <th scope="row" data-label="Role">{choice}</th>
            <td data-label="For">{line.owner.clone()}</td>
            <td data-label="In AWS">{verdict(&line.verdict)}</td>
        </tr>
    }
    .into_any()
}

fn verdict(verdict: &Verdict) -> AnyView {
    let badge = |tone: &str, which: Icon, word: &'static str| {
        view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
    };
    let request =
        |id: i64| view! { <a href=format!("/requests/{id}")>{format!("Request {id}")}</a> };
    match verdict {
        Verdict::Ready(id, difference) => view! {
            {if difference.is_empty() {
                badge("good", Icon::Check, "As the table says")
            } else {
                badge("attention", Icon::Alert, "Differs from the table")
            }}
            " " <a href=format!("/unmanaged/{id}")>"Look at it"</a>
            {differences(difference)}
        }
        .into_any(),
        Verdict::Open(id) => {
            view! { {badge("info", Icon::Clock, "Asked for already")} " " {request(*id)} }
                .into_any()
        }
        Verdict::Asked(id) => {
            view! { {badge("good", Icon::Check, "Asked for")} " " {request(*id)} }.into_any()
        }
        Verdict::Managed(id) => view! {
            {badge("quiet", Icon::Check, "Roleport’s already")}
            " " <a href=format!("/roles/{id}")>"Look at it"</a>
        }
        .into_any(),
        Verdict::Refused(words) => view! {
            {badge("bad", Icon::Alert, "Not this way")}
            <span class="under">{words.clone()}</span>
        }
        .into_any(),
    }
}

fn differences(difference: &Difference) -> AnyView {
    let line = |lead: &'static str, texts: &[String]| {
        (!texts.is_empty()).then(|| view! { <span class="under">{lead} {texts.join("; ")}</span> })
    };
    view! {
        {line("In the table, not in AWS: ", &difference.missing)}
        {line("In AWS, not in the table: ", &difference.beyond)}
        {line("Not read in the table: ", &difference.unread)}
    }
    .into_any()
}
