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
        queue_table::{queue_order, queue_table},
        request_table::request_table,
    },
    language::{rich, t},
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
        let list = format!("/requests?view={}", view.name());
        let queue = matches!(view, RequestView::Queue | RequestView::Riskiest);
        let order = (queue && page.lines.len() > 1).then(|| {
            let riskiest = view == RequestView::Riskiest;
            queue_order("/requests?view=queue", "/requests?view=riskiest", riskiest)
        });
        let next = page.next.map(|id| format!("{list}&after={id}"));
        let live = live_list(view.name(), after, &page.lines);
        let (caption, empty) = words(view);
        let body = if page.lines.is_empty() {
            view! { <p class="empty">{icon(Icon::Check)} {empty}</p> }.into_any()
        } else {
            match view {
                RequestView::Queue | RequestView::Riskiest => queue_table(&page.lines, &caption),
                RequestView::Mine | RequestView::All => request_table(&page.lines, &caption),
            }
        };
        Ok(view! {
            <Title text=t!(requests_title)/>
            <div class="page">
                <h1>{t!(requests_heading)}</h1>
                <div class="section-head">
                    <nav class="tabs" aria-label=t!(requests_which)>
                        {tab(view, RequestView::Queue, t!(requests_to_decide))}
                        {tab(view, RequestView::Mine, t!(requests_mine))}
                        {tab(view, RequestView::All, t!(requests_all))}
                    </nav>
                    {order}
                </div>
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
    RequestView::parse(asked).unwrap_or(if viewer.decides() {
        RequestView::Queue
    } else {
        RequestView::Mine
    })
}

fn words(view: RequestView) -> (String, String) {
    match view {
        RequestView::Queue => (t!(requests_caption_queue), t!(requests_none_wait)),
        RequestView::Riskiest => (t!(requests_caption_riskiest), t!(requests_none_wait)),
        RequestView::Mine => (t!(requests_caption_mine), t!(requests_none_mine)),
        RequestView::All => (t!(requests_caption_all), t!(requests_none)),
    }
}

fn tab(shown: RequestView, view: RequestView, label: String) -> AnyView {
    let is_current = shown == view || (shown, view) == (RequestView::Riskiest, RequestView::Queue);
    let current = is_current.then_some("page");
    view! { <a href=format!("/requests?view={}", view.name()) aria-current=current>{label}</a> }
        .into_any()
}

/// What the viewer has begun to type; nothing when there is nothing.
fn draft_list(drafts: &[DraftSummary]) -> Option<AnyView> {
    let lines: Vec<_> = drafts.iter().map(draft).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="drafts" aria-labelledby="drafts">
                <h2 id="drafts">{t!(requests_drafts)} " " <span class="count">{lines.len()}</span></h2>
                <ul class="draft-list" role="list">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn draft(draft: &DraftSummary) -> AnyView {
    let title = match (draft.app.as_str(), draft.cluster.as_str()) {
        ("", _) => t!(requests_draft_without_app),
        (app, cluster) => t!(requests_draft_title, app = app, cluster = cluster),
    };
    view! {
        <li>
            <a href=format!("/requests/new?draft={}", draft.id)>{title.clone()}</a>
            <span class="quiet">{rich!(requests_draft_saved; when: |_| ago(&draft.saved))}</span>
            <form method="post" action=format!("/drafts/{}/discard", draft.id)>
                <button class="button button-small button-quiet" type="submit">
                    {t!(requests_draft_discard)} <span class="visually-hidden">{t!(requests_draft_discard_which, title = title)}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}
