//! One event of the audit history, with everything that is known of it.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::difference::FieldChange;

use super::load;
use crate::{
    components::{
        code::{code_block, copy_line},
        history_table::{about, kind_words, origin},
        icon::{Icon, icon},
        moment::exact,
        note::note,
    },
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
        None => line.actor.clone(),
    };
    let comment = line.comment.clone().map(|text| {
        view! { <div class="wide"><dt>"Comment or reason"</dt><dd class="typed">{text}</dd></div> }
    });
    view! {
        <Title text=format!("Event {} – Roleport", line.position)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{format!("Event {} · {}", line.position, kind_words(&line.kind))}</p>
                    <h1>{format!("{} {}", line.actor, line.words)}</h1>
                    <p class="byline">{exact(&line.at)} <span>{origin(line)}</span></p>
                </div>
                {neighbours(event)}
            </div>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">"What changed"</h2>
                {change_table(&event.changes)}
                {documents(event)}
            </section>
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">"The event"</h2>
                <dl class="facts">
                    <div><dt>"Who"</dt><dd>{who}</dd></div>
                    <div><dt>"From where"</dt><dd>{origin(line)}</dd></div>
                    <div><dt>"Kind"</dt><dd><code>{line.kind.clone()}</code></dd></div>
                    <div class="wide"><dt>"When, to the microsecond"</dt><dd><code>{event.exact.clone()}</code></dd></div>
                    <div class="wide"><dt>"About"</dt><dd>{subject(event)}</dd></div>
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
        return "No request or role".into_any();
    }
    about(line)
}

fn neighbours(event: &EventDetail) -> AnyView {
    let position = event.line.position;
    let link = |position: i64, text: &'static str| {
        view! { <a class="button button-small" href=format!("/history/{position}")>{text}</a> }
    };
    let older = (position > 1).then(|| link(position - 1, "Event before"));
    let newer = event.has_newer.then(|| link(position + 1, "Event after"));
    view! { <p class="actions">{older} {newer} <a class="button button-small" href="/history">"All events"</a></p> }
        .into_any()
}

fn change_table(changes: &[FieldChange]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="quiet">"This event changed no recorded field."</p> }.into_any();
    }
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            let side = |value: &Option<String>| match value {
                Some(text) => view! { <span class="typed">{text.clone()}</span> }.into_any(),
                None => view! { <span class="quiet absent">"not there"</span> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label="Field">
                        <span>{change.field.clone()}</span>
                    </th>
                    <td data-label="Before">{side(&change.before)}</td>
                    <td data-label="After">{side(&change.after)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="table cards">
            <caption>"Fields that changed"</caption>
            <thead>
                <tr>
                    <th scope="col">"Field"</th>
                    <th scope="col">"Before"</th>
                    <th scope="col">"After"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn documents(event: &EventDetail) -> AnyView {
    let document = |title: &'static str, text: &Option<String>| {
        text.as_ref().map(|text| {
            view! {
                <details class="document">
                    <summary>{title}</summary>
                    {code_block(title, text)}
                </details>
            }
        })
    };
    (
        document("Before (JSON)", &event.before),
        document("After (JSON)", &event.after),
    )
        .into_any()
}

fn chain_section(event: &EventDetail) -> AnyView {
    let position = event.line.position;
    let state = if event.intact {
        view! { <p><span class="badge badge-good">{icon(Icon::Check)} "Its content matches its hash"</span></p> }
            .into_any()
    } else {
        note(
            "bad",
            Icon::Alert,
            "This event was edited",
            view! {
                <p>"Its content does not match its hash. Have the whole history checked, with the command below."</p>
            },
        )
    };
    let command = format!("roleport audit verify --head {position}:{}", event.hash);
    view! {
        <section class="card" aria-labelledby="chain">
            <h2 id="chain">"Its place in the chain"</h2>
            {state}
            <dl class="facts">
                <div class="wide"><dt>"Hash"</dt><dd>{copy_line(&event.hash, "Copy hash")}</dd></div>
                <div class="wide"><dt>"Hash of the event before"</dt><dd><code>{event.previous_hash.clone()}</code></dd></div>
            </dl>
            <p>"The hash covers all of the event and the hash before it. Whoever runs the server proves with this command that every event up to the newest is as it was, and that this one is still among them:"</p>
            {code_block("Check of the history", &command)}
        </section>
    }
    .into_any()
}
