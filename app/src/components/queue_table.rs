//! The requests that wait for a decision, by how long and with what to look at twice.

use leptos::prelude::*;
use roleport_domain::{changes::risk, rules::MOST_AT_ONCE};

use super::{
    grants::grant_list,
    icon::{Icon, icon},
    moment::ago,
};
use crate::language::{rich, said, t};
use crate::portal::RequestSummary;

/// Hours after which a request has waited long.
const LONG: i64 = 72;

/// A line a request; on a narrow screen each line becomes a card. What the reader may approve together has a box
/// to tick; a browser without JavaScript counts them as well.
pub(crate) fn queue_table(requests: &[RequestSummary], caption: &str) -> AnyView {
    let boxes = requests.iter().filter(|request| request.together).count() > 1;
    let rows: Vec<_> = requests.iter().map(|request| row(request, boxes)).collect();
    let head =
        boxes.then(|| view! { <th scope="col"><span class="visually-hidden">{t!(parts_column_tick)}</span></th> });
    let table = view! {
        <table class="table cards">
            <caption>{caption.to_owned()}</caption>
            <thead>
                <tr>
                    {head}
                    <th scope="col">{t!(parts_column_request)}</th>
                    <th scope="col">{t!(parts_column_submitted)}</th>
                    <th scope="col">{t!(parts_column_look_twice)}</th>
                    <th scope="col">{t!(parts_column_access)}</th>
                    <th scope="col">{t!(parts_column_asked_by)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any();
    if !boxes {
        return table;
    }
    // The stylesheet counts into it.
    let ticked = |_| view! { <span class="ticked"></span> }.into_any();
    view! {
        <form class="together" method="get" action="/requests/together">
            <p class="quiet">
                {t!(parts_queue_together, most = MOST_AT_ONCE)}
            </p>
            {table}
            <div class="together-bar">
                <button class="button" type="submit">{rich!(parts_queue_review_together; ticked: ticked)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The two orders of the queue: links to the list by age, and to the one by what deserves a second look.
pub(crate) fn queue_order(oldest: &'static str, riskiest: &'static str, by_risk: bool) -> AnyView {
    let current = |here: bool| here.then_some("true");
    view! {
        <nav class="tabs" aria-label=t!(parts_queue_order)>
            <a href=oldest aria-current=current(!by_risk)>{t!(parts_queue_oldest)}</a>
            <a href=riskiest aria-current=current(by_risk)>{t!(parts_queue_riskiest)}</a>
        </nav>
    }
    .into_any()
}

fn row(request: &RequestSummary, boxes: bool) -> AnyView {
    let waits = if request.submitted.hours >= LONG {
        view! {
            <span class="badge badge-attention">{icon(Icon::Clock)} {ago(&request.submitted)}</span>
        }
        .into_any()
    } else {
        view! { <span>{ago(&request.submitted)}</span> }.into_any()
    };
    let access = if request.grants.is_empty() {
        view! { <span class="quiet">{t!(parts_access_none)}</span> }.into_any()
    } else {
        grant_list(&request.grants)
    };
    let tick = request.together.then(|| {
        view! {
            <label class="check">
                <input class="tick" type="checkbox" name="id" value=request.id.to_string()/>
                <span class="visually-hidden">{t!(parts_queue_tick, id = request.id)}</span>
            </label>
        }
    });
    let tick = boxes.then(|| view! { <td data-label=t!(parts_column_tick)>{tick}</td> });
    view! {
        <tr>
            {tick}
            <th scope="row" data-label=t!(parts_column_request)>
                <a href=format!("/requests/{}", request.id) data-stop="">
                    {format!("{}: {}", request.id, request.app)}
                </a>
                <span class="under">{said(&request.kind.label())} ", " {request.cluster.clone()}</span>
            </th>
            <td data-label=t!(parts_column_submitted)>{waits}</td>
            <td data-label=t!(parts_column_look_twice)>{findings(request)}</td>
            <td data-label=t!(parts_column_access)>{access}</td>
            <td data-label=t!(parts_column_asked_by)><span>{request.author.clone()}</span></td>
        </tr>
    }
    .into_any()
}

fn findings(request: &RequestSummary) -> AnyView {
    let found = risk(&request.grants);
    match found.as_slice() {
        [] => view! { <span class="quiet">{t!(parts_queue_no_findings)}</span> }.into_any(),
        [first, others @ ..] => {
            let more = (!others.is_empty()).then(
                || view! { <span class="under">{t!(parts_queue_more_findings, count = others.len())}</span> },
            );
            view! {
                <span>
                    <span class="badge badge-attention">{icon(Icon::Alert)} {found.len()}</span>
                    " " {said(first)}
                    {more}
                </span>
            }
            .into_any()
        }
    }
}
