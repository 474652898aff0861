//! Keeps a request's page current while somebody else, or the worker, has the next move.

use std::time::Duration;

use leptos::{ev, prelude::*, wasm_bindgen::JsCast as _};
use web_sys::HtmlTextAreaElement;

use super::feed::{Source, follow};

/// Often enough to feel immediate, one small query each.
const EVERY: Duration = Duration::from_millis(1500);

/// After so long, whoever seemed to leave is still there.
const STAYS: Duration = Duration::from_secs(10);

/// Reloads the page when the request's version changes; says so instead while a comment is typed.
#[island]
pub fn LiveState(
    /// The request.
    id: i64,
    /// The version that the page shows.
    version: i32,
    /// Whether the server offers a stream.
    stream: bool,
) -> impl IntoView {
    let stale = RwSignal::new(false);
    // Whoever has clicked away is on their way: a reload would call them back.
    let leaving = StoredValue::new(false);
    Effect::new(move |_| {
        window_event_listener(ev::beforeunload, move |_| {
            leaving.set_value(true);
            // A download, say, leaves the page where it is.
            set_timeout(move || leaving.set_value(false), STAYS);
        });
        let source = Source {
            stream: stream.then(|| format!("/requests/{id}/live")),
            question: format!("/requests/{id}/state"),
            every: EVERY,
            field: "version",
        };
        follow(source, move |now| {
            now == version || leaving.get_value() || !changed(id, stale)
        });
    });
    view! {
        <div class="live" role="status">
            <div class="note note-attention" hidden=Signal::derive(move || !stale.get())>
                <p>
                    "This request has changed. "
                    <a href=format!("/requests/{id}")>"Reload the page"</a>
                    " (copy your comment first)."
                </p>
            </div>
        </div>
    }
}

/// Shows what has changed, or says that something has; whether that was done.
fn changed(id: i64, stale: RwSignal<bool>) -> bool {
    if typing() {
        stale.set(true);
        return true;
    }
    // Not reload(): this page may be the answer to a POST, and would be sent again.
    location().replace(&format!("/requests/{id}")).is_ok()
}

/// Whether the reader has typed into any of the page's fields, or is about to.
fn typing() -> bool {
    let Ok(fields) = document().query_selector_all("main textarea") else {
        return false;
    };
    let active = document().active_element();
    (0..fields.length())
        .filter_map(|index| fields.item(index)?.dyn_into().ok())
        .any(|field| typed(&field) || active.as_ref() == Some(field.as_ref()))
}

/// The field of a comment that is edited starts with its text; any other starts empty. After a
/// refused POST a field holds what was typed before, and is marked.
fn typed(field: &HtmlTextAreaElement) -> bool {
    let start = if field.id().starts_with("edit-") {
        field.default_value().unwrap_or_default()
    } else {
        String::new()
    };
    field.value() != start || field.has_attribute("aria-invalid")
}
