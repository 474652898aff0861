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
    language::{rich, said, t},
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
            <Title text=t!(adoption_page)/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <p class="eyebrow">{t!(adoption_eyebrow)}</p>
                        <h1>{t!(adoption_title)}</h1>
                    </div>
                    {page.may_adopt.then(head)}
                </div>
                <p class="lead">{t!(adoption_lead)}</p>
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
                <button class="button" type="submit">{t!(adoption_read_now)}</button>
            </form>
            <a class="button" href="/unmanaged/table">{t!(adoption_import)}</a>
        </div>
    }
    .into_any()
}

fn searching(search: &str) -> AnyView {
    let clear = (!search.is_empty()).then(
        || view! { <a class="button button-quiet" href="/unmanaged">{t!(adoption_show_all)}</a> },
    );
    view! {
        <form class="search" method="get" action="/unmanaged" role="search" aria-label=t!(adoption_search_label)>
            <label class="visually-hidden" for="q">{t!(adoption_search_label)}</label>
            <input id="q" name="q" type="search" value=search.to_owned() placeholder=t!(adoption_search_hint)/>
            <button class="button" type="submit">{icon(Icon::Search)} {t!(adoption_search)}</button>
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
            <p class="quiet" role="status">{icon(Icon::Spinner)} " " {t!(adoption_reading)}</p>
        }
        .into_any();
    }
    let lines: Vec<_> = readings
        .iter()
        .map(|one| {
            let unreadable = one.unreadable.as_ref().map(said).map(|words| {
                view! { <div class="note note-bad">{icon(Icon::Alert)} <div><p class="note-title">{t!(adoption_unreadable)}</p><p>{words}</p></div></div> }
            });
            view! {
                <p class="quiet">
                    {rich!(
                        adoption_account_read,
                        account = one.account_id,
                        roles = one.roles;
                        when: |_| ago(&one.read)
                    )}
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
        _ if !search.is_empty() => t!(adoption_none_found),
        (_, Some(_)) => t!(adoption_no_more),
        (true, None) => t!(adoption_not_read),
        (false, None) => t!(adoption_none),
    };
    view! { <p class="empty">{icon(Icon::Check)} {words}</p> }.into_any()
}

fn table(lines: &[UnmanagedLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{t!(adoption_caption)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(adoption_role)}</th>
                    <th scope="col">{t!(adoption_cluster)}</th>
                    <th scope="col">{t!(adoption_used_by)}</th>
                    <th scope="col">{t!(adoption_access)}</th>
                    <th scope="col">{t!(adoption_last_used)}</th>
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
            <span class="under"><a href=format!("/requests/{id}")>{t!(adoption_request_open, number = *id)}</a></span>
        }
        .into_any(),
        (None, Some(problem)) => view! {
            <span class="under">{icon(Icon::Alert)} " " {said(problem)}</span>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    let last_used = line
        .last_used
        .clone()
        .unwrap_or_else(|| t!(adoption_unused));
    view! {
        <tr>
            <th scope="row" data-label=t!(adoption_role)>
                <a href=format!("/unmanaged/{}", line.id)>{line.role_name.clone()}</a>
                {state}
            </th>
            <td data-label=t!(adoption_cluster)>{line.cluster.clone()}</td>
            <td data-label=t!(adoption_used_by)>{used_by}</td>
            <td data-label=t!(adoption_access)>{grant_list(&line.grants)}</td>
            <td data-label=t!(adoption_last_used)>{last_used}</td>
        </tr>
    }
    .into_any()
}
