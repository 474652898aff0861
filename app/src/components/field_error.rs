//! The error beside a field, as every form shows it.

use leptos::prelude::*;

/// The error's text; it is read out as the description of the field with this id.
pub(crate) fn error_text(id: &str, error: Option<&str>) -> AnyView {
    let id = format!("{id}-error");
    error
        .map(|error| view! { <p class="field-error" id=id>{error.to_owned()}</p> })
        .into_any()
}

/// The value of `aria-invalid`, absent while all is well.
pub(crate) fn invalid(error: Option<&str>) -> Option<&'static str> {
    error.map(|_| "true")
}
