//! A choice of the reader's own that holds on every page: a button for each, in one form that works without JavaScript.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A button of a switch.
pub(super) struct Choice {
    /// What is sent.
    pub(super) value: &'static str,
    /// What it is called.
    pub(super) label: String,
    /// In which language, where it is not the page's.
    pub(super) lang: Option<&'static str>,
    /// Whether it holds now.
    pub(super) is_chosen: bool,
}

/// The form of a choice; `name` is its field, and its address with a slash before it.
pub(super) fn choice_switch(
    name: &'static str,
    label: String,
    choices: impl IntoIterator<Item = Choice>,
) -> AnyView {
    let buttons: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let pressed = if choice.is_chosen { "true" } else { "false" };
            view! {
                <button type="submit" name=name value=choice.value lang=choice.lang aria-pressed=pressed>
                    {choice.label}
                </button>
            }
        })
        .collect();
    view! {
        <form class="theme" method="post" action=format!("/{name}") aria-label=label>
            <input type="hidden" name="next" value=here()/>
            {buttons}
        </form>
    }
    .into_any()
}

/// The address of the page that is being made, for a form that leads back to it.
fn here() -> String {
    let location = use_location();
    let search = location.search.get_untracked();
    let query = search.trim_start_matches('?');
    let path = location.pathname.get_untracked();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}
