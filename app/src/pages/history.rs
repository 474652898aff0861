//! The audit history: filters, a page of events, exports.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    form::field::{Problems, TextField},
    load, set_status, typed,
};
use crate::{
    components::{
        audit_tabs::{AuditTab, audit_tabs},
        history_table::{history_table, kind_words},
        icon::{Icon, icon},
    },
    portal::history::{HistoryPage, TypedFilter},
};

/// `/history`
#[component]
pub(crate) fn History() -> impl IntoView {
    let filter = TypedFilter {
        person: typed("person"),
        role: typed("role"),
        bucket: typed("bucket"),
        from: typed("from"),
        to: typed("to"),
        kind: typed("kind"),
        before: typed("before"),
    };
    load(async move |portal, viewer| {
        let page = portal.history(&viewer, &filter).await?;
        if !page.errors.is_empty() {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        Ok(view! {
            <Title text="History – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>"History"</h1>
                        <p class="quiet">"All that was done, tried and refused. A change of it would show."</p>
                    </div>
                    {audit_tabs(AuditTab::Events)}
                </div>
                {filter_form(&filter, &page)}
                <section aria-labelledby="events">
                    <div class="section-head">
                        <h2 id="events">"Events, newest first"</h2>
                        {exports(&filter, &page)}
                    </div>
                    {events(&filter, &page)}
                </section>
            </div>
        }
        .into_any())
    })
}

fn exports(filter: &TypedFilter, page: &HistoryPage) -> Option<AnyView> {
    let query = filter.query(None);
    page.errors.is_empty().then(|| {
        view! {
            <p class="actions">
                <a class="button button-small" href=format!("/history/export.csv{query}") download="">"Export CSV"</a>
                <a class="button button-small" href=format!("/history/export.jsonl{query}") download="">"Export JSON Lines"</a>
            </p>
        }
        .into_any()
    })
}

fn events(filter: &TypedFilter, page: &HistoryPage) -> AnyView {
    if !page.errors.is_empty() {
        return view! {
            <p class="empty">{icon(Icon::Alert)} "Correct the filters above to see events."</p>
        }
        .into_any();
    }
    let newest = (!filter.before.trim().is_empty()).then(|| {
        view! { <a class="button" href=format!("/history{}", filter.query(None))>"Newest events"</a> }
    });
    let older = page.older.map(|position| {
        let href = format!("/history{}", filter.query(Some(position)));
        view! { <a class="button" href=href>"Older events"</a> }
    });
    let list = if page.events.is_empty() {
        view! {
            <p class="empty">{icon(Icon::Search)} "No event matches. Remove a filter, or widen the days."</p>
        }
        .into_any()
    } else {
        history_table(&page.events)
    };
    view! {
        {list}
        <p class="actions">{newest} {older}</p>
    }
    .into_any()
}

fn filter_form(filter: &TypedFilter, page: &HistoryPage) -> AnyView {
    let problems = Problems(page.errors.clone());
    let field = |name: &'static str, label: &'static str, value: &str, hint: &'static str| {
        TextField {
            id: name,
            name,
            label,
            hint,
            value,
            error: problems.at(name),
            list: None,
        }
        .view()
    };
    let clear = (!filter.is_empty())
        .then(|| view! { <a class="button button-quiet" href="/history">"Show all"</a> });
    view! {
        <form class="card filters" method="get" action="/history" role="search" aria-label="Filter the history">
            {field("person", "Person", &filter.person, "Name or e-mail")}
            {field("role", "Role", &filter.role, "Part of its name")}
            {field("bucket", "Bucket", &filter.bucket, "Its whole name")}
            {kind_field(&filter.kind, &page.kinds)}
            {field("from", "From", &filter.from, "UTC, as 2026-11-25")}
            {field("to", "To", &filter.to, "UTC, included")}
            <div class="actions">
                <button class="button button-primary" type="submit">"Filter"</button>
                {clear}
            </div>
        </form>
    }
    .into_any()
}

fn kind_field(chosen: &str, kinds: &[String]) -> AnyView {
    let mut areas: Vec<&str> = kinds
        .iter()
        .filter_map(|kind| Some(kind.split_once('.')?.0))
        .collect();
    areas.dedup();
    let option = |value: &str, text: String| {
        view! { <option value=value.to_owned() selected=value == chosen>{text}</option> }
    };
    let groups: Vec<_> = areas
        .iter()
        .map(|area| option(area, format!("{}: all", kind_words(area))))
        .collect();
    let each: Vec<_> = kinds
        .iter()
        .map(|kind| option(kind, kind_words(kind)))
        .collect();
    let known = chosen.is_empty()
        || chosen == "refused"
        || areas.contains(&chosen)
        || kinds.iter().any(|kind| kind == chosen);
    // An address that somebody wrote by hand stays as it is.
    let unknown = (!known).then(|| option(chosen, chosen.to_owned()));
    view! {
        <div class="field">
            <label for="kind">"Kind"</label>
            <p class="hint" id="kind-hint">"What was done"</p>
            <select id="kind" name="kind" aria-describedby="kind-hint">
                {option("", "Everything".to_owned())}
                {unknown}
                <optgroup label="Groups">
                    {option("refused", "Refused attempts".to_owned())}
                    {groups}
                </optgroup>
                <optgroup label="Kinds">{each}</optgroup>
            </select>
        </div>
    }
    .into_any()
}
