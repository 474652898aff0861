//! The way from page to page of a list.

use leptos::prelude::*;

use crate::language::t;

/// Links to the first page and to the next one, where they lead elsewhere.
pub(crate) fn pager(first: Option<String>, next: Option<String>) -> Option<AnyView> {
    let link = |href: Option<String>, label: String| {
        href.map(|href| view! { <a class="button" href=href>{label}</a> })
    };
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="actions" aria-label=t!(parts_pages)>
                {link(first, t!(parts_pages_first))} {link(next, t!(parts_pages_next))}
            </nav>
        }
        .into_any()
    })
}
