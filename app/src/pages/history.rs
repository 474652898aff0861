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
    language::t,
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
            <Title text=t!(history_title)/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>{t!(history_heading)}</h1>
                        <p class="quiet">{t!(history_lead)}</p>
                    </div>
                    {audit_tabs(AuditTab::Events)}
                </div>
                {filter_form(&filter, &page)}
                <section aria-labelledby="events">
                    <div class="section-head">
                        <h2 id="events">{t!(history_events)}</h2>
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
                <a class="button button-small" href=format!("/history/export.csv{query}") download="">{t!(history_export_csv)}</a>
                <a class="button button-small" href=format!("/history/export.jsonl{query}") download="">{t!(history_export_json_lines)}</a>
            </p>
        }
        .into_any()
    })
}

fn events(filter: &TypedFilter, page: &HistoryPage) -> AnyView {
    if !page.errors.is_empty() {
        return view! {
            <p class="empty">{icon(Icon::Alert)} {t!(history_correct_filters)}</p>
        }
        .into_any();
    }
    let newest = (!filter.before.trim().is_empty()).then(|| {
        view! { <a class="button" href=format!("/history{}", filter.query(None))>{t!(history_newest)}</a> }
    });
    let older = page.older.map(|position| {
        let href = format!("/history{}", filter.query(Some(position)));
        view! { <a class="button" href=href>{t!(history_older)}</a> }
    });
    let list = if page.events.is_empty() {
        view! {
            <p class="empty">{icon(Icon::Search)} {t!(history_no_match)}</p>
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
    let field = |name: &'static str, label: &str, value: &str, hint: &str| {
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
    let clear = (!filter.is_empty()).then(
        || view! { <a class="button button-quiet" href="/history">{t!(history_show_all)}</a> },
    );
    view! {
        <form class="card filters" method="get" action="/history" role="search" aria-label=t!(history_filters)>
            {field("person", &t!(history_person), &filter.person, &t!(history_person_hint))}
            {field("role", &t!(history_role), &filter.role, &t!(history_role_hint))}
            {field("bucket", &t!(history_bucket), &filter.bucket, &t!(history_bucket_hint))}
            {kind_field(&filter.kind, &page.kinds)}
            {field("from", &t!(history_day_from), &filter.from, &t!(history_day_from_hint))}
            {field("to", &t!(history_day_to), &filter.to, &t!(history_day_to_hint))}
            <div class="actions">
                <button class="button button-primary" type="submit">{t!(history_filter)}</button>
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
        .map(|area| option(area, t!(history_kind_all, area = kind_words(area))))
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
            <label for="kind">{t!(history_kind)}</label>
            <p class="hint" id="kind-hint">{t!(history_kind_hint)}</p>
            <select id="kind" name="kind" aria-describedby="kind-hint">
                {option("", t!(history_kind_everything))}
                {unknown}
                <optgroup label=t!(history_kind_groups)>
                    {option("refused", t!(history_kind_refusals))}
                    {groups}
                </optgroup>
                <optgroup label=t!(history_kind_each)>{each}</optgroup>
            </select>
        </div>
    }
    .into_any()
}
