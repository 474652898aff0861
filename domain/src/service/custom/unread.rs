//! A custom statement where nobody reads it: the text as it was typed. It has the face of the one that is read.
#![allow(clippy::unnecessary_wraps, clippy::unused_self)]

use roleport_lang::{Text, text};
use serde_json::{Value, json};

use crate::errors::Violation;

/// A statement that was not read.
pub(super) struct Own(String);

impl Own {
    pub(super) fn read(typed: &str) -> Result<Self, Violation> {
        Ok(Self(typed.to_owned()))
    }

    pub(super) fn stored(&self) -> Result<String, Violation> {
        Ok(self.0.clone())
    }

    /// About as long as it will be.
    pub(super) fn named(&self, sid: &str) -> Value {
        json!({ "Sid": sid, "Effect": self.0 })
    }

    pub(super) const fn escalates(&self) -> bool {
        false
    }

    pub(super) fn findings(&self) -> Vec<Violation> {
        Vec::new()
    }

    pub(super) fn words(&self) -> Text {
        text!(custom_unread)
    }
}

/// The text itself.
pub fn pretty(typed: &str) -> String {
    typed.to_owned()
}
