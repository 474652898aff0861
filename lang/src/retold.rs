//! Sentences that were kept in English, told in every language again.
//!
//! What is stored or hashed is the same for every reader, so that it is English. [`retold!`](crate::retold!) finds the
//! sentence's values in it, and says the sentence anew with them.

use crate::Text;

/// Stands around the name of a value in a pattern; no sentence has this character.
const MARK: char = '\u{e000}';

/// A kept sentence in all languages: `retold!(kept; plan_detach(policy, role), plan_only(names: names))`. Of these sentences
/// the first that it can be; none where it is none of them. What stands behind a value's name makes a [`Text`] of it, where
/// it is more than a name.
#[macro_export]
macro_rules! retold {
    ($kept:expr; $($key:ident $(($($name:ident $(: $words:expr)?),+))?),+ $(,)?) => {{
        let kept: &str = $kept;
        None$(.or_else(|| {
            $crate::retold_by(kept, |value| {
                let _ = value;
                $crate::text!($key $($(, $name = value(stringify!($name), &$crate::retold_words!($($words)?)))+)?)
            })
        }))+
    }};
}

/// What makes a [`Text`] of a value of a kept sentence.
#[doc(hidden)]
#[macro_export]
macro_rules! retold_words {
    () => {
        |kept: &str| $crate::Text::plain(kept)
    };
    ($words:expr) => {
        $words
    };
}

/// Makes a value, by its name and what makes a [`Text`] of it.
type Valued<'a> = &'a dyn Fn(&str, &dyn Fn(&str) -> Text) -> Text;

/// As [`retold!`](crate::retold!) for one sentence, which is made of its values by their names.
#[doc(hidden)]
pub fn retold_by(kept: &str, sentence: impl Fn(Valued<'_>) -> Text) -> Option<Text> {
    let pattern = sentence(&|name, _| Text::plain(format!("{MARK}{name}{MARK}")));
    let parts: Vec<_> = pattern.as_str().split(MARK).collect();
    let mut found = Vec::new();
    fits(&parts, kept, &mut found).then(|| {
        sentence(&|name, words| {
            let value = found.iter().find(|(known, _)| *known == name);
            words(value.map_or("", |(_, value)| *value))
        })
    })
}

/// Whether a text is what the parts say: words, a name, words, and so on; notes the values by their names.
pub(crate) fn fits<'t>(
    parts: &[&'t str],
    text: &'t str,
    found: &mut Vec<(&'t str, &'t str)>,
) -> bool {
    let [words, rest @ ..] = parts else {
        return text.is_empty();
    };
    let Some(text) = text.strip_prefix(words) else {
        return false;
    };
    let [name, after @ ..] = rest else {
        return text.is_empty();
    };
    let next = after.first().copied().unwrap_or_default();
    text.match_indices(next).any(|(end, _)| {
        let (value, rest) = text.split_at(end);
        let same = found
            .iter()
            .all(|(known, other)| known != name || *other == value);
        let before = found.len();
        found.push((name, value));
        let fits = same && fits(after, rest, found);
        if !fits {
            found.truncate(before);
        }
        fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, text};

    #[test]
    fn a_kept_sentence_is_told_in_every_language() {
        let made = text!(layout_language_is, language = "Latin. Really.");
        let told = retold!(made.as_str(); layout_skip, layout_language_is(language));
        assert_eq!(told, Some(made));
    }

    #[test]
    fn a_value_can_be_a_sentence_itself() {
        let name = |kept: &str| retold!(kept; layout_language).unwrap_or_else(|| kept.into());
        let made = text!(layout_language_is, language = text!(layout_language));
        let told = retold!(made.as_str(); layout_language_is(language: name));
        assert_eq!(told, Some(made));
    }

    #[test]
    fn what_is_no_such_sentence_is_told_as_none() {
        for kept in ["", "This page is in", "This page is in English!", "is in ."] {
            assert_eq!(retold!(kept; layout_language_is(language)), None, "{kept}");
        }
    }

    #[test]
    fn values_are_found_between_words_that_they_have_in_them() {
        let pattern = |value: Valued<'_>| {
            let value = |name| value(name, &|kept| Text::plain(kept));
            Text::of(|l| {
                format!(
                    "{} of {}, {}",
                    value("a").say(l),
                    value("b").say(l),
                    value("a").say(l)
                )
            })
        };
        let told = retold_by("x of y of z, x of y", pattern);
        assert_eq!(
            told.map(|text| text.say(Language::German).to_owned())
                .as_deref(),
            Some("x of y of z, x of y")
        );
        assert_eq!(retold_by("x of z, y", pattern), None);
    }
}
