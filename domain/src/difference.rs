//! Two JSON values side by side, field by field, for people.

use std::collections::BTreeMap;

use roleport_lang::Text;
use serde_json::Value;

use crate::grant::Grant;

/// A field that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its path, such as `session.idle_minutes`; empty for a value without fields.
    pub field: String,
    /// How it was; none when it was not there.
    pub before: Option<Text>,
    /// How it is; none when it is gone.
    pub after: Option<Text>,
}

/// The fields that differ, by path. Grants read as sentences; entries of a list that have a name
/// are compared by it.
pub fn difference(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let (before, after) = (fields(before), fields(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
        .into_iter()
        .map(|path| FieldChange {
            field: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn fields(value: Option<&Value>) -> BTreeMap<String, Text> {
    let mut found = BTreeMap::new();
    if let Some(value) = value {
        collect(String::new(), value, &mut found);
    }
    found
}

fn collect(path: String, value: &Value, found: &mut BTreeMap<String, Text>) {
    if let Ok(grant) = serde_json::from_value::<Grant>(value.clone()) {
        found.insert(path, grant.describe());
        return;
    }
    match value {
        // Not there and set to nothing read the same.
        Value::Null => {}
        Value::String(text) => {
            found.insert(path, Text::plain(text));
        }
        Value::Bool(_) | Value::Number(_) => {
            found.insert(path, Text::plain(value.to_string()));
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                collect(below(&path, &key(index, entry)), entry, found);
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                collect(below(&path, key), entry, found);
            }
        }
    }
}

/// What an entry of a list is known by: a grant by its address, others by their name or place.
fn key(index: usize, entry: &Value) -> String {
    if let Ok(grant) = serde_json::from_value::<Grant>(entry.clone()) {
        return grant.address().to_string();
    }
    entry
        .get("name")
        .and_then(Value::as_str)
        .map_or_else(|| (index + 1).to_string(), str::to_owned)
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(before: &Value, after: &Value) -> Vec<(String, Option<String>, Option<String>)> {
        let english = |text: Option<Text>| text.map(String::from);
        difference(Some(before), Some(after))
            .into_iter()
            .map(|change| (change.field, english(change.before), english(change.after)))
            .collect()
    }

    fn line(
        field: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> (String, Option<String>, Option<String>) {
        (
            field.to_owned(),
            before.map(str::to_owned),
            after.map(str::to_owned),
        )
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"state": "submitted", "same": 1, "gone": true, "null": null});
        let after = json!({"state": "approved", "same": 1, "new": [1, 2]});
        assert_eq!(
            lines(&before, &after),
            [
                line("gone", Some("true"), None),
                line("new.1", None, Some("1")),
                line("new.2", None, Some("2")),
                line("state", Some("submitted"), Some("approved")),
            ]
        );
        assert_eq!(difference(Some(&before), Some(&before)), []);
        assert_eq!(difference(None, None), []);
    }

    #[test]
    fn grants_are_sentences_and_named_entries_keep_their_place() {
        let grants = |access: &[&str]| json!({"grants": [{"service": "s3", "bucket": "data", "prefix": "in/", "access": access}]});
        assert_eq!(
            lines(&grants(&["read"]), &grants(&["read", "write"])),
            [line(
                "grants.s3://data/in/",
                Some("read objects under s3://data/in/"),
                Some("read and write objects under s3://data/in/")
            )]
        );
        let one = json!({"clusters": [{"name": "a", "region": "x"}, {"name": "b", "region": "y"}]});
        let two = json!({"clusters": [{"name": "b", "region": "y"}]});
        assert_eq!(
            lines(&one, &two),
            [
                line("clusters.a.name", Some("a"), None),
                line("clusters.a.region", Some("x"), None),
            ]
        );
    }
}
