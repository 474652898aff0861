//! The languages there are.

use std::{fmt, str::FromStr, sync::LazyLock};

use fluent_static::MessageBundle as _;

use crate::Words;

/// A language that Roleport speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English: also what logs, the API and the command line speak.
    #[default]
    English,
    /// German.
    German,
}

/// A tag that names no language of Roleport's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage(pub String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no language of Roleport's", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its BCP 47 tag, as in HTML's `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The one that a browser's `Accept-Language` (RFC 9110, 12.5.4) prefers; none where it names none of ours. Of two
    /// with the same weight the first one.
    pub fn preferred(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for entry in header.split(',') {
            let mut parts = entry.split(';').map(str::trim);
            let Some(language) = parts.next().and_then(Self::of_range) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(Some(1.0), |weight| weight.parse().ok())
                .filter(|weight| (0.0..=1.0).contains(weight))
                .unwrap_or(0.0);
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// `de` for `de-AT`.
    fn of_range(range: &str) -> Option<Self> {
        let primary = range.split('-').next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Its sentences.
    pub fn words(self) -> &'static Words {
        static WORDS: LazyLock<[Words; 2]> =
            LazyLock::new(|| Language::ALL.map(|l| made(l, false)));
        &WORDS[self as usize]
    }

    /// Its sentences, each value in them between U+2068 and U+2069.
    pub fn isolating_words(self) -> &'static Words {
        static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| Language::ALL.map(|l| made(l, true)));
        &WORDS[self as usize]
    }
}

fn made(language: Language, isolating: bool) -> Words {
    // English is what there is by default; a test asks for each.
    let mut words = Words::get(language.tag()).unwrap_or_default();
    words.set_use_isolating(isolating);
    words
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag() == tag)
            .ok_or_else(|| UnknownLanguage(tag.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_wish_is_granted() {
        for (header, language) in [
            ("de", Some(Language::German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("en-GB, de;q=0.9", Some(Language::English)),
            ("fr, de;q=0.5, en;q=0.7", Some(Language::English)),
            ("DE-ch;q=1.0", Some(Language::German)),
            ("de;q=0, en", Some(Language::English)),
            ("de;q=0", None),
            ("de;q=much, en;q=0.1", Some(Language::English)),
            ("fr, *", None),
            ("deu, den", None),
            ("", None),
        ] {
            assert_eq!(Language::preferred(header), language, "{header}");
        }
    }

    #[test]
    fn each_language_speaks_itself() {
        use fluent_static::LanguageAware as _;
        for language in Language::ALL {
            assert_eq!(language.words().language_id(), language.tag());
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert!(Language::from_str("fr").is_err());
    }
}
