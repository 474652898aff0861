//! Grants as people read them: the address, and what may be done there.

use leptos::prelude::*;

use crate::language::said;
use roleport_domain::grant::Grant;

/// A short list for a table's cell or a page's side.
pub(crate) fn grant_list(grants: &[Grant]) -> AnyView {
    let lines: Vec<_> = grants
        .iter()
        .map(|grant| {
            view! {
                <li>
                    <code>{said(&grant.address())}</code>
                    " "
                    <span class="quiet">{said(&grant.access_words())}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="grants" role="list">{lines}</ul> }.into_any()
}
