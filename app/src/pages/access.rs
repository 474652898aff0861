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
    language::{rich, said, t},
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
            <Title text=t!(access_title)/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>{t!(access_heading)}</h1>
                        <p class="quiet">{t!(access_lead)}</p>
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
    let field = |name: &'static str, label: &str, value: &str, hint: &str| {
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
                    {said(&access.label())}
                </label>
            }
        })
        .collect();
    view! {
        <form class="card filters filters-place" method="get" action="/access" role="search" aria-label=t!(access_question)>
            {field("bucket", &t!(access_bucket), &question.bucket, &t!(access_bucket_hint))}
            {field("prefix", &t!(access_prefix), &question.prefix, &t!(access_prefix_hint))}
            {field("day", &t!(access_day), &question.day, &t!(access_day_hint))}
            <fieldset class="field wide">
                <legend>{t!(access_any_of)}</legend>
                <div class="checks">{boxes}</div>
            </fieldset>
            <div class="actions">
                <button class="button button-primary" type="submit">{t!(access_show)}</button>
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
    let (access, address, day) = (any_of(question), place.address(), &question.day);
    let title = match roles.len() {
        0 => rich!(
            access_answer_none,
            access = access,
            address = address,
            day = day
        ),
        count => rich!(
            access_answer,
            count = count,
            access = access,
            address = address,
            day = day
        ),
    };
    let body = if answer.lines.is_empty() {
        view! {
            <p class="empty">{icon(Icon::Check)} {t!(access_nothing)}</p>
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
                    <h2 id="answer">{title}</h2>
                    <a href=history>{t!(access_events)}</a>
                </div>
                {body}
            </section>
        }
        .into_any(),
    )
}

/// "list, read or write": any of them is asked for.
fn any_of(question: &TypedQuestion) -> String {
    let words = |access: &[Access]| {
        let one = Grant::s3(&question.bucket, &question.prefix, access);
        said(&one.access_words())
    };
    let each: Vec<_> = question.access.iter().map(|one| words(&[*one])).collect();
    match each.split_last() {
        Some((last, some)) if !some.is_empty() => {
            t!(access_or, some = some.join(", "), last = last)
        }
        _ => words(&question.access),
    }
}
