//! A custom statement, read.

use std::collections::BTreeSet;

use roleport_lang::{Text, text};
use serde_json::{Map, Value, json};

use crate::{
    catalog::{self, Action, Level},
    compile::MAX_POLICY,
    document::{self, VERSION, one_or_many},
    errors::Violation,
    policy::{ANYTHING, ActionMatch, Effect, Pattern, Policy, ResourceMatch, Statement},
};

/// What a policy holds beside one statement.
const AROUND: usize = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Custom200",}]}"#.len();
/// Ways to more rights that AWS does not sort under permissions.
const ESCALATIONS: [&str; 7] = [
    "iam:AddUserToGroup",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:PassRole",
    "iam:UpdateLoginProfile",
    "kms:CreateGrant",
    "sts:AssumeRole",
];

/// A statement that was read.
pub(super) struct Own {
    value: Map<String, Value>,
    statement: Statement,
}

impl Own {
    /// Reads JSON.
    pub(super) fn read(typed: &str) -> Result<Self, Violation> {
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("statement_{rule}"), message));
        let value: Value = match serde_json::from_str(typed) {
            Ok(value) => value,
            Err(error) => {
                return violation(
                    "not_json",
                    text!(custom_not_json, error = error.to_string()),
                );
            }
        };
        let value = match value {
            Value::Object(value) if !value.contains_key("Statement") => value,
            Value::Object(_) | Value::Array(_) => {
                return violation("several", text!(custom_several));
            }
            _ => {
                return violation("invalid", text!(custom_invalid));
            }
        };
        let whole = json!({ "Version": VERSION, "Statement": [value] });
        match Policy::parse(&whole).map(|policy| policy.statements.into_iter().next()) {
            Ok(Some(statement)) => Ok(Self { value, statement }),
            Ok(None) => violation("empty", text!(custom_missing)),
            Err(error) => violation(
                "invalid",
                error.to_string().replace("Statement[0].", "").into(),
            ),
        }
    }

    /// The text under which it is stored: the same for the same statement.
    pub(super) fn stored(&self) -> Result<String, Violation> {
        let canonical = Value::Object(self.canonical());
        let size = document::size(&canonical);
        let most = MAX_POLICY - AROUND;
        if size > most {
            return Err(Violation::new(
                "statement_too_large",
                text!(
                    custom_too_large,
                    size = size,
                    most = most,
                    excess = size - most
                ),
            ));
        }
        Ok(canonical.to_string())
    }

    /// As it stands in a document.
    pub(super) fn named(&self, sid: &str) -> Value {
        let mut named = Map::new();
        named.insert("Sid".to_owned(), sid.into());
        named.extend(self.canonical());
        Value::Object(named)
    }

    /// Whether it gives a way to more rights than it names.
    pub(super) fn escalates(&self) -> bool {
        !self.escalations().is_empty()
    }

    /// Without a name, in one order: the same statement has the same text.
    fn canonical(&self) -> Map<String, Value> {
        let mut canonical = Map::new();
        for key in [
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
        ] {
            if let Some(value) = self.value.get(key) {
                canonical.insert(key.to_owned(), sorted(value));
            }
        }
        canonical
    }

    /// The actions with which somebody gives themselves, or another, more than they have: those that AWS
    /// sorts under permissions, and some that it does not.
    fn escalations(&self) -> Vec<&'static str> {
        if self.statement.effect == Effect::Deny {
            return Vec::new();
        }
        let granting = self.known_actions().into_iter();
        let granting = granting
            .filter(|action| action.level == Level::Permissions)
            .map(|action| action.name.as_str());
        let named = |action: &&str| self.statement.is_about_action(action);
        let mut found: Vec<_> = ESCALATIONS
            .into_iter()
            .filter(named)
            // One role by its name is a choice that an approver can judge.
            .filter(|action| *action != "sts:AssumeRole" || self.is_about_everything())
            .chain(granting)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The actions of AWS that it names, as far as they are known.
    fn known_actions(&self) -> Vec<&'static Action> {
        match &self.statement.actions {
            ActionMatch::Only(patterns) => patterns
                .iter()
                .flat_map(|pattern| catalog::actions(pattern.text()))
                .collect(),
            ActionMatch::Except(_) => Vec::new(),
        }
    }

    /// What is not there in AWS: actions, condition keys, and actions on resources of another kind.
    fn unknown(&self) -> Vec<(&'static str, Text)> {
        let ActionMatch::Only(patterns) = &self.statement.actions else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let day = catalog::date();
        for action in patterns.iter().map(Pattern::text) {
            if !catalog::actions(action).is_empty() {
                continue;
            }
            let message = match catalog::similar(action) {
                Some(known) => text!(
                    custom_action_unknown_but_similar,
                    action = action,
                    day = day,
                    known = known
                ),
                None => text!(custom_action_unknown, action = action, day = day),
            };
            found.push(("action_unknown", message));
        }
        let known = self.known_actions();
        for condition in &self.statement.conditions {
            if !known.is_empty() && !catalog::knows_key(&condition.key, &known) {
                found.push((
                    "condition_key_unknown",
                    text!(custom_condition_key_unknown, key = condition.key, day = day),
                ));
            }
        }
        // Of all that a wildcard takes in, some never fit.
        let named: Vec<&Action> = patterns
            .iter()
            .filter(|pattern| !pattern.text().contains(['*', '?']))
            .flat_map(|pattern| catalog::actions(pattern.text()))
            .collect();
        let unfit: Vec<_> = named
            .iter()
            .filter(|action| !self.may_be_about(action))
            .map(|action| action.name.as_str())
            .collect();
        if let [first, ..] = unfit.as_slice() {
            let kinds: Vec<_> = named
                .iter()
                .filter(|action| action.name == *first)
                .flat_map(|action| action.resources.iter().map(String::as_str))
                .collect();
            let unfit = unfit.join(", ");
            let message = match alternatives(&kinds) {
                None => text!(custom_resource_mismatch_any, unfit = unfit, first = first),
                Some(kinds) => text!(
                    custom_resource_mismatch,
                    unfit = unfit,
                    first = first,
                    kinds = kinds
                ),
            };
            found.push(("resource_mismatch", message));
        }
        found
    }

    /// Whether any of the resources can be one of those that an action is about.
    fn may_be_about(&self, action: &Action) -> bool {
        let ResourceMatch::Only(patterns) = &self.statement.resources else {
            return true;
        };
        patterns.iter().any(|own| {
            own.text() == "*"
                || action.resources.iter().any(|arn| {
                    own.common_sample(&Pattern::of_resource(arn), ANYTHING)
                        .is_some()
                })
        })
    }

    /// Whether it is about all resources of a kind, or of all kinds.
    fn is_about_everything(&self) -> bool {
        match &self.statement.resources {
            ResourceMatch::Only(patterns) => patterns.iter().any(|one| is_open(one.text())),
            ResourceMatch::Except(_) | ResourceMatch::Itself => true,
        }
    }

    /// `call s3:GetObjectTagging on arn:aws:s3:::data/*`.
    pub(super) fn words(&self) -> Text {
        let list = |patterns: &[Pattern]| {
            let texts: Vec<_> = patterns.iter().map(Pattern::text).collect();
            texts.join(", ")
        };
        let but = |patterns: &[Pattern]| text!(custom_everything_but, names = list(patterns));
        let actions = match &self.statement.actions {
            ActionMatch::Only(patterns) => list(patterns).into(),
            ActionMatch::Except(patterns) => but(patterns),
        };
        let resources = match &self.statement.resources {
            ResourceMatch::Only(patterns) => list(patterns).into(),
            ResourceMatch::Except(patterns) => but(patterns),
            ResourceMatch::Itself => text!(custom_itself),
        };
        match (self.statement.effect, self.statement.conditions.is_empty()) {
            (Effect::Allow, true) => text!(custom_allows, actions = actions, resources = resources),
            (Effect::Allow, false) => text!(
                custom_allows_under_conditions,
                actions = actions,
                resources = resources
            ),
            (Effect::Deny, true) => text!(custom_denies, actions = actions, resources = resources),
            (Effect::Deny, false) => text!(
                custom_denies_under_conditions,
                actions = actions,
                resources = resources
            ),
        }
    }

    /// What an approver should know of it.
    pub(super) fn findings(&self) -> Vec<Violation> {
        let written = text!(custom_by_hand);
        let mut found = vec![Violation::new("custom_statement", written)];
        if self.statement.effect == Effect::Allow {
            found.extend(self.dangers());
        }
        let unknown = self.unknown().into_iter();
        found.extend(unknown.map(|(code, message)| Violation::new(code, message)));
        found
    }

    /// What is open in it.
    fn dangers(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let escalations = self.escalations();
        if !escalations.is_empty() {
            let message = text!(custom_escalation, actions = few(&escalations));
            found.push(Violation::new("escalation", message));
        }
        match &self.statement.actions {
            ActionMatch::Only(patterns) => {
                let texts = patterns.iter().map(Pattern::text);
                let open: Vec<_> = texts.filter(|text| text.contains(['*', '?'])).collect();
                if !open.is_empty() {
                    let message = text!(custom_action_wildcard, actions = few(&open));
                    found.push(Violation::new("action_wildcard", message));
                }
            }
            ActionMatch::Except(_) => found.push(Violation::new(
                "allows_all_but",
                text!(custom_allows_all_but),
            )),
        }
        // Some actions are about nothing in particular, and take no other resource.
        let known = self.known_actions();
        let takes = known.is_empty() || known.iter().any(|action| !action.resources.is_empty());
        if takes && self.is_about_everything() {
            found.push(Violation::new("resource_all", text!(custom_resource_all)));
        }
        found
    }
}

/// Whether an ARN has nothing but wildcards for a name: `*`, `arn:aws:s3:::*`, `arn:aws:iam::1:role/*`.
fn is_open(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    let (service, name) = (parts.nth(2), parts.nth(2));
    let name = match (service, name) {
        // What stands before the slash is a bucket, and not a kind of resource.
        (Some("s3"), Some(name)) => name,
        (_, Some(name)) => name.split_once(['/', ':']).map_or(name, |(_, name)| name),
        (_, None) => arn,
    };
    !name.is_empty() && name.chars().all(|c| matches!(c, '*' | '?' | '/' | ':'))
}

/// The first of them, and how many more there are.
fn few(names: &[&str]) -> Text {
    match names.split_at_checked(5) {
        Some((first, rest)) if !rest.is_empty() => {
            text!(custom_and_more, names = first.join(", "), more = rest.len())
        }
        _ => names.join(", ").into(),
    }
}

/// `a or b or c`; none of none.
fn alternatives(names: &[&str]) -> Option<Text> {
    let names = names.iter().map(|name| Text::plain(*name));
    names.reduce(|first, second| text!(custom_or, first = first, second = second))
}

/// Lists of texts in order and each once, keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let texts: Option<BTreeSet<&str>> = items.iter().map(Value::as_str).collect();
            texts.map_or_else(
                || Value::Array(items.iter().map(sorted).collect()),
                |texts| one_or_many(texts.into_iter().collect()),
            )
        }
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            entries
                .into_iter()
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect::<Map<_, _>>()
                .into()
        }
        other => other.clone(),
    }
}

/// The same in several lines, for people; what is no JSON stays as it is.
pub fn pretty(typed: &str) -> String {
    serde_json::from_str::<Value>(typed)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| typed.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use super::*;
    use crate::{grant::Grant, service::Service};

    fn grant(statement: &str) -> Grant {
        let mut grant = Grant::empty(Service::Custom);
        grant.set("statement", statement.to_owned());
        grant
    }

    fn codes(statement: &str) -> Vec<String> {
        let own = Own::read(statement).unwrap();
        own.findings().into_iter().map(|one| one.code).collect()
    }

    #[test]
    fn the_same_statement_has_the_same_text() {
        let plain = r#"{"Effect":"Allow","Action":["s3:A","s3:B"],"Resource":"arn:aws:s3:::x"}"#;
        for statement in [
            plain,
            r#"{"Sid":"Mine","Resource":["arn:aws:s3:::x"],"Action":["s3:B","s3:A","s3:A"],"Effect":"Allow"}"#,
        ] {
            assert_eq!(super::super::parse(&grant(statement)).as_deref(), Ok(plain));
        }
        assert_eq!(
            super::super::parse(&grant(&pretty(plain))).as_deref(),
            Ok(plain)
        );
    }

    #[test]
    fn what_is_no_statement_is_refused_with_what_to_do() {
        for (statement, code) in [
            (" ", "statement_empty"),
            ("{", "statement_not_json"),
            ("[]", "statement_several"),
            (
                r#"{"Version":"2012-10-17","Statement":[]}"#,
                "statement_several",
            ),
            ("7", "statement_invalid"),
            ("{}", "statement_invalid"),
            (
                r#"{"Effect":"Allow","Action":"s3:GetObject"}"#,
                "statement_invalid",
            ),
            (
                r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Principal":"*"}"#,
                "statement_invalid",
            ),
            (
                r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::x/日"}"#,
                "statement_not_latin1",
            ),
        ] {
            assert_eq!(
                super::super::parse(&grant(statement)).unwrap_err().code,
                code,
                "{statement}"
            );
        }
        let long = format!(
            r#"{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::x/{}"}}"#,
            "y".repeat(MAX_POLICY)
        );
        assert_eq!(
            super::super::parse(&grant(&long)).unwrap_err().code,
            "statement_too_large"
        );
    }

    #[test]
    fn what_is_dangerous_is_said() {
        let allow = |action: &str, resource: &str| {
            format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#)
        };
        let role = "arn:aws:iam::003250186609:role/x";
        for (statement, expected) in [
            (allow("s3:GetObjectTagging", "arn:aws:s3:::x/*"), vec![]),
            (allow("ec2:DescribeInstances", "*"), vec![]),
            (allow("s3:GetObject", "*"), vec!["resource_all"]),
            (allow("s3:GetObject", "arn:aws:s3:::*/*"), vec!["resource_all"]),
            (
                allow("sqs:SendMessage", "arn:aws:sqs:eu-central-1:003250186609:*"),
                vec!["resource_all"],
            ),
            (
                allow("sts:AssumeRole", "arn:aws:iam::003250186609:role/*"),
                vec!["escalation", "resource_all"],
            ),
            (
                allow("sts:AssumeRole", "arn:aws:iam::003250186609:role/x-*"),
                vec![],
            ),
            (allow("s3:GetObjet", "arn:aws:s3:::x/*"), vec!["action_unknown"]),
            (
                allow("s3:GetObject", "arn:aws:s3:::x"),
                vec!["resource_mismatch"],
            ),
            (
                allow("ec2:DescribeInstances", "arn:aws:ec2:eu-central-1:1:instance/*"),
                vec!["resource_mismatch"],
            ),
            (
                r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::x/*","Condition":{"StringEquals":{"s3:prefx":"a"}}}"#.to_owned(),
                vec!["condition_key_unknown"],
            ),
            (
                allow("s3:Get*", "arn:aws:s3:::x/*"),
                vec!["action_wildcard"],
            ),
            (allow("iam:PassRole", role), vec!["escalation"]),
            (allow("IAM:passrole", role), vec!["escalation"]),
            (allow("sts:AssumeRole", role), vec![]),
            (
                allow("sts:AssumeRole", "*"),
                vec!["escalation", "resource_all"],
            ),
            (
                allow("*", "*"),
                vec!["escalation", "action_wildcard", "resource_all"],
            ),
            (
                r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"arn:aws:s3:::x"}"#.to_owned(),
                vec!["escalation", "allows_all_but"],
            ),
            (
                r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#.to_owned(),
                vec![],
            ),
        ] {
            let mut found = codes(&statement);
            assert_eq!(found.remove(0), "custom_statement");
            assert_eq!(found, expected, "{statement}");
        }
    }
}
