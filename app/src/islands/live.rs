//! Keeps a request's page current while somebody else, or the worker, has the next move.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast as _};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, js_sys::Reflect};

/// Often enough to feel immediate, one small query each.
const EVERY: Duration = Duration::from_millis(1500);

/// Reloads the page when the request's version changes; says so instead while a comment is typed.
#[island]
pub fn LiveState(
    /// The request.
    id: i64,
    /// The version that the page shows.
    version: i32,
) -> impl IntoView {
    let stale = RwSignal::new(false);
    Effect::new(move |_| {
        let handle = set_interval_with_handle(move || ask(id, version, stale), EVERY);
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
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

fn ask(id: i64, version: i32, stale: RwSignal<bool>) {
    if hidden_tab() || stale.get_untracked() {
        return;
    }
    spawn_local(async move {
        // A failed answer is no news: the next one may come through.
        if version_now(id).await.is_none_or(|now| now == version) {
            return;
        }
        if typing() {
            stale.set(true);
        } else {
            // Not reload(): this page may be the answer to a POST, and would be sent again.
            let _ = location().replace(&format!("/requests/{id}"));
        }
    });
}

/// The request's version as the server has it now; nothing where it can't be told.
///
/// A plain request in place of a server function: their client is a tenth of what the browser
/// would load.
async fn version_now(id: i64) -> Option<i32> {
    let answer = window().fetch_with_str(&format!("/requests/{id}/state"));
    let answer: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let progress = JsFuture::from(answer.json().ok()?).await.ok()?;
    let version = Reflect::get(&progress, &"version".into()).ok()?.as_f64()?;
    // Exact: the server counts in 32 bits.
    #[allow(clippy::cast_possible_truncation)]
    Some(version as i32)
}

fn hidden_tab() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}

/// Whether the reader has typed a comment, or is about to.
fn typing() -> bool {
    let Some(field) = document().get_element_by_id("comment") else {
        return false;
    };
    let focused = document().active_element().as_ref() == Some(&field);
    let text = field
        .dyn_into::<web_sys::HtmlTextAreaElement>()
        .map(|area| area.value())
        .unwrap_or_default();
    focused || !text.is_empty()
}
