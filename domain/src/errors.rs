//! What is wrong with a request, said so that the reader knows what to do.

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

/// One thing that is wrong with (or worth a second look in) one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Path of the field in the JSON form of a request, such as `grants[0].bucket`.
    pub field: String,
    /// Stable `snake_case` name of the violated rule, for programs. Never reworded.
    pub code: String,
    /// One or two sentences for a person: what is wrong and what to do. In JSON it is English.
    pub message: Text,
}

/// A violated rule, before it is known which field the text came from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Violation {
    /// Stable `snake_case` name of the rule.
    pub code: String,
    /// What is wrong and what to do.
    pub message: Text,
}

impl Violation {
    pub(crate) fn new(code: impl Into<String>, message: impl Into<Text>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }

    /// The same, told of a field.
    pub fn at(self, field: impl Into<String>) -> FieldError {
        FieldError {
            field: field.into(),
            code: self.code,
            message: self.message,
        }
    }
}

/// Collects errors while parsing goes on, so that a person sees all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<FieldError>);

impl Errors {
    /// The parsed value, or none after noting why.
    pub(crate) fn take<T>(
        &mut self,
        field: impl Into<String>,
        parsed: Result<T, Violation>,
    ) -> Option<T> {
        parsed
            .map_err(|violation| self.0.push(violation.at(field)))
            .ok()
    }

    /// The same for a part that reports several errors of its own.
    pub(crate) fn take_all<T>(&mut self, parsed: Result<T, Vec<FieldError>>) -> Option<T> {
        parsed.map_err(|errors| self.0.extend(errors)).ok()
    }

    pub(crate) fn into_vec(self) -> Vec<FieldError> {
        self.0
    }
}

/// A character as it can stand in a sentence: quoted, or its code point where it can't be seen.
pub(crate) fn shown(character: char) -> Text {
    match character {
        ' ' => text!(names_space),
        '"' => text!(names_double_quote),
        // Latin-1's printable half; anything beyond may be invisible, combining or right-to-left.
        '!'..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => {
            text!(names_quoted, character = character.to_string())
        }
        other => Text::plain(format!("U+{:04X}", u32::from(other))),
    }
}
