//! Lists of requests.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{load, query};
use crate::{
    components::{
        icon::{Icon, icon},
        live::live_list,
        moment::ago,
        pager::pager,
        queue_table::queue_table,
        request_table::request_table,
    },
    portal::{DraftSummary, RequestView, Viewer},
};

/// `/requests`
#[component]
pub(crate) fn Requests() -> impl IntoView {
    let asked = query("view");
    let after: Option<i64> = query("after").parse().ok();
    load(async move |portal, viewer| {
        let view = choose(&asked, &viewer);
        let page = portal.requests(&viewer, view, after).await?;
        let drafts = match view {
            RequestView::Mine if after.is_none() => portal.drafts(&viewer).await?,
            _ => Vec::new(),
        };
        let list = format!("/requests?view={}", name(view));
        let next = page.next.map(|id| format!("{list}&after={id}"));
        let live = live_list(name(view), after, &page.lines);
        let (caption, empty) = words(view);
        let body = if page.lines.is_empty() {
            view! { <p class="empty">{icon(Icon::Check)} {empty}</p> }.into_any()
        } else {
            match view {
                RequestView::Queue => queue_table(&page.lines, caption),
                RequestView::Mine | RequestView::All => request_table(&page.lines, caption),
            }
        };
        Ok(view! {
            <Title text="Requests – Roleport"/>
            <div class="page">
                <h1>"Requests"</h1>
                <nav class="tabs" aria-label="Which requests">
                    {tab(view, RequestView::Queue, "To decide")}
                    {tab(view, RequestView::Mine, "Mine")}
                    {tab(view, RequestView::All, "All")}
                </nav>
                {draft_list(&drafts)}
                {live}
                {body}
                {pager(after.map(|_| list), next)}
            </div>
        }
        .into_any())
    })
}

fn choose(asked: &str, viewer: &Viewer) -> RequestView {
    match asked {
        "queue" => RequestView::Queue,
        "mine" => RequestView::Mine,
        "all" => RequestView::All,
        _ if viewer.decides() => RequestView::Queue,
        _ => RequestView::Mine,
    }
}

fn words(view: RequestView) -> (&'static str, &'static str) {
    match view {
        RequestView::Queue => (
            "Requests that wait for a decision, oldest first",
            "No request waits for a decision.",
        ),
        RequestView::Mine => (
            "Requests that you wrote, newest first",
            "You have not asked for anything yet. Choose “New request” when a pod needs access to S3.",
        ),
        RequestView::All => (
            "All requests, newest first",
            "There are no requests yet. Choose “New request” to write the first one.",
        ),
    }
}

const fn name(view: RequestView) -> &'static str {
    match view {
        RequestView::Queue => "queue",
        RequestView::Mine => "mine",
        RequestView::All => "all",
    }
}

fn tab(shown: RequestView, view: RequestView, label: &'static str) -> AnyView {
    let current = (shown == view).then_some("page");
    view! { <a href=format!("/requests?view={}", name(view)) aria-current=current>{label}</a> }
        .into_any()
}

/// What the viewer has begun to type; nothing when there is nothing.
fn draft_list(drafts: &[DraftSummary]) -> Option<AnyView> {
    let lines: Vec<_> = drafts.iter().map(draft).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="drafts" aria-labelledby="drafts">
                <h2 id="drafts">"Your drafts " <span class="count">{lines.len()}</span></h2>
                <ul class="draft-list" role="list">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn draft(draft: &DraftSummary) -> AnyView {
    let title = match (draft.app.as_str(), draft.cluster.as_str()) {
        ("", _) => "No application yet".to_owned(),
        (app, cluster) => format!("{app} on {cluster}"),
    };
    view! {
        <li>
            <a href=format!("/requests/new?draft={}", draft.id)>{title.clone()}</a>
            <span class="quiet">"saved " {ago(&draft.saved)}</span>
            <form method="post" action=format!("/drafts/{}/discard", draft.id)>
                <button class="button button-small button-quiet" type="submit">
                    "Discard" <span class="visually-hidden">{format!(" the draft {title}")}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}
