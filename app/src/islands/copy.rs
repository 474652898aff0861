//! A button that copies a text.

use std::time::Duration;

use leptos::prelude::*;

/// How long the button says "Copied".
const SHOWN: Duration = Duration::from_secs(2);

/// Copies `text`; `label` is the button's accessible name, such as "Copy ARN". Without
/// JavaScript there is no button, since it could do nothing.
#[island]
pub fn CopyButton(
    /// What goes to the clipboard.
    text: String,
    /// The accessible name.
    label: String,
) -> impl IntoView {
    let awake = RwSignal::new(false);
    // Effects run in the browser only, once the island is woken.
    Effect::new(move |_| awake.set(true));
    let said = RwSignal::new("");
    let copy = move |_| {
        write_clipboard(text.clone(), said);
        set_timeout(move || said.set(""), SHOWN);
    };
    let shown = move || {
        if said.get().is_empty() {
            "Copy"
        } else {
            said.get()
        }
    };
    view! {
        <span class="copy" hidden=Signal::derive(move || !awake.get())>
            <button class="button button-small" type="button" aria-label=label on:click=copy>
                {shown}
            </button>
            <span class="visually-hidden" role="status">{said}</span>
        </span>
    }
}

fn write_clipboard(text: String, said: RwSignal<&'static str>) {
    leptos::task::spawn_local(async move {
        let navigator = window().navigator();
        // Undefined where the page did not come over HTTPS or from localhost.
        let has_clipboard =
            web_sys::js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false);
        let done = has_clipboard
            && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(&text))
                .await
                .is_ok();
        said.set(if done { "Copied" } else { "Select and copy" });
    });
}
