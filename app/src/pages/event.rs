//! One event of the audit history, with everything that is known of it.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::difference::FieldChange;
use roleport_lang::{Text, told};

use super::load;
use crate::{
    components::{
        code::{code_block, copy_line},
        history_table::{about, kind_words, origin},
        icon::{Icon, icon},
        moment::exact,
        note::note,
    },
    language::{said, t},
    portal::{PortalError, history::EventDetail},
};

/// `/history/{position}`
#[component]
pub(crate) fn EventPage() -> impl IntoView {
    let position = super::number_of_path("position");
    load(async move |portal, viewer| {
        let position = position.ok_or(PortalError::NotFound)?;
        let event = portal.event(&viewer, position).await?;
        Ok(event_view(&event))
    })
}

fn event_view(event: &EventDetail) -> AnyView {
    let line = &event.line;
    let who = match &line.email {
        Some(email) => format!("{} <{email}>", line.actor),
        None => said(&line.actor),
    };
    let comment = line.comment.clone().map(|text| {
        view! { <div class="wide"><dt>{t!(history_event_comment)}</dt><dd class="typed">{text}</dd></div> }
    });
    view! {
        <Title text=t!(history_event_title, position = line.position)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(history_event_eyebrow, position = line.position, kind = kind_words(&line.kind))}</p>
                    <h1>{format!("{} {}", said(&line.actor), said(&told(&line.words)))}</h1>
                    <p class="byline">{exact(&line.at)} <span>{origin(line)}</span></p>
                </div>
                {neighbours(event)}
            </div>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">{t!(history_event_changes)}</h2>
                {change_table(&event.changes)}
                {documents(event)}
            </section>
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">{t!(history_event_facts)}</h2>
                <dl class="facts">
                    <div><dt>{t!(history_event_who)}</dt><dd>{who}</dd></div>
                    <div><dt>{t!(history_event_from)}</dt><dd>{origin(line)}</dd></div>
                    <div><dt>{t!(history_event_kind)}</dt><dd><code>{line.kind.clone()}</code></dd></div>
                    <div class="wide"><dt>{t!(history_event_when)}</dt><dd><code>{event.exact.clone()}</code></dd></div>
                    <div class="wide"><dt>{t!(history_event_about)}</dt><dd>{subject(event)}</dd></div>
                    {comment}
                </dl>
            </section>
            {chain_section(event)}
        </div>
    }
    .into_any()
}

fn subject(event: &EventDetail) -> AnyView {
    let line = &event.line;
    if line.request_id.is_none() && line.role_name.is_none() {
        return t!(history_event_about_nothing).into_any();
    }
    about(line)
}

fn neighbours(event: &EventDetail) -> AnyView {
    let position = event.line.position;
    let link = |position: i64, text: String| {
        view! { <a class="button button-small" href=format!("/history/{position}")>{text}</a> }
    };
    let older = (position > 1).then(|| link(position - 1, t!(history_event_before)));
    let newer = event
        .has_newer
        .then(|| link(position + 1, t!(history_event_after)));
    view! { <p class="actions">{older} {newer} <a class="button button-small" href="/history">{t!(history_event_all)}</a></p> }
        .into_any()
}

fn change_table(changes: &[FieldChange]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="quiet">{t!(history_changes_none)}</p> }.into_any();
    }
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            let side = |value: &Option<Text>| match value {
                Some(text) => view! { <span class="typed">{said(text)}</span> }.into_any(),
                None => view! { <span class="quiet absent">{t!(history_changes_absent)}</span> }
                    .into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=t!(history_changes_field)>
                        <span>{change.field.clone()}</span>
                    </th>
                    <td data-label=t!(history_changes_before)>{side(&change.before)}</td>
                    <td data-label=t!(history_changes_after)>{side(&change.after)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="table cards">
            <caption>{t!(history_changes)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(history_changes_field)}</th>
                    <th scope="col">{t!(history_changes_before)}</th>
                    <th scope="col">{t!(history_changes_after)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn documents(event: &EventDetail) -> AnyView {
    let document = |title: String, text: &Option<String>| {
        text.as_ref().map(|text| {
            view! {
                <details class="document">
                    <summary>{title.clone()}</summary>
                    {code_block(&title, text)}
                </details>
            }
        })
    };
    (
        document(t!(history_document_before), &event.before),
        document(t!(history_document_after), &event.after),
    )
        .into_any()
}

fn chain_section(event: &EventDetail) -> AnyView {
    let position = event.line.position;
    let state = if event.intact {
        view! { <p><span class="badge badge-good">{icon(Icon::Check)} {t!(history_chain_intact)}</span></p> }
            .into_any()
    } else {
        note(
            "bad",
            Icon::Alert,
            t!(history_chain_edited),
            view! { <p>{t!(history_chain_edited_why)}</p> },
        )
    };
    let command = format!("roleport audit verify --head {position}:{}", event.hash);
    view! {
        <section class="card" aria-labelledby="chain">
            <h2 id="chain">{t!(history_chain)}</h2>
            {state}
            <dl class="facts">
                <div class="wide"><dt>{t!(history_chain_hash)}</dt><dd>{copy_line(&event.hash, &t!(history_chain_copy_hash))}</dd></div>
                <div class="wide"><dt>{t!(history_chain_hash_before)}</dt><dd><code>{event.previous_hash.clone()}</code></dd></div>
            </dl>
            <p>{t!(history_chain_proof)}</p>
            {code_block(&t!(history_chain_check), &command)}
        </section>
    }
    .into_any()
}
