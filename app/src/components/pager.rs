//! The way from page to page of a list.

use leptos::prelude::*;

/// Links to the first page and to the next one, where they lead elsewhere.
pub(crate) fn pager(first: Option<String>, next: Option<String>) -> Option<AnyView> {
    let link = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <a class="button" href=href>{label}</a> })
    };
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="actions" aria-label="Pages">
                {link(first, "First page")} {link(next, "Next page")}
            </nav>
        }
        .into_any()
    })
}
