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
    language::{said, t},
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
                <p class="empty">{icon(Icon::Check)} {t!(deliveries_none)}</p>
            }
            .into_any()
        } else {
            table(&page.lines)
        };
        let next = page.next.map(|id| format!("/deliveries?before={id}"));
        Ok(view! {
            <Title text=t!(deliveries_title)/>
            <div class="page">
                <h1>{t!(deliveries_heading)}</h1>
                <p class="lead">{t!(deliveries_lead)}</p>
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
            <caption>{t!(deliveries_caption)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(deliveries_about)}</th>
                    <th scope="col">{t!(deliveries_state)}</th>
                    <th scope="col">{t!(deliveries_to)}</th>
                    <th scope="col">{t!(deliveries_attempts)}</th>
                    <th scope="col">{t!(deliveries_made)}</th>
                    <th scope="col"><span class="visually-hidden">{t!(deliveries_actions)}</span></th>
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
        .as_ref()
        .map(said)
        .map(|error| view! { <span class="under">{error}</span> });
    let again = line.again.then(|| {
        view! {
            <form method="post" action=format!("/deliveries/{}/send", line.id)>
                <button class="button button-small" type="submit">
                    {t!(deliveries_send_again)} <span class="visually-hidden">{t!(deliveries_send_again_to, target = line.target)}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=t!(deliveries_about)>
                <a href=format!("/requests/{}", line.request_id)>
                    {format!("{}: {}", line.request_id, line.app)}
                </a>
                <span class="under">{line.kind.clone()}</span>
            </th>
            <td data-label=t!(deliveries_state)>{badge(line.state)} {error}</td>
            <td data-label=t!(deliveries_to)>
                {line.target.clone()}
                <span class="under">{said(&line.channel)}</span>
            </td>
            <td data-label=t!(deliveries_attempts)>{line.attempts}</td>
            <td data-label=t!(deliveries_made)>{ago(&line.made)}</td>
            <td>{again}</td>
        </tr>
    }
    .into_any()
}

fn badge(state: DeliveryState) -> AnyView {
    let (tone, which, word) = match state {
        DeliveryState::Waiting => ("attention", Icon::Clock, t!(deliveries_waiting)),
        DeliveryState::Sent => ("good", Icon::Check, t!(deliveries_sent)),
        DeliveryState::Failed => ("bad", Icon::Alert, t!(deliveries_failed)),
        DeliveryState::Dropped => ("quiet", Icon::Minus, t!(deliveries_dropped)),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}
