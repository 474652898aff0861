//! Policy documents: how they are written, measured and compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// The version of the policy language; variables and escapes need this one.
pub(crate) const VERSION: &str = "2012-10-17";
/// What IAM assumes where a document names no version.
const DEFAULT_VERSION: &str = "2008-10-17";

/// A statement that allows actions on resources.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sid: String,
    pub(crate) actions: Vec<&'static str>,
    pub(crate) resources: Vec<String>,
    pub(crate) condition: Option<Value>,
}

impl Statement {
    pub(crate) fn into_value(self) -> Value {
        let mut statement = Map::new();
        statement.insert("Sid".to_owned(), self.sid.into());
        statement.insert("Effect".to_owned(), "Allow".into());
        statement.insert("Action".to_owned(), one_or_many(self.actions));
        statement.insert("Resource".to_owned(), one_or_many(self.resources));
        if let Some(condition) = self.condition {
            statement.insert("Condition".to_owned(), condition);
        }
        Value::Object(statement)
    }
}

/// A document of these statements, `Version` first: AWS's parser wants it there.
pub(crate) fn document(statements: &[Value]) -> Value {
    json!({ "Version": VERSION, "Statement": statements })
}

/// A single item is written as itself, as people write policies; several as a list.
pub(crate) fn one_or_many<T: Into<Value>>(mut items: Vec<T>) -> Value {
    if items.len() == 1
        && let Some(only) = items.pop()
    {
        return only.into();
    }
    Value::Array(items.into_iter().map(Into::into).collect())
}

/// What IAM counts of a document: characters, without the white space between tokens.
pub fn size(document: &Value) -> usize {
    document.to_string().chars().count()
}

/// Whether two documents mean the same to IAM.
///
/// `"x"` equals `["x"]`, lists are sets, and the order of keys and statements does not count
/// (ack iam-controller, community#2142); actions are compared ignoring case, everything else with
/// it. `Sid` and `Id` are names and change no permission. Where it errs, it says "different".
pub fn same_document(a: &Value, b: &Value) -> bool {
    match (Meaning::of(a), Meaning::of(b)) {
        (Some(a), Some(b)) => a == b,
        // Not documents at all.
        _ => a == b,
    }
}

/// A document reduced to what counts.
#[derive(PartialEq)]
struct Meaning {
    version: String,
    statements: BTreeSet<BTreeMap<String, Canonical>>,
}

impl Meaning {
    fn of(document: &Value) -> Option<Self> {
        let document = document.as_object()?;
        let statements = match document.get("Statement")? {
            Value::Array(statements) => statements.as_slice(),
            single => std::slice::from_ref(single),
        };
        Some(Self {
            version: match document.get("Version") {
                None => DEFAULT_VERSION.to_owned(),
                Some(version) => version.as_str()?.to_owned(),
            },
            statements: statements
                .iter()
                .map(|statement| Some(statement_meaning(statement.as_object()?)))
                .collect::<Option<_>>()?,
        })
    }
}

fn statement_meaning(statement: &Map<String, Value>) -> BTreeMap<String, Canonical> {
    statement
        .iter()
        .filter(|(key, _)| key.as_str() != "Sid")
        .map(|(key, value)| {
            let ignores_case = matches!(key.as_str(), "Action" | "NotAction");
            (key.clone(), Canonical::of(value, ignores_case))
        })
        .collect()
}

/// JSON without an order, in which one item and a list of it are the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Canonical {
    Text(String),
    Set(BTreeSet<Canonical>),
    Map(BTreeMap<String, Canonical>),
}

impl Canonical {
    fn of(value: &Value, ignores_case: bool) -> Self {
        match value {
            Value::Array(items) => Self::Set(
                items
                    .iter()
                    .map(|item| Self::item(item, ignores_case))
                    .collect(),
            ),
            single @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                Self::Set(BTreeSet::from([Self::item(single, ignores_case)]))
            }
            object @ Value::Object(_) => Self::item(object, ignores_case),
        }
    }

    fn item(value: &Value, ignores_case: bool) -> Self {
        match value {
            Value::String(text) if ignores_case => Self::Text(text.to_ascii_lowercase()),
            Value::String(text) => Self::Text(text.clone()),
            // In conditions IAM takes true for "true" and 5 for "5".
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
                Self::Text(scalar.to_string())
            }
            Value::Array(_) => Self::of(value, ignores_case),
            Value::Object(fields) => Self::Map(
                fields
                    .iter()
                    .map(|(key, value)| (key.clone(), Self::of(value, ignores_case)))
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(statement: &Value) -> Value {
        json!({ "Version": VERSION, "Statement": [statement] })
    }

    #[test]
    fn order_and_lists_of_one_do_not_count() {
        let a = json!({
            "Version": "2012-10-17",
            "Statement": [
                { "Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["b", "a"] },
                { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "x",
                  "Condition": { "StringLike": { "s3:prefix": ["p/", "p/*"] } } },
            ],
        });
        let b = json!({
            "Statement": [
                { "Condition": { "StringLike": { "s3:prefix": ["p/*", "p/"] } },
                  "Resource": ["x"], "Action": ["S3:listbucket"], "Effect": "Allow" },
                { "Action": "s3:getobject", "Resource": ["a", "b", "a"], "Effect": "Allow" },
            ],
            "Version": "2012-10-17",
        });
        assert!(same_document(&a, &b));
        assert!(same_document(&b, &a));
        let single = json!({ "Version": VERSION, "Statement": a["Statement"][0] });
        assert!(same_document(&single, &of(&a["Statement"][0])));
    }

    #[test]
    fn every_real_difference_counts() {
        let base = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:a",
            "Condition": { "StringEquals": { "iss:sub": "x", "iss:aud": "y" } } });
        for (key, value) in [
            ("Effect", json!("Deny")),
            ("Action", json!(["s3:GetObject", "s3:PutObject"])),
            ("Resource", json!("arn:A")),
            ("Condition", json!({ "StringEquals": { "iss:sub": "x" } })),
            (
                "Condition",
                json!({ "StringLike": { "iss:sub": "x", "iss:aud": "y" } }),
            ),
            (
                "Condition",
                json!({ "StringEquals": { "iss:sub": "x", "iss:aud": ["y", "z"] } }),
            ),
            ("NotResource", json!("x")),
        ] {
            let mut other = base.clone();
            other[key] = value;
            assert!(!same_document(&of(&base), &of(&other)), "{other}");
        }
        let mut without = base.clone();
        if let Some(fields) = without.as_object_mut() {
            fields.remove("Condition");
        }
        assert!(!same_document(&of(&base), &of(&without)));
        assert!(!same_document(&of(&base), &json!({ "Statement": [base] })));
    }

    #[test]
    fn what_is_no_document_equals_only_itself() {
        for value in [json!(null), json!([]), json!({}), json!({ "Statement": 5 })] {
            assert!(same_document(&value, &value));
            assert!(!same_document(&value, &of(&json!({ "Effect": "Allow" }))));
        }
    }

    #[test]
    fn a_size_leaves_out_white_space_between_tokens() {
        let document = json!({ "Version": "2012-10-17", "Statement": [] });
        assert_eq!(
            size(&document),
            r#"{"Version":"2012-10-17","Statement":[]}"#.len()
        );
        assert_eq!(size(&json!("ä b")), 5);
    }
}
