//! What keeps a page current, as the server is set to.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::portal::{LiveEvents, RequestDetail, RequestSummary};

fn streams() -> bool {
    use_context::<LiveEvents>().is_some_and(|LiveEvents(on)| on)
}

/// Follows one request.
pub(crate) fn live_request(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    view! {
        <div
            class="live"
            role="status"
            data-island="live_request"
            data-id=id
            data-version=request.shown
            data-stream=streams()
        >
            <div class="note note-attention" hidden=true>
                <p>
                    "This request has changed. "
                    <a href=format!("/requests/{id}")>"Reload the page"</a>
                    " (copy your comment first)."
                </p>
            </div>
        </div>
    }
    .into_any()
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
    view! {
        <div
            class="live"
            role="status"
            data-island="live_list"
            data-watched=watched
            data-stream=streams()
        >
            <div class="note note-info" hidden=true>
                <p><span></span> <a href=here></a></p>
            </div>
        </div>
    }
    .into_any()
}
