//! Every active role: searched, in an order, and kept under a name; all of it in the address.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::authorize::{Action, Stake, Subject, may};

use super::{load, query, typed};
use crate::{
    components::{
        empty::empty,
        icon::{Icon, icon},
        note::note,
        pager::pager,
        role_table::sorted_role_table,
    },
    portal::{
        ListPage, RoleSummary, Viewer,
        roles::{RoleQuery, RoleSort, SavedView},
    },
    shell::page_script,
};

/// `/roles`
#[component]
pub(crate) fn Roles() -> impl IntoView {
    let asked = RoleQuery {
        search: typed("q"),
        sort: RoleSort::parse(&query("sort")),
        after: query("after").parse().ok(),
    };
    let problem = query("views");
    load(async move |portal, viewer| {
        let page = portal.roles_by(&viewer, &asked).await?;
        let views = portal.saved_views(&viewer).await?;
        Ok(view! {
            <Title text="Roles – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <h1>"Roles"</h1>
                    {adoption_link(&viewer)}
                </div>
                {problem_note(&problem)}
                {search_form(&asked)}
                <p class="visually-hidden" role="status" id="found-said"></p>
                // What the script puts in place while one types.
                <div class="found" id="found">
                    {chips(&asked)}
                    {views_section(&views, &asked)}
                    {list(&page, &asked)}
                </div>
                {page_script("search.js")}
            </div>
        }
        .into_any())
    })
}

fn adoption_link(viewer: &Viewer) -> Option<AnyView> {
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    may(subject, Action::SeeUnmanaged, None)
        .is_ok()
        .then(|| view! { <a href="/unmanaged">"Roles to adopt"</a> }.into_any())
}

fn problem_note(problem: &str) -> Option<AnyView> {
    let words = match problem {
        "name" => "A view needs a name of 1 to 60 characters.",
        "full" => "You have 20 views already. Forget one first.",
        _ => return None,
    };
    Some(note(
        "bad",
        Icon::Alert,
        "The view was not kept",
        view! { <p>{words}</p> },
    ))
}

fn search_form(asked: &RoleQuery) -> AnyView {
    let sort = (asked.sort != RoleSort::default())
        .then(|| view! { <input type="hidden" name="sort" value=asked.sort.as_str()/> });
    view! {
        <form
            class="search search-wide"
            method="get"
            action="/roles"
            role="search"
            aria-label="Search roles"
            data-live=true
        >
            <label class="visually-hidden" for="q">"Search roles"</label>
            <input id="q" name="q" type="search" value=asked.search.clone() placeholder="Application, namespace, service account, bucket or ARN"/>
            {sort}
            <button class="button" type="submit">{icon(Icon::Search)} "Search"</button>
        </form>
    }
    .into_any()
}

/// What narrows or orders the list, each with the address that has it no more.
fn chips(asked: &RoleQuery) -> Option<AnyView> {
    let search = asked.search.trim();
    let text = (!search.is_empty()).then(|| {
        let without = RoleQuery {
            search: String::new(),
            after: None,
            ..asked.clone()
        };
        chip(&format!("has “{search}”"), without.href())
    });
    let order = (asked.sort != RoleSort::default()).then(|| {
        let without = RoleQuery {
            sort: RoleSort::default(),
            after: None,
            ..asked.clone()
        };
        chip(
            &format!("by {}", asked.sort.label().to_lowercase()),
            without.href(),
        )
    });
    (text.is_some() || order.is_some()).then(|| {
        view! { <ul class="chips" role="list" aria-label="Filters">{text} {order}</ul> }.into_any()
    })
}

fn chip(words: &str, href: String) -> AnyView {
    let words = words.to_owned();
    view! {
        <li>
            <a class="chip" href=href>
                {words.clone()} {icon(Icon::Cross)} <span class="visually-hidden">": remove this filter"</span>
            </a>
        </li>
    }
    .into_any()
}

fn views_section(views: &[SavedView], asked: &RoleQuery) -> Option<AnyView> {
    let here = asked.query();
    let lines: Vec<_> = views.iter().map(|view| view_line(view, &here)).collect();
    let known = here.is_empty() || views.iter().any(|view| view.query == here);
    let keep = (!known).then(|| keep_form(asked));
    (!lines.is_empty() || keep.is_some()).then(|| {
        let list = (!lines.is_empty())
            .then(|| view! { <ul class="chips" role="list" aria-label="Your views">{lines}</ul> });
        view! { <div class="views">{list} {keep}</div> }.into_any()
    })
}

fn view_line(saved: &SavedView, here: &str) -> AnyView {
    let current = (saved.query == here).then_some("page");
    let name = saved.name.clone();
    view! {
        <li class="view">
            <a class="chip" href=format!("/roles?{}", saved.query) aria-current=current>{name.clone()}</a>
            <form method="post" action=format!("/roles/views/{}/forget", saved.id)>
                <button class="button button-small button-quiet" type="submit" title="Forget this view">
                    {icon(Icon::Cross)} <span class="visually-hidden">{format!("Forget the view {name}")}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

fn keep_form(asked: &RoleQuery) -> AnyView {
    view! {
        <details class="keep">
            <summary>"Keep this view"</summary>
            <form class="search" method="post" action="/roles/views">
                <label for="view-name">"Name"</label>
                <input id="view-name" name="name" type="text" maxlength="60" required/>
                <input type="hidden" name="q" value=asked.search.clone()/>
                <input type="hidden" name="sort" value=asked.sort.as_str()/>
                <button class="button" type="submit">"Keep"</button>
            </form>
        </details>
    }
    .into_any()
}

fn list(page: &ListPage<RoleSummary>, asked: &RoleQuery) -> AnyView {
    let roles = page.lines.as_slice();
    let search = asked.search.trim();
    let body = match (roles.is_empty(), search.is_empty(), asked.after) {
        (true, _, Some(_)) => empty(Icon::Search, "There are no more roles.", None),
        (true, true, None) => empty(
            Icon::Plus,
            "There are no roles yet. Choose “New request” to ask for the first one.",
            Some(("/guide", "What a role is good for")),
        ),
        (true, false, None) => empty(
            Icon::Search,
            &format!("No role matches “{search}”. Try a shorter word, or a bucket’s name."),
            Some(("/roles", "All roles")),
        ),
        (false, true, _) => sorted_role_table(roles, "Every role that pods can use now", asked),
        (false, false, _) => {
            sorted_role_table(roles, &format!("Roles that match “{search}”"), asked)
        }
    };
    // How many there are in all would be counted anew for every page.
    let count = match (asked.after, page.next) {
        (None, None) => Some(roles.len().to_string()),
        (None, Some(_)) => Some(format!("{}+", roles.len())),
        (Some(_), _) => None,
    };
    let first = asked.href();
    let next = page.next.map(|id| {
        let joint = if first.contains('?') { '&' } else { '?' };
        format!("{first}{joint}after={id}")
    });
    view! {
        <section aria-labelledby="roles">
            <h2 id="roles">"Active roles " {count.map(|count| view! { <span class="count">{count}</span> })}</h2>
            {body}
            {pager(asked.after.map(|_| first), next)}
        </section>
    }
    .into_any()
}
