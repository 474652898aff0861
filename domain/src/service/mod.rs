//! The services that a grant can be about: a template each, in a file of its own.
//!
//! A template says what is typed, how that is checked, what a policy allows for it, and how it reads in a
//! sentence. A new one is a file here, its name in [`Service`], and its tests; the form, the API, the policy, the
//! difference in plain words and the rules follow from it. Actions are those of domain.md section 2.

mod athena;
mod custom;
mod dynamodb;
mod kinesis;
mod kms;
mod place;
mod rule;
mod s3;
mod secretsmanager;
mod sns;
mod sqs;
mod ssm;

use std::{collections::BTreeSet, fmt};

use roleport_lang::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::{
    cluster::ValidCluster,
    errors::Violation,
    grant::{Access, Grant},
    partition::Partition,
    rules::Risk,
    scope::Scope,
};

pub use custom::pretty;

/// A service that a grant can be about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Objects in an S3 bucket.
    #[default]
    S3,
    /// A KMS key, for what is encrypted with it.
    Kms,
    /// A queue.
    Sqs,
    /// A topic.
    Sns,
    /// A table.
    DynamoDb,
    /// A stream.
    Kinesis,
    /// A secret.
    SecretsManager,
    /// Parameters.
    Ssm,
    /// SQL over a database of the Glue catalog.
    Athena,
    /// A statement that somebody wrote.
    Custom,
}

impl Service {
    /// All of them, in the order in which they are offered and written.
    pub const ALL: [Self; 10] = [
        Self::S3,
        Self::Kms,
        Self::Sqs,
        Self::Sns,
        Self::DynamoDb,
        Self::Kinesis,
        Self::SecretsManager,
        Self::Ssm,
        Self::Athena,
        Self::Custom,
    ];

    /// What it asks for, and what it makes of it.
    pub const fn template(self) -> &'static Template {
        match self {
            Self::S3 => &s3::TEMPLATE,
            Self::Kms => &kms::TEMPLATE,
            Self::Sqs => &sqs::TEMPLATE,
            Self::Sns => &sns::TEMPLATE,
            Self::DynamoDb => &dynamodb::TEMPLATE,
            Self::Kinesis => &kinesis::TEMPLATE,
            Self::SecretsManager => &secretsmanager::TEMPLATE,
            Self::Ssm => &ssm::TEMPLATE,
            Self::Athena => &athena::TEMPLATE,
            Self::Custom => &custom::TEMPLATE,
        }
    }

    /// Its name in JSON, forms and rules, such as `s3`.
    pub const fn as_str(self) -> &'static str {
        self.template().name
    }

    /// The one of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|service| service.as_str() == name)
    }
}

impl Serialize for Service {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Service {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|one| one.as_str()).collect();
            D::Error::custom(format_args!(
                "there is no service `{name}`; known are {}",
                known.join(", ")
            ))
        })
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that a grant of a service has.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in JSON and in forms.
    pub name: &'static str,
    label: fn() -> Text,
    hint: fn() -> Text,
    /// Whether it has several lines.
    pub long: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// A regular expression for JSON Schema; what is not a match is never right.
    pub pattern: Option<&'static str>,
}

impl Field {
    const fn new(name: &'static str, label: fn() -> Text, hint: fn() -> Text) -> Self {
        Self {
            name,
            label,
            hint,
            long: false,
            optional: false,
            pattern: None,
        }
    }

    /// Its name on a form.
    pub fn label(&self) -> Text {
        (self.label)()
    }

    /// What to write into it.
    pub fn hint(&self) -> Text {
        (self.hint)()
    }
}

/// Which fields of two grants say that one is a part of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// Only the same is.
    Same,
    /// A text that starts with the other's, in the field of this place.
    Prefix(usize),
    /// A path below the other's, in the field of this place.
    Path(usize),
}

/// Something that people do, for which there are words.
pub(crate) struct Activity {
    /// The action that stands for it.
    pub(crate) action: &'static str,
    /// Its verb, and what goes between that and the resource.
    pub(crate) words: (&'static str, &'static str),
    /// Actions that belong to it and say nothing new beside it.
    pub(crate) companions: &'static [&'static str],
}

const fn activity(
    action: &'static str,
    verb: &'static str,
    object: &'static str,
    companions: &'static [&'static str],
) -> Activity {
    Activity {
        action,
        words: (verb, object),
        companions,
    }
}

/// A text as it is stored, or what is wrong with it.
pub(crate) type Parsed = Result<String, Violation>;

/// What deserves a second look in a grant, with the field that it is about.
pub(crate) type Finding = (&'static str, Violation);

/// How a service's grants are typed, checked, compiled and told.
pub struct Template {
    /// Its name in JSON, forms and rules.
    pub name: &'static str,
    pub(crate) title: fn() -> Text,
    /// What is typed, in order.
    pub fields: &'static [Field],
    /// What may be done, in the order in which it is shown. Where it is one thing, nobody has to choose it.
    pub accesses: &'static [Access],
    /// An access, and what it brings along.
    pub(crate) implied: Option<(Access, Access)>,
    /// Which grants are parts of others.
    pub(crate) nesting: Nesting,
    /// What is risky about one access.
    pub(crate) risks: fn(&[&str], Access) -> Vec<Risk>,
    /// What the sentences about documents call its actions.
    pub(crate) activities: &'static [Activity],
    /// Each text as it is stored, or what is wrong with it; one for each field.
    pub(crate) parse: fn(&Grant, Option<&Home<'_>>) -> Vec<Parsed>,
    /// The resource in a few words, such as `s3://bucket/prefix`.
    pub(crate) address: fn(&[&str]) -> Text,
    /// The grant in a sentence's middle; the text says what may be done.
    pub(crate) sentence: fn(&[&str], &Text) -> Text,
    /// What a reader should know before they say yes.
    pub(crate) findings: fn(&[&str], &BTreeSet<Access>) -> Vec<Finding>,
    /// What a policy says for all grants of the service: checked, merged and sorted ones.
    pub(crate) statements: fn(&[&Scope<String>], &Home<'_>) -> Vec<Value>,
}

impl Template {
    /// What it grants, on a form, such as "SQS queue".
    pub fn title(&self) -> Text {
        (self.title)()
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Where a cluster's resources are, unless somebody says otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home<'a> {
    pub(crate) partition: Partition,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
}

impl<'a> Home<'a> {
    pub(crate) fn of(cluster: &'a ValidCluster) -> Self {
        Self {
            partition: cluster.partition,
            region: &cluster.raw.region,
            account: cluster.account.as_str(),
        }
    }
}

/// No finding.
fn nothing(_: &[&str], _: &BTreeSet<Access>) -> Vec<Finding> {
    Vec::new()
}

/// No risk.
fn harmless(_: &[&str], _: Access) -> Vec<Risk> {
    Vec::new()
}

/// One of a grant's texts.
fn text<'a>(texts: &[&'a str], place: usize) -> &'a str {
    texts.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_complete_and_its_names_are_its_own() {
        let mut names = BTreeSet::new();
        for service in Service::ALL {
            let template = service.template();
            assert_eq!(Service::parse(template.name), Some(service));
            assert!(names.insert(template.name), "{service}");
            assert!(!template.accesses.is_empty(), "{service}");
            let mut parts = BTreeSet::from(["service", "access"]);
            for field in template.fields {
                assert!(parts.insert(field.name), "{service}: {}", field.name);
            }
            // A form has both as the last part of a name.
            for access in template.accesses {
                assert!(parts.insert(access.as_str()), "{service}: {access:?}");
            }
            let parsed = (template.parse)(&Grant::empty(service), None);
            assert_eq!(parsed.len(), template.fields.len(), "{service}");
            for (field, parsed) in template.fields.iter().zip(parsed) {
                assert_eq!(parsed.is_ok(), field.optional, "{service}: {}", field.name);
            }
        }
        assert_eq!(Service::parse("S3"), None);
    }
}
