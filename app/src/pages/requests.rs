//! Lists of requests.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{load, query};
use crate::{
    components::{
        icon::{Icon, icon},
        request_table::request_table,
    },
    portal::{RequestView, Viewer},
};

/// `/requests`
#[component]
pub(crate) fn Requests() -> impl IntoView {
    let asked = query("view");
    load(async move |portal, viewer| {
        let view = choose(&asked, &viewer);
        let requests = portal.requests(&viewer, view).await?;
        let (caption, empty) = words(view);
        let body = if requests.is_empty() {
            view! { <p class="empty">{icon(Icon::Check)} {empty}</p> }.into_any()
        } else {
            request_table(&requests, caption).into_any()
        };
        Ok(view! {
            <Title text="Requests – Roleport"/>
            <div class="page">
                <h1>"Requests"</h1>
                <nav class="tabs" aria-label="Which requests">
                    {tab(view, RequestView::Queue, "queue", "To decide")}
                    {tab(view, RequestView::Mine, "mine", "Mine")}
                    {tab(view, RequestView::All, "all", "All")}
                </nav>
                {body}
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

fn tab(shown: RequestView, view: RequestView, name: &'static str, label: &'static str) -> AnyView {
    let current = (shown == view).then_some("page");
    view! { <a href=format!("/requests?view={name}") aria-current=current>{label}</a> }.into_any()
}
