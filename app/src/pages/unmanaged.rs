//! The roles in AWS that pods use and Roleport does not own.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::location::Url;

use super::{load, query, typed};
use crate::{
    components::{
        grants::grant_list,
        icon::{Icon, icon},
        moment::ago,
        pager::pager,
    },
    portal::adoption::{AccountReading, UnmanagedLine, UnmanagedPage},
};

mod role;
mod table;

pub(crate) use role::UnmanagedRolePage;
pub(crate) use table::TablePage;

/// `/unmanaged`
#[component]
pub(crate) fn Unmanaged() -> impl IntoView {
    let after: Option<i64> = query("after").parse().ok();
    let since: Option<i64> = query("reading").parse().ok();
    let search = typed("q");
    load(async move |portal, viewer| {
        let page = portal.unmanaged(&viewer, &search, after).await?;
        let q = Url::escape(&search);
        let next = page
            .roles
            .next
            .map(|id| format!("/unmanaged?q={q}&after={id}"));
        let first = after.map(|_| format!("/unmanaged?q={q}"));
        Ok(view! {
            <Title text="Roles to adopt – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <p class="eyebrow">"Roles"</p>
                        <h1>"Roles to adopt"</h1>
                    </div>
                    {page.may_adopt.then(head)}
                </div>
                <p class="lead">"These roles are in AWS already and let pods of your clusters in, but nobody asked for them here. Adopt one, and Roleport keeps it from then on: pods notice nothing, the ARN stays."</p>
                {readings(&page.readings, since)}
                {searching(&search)}
                {body(&page, after, &search)}
                {pager(first, next)}
            </div>
        }
        .into_any())
    })
}

fn head() -> AnyView {
    view! {
        <div class="actions actions-head">
            <form method="post" action="/unmanaged/read">
                <button class="button" type="submit">"Read AWS now"</button>
            </form>
            <a class="button" href="/unmanaged/table">"Import a table"</a>
        </div>
    }
    .into_any()
}

fn searching(search: &str) -> AnyView {
    let clear = (!search.is_empty())
        .then(|| view! { <a class="button button-quiet" href="/unmanaged">"Show all"</a> });
    view! {
        <form class="search" method="get" action="/unmanaged" role="search" aria-label="Search roles to adopt">
            <label class="visually-hidden" for="q">"Search roles to adopt"</label>
            <input id="q" name="q" type="search" value=search.to_owned() placeholder="Name, namespace or service account"/>
            <button class="button" type="submit">{icon(Icon::Search)} "Search"</button>
            {clear}
        </form>
    }
    .into_any()
}

/// When AWS was read; while it is read anew, the page comes again by itself.
fn readings(readings: &[AccountReading], since: Option<i64>) -> AnyView {
    let times: i64 = readings.iter().map(|one| one.times).sum();
    if since.is_some_and(|since| times <= since) {
        return view! {
            <meta http-equiv="refresh" content="2"/>
            <p class="quiet" role="status">{icon(Icon::Spinner)} " Roleport is reading the roles of the account. This page shows them in a moment."</p>
        }
        .into_any();
    }
    let lines: Vec<_> = readings
        .iter()
        .map(|one| {
            let unreadable = one.unreadable.clone().map(|words| {
                view! { <div class="note note-bad">{icon(Icon::Alert)} <div><p class="note-title">"AWS could not be read"</p><p>{words}</p></div></div> }
            });
            view! {
                <p class="quiet">
                    {format!("Account {}: {} roles in all, read ", one.account_id, one.roles)}
                    {ago(&one.read)} "."
                </p>
                {unreadable}
            }
        })
        .collect();
    lines.into_any()
}

fn body(page: &UnmanagedPage, after: Option<i64>, search: &str) -> AnyView {
    if !page.roles.lines.is_empty() {
        return table(&page.roles.lines);
    }
    let words = match (page.readings.is_empty(), after) {
        _ if !search.is_empty() => "None with this text. AWS may have one since it was last read.",
        (_, Some(_)) => "There are no more.",
        (true, None) => {
            "AWS was not read for such roles yet. Choose “Read AWS now”; later Roleport does it by itself every night."
        }
        (false, None) => "None: every role that lets your clusters’ pods in is Roleport’s.",
    };
    view! { <p class="empty">{icon(Icon::Check)} {words}</p> }.into_any()
}

fn table(lines: &[UnmanagedLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>"Roles in AWS that are not Roleport’s, by name"</caption>
            <thead>
                <tr>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Cluster"</th>
                    <th scope="col">"Used by"</th>
                    <th scope="col">"Access"</th>
                    <th scope="col">"Last used"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &UnmanagedLine) -> AnyView {
    let used_by: Vec<_> = line
        .service_accounts
        .iter()
        .map(|(namespace, account)| {
            view! { <span class="under">{format!("{namespace}/{account}")}</span> }
        })
        .collect();
    let state = match (&line.open_request, &line.problem) {
        (Some(id), _) => view! {
            <span class="under"><a href=format!("/requests/{id}")>{format!("Request {id} is open")}</a></span>
        }
        .into_any(),
        (None, Some(problem)) => view! {
            <span class="under">{icon(Icon::Alert)} " " {problem.clone()}</span>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    let last_used = line
        .last_used
        .clone()
        .unwrap_or_else(|| "Not in 400 days".to_owned());
    view! {
        <tr>
            <th scope="row" data-label="Role">
                <a href=format!("/unmanaged/{}", line.id)>{line.role_name.clone()}</a>
                {state}
            </th>
            <td data-label="Cluster">{line.cluster.clone()}</td>
            <td data-label="Used by">{used_by}</td>
            <td data-label="Access">{grant_list(&line.grants)}</td>
            <td data-label="Last used">{last_used}</td>
        </tr>
    }
    .into_any()
}
