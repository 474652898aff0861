//! S3 key prefixes, and how their text is written into a policy.

use roleport_lang::{Text, text};

use crate::errors::{Violation, shown};

/// The part of a bucket that a grant opens: nothing (the whole bucket), or text that ends in `/`.
///
/// The closing slash is a rule of its own: `in*` would open `in-secret/` as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(String);

impl Prefix {
    /// S3's limit for a key, in bytes of UTF-8.
    const MAX_BYTES: usize = 1024;

    /// Reads a prefix; the empty one is the whole bucket.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("prefix_{rule}"), message));
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.starts_with('/') {
            return violation("leading_slash", text!(names_prefix_leading_slash));
        }
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return violation(
                "control_character",
                text!(names_prefix_control_character, bad = shown(control)),
            );
        }
        // A policy's text is limited to \x20-\xFF (domain.md section 1).
        if let Some(foreign) = text.chars().find(|c| u32::from(*c) > 0xFF) {
            return violation(
                "not_latin1",
                text!(names_prefix_not_latin, bad = shown(foreign)),
            );
        }
        if !text.ends_with('/') {
            return violation("no_trailing_slash", text!(names_prefix_no_trailing_slash));
        }
        if text.len() > Self::MAX_BYTES {
            return violation(
                "too_long",
                text!(
                    names_prefix_too_long,
                    length = text.len(),
                    max = Self::MAX_BYTES
                ),
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands for the whole bucket.
    pub fn is_whole_bucket(&self) -> bool {
        self.0.is_empty()
    }

    /// As a policy must have it for the text to stand for itself: `*`, `?` and `$` become `${*}`,
    /// `${?}` and `${$}`. Needs a document of version 2012-10-17.
    pub fn escaped(&self) -> String {
        escaped(&self.0)
    }
}

/// A text as a policy must have it to stand for itself.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '*' => escaped.push_str("${*}"),
            '?' => escaped.push_str("${?}"),
            '$' => escaped.push_str("${$}"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text that [`escaped`] gave this.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("${*}", "*")
        .replace("${?}", "?")
        .replace("${$}", "$")
}

impl AsRef<str> for Prefix {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_prefixes_are_kept_as_typed() {
        for text in [
            "", "in/", "a/b/", "a//b/", "Año/", "a b/", "./", "*/", "${x}/",
        ] {
            assert_eq!(Prefix::parse(text).as_ref().map(Prefix::as_str), Ok(text));
        }
    }

    #[test]
    fn each_rule_has_its_own_code() {
        for (text, expected) in [
            ("/", "prefix_leading_slash"),
            ("/in/", "prefix_leading_slash"),
            ("in", "prefix_no_trailing_slash"),
            ("in/*", "prefix_no_trailing_slash"),
            ("i\tn/", "prefix_control_character"),
            ("i\u{7f}n/", "prefix_control_character"),
            ("i\u{85}n/", "prefix_control_character"),
            ("\u{100}/", "prefix_not_latin1"),
            ("🦀/", "prefix_not_latin1"),
            ("e\u{301}/", "prefix_not_latin1"),
            (&format!("{}/", "a".repeat(1024)), "prefix_too_long"),
        ] {
            let code = Prefix::parse(text).err().map(|violation| violation.code);
            assert_eq!(code.as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn wildcards_and_variables_stand_for_themselves() {
        for (text, escaped) in [
            ("in/", "in/"),
            ("a*b/", "a${*}b/"),
            ("a?/", "a${?}/"),
            ("$/", "${$}/"),
            ("${aws:username}/", "${$}{aws:username}/"),
            ("${*}/", "${$}{${*}}/"),
        ] {
            assert_eq!(
                Prefix::parse(text).map(|p| p.escaped()),
                Ok(escaped.to_owned())
            );
        }
    }
}
