//! A button that copies a text.

use std::time::Duration;

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, js_sys::Reflect};

use super::page;

/// How long the button says "Copied".
const SHOWN: Duration = Duration::from_secs(2);

/// The button is there only now: without JavaScript it could do nothing.
pub(super) fn wake(island: &HtmlElement) {
    let parts = page::first(island, "button").zip(page::first(island, "[role=status]"));
    let Some((button, status)) = parts else {
        return;
    };
    let text = page::data(island, "text");
    page::listen(&button.clone(), "click", move |_| {
        copy(text.clone(), button.clone(), status.clone());
    });
    island.set_hidden(false);
}

fn copy(text: String, button: HtmlElement, status: HtmlElement) {
    spawn_local(async move {
        let said = if written(&text).await {
            "Copied"
        } else {
            "Select and copy"
        };
        let usual = button.text_content();
        button.set_text_content(Some(said));
        status.set_text_content(Some(said));
        page::later(SHOWN, move || {
            button.set_text_content(usual.as_deref());
            status.set_text_content(None);
        });
    });
}

async fn written(text: &str) -> bool {
    let navigator = page::window().navigator();
    // Undefined where the page did not come over HTTPS or from localhost.
    let has_clipboard =
        Reflect::has(navigator.unchecked_ref(), &JsValue::from_str("clipboard")).unwrap_or(false);
    has_clipboard
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}
