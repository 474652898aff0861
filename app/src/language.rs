//! The language of the page that is being made.

use leptos::prelude::use_context;
use roleport_lang::{Language, Text};

/// That of the page that is being made. The server reads it from a cookie, else from what the browser prefers, and puts it
/// into the context.
pub(crate) fn of_page() -> Language {
    use_context().unwrap_or_default()
}

/// A sentence in the page's language.
pub(crate) fn said(text: &Text) -> String {
    text.say(of_page()).to_owned()
}

/// A sentence of `lang/` in the page's language, a `String`: `t!(home_waiting, count = n)`. The names are those of the
/// sentence's variables, in the order in which the English one has them.
macro_rules! t {
    ($($sentence:tt)*) => {
        roleport_lang::say!($crate::language::of_page(), $($sentence)*)
    };
}

/// A sentence of `lang/` with elements in it, an `AnyView` in the page's language:
/// `rich!(rules_lead, file = name; link: link("/guide"))`. See [`crate::components::rich`] for what a sentence can hold.
macro_rules! rich {
    ($key:ident $(, $name:ident = $value:expr)* $(; $($slot:ident: $element:expr),+)? $(,)?) => {
        $crate::components::rich::rich(
            &roleport_lang::say_isolated!($crate::language::of_page(), $key $(, $name = $value)*),
            &[$($((stringify!($slot), &$element)),+)?],
        )
    };
}

pub(crate) use {rich, t};
