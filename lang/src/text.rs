//! A sentence that does not know yet who will read it.

use std::fmt;

use fluent_static::value::Value;
use serde::{Deserialize, Serialize};

use crate::Language;

/// A sentence in every language.
///
/// What shows it chooses ([`Text::say`]); as a string ([`fmt::Display`]), in logs, in the API and compared with a `&str`,
/// it is English. So it is serialised, too; read back, it is in every language what was written.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Text([String; Language::ALL.len()]);

impl Text {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Language) -> String) -> Self {
        Self(Language::ALL.map(say))
    }

    /// The same in all languages: a name, or what somebody else has said.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self(std::array::from_fn(|_| text.clone()))
    }

    /// Several of them with the same between each two.
    pub fn joined(texts: &[Self], between: &str) -> Self {
        Self::of(|language| {
            let said: Vec<_> = texts.iter().map(|text| text.say(language)).collect();
            said.join(between)
        })
    }

    /// In one language.
    pub fn say(&self, language: Language) -> &str {
        &self.0[language as usize]
    }

    /// In English, as programs get it.
    pub fn as_str(&self) -> &str {
        self.say(Language::English)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl std::error::Error for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        let [english, ..] = text.0;
        english
    }
}

/// What can stand in a sentence.
pub trait InLanguage {
    /// As it stands in a sentence of that language.
    fn value(&self, language: Language) -> Value<'_>;
}

impl InLanguage for str {
    fn value(&self, _: Language) -> Value<'_> {
        self.into()
    }
}

impl InLanguage for String {
    fn value(&self, _: Language) -> Value<'_> {
        self.into()
    }
}

impl InLanguage for std::borrow::Cow<'_, str> {
    fn value(&self, _: Language) -> Value<'_> {
        self.as_ref().into()
    }
}

impl InLanguage for Text {
    fn value(&self, language: Language) -> Value<'_> {
        self.say(language).into()
    }
}

impl<T: InLanguage + ?Sized> InLanguage for &T {
    fn value(&self, language: Language) -> Value<'_> {
        (**self).value(language)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl InLanguage for $number {
            fn value(&self, _: Language) -> Value<'_> {
                self.into()
            }
        })*
    };
}

numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{say, say_isolated, text};

    #[test]
    fn a_text_is_told_in_each_language_with_the_texts_in_it() {
        let inner = Text::of(|language| language.name().to_owned());
        let text = text!(layout_language_is, language = inner);
        assert_eq!(text, "This page is in English.");
        assert_eq!(text.say(Language::German), "Diese Seite ist auf Deutsch.");
        assert_eq!(String::from(text.clone()), text.as_str());
        assert_eq!(Text::plain("s3://a").say(Language::German), "s3://a");
    }

    #[test]
    fn a_value_is_isolated_where_that_is_asked_for() {
        let said = say!(Language::English, layout_language_is, language = "`x`");
        assert_eq!(said, "This page is in `x`.");
        let isolated = say_isolated!(Language::English, layout_language_is, language = "`x`");
        assert_eq!(isolated, "This page is in \u{2068}`x`\u{2069}.");
    }
}
