//! The switch between the languages there are.

use leptos::prelude::*;
use roleport_lang::Language;

use super::theme_switch::here;
use crate::language::{of_page, t};

/// A button for each language, named as its speakers name it; it works without JavaScript.
pub(crate) fn language_switch() -> AnyView {
    let buttons: Vec<_> = Language::ALL
        .into_iter()
        .map(|language| {
            let pressed = if language == of_page() { "true" } else { "false" };
            view! {
                <button type="submit" name="language" value=language.tag() lang=language.tag() aria-pressed=pressed>
                    {language.name()}
                </button>
            }
        })
        .collect();
    view! {
        <form class="theme" method="post" action="/language" aria-label=t!(layout_language)>
            <input type="hidden" name="next" value=here()/>
            {buttons}
        </form>
    }
    .into_any()
}
