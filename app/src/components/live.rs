//! What keeps a page current, as the server is set to.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    islands::{LiveList, LiveState},
    portal::{LiveEvents, RequestDetail, RequestSummary},
};

fn streams() -> bool {
    use_context::<LiveEvents>().is_some_and(|LiveEvents(on)| on)
}

/// Follows one request.
pub(crate) fn live_request(request: &RequestDetail) -> AnyView {
    view! { <LiveState id=request.summary.id version=request.shown stream=streams()/> }.into_any()
}

/// Follows a list: its view's name, where it starts, and what it shows.
pub(crate) fn live_list(view: &str, after: Option<i64>, lines: &[RequestSummary]) -> AnyView {
    let shown: Vec<_> = lines
        .iter()
        .map(|line| format!("{}:{}", line.id, line.version))
        .collect();
    let after = after.map(|id| format!("&after={id}")).unwrap_or_default();
    let watched = format!("view={view}{after}&shown={}", shown.join(","));
    let location = use_location();
    let here = format!(
        "{}{}",
        location.pathname.get_untracked(),
        match location.search.get_untracked() {
            search if search.is_empty() => String::new(),
            search => format!("?{search}"),
        }
    );
    view! { <LiveList watched here stream=streams()/> }.into_any()
}
