//! A table of events of the audit history.

use leptos::prelude::*;

use super::moment::exact;
use crate::portal::history::HistoryLine;

/// A line an event; on a narrow screen each line becomes a card.
pub(crate) fn history_table(events: &[HistoryLine]) -> AnyView {
    let rows: Vec<_> = events.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>"Events, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"What happened"</th>
                    <th scope="col">"About"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(event: &HistoryLine) -> AnyView {
    let comment = event
        .comment
        .clone()
        .map(|text| view! { <span class="under event-comment">{text}</span> });
    view! {
        <tr>
            <th scope="row" data-label="Event">
                <a href=format!("/history/{}", event.position)>{event.position}</a>
                <span class="under">{exact(&event.at)}</span>
            </th>
            <td data-label="Who">
                <span>{event.actor.clone()}</span>
                {event.email.clone().map(|email| view! { <span class="under">{email}</span> })}
                <span class="under">{origin(event)}</span>
            </td>
            <td data-label="What">
                <span>{event.words.clone()}</span>
                <span class="under">{kind_words(&event.kind)}</span>
                {comment}
            </td>
            <td data-label="About">{about_cell(event)}</td>
        </tr>
    }
    .into_any()
}

/// Empty for an event about nothing, so that a card leaves the line out.
fn about_cell(event: &HistoryLine) -> Option<AnyView> {
    (event.request_id.is_some() || event.role_name.is_some())
        .then(|| view! { <span>{about(event)}</span> }.into_any())
}

/// Where it came from, in words.
pub(crate) fn origin(event: &HistoryLine) -> String {
    let part = match event.via.as_str() {
        "portal" => "in the portal",
        "api" => "through the API",
        "worker" => "by the worker",
        "server" => "by the server",
        "cli" => "on the command line",
        other => other,
    };
    match &event.address {
        Some(address) => format!("{part}, from {address}"),
        None => part.to_owned(),
    }
}

/// The request, the role and the buckets, each with the way there.
pub(crate) fn about(event: &HistoryLine) -> AnyView {
    let request = event.request_id.map(|id| {
        view! { <a href=format!("/requests/{id}")>{format!("Request {id}")}</a> " " }
    });
    let role = event.role_name.clone().map(|name| match event.role_id {
        Some(id) => view! { <span class="under"><a href=format!("/roles/{id}")>{name}</a></span> }
            .into_any(),
        None => view! { <span class="under">{name}</span> }.into_any(),
    });
    let buckets: Vec<_> = event
        .buckets
        .iter()
        .map(|bucket| view! { <span class="under"><code>{format!("s3://{bucket}")}</code></span> })
        .collect();
    (request, role, buckets).into_any()
}

/// A kind as people read it: `request.given_up` is "Request given up".
pub(crate) fn kind_words(kind: &str) -> String {
    let text = kind.replace(['.', '_'], " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
