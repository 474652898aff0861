//! What the browser holds in a field when the form wakes: typed while the code was still on its
//! way, or put back after "Back".

/// The field's text in the page, or the given one where there is no such field yet.
#[cfg(feature = "hydrate")]
pub(super) fn restored(id: &str, given: String) -> String {
    use leptos::{prelude::document, wasm_bindgen::JsCast};
    use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

    let Some(element) = document().get_element_by_id(id) else {
        return given;
    };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return select.value();
    }
    element
        .dyn_ref::<HtmlTextAreaElement>()
        .map_or(given, HtmlTextAreaElement::value)
}

/// On the server there is no page yet.
#[cfg(not(feature = "hydrate"))]
pub(super) fn restored(_id: &str, given: String) -> String {
    given
}
