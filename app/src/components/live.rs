//! What keeps a page current, as the server is set to. The script `live.js` brings it to life.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::rich::link;
use crate::{
    language::rich,
    portal::{LiveEvents, RequestDetail, RequestSummary},
};

/// The address of a stream, where the server offers one.
fn stream(address: String) -> Option<String> {
    let LiveEvents(on) = use_context::<LiveEvents>()?;
    on.then_some(address)
}

/// Follows one request: the page shows itself anew when its version changes, or says so while a comment is typed.
pub(crate) fn live_request(request: &RequestDetail) -> AnyView {
    let here = format!("/requests/{}", request.summary.id);
    view! {
        <div
            class="live"
            role="status"
            data-version=request.shown
            data-question=format!("{here}/state")
            data-stream=stream(format!("{here}/live"))
        >
            <div class="note note-attention" hidden>
                <p>{rich!(parts_live_request; link: link(here.clone()))}</p>
            </div>
        </div>
    }
    .into_any()
}

/// Follows a list: its view's name, where it starts, and what it shows. It says how many requests are different by now.
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
    let count = |_| view! { <span></span> }.into_any();
    view! {
        <div
            class="live"
            role="status"
            data-question=format!("/requests/changes?{watched}")
            data-stream=stream(format!("/requests/live?{watched}"))
        >
            <div class="note note-info" hidden>
                <p>{rich!(parts_live_one; link: link(here.clone()))}</p>
                <p>{rich!(parts_live_several; count: count, link: link(here))}</p>
            </div>
        </div>
    }
    .into_any()
}
