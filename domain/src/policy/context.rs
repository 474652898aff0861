//! What a request says of itself beside its action and resource: the condition keys.

use std::collections::BTreeMap;

/// The value of a condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextValue {
    /// Of a key that has one value.
    One(String),
    /// Of a key that has several, such as `aws:TagKeys`, even when it has just one at the moment.
    Many(Vec<String>),
}

/// The condition keys of a request. Their names are compared ignoring case; a key without any
/// value is the same as one that is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, ContextValue>);

impl Context {
    /// Gives a key its one value.
    pub fn set(&mut self, key: &str, value: &str) {
        self.0.insert(
            key.to_ascii_lowercase(),
            ContextValue::One(value.to_owned()),
        );
    }

    /// Gives a key its values; none of them takes it away.
    pub fn set_many(&mut self, key: &str, values: &[&str]) {
        let key = key.to_ascii_lowercase();
        if values.is_empty() {
            self.0.remove(&key);
        } else {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            self.0.insert(key, ContextValue::Many(values));
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(&key.to_ascii_lowercase());
    }

    /// A key's value; none when it is not there.
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        self.0.get(&key.to_ascii_lowercase())
    }

    /// The value of a key that has one.
    pub(crate) fn single(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            ContextValue::One(value) => Some(value),
            ContextValue::Many(_) => None,
        }
    }
}
