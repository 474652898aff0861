//! What happened, newest first.

use leptos::prelude::*;
use roleport_lang::told;

use super::{
    icon::{Icon, icon},
    markdown::markdown,
    moment::exact,
};
use crate::{
    language::{said, t},
    portal::EventLine,
};

/// The history of something, each event with the way to its request.
pub(crate) fn timeline(events: &[EventLine]) -> AnyView {
    let lines: Vec<_> = events.iter().map(|event| event_line(event, true)).collect();
    let empty = lines
        .is_empty()
        .then(|| view! { <p class="quiet">{t!(parts_history_empty)}</p> });
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">{t!(parts_history)}</h2>
            {empty}
            <ol class="timeline" role="list">{lines}</ol>
        </section>
    }
    .into_any()
}

/// One event; `link` adds the way to its request.
pub(crate) fn event_line(event: &EventLine, link: bool) -> AnyView {
    let (tone, which) = look(&event.kind);
    let comment = event
        .comment
        .clone()
        .filter(|text| !text.is_empty())
        .map(|text| view! { <blockquote>{markdown(&text)}</blockquote> });
    let request = event.request_id.filter(|_| link).map(|id| {
        view! { " " <a href=format!("/requests/{id}")>{t!(parts_history_see_request, id = id)}</a> }
    });
    view! {
        <li class=format!("event event-{tone}")>
            <span class="event-icon">{icon(which)}</span>
            <div>
                <p><strong>{event.actor.clone()}</strong> " " {said(&told(&event.words))} {request}</p>
                {comment}
                <p class="quiet small"><a href=format!("/history/{}", event.position)>{exact(&event.at)}</a></p>
            </div>
        </li>
    }
    .into_any()
}

/// By the last word of the event's kind, such as `approved` in `request.approved`.
fn look(kind: &str) -> (&'static str, Icon) {
    match kind.rsplit('.').next().unwrap_or(kind) {
        "approved" | "endorsed" | "auto_approved" | "applied" | "succeeded" | "imported" => {
            ("good", Icon::Check)
        }
        "rejected" => ("bad", Icon::Cross),
        "failed" | "break_glass" => ("bad", Icon::Alert),
        "submitted" | "created" => ("info", Icon::Plus),
        "changes_requested" | "answered" | "commented" => ("info", Icon::Chat),
        "edited" => ("info", Icon::Pencil),
        "expired" | "reminded" => ("quiet", Icon::Clock),
        "withdrawn" | "given_up" | "gave_up" | "called_off" => ("quiet", Icon::Undo),
        _ => ("quiet", Icon::Dot),
    }
}
