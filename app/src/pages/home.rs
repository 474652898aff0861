//! What waits for the reader, and every active role.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::location::Url;
use roleport_domain::authorize::{Action, Stake, Subject, may};

use super::{load, query, typed};
use crate::{
    components::{
        icon::{Icon, icon},
        live::live_list,
        pager::pager,
        request_table::request_table,
        role_table::role_table,
    },
    portal::{ListPage, Portal, PortalError, RequestSummary, RequestView, RoleSummary, Viewer},
};

/// `/`
#[component]
pub(crate) fn Home() -> impl IntoView {
    let search = typed("q");
    let after: Option<i64> = query("after").parse().ok();
    load(async move |portal, viewer| {
        let waiting = waiting(portal.as_ref(), &viewer).await?;
        let roles = portal.roles(&viewer, &search, after).await?;
        Ok(view! {
            <Title text="Roles – Roleport"/>
            <div class="page">
                <h1>"AWS access for pods"</h1>
                {waiting_section(&waiting, &viewer)}
                {roles_section(&roles, &search, after, &viewer)}
            </div>
        }
        .into_any())
    })
}

/// Other people's requests for those who decide, one's own open ones for the rest.
///
/// # Errors
/// [`PortalError::Broken`] when the store can't be read.
pub async fn waiting(
    portal: &dyn Portal,
    viewer: &Viewer,
) -> Result<Vec<RequestSummary>, PortalError> {
    if viewer.decides() {
        let queue = portal.requests(viewer, RequestView::Queue, None).await?;
        let others = queue.lines.into_iter().filter(|line| !line.is_mine);
        return Ok(others.collect());
    }
    let mine = portal.requests(viewer, RequestView::Mine, None).await?;
    Ok(mine
        .lines
        .into_iter()
        .filter(|line| line.state.is_open())
        .collect())
}

fn waiting_section(waiting: &[RequestSummary], viewer: &Viewer) -> AnyView {
    let (title, caption, empty) = if viewer.decides() {
        (
            "Waiting for you",
            "Requests to decide on, oldest first",
            "Nothing waits for your decision.",
        )
    } else {
        (
            "Your open requests",
            "Your requests that are not settled yet",
            "You have no open requests. Choose “New request” when a pod needs access to S3.",
        )
    };
    let body = if waiting.is_empty() {
        view! { <p class="empty">{icon(Icon::Check)} {empty}</p> }.into_any()
    } else {
        request_table(waiting, caption).into_any()
    };
    view! {
        <section aria-labelledby="waiting">
            <h2 id="waiting">
                {title} " "
                {(!waiting.is_empty()).then(|| view! { <span class="count">{waiting.len()}</span> })}
            </h2>
            {live_list("waiting", None, waiting)}
            {body}
        </section>
    }.into_any()
}

fn roles_section(
    page: &ListPage<RoleSummary>,
    search: &str,
    after: Option<i64>,
    viewer: &Viewer,
) -> AnyView {
    let roles = page.lines.as_slice();
    let searched = !search.trim().is_empty();
    let body = match (roles.is_empty(), searched) {
        _ if roles.is_empty() && after.is_some() => view! {
            <p class="empty">{icon(Icon::Search)} "There are no more roles."</p>
        }
        .into_any(),
        (false, true) => role_table(roles, &format!("Roles that match “{search}”")).into_any(),
        (false, false) => role_table(roles, "Every role that pods can use now").into_any(),
        (true, true) => view! {
            <p class="empty">{icon(Icon::Search)} {format!("No role matches “{search}”. Try a shorter word, or a bucket’s name.")}</p>
        }
        .into_any(),
        (true, false) => view! {
            <p class="empty">{icon(Icon::Plus)} "There are no roles yet. Choose “New request” to ask for the first one."</p>
        }
        .into_any(),
    };
    // How many there are in all would be counted anew for every page.
    let count = match (after, page.next) {
        (None, None) => Some(roles.len().to_string()),
        (None, Some(_)) => Some(format!("{}+", roles.len())),
        (Some(_), _) => None,
    };
    let q = if searched {
        format!("q={}&", Url::escape(search))
    } else {
        String::new()
    };
    let first = after.map(|_| format!("/?{q}").trim_end_matches(['?', '&']).to_owned());
    let next = page.next.map(|id| format!("/?{q}after={id}"));
    let clear = searched.then(|| view! { <a class="button button-quiet" href="/">"Show all"</a> });
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    let adopt = may(subject, Action::SeeUnmanaged, None)
        .is_ok()
        .then(|| view! { <a href="/unmanaged">"Roles to adopt"</a> });
    view! {
        <section aria-labelledby="roles">
            <div class="section-head">
                <h2 id="roles">"Active roles " {count.map(|count| view! { <span class="count">{count}</span> })}</h2>
                {adopt}
                <form class="search" method="get" action="/" role="search">
                    <label class="visually-hidden" for="q">"Search roles"</label>
                    <input id="q" name="q" type="search" value=search.to_owned() placeholder="Name, namespace or bucket"/>
                    <button class="button" type="submit">{icon(Icon::Search)} "Search"</button>
                    {clear}
                </form>
            </div>
            {body}
            {pager(first, next)}
        </section>
    }.into_any()
}
