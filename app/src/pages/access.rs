//! Who had access to a bucket on a day, and who allowed it.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::grant::{Access, Grant};

use super::{
    form::field::{Problems, TextField},
    load, set_status, typed,
};
use crate::{
    components::{
        access_table::access_table,
        audit_tabs::{AuditTab, audit_tabs},
        icon::{Icon, icon},
    },
    portal::access::{AccessAnswer, TypedQuestion},
};

/// `/access`
#[component]
pub(crate) fn AccessPage() -> impl IntoView {
    let question = TypedQuestion {
        bucket: typed("bucket"),
        prefix: typed("prefix"),
        day: typed("day"),
        access: Access::ALL
            .into_iter()
            .filter(|access| !typed(access.as_str()).is_empty())
            .collect(),
    };
    load(async move |portal, viewer| {
        let answer = portal.access(&viewer, &question).await?;
        if !answer.errors.is_empty() {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        Ok(view! {
            <Title text="Who had access – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>"Who had access?"</h1>
                        <p class="quiet">"Every role that could reach a bucket on a day, and who allowed it."</p>
                    </div>
                    {audit_tabs(AuditTab::Access)}
                </div>
                {question_form(&answer)}
                {answer_section(&answer)}
            </div>
        }
        .into_any())
    })
}

fn question_form(answer: &AccessAnswer) -> AnyView {
    let problems = Problems(answer.errors.clone());
    let question = &answer.question;
    let field = |name: &'static str, label: &'static str, value: &str, hint: &'static str| {
        TextField {
            id: name,
            name,
            label,
            hint,
            value,
            error: problems.at(name),
            list: None,
        }
        .view()
    };
    let boxes: Vec<_> = Access::ALL
        .into_iter()
        .map(|access| {
            let checked = question.access.contains(&access);
            view! {
                <label class="check">
                    <input type="checkbox" name=access.as_str() checked=checked/>
                    {access.label()}
                </label>
            }
        })
        .collect();
    view! {
        <form class="card filters filters-place" method="get" action="/access" role="search" aria-label="Ask who had access">
            {field("bucket", "Bucket", &question.bucket, "Its name, or s3://bucket/prefix/")}
            {field("prefix", "Prefix or key", &question.prefix, "Empty for the whole bucket")}
            {field("day", "Day", &question.day, "In UTC, as 2026-11-25")}
            <fieldset class="field wide">
                <legend>"Any of these accesses"</legend>
                <div class="checks">{boxes}</div>
            </fieldset>
            <div class="actions">
                <button class="button button-primary" type="submit">"Show who had access"</button>
            </div>
        </form>
    }
    .into_any()
}

fn answer_section(answer: &AccessAnswer) -> Option<AnyView> {
    let question = &answer.question;
    if question.bucket.is_empty() || !answer.errors.is_empty() {
        return None;
    }
    let place = Grant::s3(&question.bucket, &question.prefix, &question.access);
    let mut roles: Vec<i64> = answer.lines.iter().map(|line| line.role_id).collect();
    roles.sort_unstable();
    roles.dedup();
    let count = match roles.len() {
        0 => "No role".to_owned(),
        1 => "1 role".to_owned(),
        count => format!("{count} roles"),
    };
    let access = place.access_words().replace(" and ", " or ");
    let body = if answer.lines.is_empty() {
        view! {
            <p class="empty">{icon(Icon::Check)} "No role that Roleport manages opened it on that day. What others have set up in AWS is not known here."</p>
        }
        .into_any()
    } else {
        access_table(&answer.lines)
    };
    let history = format!("/history?bucket={}", question.bucket);
    Some(
        view! {
            <section aria-labelledby="answer">
                <div class="section-head">
                    <h2 id="answer">
                        {format!("{count} could {access} ")}
                        <code>{place.address()}</code>
                        {format!(" on {}", question.day)}
                    </h2>
                    <a href=history>"Events about this bucket"</a>
                </div>
                {body}
            </section>
        }
        .into_any(),
    )
}
