//! A table of requests.

use leptos::prelude::*;

use super::{
    badge::{break_glass_badge, state_badge},
    grants::grant_list,
    moment::ago,
};
use crate::language::{said, t};
use crate::portal::RequestSummary;

/// A line a request; on a narrow screen each line becomes a card.
pub(crate) fn request_table(requests: &[RequestSummary], caption: &str) -> AnyView {
    let rows: Vec<_> = requests.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{caption.to_owned()}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(parts_column_request)}</th>
                    <th scope="col">{t!(parts_column_state)}</th>
                    <th scope="col">{t!(parts_column_cluster)}</th>
                    <th scope="col">{t!(parts_column_access)}</th>
                    <th scope="col">{t!(parts_column_asked_by)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A retirement asks for no access at all.
fn access(request: &RequestSummary) -> AnyView {
    if request.grants.is_empty() {
        view! { <span class="quiet">{t!(parts_access_none)}</span> }.into_any()
    } else {
        grant_list(&request.grants)
    }
}

fn row(request: &RequestSummary) -> AnyView {
    let author = if request.is_mine {
        t!(parts_you)
    } else {
        request.author.clone()
    };
    view! {
        <tr>
            <th scope="row" data-label=t!(parts_column_request)>
                <a href=format!("/requests/{}", request.id) data-stop="">
                    {format!("{}: {}", request.id, request.app)}
                </a>
                <span class="under">{said(&request.kind.label())}</span>
            </th>
            <td data-label=t!(parts_column_state)>
                {state_badge(request.state)}
                {request.break_glass.then(|| (" ", break_glass_badge()))}
            </td>
            <td data-label=t!(parts_column_cluster)>
                {request.cluster.clone()}
                <span class="under">{request.namespace.clone()}</span>
            </td>
            <td data-label=t!(parts_column_access)>{access(request)}</td>
            <td data-label=t!(parts_column_asked_by)>
                {author}
                <span class="under">{ago(&request.submitted)}</span>
            </td>
        </tr>
    }
    .into_any()
}
