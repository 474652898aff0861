//! The switch between the languages there are.

use leptos::prelude::*;
use roleport_lang::Language;

use super::choice_switch::{Choice, choice_switch};
use crate::language::{of_page, t};

/// A button for each language, named as its speakers name it.
pub(crate) fn language_switch() -> AnyView {
    let choices = Language::ALL.map(|language| Choice {
        value: language.tag(),
        label: language.name().to_owned(),
        lang: Some(language.tag()),
        is_chosen: language == of_page(),
    });
    choice_switch("language", t!(layout_language), choices)
}
