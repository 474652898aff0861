//! Every sentence that Roleport tells a person, in every language it knows.
//!
//! The sentences stand in `lang/en` and `lang/de`, in [Fluent's syntax](https://projectfluent.org), a file for each
//! place where they are told. They become functions when this crate is built (docs/decisions/0028-languages.md): a sentence that one language
//! lacks, or that has other variables there, does not compile. [`text!`] makes a sentence in all languages, for rules that
//! do not know who will read it; [`say!`] makes one in a known language. What is stored is English for every reader;
//! [`retold!`] tells it in all languages again.

mod language;
mod retold;
mod text;
mod told;
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "generated"
)]
mod words;

pub use fluent_static::value::Value;

pub use self::{
    language::{Language, UnknownLanguage},
    retold::retold_by,
    text::{InLanguage, Text},
    told::told,
    words::Words,
};

/// A sentence in all languages, a [`Text`]: `text!(names_too_long, limit = 64, name = name)`. The key is that of the Fluent
/// file with underscores; the names are the sentence's variables in the order in which the English one has them, which
/// `cargo xtask check` compares. A value is a text, a number or another [`Text`].
#[macro_export]
macro_rules! text {
    ($key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::Text::of(|language| $crate::say!(language, $key $(, $name = $value)*))
    };
}

/// The same in one language, a `String`: `say!(language, names_too_long, limit = 64, name = name)`.
#[macro_export]
macro_rules! say {
    ($language:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {{
        let language: $crate::Language = $language;
        language.words().$key($($crate::InLanguage::value(&$value, language)),*).to_string()
    }};
}

/// The same in English, a `String`: for logs, for programs and for what is stored.
#[macro_export]
macro_rules! english {
    ($($sentence:tt)*) => {
        $crate::say!($crate::Language::English, $($sentence)*)
    };
}

/// As [`say!`], with each value between U+2068 and U+2069, so that markup in a value is none.
#[macro_export]
macro_rules! say_isolated {
    ($language:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {{
        let language: $crate::Language = $language;
        language.isolating_words().$key($($crate::InLanguage::value(&$value, language)),*).to_string()
    }};
}
