//! The switch between light, dark, and as the system is.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{language::t, theme::Theme};

/// The address of the page that is being made, for a form that leads back to it.
pub(super) fn here() -> String {
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

fn label(theme: Theme) -> String {
    match theme {
        Theme::System => t!(layout_theme_system),
        Theme::Light => t!(layout_theme_light),
        Theme::Dark => t!(layout_theme_dark),
    }
}

/// Three buttons of one form; it works without JavaScript.
pub(crate) fn theme_switch() -> AnyView {
    let chosen = use_context::<Theme>().unwrap_or_default();
    let buttons: Vec<_> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let pressed = if theme == chosen { "true" } else { "false" };
            view! {
                <button type="submit" name="theme" value=theme.as_str() aria-pressed=pressed>{label(theme)}</button>
            }
        })
        .collect();
    view! {
        <form class="theme" method="post" action="/theme" aria-label=t!(layout_colours)>
            <input type="hidden" name="next" value=here()/>
            {buttons}
        </form>
    }
    .into_any()
}
