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
    language::{said, t},
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
        (field.map(|id| (*id).to_owned()), said(&error.message))
    });
    let problems = error_summary(&t!(adoption_problems), problems);
    let result = (!posted.lines.is_empty()).then(|| result(&posted));
    let errors = Problems(posted.errors);
    let area = TextArea {
        id: "table",
        name: "table".to_owned(),
        label: &t!(adoption_table),
        hint: &t!(adoption_table_hint),
        rows: 8,
        max: None,
        value: &posted.table,
        error: errors.at("table"),
    };
    view! {
        <Title text=t!(adoption_table_page)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(adoption_title)}</p>
                    <h1>{t!(adoption_import)}</h1>
                </div>
            </div>
            {problems}
            <p class="lead">{t!(adoption_table_lead)}</p>
            {result}
            <section class="card" aria-label=t!(adoption_table_pasted)>
                <form method="post" action="/unmanaged/table">
                    {area.view()}
                    <div class="actions">
                        <button class="button" class:button-primary=posted.lines.is_empty() type="submit">{t!(adoption_table_compare)}</button>
                        <a class="button button-quiet" href="/unmanaged">{t!(adoption_table_back)}</a>
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
        label: &t!(adoption_form_reason),
        hint: &t!(adoption_table_reason_hint),
        rows: 2,
        max: None,
        value: &posted.reason,
        error: errors.at("reason"),
    };
    let ask = ready.then(|| {
        view! {
            <section class="card">
                {reason.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">{t!(adoption_table_ask)}</button>
                </div>
            </section>
        }
    });
    view! {
        <form class="form" method="post" action="/unmanaged/table">
            <input type="hidden" name="key" value=Nonce::new().to_string()/>
            <input type="hidden" name="adopt" value="yes"/>
            <textarea name="table" hidden inner_html=textarea_html(&posted.table)></textarea>
            <table class="table cards" id="chosen">
                <caption>{t!(adoption_table_caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(adoption_table_line)}</th>
                        <th scope="col">{t!(adoption_role)}</th>
                        <th scope="col">{t!(adoption_table_for)}</th>
                        <th scope="col">{t!(adoption_table_in_aws)}</th>
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
            <td data-label=t!(adoption_table_line)>{line.number.to_string()}</td>
            <th scope="row" data-label=t!(adoption_role)>{choice}</th>
            <td data-label=t!(adoption_table_for)>{line.owner.clone()}</td>
            <td data-label=t!(adoption_table_in_aws)>{verdict(&line.verdict)}</td>
        </tr>
    }
    .into_any()
}

fn verdict(verdict: &Verdict) -> AnyView {
    let badge = |tone: &str, which: Icon, word: String| {
        view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
    };
    let request = |id: i64| view! { <a href=format!("/requests/{id}")>{t!(adoption_table_request, number = id)}</a> };
    match verdict {
        Verdict::Ready(id, difference) => view! {
            {if difference.is_empty() {
                badge("good", Icon::Check, t!(adoption_table_same))
            } else {
                badge("attention", Icon::Alert, t!(adoption_table_differs))
            }}
            " " <a href=format!("/unmanaged/{id}")>{t!(adoption_table_look)}</a>
            {differences(difference)}
        }
        .into_any(),
        Verdict::Open(id) => {
            view! { {badge("info", Icon::Clock, t!(adoption_table_open))} " " {request(*id)} }
                .into_any()
        }
        Verdict::Asked(id) => {
            view! { {badge("good", Icon::Check, t!(adoption_table_asked))} " " {request(*id)} }
                .into_any()
        }
        Verdict::Managed(id) => view! {
            {badge("quiet", Icon::Check, t!(adoption_table_managed))}
            " " <a href=format!("/roles/{id}")>{t!(adoption_table_look)}</a>
        }
        .into_any(),
        Verdict::Refused(words) => view! {
            {badge("bad", Icon::Alert, t!(adoption_table_refused))}
            <span class="under">{said(words)}</span>
        }
        .into_any(),
    }
}

fn differences(difference: &Difference) -> AnyView {
    let line = |texts: &[String], words: fn(String) -> String| {
        (!texts.is_empty()).then(|| view! { <span class="under">{words(texts.join("; "))}</span> })
    };
    let beyond: Vec<_> = difference.beyond.iter().map(said).collect();
    view! {
        {line(&difference.missing, |grants| t!(adoption_table_missing, grants = grants))}
        {line(&beyond, |grants| t!(adoption_table_beyond, grants = grants))}
        {line(&difference.unread, |grants| t!(adoption_table_unread, grants = grants))}
    }
    .into_any()
}
