//! Every active role: searched, in an order, and kept under a name; all of it in the address.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    authorize::{Action, Stake, Subject, may},
    errors::FieldError,
    service::Service,
};

use super::{
    form::field::{Problems, TextField},
    load, query, set_status, typed,
};
use crate::{
    components::{
        empty::empty,
        field_error::{error_text, invalid},
        icon::{Icon, icon},
        note::note,
        pager::pager,
        role_table::sorted_role_table,
    },
    fields::described,
    language::{said, t},
    portal::{
        ListPage, RoleSummary, Viewer,
        roles::{RoleField, RoleFilters, RoleQuery, RoleSort, SavedView, TypedRoles},
    },
    shell::page_script,
};

/// `/roles`
#[component]
pub(crate) fn Roles() -> impl IntoView {
    let typed = TypedRoles {
        q: typed("q"),
        app: typed("app"),
        namespace: typed("namespace"),
        service_account: typed("service_account"),
        cluster: typed("cluster"),
        service: typed("service"),
        state: typed("state"),
        sort: typed("sort"),
        after: typed("after"),
    };
    let problem = query("views");
    load(async move |portal, viewer| {
        let clusters = portal.clusters().await?.into_iter();
        let clusters: Vec<_> = clusters.map(|cluster| cluster.name).collect();
        let views = portal.saved_views(&viewer).await?;
        let (found, problems) = match typed.read(&clusters) {
            Ok(asked) => {
                let page = portal.roles_by(&viewer, &asked).await?;
                let found = view! {
                    {chips(&asked)}
                    {views_section(&views, &asked, &problem)}
                    {list(&page, &asked)}
                };
                (found.into_any(), Vec::new())
            }
            Err(errors) => {
                set_status(StatusCode::UNPROCESSABLE_ENTITY);
                (unreadable(&errors), errors)
            }
        };
        Ok(view! {
            <Title text=t!(roles_document)/>
            <div class="page">
                <div class="page-head">
                    <h1>{t!(roles_title)}</h1>
                    {adoption_link(&viewer)}
                </div>
                {search_form(&typed, &clusters, problems)}
                <p class="visually-hidden" role="status" id="found-said"></p>
                // What the script puts in place while one types.
                <div class="found" id="found">{found}</div>
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
        .then(|| view! { <a href="/unmanaged">{t!(roles_adopt)}</a> }.into_any())
}

/// In place of the list, where what is asked for makes no sense. What has a field is told beside it.
fn unreadable(errors: &[FieldError]) -> AnyView {
    let has_field = |error: &&FieldError| {
        let mut fields = RoleField::ALL.into_iter();
        fields.any(|field| field.as_str() == error.field)
    };
    let others = errors.iter().filter(|error| !has_field(error));
    let lines: Vec<_> = others
        .map(|error| view! { <p>{said(&error.message)}</p> })
        .collect();
    let words = if lines.is_empty() {
        view! { <p>{t!(roles_not_shown_lead)}</p> }.into_any()
    } else {
        view! { {lines} <p><a href="/roles">{t!(roles_all)}</a></p> }.into_any()
    };
    note("bad", Icon::Alert, t!(roles_not_shown), words)
}

fn search_form(typed: &TypedRoles, clusters: &[String], errors: Vec<FieldError>) -> AnyView {
    let sort = (!typed.sort.trim().is_empty())
        .then(|| view! { <input type="hidden" name="sort" value=typed.sort.clone()/> });
    let has_filter = RoleField::ALL
        .iter()
        .any(|field| !typed.at(*field).trim().is_empty());
    let problems = Problems(errors);
    let fields = RoleField::ALL.map(|field| filter_field(field, typed, clusters, &problems));
    view! {
        <form method="get" action="/roles" role="search" aria-label=t!(roles_search) data-live=true>
            <div class="search search-wide">
                <label class="visually-hidden" for="q">{t!(roles_search)}</label>
                <input id="q" name="q" type="search" value=typed.q.clone() placeholder=t!(roles_search_placeholder)/>
                {sort}
                <button class="button" type="submit">{icon(Icon::Search)} {t!(roles_search_button)}</button>
            </div>
            <details class="keep" open=has_filter>
                <summary>{t!(roles_filters)}</summary>
                <div class="filters">
                    {fields.into_iter().collect_view()}
                    <div class="actions"><button class="button" type="submit">{t!(roles_filter)}</button></div>
                </div>
            </details>
        </form>
    }
    .into_any()
}

fn filter_field(
    field: RoleField,
    typed: &TypedRoles,
    clusters: &[String],
    problems: &Problems,
) -> AnyView {
    let (name, value) = (field.as_str(), typed.at(field));
    let error = problems.at(name);
    let named = |value: &str| (value.to_owned(), said(&field.words(value)));
    match field {
        RoleField::App | RoleField::Namespace | RoleField::ServiceAccount => TextField {
            id: name,
            name,
            label: &said(&field.label()),
            hint: "",
            value,
            error,
            list: None,
        }
        .view(),
        RoleField::Cluster => {
            let options = clusters.iter().map(|cluster| named(cluster)).collect();
            choice(field, value, options, error)
        }
        RoleField::Service => {
            let options = Service::ALL.map(|service| named(service.as_str()));
            choice(field, value, options.to_vec(), error)
        }
        RoleField::State => choice(field, value, vec![named("drifted")], error),
    }
}

/// A list to choose from. What is chosen and not in it stays to be seen: an address can be written by hand.
fn choice(
    field: RoleField,
    chosen: &str,
    mut options: Vec<(String, String)>,
    error: Option<&str>,
) -> AnyView {
    let chosen = chosen.trim();
    options.insert(0, (String::new(), t!(roles_any)));
    if options.iter().all(|(value, _)| value != chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect();
    let name = field.as_str();
    view! {
        <div class="field">
            <label for=name>{said(&field.label())}</label>
            {error_text(name, error)}
            <select id=name name=name aria-describedby=described(name, false, error.is_some()) aria-invalid=invalid(error)>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// What narrows or orders the list, each with the address that has it no more.
fn chips(asked: &RoleQuery) -> Option<AnyView> {
    let search = asked.search.trim();
    let first = RoleQuery {
        after: None,
        ..asked.clone()
    };
    let mut chips = Vec::new();
    if !search.is_empty() {
        let without = RoleQuery {
            search: String::new(),
            ..first.clone()
        };
        chips.push(chip(
            &t!(roles_chip_search, search = search),
            without.href(),
        ));
    }
    for (field, value) in asked.filters.set() {
        let without = RoleQuery {
            filters: asked.filters.without(field),
            ..first.clone()
        };
        let words = t!(
            roles_chip_filter,
            field = field.label(),
            value = field.words(value)
        );
        chips.push(chip(&words, without.href()));
    }
    if !asked.is_in_usual_order() {
        let without = RoleQuery {
            sort: RoleSort::default(),
            descending: false,
            ..first
        };
        chips.push(chip(&order(asked), without.href()));
    }
    (!chips.is_empty()).then(|| {
        view! { <ul class="chips" role="list" aria-label=t!(roles_filters)>{chips}</ul> }.into_any()
    })
}

fn order(asked: &RoleQuery) -> String {
    let order = match asked.sort {
        RoleSort::App => t!(roles_by_role),
        RoleSort::Cluster => t!(roles_by_cluster),
        RoleSort::Namespace => t!(roles_by_namespace),
        RoleSort::ServiceAccount => t!(roles_by_service_account),
    };
    if asked.descending {
        t!(roles_last_first, order = order)
    } else {
        order
    }
}

fn chip(words: &str, href: String) -> AnyView {
    let words = words.to_owned();
    view! {
        <li>
            <a class="chip" href=href>
                {words.clone()} {icon(Icon::Cross)} <span class="visually-hidden">{t!(roles_chip_remove)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn views_section(views: &[SavedView], asked: &RoleQuery, problem: &str) -> Option<AnyView> {
    let here = asked.query();
    let lines: Vec<_> = views.iter().map(|view| view_line(view, &here)).collect();
    let known = here.is_empty() || views.iter().any(|view| view.query == here);
    let problem = view_problem(problem);
    let keep = (!known || problem.is_some()).then(|| keep_form(asked, problem.as_deref()));
    (!lines.is_empty() || keep.is_some()).then(|| {
        let list = (!lines.is_empty()).then(
            || view! { <ul class="chips" role="list" aria-label=t!(roles_views)>{lines}</ul> },
        );
        view! { <div class="views">{list} {keep}</div> }.into_any()
    })
}

/// Why a view was not kept, by the word for it in the address.
fn view_problem(word: &str) -> Option<String> {
    match word {
        "name" => Some(t!(roles_view_name_wrong)),
        "long" => Some(t!(roles_view_too_long)),
        "full" => Some(t!(roles_view_too_many)),
        _ => None,
    }
}

fn view_line(saved: &SavedView, here: &str) -> AnyView {
    let current = (saved.query == here).then_some("page");
    let name = saved.name.clone();
    view! {
        <li class="view">
            <a class="chip" href=format!("/roles?{}", saved.query) aria-current=current>{name.clone()}</a>
            <form method="post" action=format!("/roles/views/{}/forget", saved.id)>
                <button class="button button-small button-quiet" type="submit" title=t!(roles_view_forget)>
                    {icon(Icon::Cross)} <span class="visually-hidden">{t!(roles_view_forget_named, name = name)}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

fn keep_form(asked: &RoleQuery, problem: Option<&str>) -> AnyView {
    let hidden: Vec<_> = asked
        .pairs()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    view! {
        <details class="keep" open=problem.is_some()>
            <summary>{t!(roles_view_keep)}</summary>
            <form class="search" method="post" action="/roles/views">
                <label for="view-name">{t!(roles_view_name)}</label>
                {error_text("view-name", problem)}
                <input
                    id="view-name"
                    name="name"
                    type="text"
                    maxlength="60"
                    required
                    aria-describedby=described("view-name", true, problem.is_some())
                    aria-invalid=invalid(problem)
                />
                {hidden}
                <button class="button" type="submit">{t!(roles_view_keep_button)}</button>
                <p class="hint" id="view-name-hint">{t!(roles_view_name_hint)}</p>
            </form>
        </details>
    }
    .into_any()
}

fn list(page: &ListPage<RoleSummary>, asked: &RoleQuery) -> AnyView {
    let roles = page.lines.as_slice();
    let search = asked.search.trim();
    let narrowed = (search, &asked.filters) != ("", &RoleFilters::default());
    let body = match (roles.is_empty(), narrowed, asked.after) {
        (true, _, Some(_)) => empty(Icon::Search, &t!(roles_no_more), None),
        (true, false, None) => empty(
            Icon::Plus,
            &t!(roles_none),
            Some(("/guide", &t!(roles_none_guide))),
        ),
        (true, true, None) => empty(
            Icon::Search,
            none_words(asked),
            Some(("/roles", &t!(roles_all))),
        ),
        (false, _, _) => sorted_role_table(roles, &caption(asked), asked),
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
            <h2 id="roles">{t!(roles_active)} " " {count.map(|count| view! { <span class="count">{count}</span> })}</h2>
            {body}
            {pager(asked.after.map(|_| first), next)}
        </section>
    }
    .into_any()
}

fn none_words(asked: &RoleQuery) -> String {
    if asked.filters.is_empty() {
        let search = asked.search.trim();
        t!(roles_none_search, search = search)
    } else {
        t!(roles_none_filters)
    }
}

fn caption(asked: &RoleQuery) -> String {
    match (asked.search.trim(), asked.filters.is_empty()) {
        ("", true) => t!(roles_caption),
        (search, true) => t!(roles_caption_search, search = search),
        (_, false) => t!(roles_caption_filters),
    }
}
