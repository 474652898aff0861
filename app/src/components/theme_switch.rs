//! The switch between light, dark, and as the system is.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::theme::Theme;

/// Three buttons of one form; it works without JavaScript.
pub(crate) fn theme_switch() -> AnyView {
    let chosen = use_context::<Theme>().unwrap_or_default();
    let location = use_location();
    let search = location.search.get_untracked();
    let query = search.trim_start_matches('?');
    let path = location.pathname.get_untracked();
    let here = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    let buttons: Vec<_> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let pressed = if theme == chosen { "true" } else { "false" };
            view! {
                <button type="submit" name="theme" value=theme.as_str() aria-pressed=pressed>{theme.label()}</button>
            }
        })
        .collect();
    view! {
        <form class="theme" method="post" action="/theme" aria-label="Colours">
            <input type="hidden" name="next" value=here/>
            {buttons}
        </form>
    }
    .into_any()
}
