//! Grants as people read them: the address, and what may be done there.

use leptos::prelude::*;
use roleport_domain::grant::Grant;

/// A short list for a table's cell or a page's side.
pub(crate) fn grant_list(grants: &[Grant]) -> AnyView {
    let lines: Vec<_> = grants
        .iter()
        .map(|grant| {
            view! {
                <li>
                    <code>{grant.address()}</code>
                    " "
                    <span class="quiet">{grant.access_words()}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="grants" role="list">{lines}</ul> }.into_any()
}
