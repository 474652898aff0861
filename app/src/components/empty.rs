//! What stands in place of a list that has nothing in it.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Why there is nothing, and a way on where there is one: its address and its words.
pub(crate) fn empty(
    which: Icon,
    words: impl Into<String>,
    way: Option<(&'static str, &str)>,
) -> AnyView {
    let way = way.map(|(href, label)| view! { " " <a href=href>{label.to_owned()}</a> });
    view! { <p class="empty">{icon(which)} <span>{words.into()} {way}</span></p> }.into_any()
}
