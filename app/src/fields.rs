//! How a field of a request is named in the HTML.

/// The id of the element that a domain error's field stands for: `grants[0].bucket` is
/// `grants-0-bucket`, `service_account` stays as it is.
///
/// ```
/// assert_eq!(roleport_app::fields::element_id("grants[0].bucket"), "grants-0-bucket");
/// ```
pub fn element_id(field: &str) -> String {
    field
        .chars()
        .filter(|letter| *letter != ']')
        .map(|letter| match letter {
            '[' | '.' => '-',
            other => other,
        })
        .collect()
}

/// Whether the new-request form has an element for this field, so that a link can lead to it.
pub fn has_element(field: &str) -> bool {
    field.starts_with("grants")
        || matches!(
            field,
            "cluster" | "app" | "namespace" | "service_account" | "reason"
        )
}

/// Text for the inside of a `<textarea>`, as HTML. An ordinary child won't do: Leptos writes a
/// space in place of an empty string, and the space would then stand in the field.
pub fn textarea_html(text: &str) -> String {
    // The parser drops one newline right after the tag, so the first one is written twice.
    let lead = if text.starts_with('\n') { "\n" } else { "" };
    format!("{lead}{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}
