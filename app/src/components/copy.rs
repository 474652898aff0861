//! A button that copies a text.

use leptos::prelude::*;

/// Copies `text`; `label` is the button's accessible name, such as "Copy ARN". Without JavaScript there is no button,
/// since it could do nothing.
pub(crate) fn copy_button(text: &str, label: String) -> AnyView {
    view! {
        <span class="copy" data-island="copy_button" data-text=text.to_owned() hidden=true>
            <button class="button button-small" type="button" aria-label=label>"Copy"</button>
            <span class="visually-hidden" role="status"></span>
        </span>
    }
    .into_any()
}
