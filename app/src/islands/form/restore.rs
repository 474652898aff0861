//! What the browser holds in a field when the form wakes: typed while the code was still on its
//! way, or put back after "Back".

use roleport_domain::grant::Access;

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

/// The ticks of a line in the page, or the given ones where there is no such line yet.
#[cfg(feature = "hydrate")]
pub(super) fn restored_access(key: usize, given: Vec<Access>) -> Vec<Access> {
    use leptos::{prelude::document, wasm_bindgen::JsCast};
    use web_sys::HtmlInputElement;

    let ticked = |access: Access| {
        let id = format!("grants-{key}-{}", access.as_str());
        let element = document().get_element_by_id(&id)?;
        Some(element.dyn_into::<HtmlInputElement>().ok()?.checked())
    };
    if ticked(Access::List).is_none() {
        return given;
    }
    Access::ALL
        .into_iter()
        .filter(|access| ticked(*access) == Some(true))
        .collect()
}

/// On the server there is no page yet.
#[cfg(not(feature = "hydrate"))]
pub(super) fn restored_access(_key: usize, given: Vec<Access>) -> Vec<Access> {
    given
}

/// On the server there is no page yet.
#[cfg(not(feature = "hydrate"))]
pub(super) fn restored(_id: &str, given: String) -> String {
    given
}
