//! What was sent to whom, and how that went.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{load, query};
use crate::{
    components::{
        git::git_note,
        icon::{Icon, icon},
        moment::ago,
        pager::pager,
    },
    portal::{DeliveryLine, DeliveryState},
};

/// `/deliveries`
#[component]
pub(crate) fn Deliveries() -> impl IntoView {
    let before: Option<i64> = query("before").parse().ok();
    load(async move |portal, viewer| {
        let page = portal.deliveries(&viewer, before).await?;
        let git = portal.git(&viewer).await?;
        let body = if page.lines.is_empty() {
            view! {
                <p class="empty">{icon(Icon::Check)} "Nothing was sent yet. E-mail and webhooks are set up in the configuration."</p>
            }
            .into_any()
        } else {
            table(&page.lines)
        };
        let next = page.next.map(|id| format!("/deliveries?before={id}"));
        Ok(view! {
            <Title text="Notifications – Roleport"/>
            <div class="page">
                <h1>"Notifications"</h1>
                <p class="lead">"What was sent to people and programs. A target that fails is tried again for a few hours."</p>
                {git.as_ref().map(git_note)}
                {body}
                {pager(before.map(|_| "/deliveries".to_owned()), next)}
            </div>
        }
        .into_any())
    })
}

fn table(lines: &[DeliveryLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>"Notifications, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"About"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"To"</th>
                    <th scope="col">"Attempts"</th>
                    <th scope="col">"Made"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &DeliveryLine) -> AnyView {
    let error = line
        .error
        .clone()
        .map(|error| view! { <span class="under">{error}</span> });
    let again = line.again.then(|| {
        view! {
            <form method="post" action=format!("/deliveries/{}/send", line.id)>
                <button class="button button-small" type="submit">
                    "Send again" <span class="visually-hidden">{format!(" to {}", line.target)}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label="About">
                <a href=format!("/requests/{}", line.request_id)>
                    {format!("{}: {}", line.request_id, line.app)}
                </a>
                <span class="under">{line.kind.clone()}</span>
            </th>
            <td data-label="State">{badge(line.state)} {error}</td>
            <td data-label="To">
                {line.target.clone()}
                <span class="under">{line.channel}</span>
            </td>
            <td data-label="Attempts">{line.attempts}</td>
            <td data-label="Made">{ago(&line.made)}</td>
            <td>{again}</td>
        </tr>
    }
    .into_any()
}

fn badge(state: DeliveryState) -> AnyView {
    let (tone, which, word) = match state {
        DeliveryState::Waiting => ("attention", Icon::Clock, "Waiting"),
        DeliveryState::Sent => ("good", Icon::Check, "Sent"),
        DeliveryState::Failed => ("bad", Icon::Alert, "Failed"),
        DeliveryState::Dropped => ("quiet", Icon::Minus, "Not sent"),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}
