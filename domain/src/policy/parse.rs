//! Reads documents: what IAM takes is taken, and anything else refused with its place.

use std::fmt;

use roleport_lang::{Text, retold, text};
use serde_json::{Map, Value};

use super::{
    ActionMatch, Condition, Effect, Operator, Pattern, Policy, Principal, PrincipalMatch,
    ResourceMatch, Statement, Version, pattern::Place,
};

/// Why a document can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// Where in the document, such as `Statement[1].Action`.
    pub path: Text,
    /// What is expected there.
    pub expected: Text,
}

impl PolicyError {
    fn new(path: impl Into<Text>, expected: Text) -> Self {
        Self {
            path: path.into(),
            expected,
        }
    }

    /// The sentence.
    pub fn message(&self) -> Text {
        text!(policy_must_be, path = self.path, expected = self.expected)
    }

    /// A message that was kept in English, in all languages; as it stands where it is none.
    pub(crate) fn retold(kept: &str) -> Text {
        retold!(kept; policy_must_be(path: retold_path, expected: retold_expected))
            .unwrap_or_else(|| kept.into())
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for PolicyError {}

fn retold_path(kept: &str) -> Text {
    retold!(kept; policy_the_document).unwrap_or_else(|| kept.into())
}

fn retold_expected(kept: &str) -> Text {
    retold!(
        kept;
        policy_object,
        policy_version,
        policy_statements,
        policy_left_out(known),
        policy_text,
        policy_texts,
        policy_effect,
        policy_either(name, opposite),
        policy_principal,
        policy_operators,
        policy_operator,
        policy_keys,
        policy_scalars,
    )
    .unwrap_or_else(|| kept.into())
}

type Result<T> = std::result::Result<T, PolicyError>;

/// What a document is for; it decides which elements a statement must have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Identity,
    Trust,
}

impl Policy {
    /// Reads a document that is attached to a role, or that bounds it.
    ///
    /// # Errors
    /// The first place that isn't as IAM wants it.
    pub fn parse(document: &Value) -> Result<Self> {
        Self::read(document, Kind::Identity)
    }

    /// Reads the document that says who may assume a role.
    ///
    /// # Errors
    /// The first place that isn't as IAM wants it.
    pub fn parse_trust(document: &Value) -> Result<Self> {
        Self::read(document, Kind::Trust)
    }

    fn read(document: &Value, kind: Kind) -> Result<Self> {
        let fields = document
            .as_object()
            .ok_or_else(|| PolicyError::new(text!(policy_the_document), text!(policy_object)))?;
        only_known(fields, "", &["Version", "Id", "Statement"])?;
        let version = match fields.get("Version").map(Value::as_str) {
            None | Some(Some("2008-10-17")) => Version::V2008,
            Some(Some("2012-10-17")) => Version::V2012,
            Some(_) => {
                return Err(PolicyError::new("Version", text!(policy_version)));
            }
        };
        let statements = match fields.get("Statement") {
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(index, value)| {
                    statement(value, &format!("Statement[{index}]"), kind, version)
                })
                .collect::<Result<_>>()?,
            Some(single @ Value::Object(_)) => vec![statement(single, "Statement", kind, version)?],
            _ => {
                return Err(PolicyError::new("Statement", text!(policy_statements)));
            }
        };
        Ok(Self {
            version,
            statements,
        })
    }
}

fn only_known(fields: &Map<String, Value>, path: &str, known: &[&str]) -> Result<()> {
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(PolicyError::new(
            format!("{path}{unknown}"),
            text!(policy_left_out, known = known.join(", ")),
        )),
    }
}

fn statement(value: &Value, path: &str, kind: Kind, version: Version) -> Result<Statement> {
    let fields = value
        .as_object()
        .ok_or_else(|| PolicyError::new(path, text!(policy_object)))?;
    let inside = format!("{path}.");
    let own: &[&str] = match kind {
        Kind::Identity => &["Resource", "NotResource"],
        Kind::Trust => &["Principal", "NotPrincipal"],
    };
    let known = [&["Sid", "Effect", "Action", "NotAction", "Condition"], own].concat();
    only_known(fields, &inside, &known)?;
    let sid = match fields.get("Sid") {
        None => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => return Err(PolicyError::new(format!("{inside}Sid"), text!(policy_text))),
    };
    let effect = match fields.get("Effect").and_then(Value::as_str) {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => {
            return Err(PolicyError::new(
                format!("{inside}Effect"),
                text!(policy_effect),
            ));
        }
    };
    let patterns = |name: &str, value: &Value, place: Place| -> Result<Vec<Pattern>> {
        let texts = texts(value, &format!("{inside}{name}"))?;
        Ok(texts
            .iter()
            .map(|text| Pattern::parse(text, place, version))
            .collect())
    };
    let actions = match either(fields, path, "Action", "NotAction")? {
        Either::Only(value) => ActionMatch::Only(patterns("Action", value, Place::Action)?),
        Either::Except(value) => ActionMatch::Except(patterns("NotAction", value, Place::Action)?),
    };
    let (principals, resources) = match kind {
        Kind::Identity => (
            PrincipalMatch::Holder,
            match either(fields, path, "Resource", "NotResource")? {
                Either::Only(value) => {
                    ResourceMatch::Only(patterns("Resource", value, Place::Resource)?)
                }
                Either::Except(value) => {
                    ResourceMatch::Except(patterns("NotResource", value, Place::Resource)?)
                }
            },
        ),
        Kind::Trust => (
            match either(fields, path, "Principal", "NotPrincipal")? {
                Either::Only(value) => {
                    PrincipalMatch::Only(principals(value, &format!("{inside}Principal"))?)
                }
                Either::Except(value) => {
                    PrincipalMatch::Except(principals(value, &format!("{inside}NotPrincipal"))?)
                }
            },
            ResourceMatch::Itself,
        ),
    };
    let conditions = match fields.get("Condition") {
        None => Vec::new(),
        Some(value) => conditions(value, &format!("{inside}Condition"), version)?,
    };
    Ok(Statement {
        sid,
        effect,
        principals,
        actions,
        resources,
        conditions,
    })
}

enum Either<'a> {
    Only(&'a Value),
    Except(&'a Value),
}

/// An element or its opposite, never both and never neither.
fn either<'a>(
    fields: &'a Map<String, Value>,
    path: &str,
    name: &str,
    opposite: &str,
) -> Result<Either<'a>> {
    match (fields.get(name), fields.get(opposite)) {
        (Some(value), None) => Ok(Either::Only(value)),
        (None, Some(value)) => Ok(Either::Except(value)),
        _ => Err(PolicyError::new(
            path,
            text!(policy_either, name = name, opposite = opposite),
        )),
    }
}

/// One text, or several in a list.
fn texts(value: &Value, path: &str) -> Result<Vec<String>> {
    let wrong = || PolicyError::new(path, text!(policy_texts));
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect(),
        _ => Err(wrong()),
    }
}

fn principals(value: &Value, path: &str) -> Result<Vec<Principal>> {
    if value.as_str() == Some("*") {
        return Ok(vec![Principal::Anyone]);
    }
    let fields = value
        .as_object()
        .filter(|fields| !fields.is_empty())
        .ok_or_else(|| PolicyError::new(path, text!(policy_principal)))?;
    let known = ["AWS", "Federated", "Service", "CanonicalUser"];
    only_known(fields, &format!("{path}."), &known)?;
    let mut found = Vec::new();
    for (kind, value) in fields {
        for text in texts(value, &format!("{path}.{kind}"))? {
            found.push(match kind.as_str() {
                "AWS" if text == "*" => Principal::Anyone,
                "AWS" => Principal::Aws(text),
                "Federated" => Principal::Federated(text),
                "Service" => Principal::Service(text),
                _ => Principal::CanonicalUser(text),
            });
        }
    }
    Ok(found)
}

fn conditions(value: &Value, path: &str, version: Version) -> Result<Vec<Condition>> {
    let operators = value
        .as_object()
        .ok_or_else(|| PolicyError::new(path, text!(policy_operators)))?;
    let mut found = Vec::new();
    for (name, keys) in operators {
        let path = format!("{path}.{name}");
        let operator = Operator::parse(name)
            .ok_or_else(|| PolicyError::new(path.as_str(), text!(policy_operator)))?;
        let keys = keys
            .as_object()
            .ok_or_else(|| PolicyError::new(path.as_str(), text!(policy_keys)))?;
        for (key, value) in keys {
            let values = scalars(value, &format!("{path}.{key}"))?;
            found.push(Condition::new(operator, key, &values, version));
        }
    }
    Ok(found)
}

/// Like [`texts`]; IAM takes `true` for `"true"` and `5` for `"5"`, and a list without values, which
/// nothing is equal to.
fn scalars(value: &Value, path: &str) -> Result<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(PolicyError::new(path, text!(policy_scalars))),
    };
    match value {
        Value::Array(items) => items.iter().map(one).collect(),
        single => Ok(vec![one(single)?]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_and_a_list_of_one_are_the_same() {
        let of = |statement: Value| {
            Policy::parse(&json!({"Version": "2012-10-17", "Statement": statement}))
        };
        let one = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": true}}});
        let many = json!([{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"], "Condition": {"Bool": {"a:b": ["true"]}}}]);
        assert_eq!(of(one), of(many));
    }

    #[test]
    fn an_error_says_where_and_what() {
        let good = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"});
        let with = |key: &str, value: Value| {
            let mut second = good.clone();
            second[key] = value;
            json!({"Version": "2012-10-17", "Statement": [good, second]})
        };
        for (document, expected) in [
            (json!([]), "The document must be a JSON object."),
            (
                json!({"Version": "2012"}),
                "Version must be \"2012-10-17\" or \"2008-10-17\".",
            ),
            (
                json!({"Version": "2012-10-17"}),
                "Statement must be a statement or a list of them.",
            ),
            (
                with("Action", json!(5)),
                "Statement[1].Action must be a text or a list of texts.",
            ),
            (
                with("Action", json!([])),
                "Statement[1].Action must be a text or a list of texts.",
            ),
            (
                with("NotAction", json!("x")),
                "Statement[1] must be a statement with either Action or NotAction.",
            ),
            (
                with("Effect", json!("allow")),
                "Statement[1].Effect must be \"Allow\" or \"Deny\".",
            ),
            (
                with("Principal", json!("*")),
                "Statement[1].Principal must be left out; known are Sid, Effect, Action, NotAction, Condition, Resource, NotResource.",
            ),
            (
                with("Condition", json!({"StringMatches": {}})),
                "Statement[1].Condition.StringMatches must be an operator that IAM knows.",
            ),
            (
                with("Condition", json!({"StringLike": {"a:b": {}}})),
                "Statement[1].Condition.StringLike.a:b must be a text, a number or true or false, or a list of them.",
            ),
        ] {
            let error = Policy::parse(&document).err().map(|error| error.message());
            assert_eq!(error.as_ref().map(Text::as_str), Some(expected));
            assert_eq!(error, Some(PolicyError::retold(expected)));
        }
        let trust = Policy::parse_trust(
            &json!({"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Aws": "1"}}}),
        );
        assert_eq!(
            trust.map_err(|error| error.path).err(),
            Some("Statement.Principal.Aws".into())
        );
    }
}
