//! The switch between light, dark, and as the system is.

use leptos::prelude::*;

use super::choice_switch::{Choice, choice_switch};
use crate::{language::t, theme::Theme};

fn label(theme: Theme) -> String {
    match theme {
        Theme::System => t!(layout_theme_system),
        Theme::Light => t!(layout_theme_light),
        Theme::Dark => t!(layout_theme_dark),
    }
}

/// A button for each.
pub(crate) fn theme_switch() -> AnyView {
    let chosen = use_context::<Theme>().unwrap_or_default();
    let choices = Theme::ALL.map(|theme| Choice {
        value: theme.as_str(),
        label: label(theme),
        lang: None,
        is_chosen: theme == chosen,
    });
    choice_switch("theme", t!(layout_colours), choices)
}
