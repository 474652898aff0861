//! Approval rules: which requests need whose approval. They are data, edited in the portal, and
//! themselves under four eyes (issue 3, item 4).
//!
//! Every rule that matches a request counts: what all of them ask for must be given. Where none
//! matches, one approver decides. One person's approval counts in each group that they are in.

mod check;
mod facts;
mod low_risk;
mod standing;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};
use wildmatch::WildMatch;

use crate::{service::Service, visibility::Visibility};

pub use facts::{Facts, Risk};
pub use low_risk::{MOST_AT_ONCE, why_alone};
pub use standing::{Demand, Person, Standing};

/// Most approvals that one step can ask for.
pub const MAX_COUNT: u8 = 10;

/// The rules and the teams they speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleSet {
    /// Who sees what. Left out where it says nothing new: a server of the version before does not
    /// know the word.
    #[serde(skip_serializing_if = "Visibility::is_all")]
    pub visibility: Visibility,
    /// Who owns which namespaces and buckets.
    pub teams: Vec<Team>,
    /// Whose approval is needed, and when.
    pub rules: Vec<Rule>,
    /// What needs nobody's approval.
    pub auto_approve: Vec<AutoApproval>,
}

/// Some people and what is theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Team {
    /// Its name, as rules write it: `team:payments`.
    pub name: String,
    /// E-mail addresses of its members, without regard to case.
    pub members: Vec<String>,
    /// Groups of the identity provider whose people are its members.
    pub groups: Vec<String>,
    /// Its namespaces, as `cluster/namespace`, with `*` and `?`.
    pub namespaces: Vec<String>,
    /// Its buckets, with `*` and `?`.
    pub buckets: Vec<String>,
}

/// Whose approval some requests need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// What the request's page calls it.
    pub name: String,
    /// Clusters, with `*` and `?`; empty for all.
    pub clusters: Vec<String>,
    /// Namespaces, with `*` and `?`; empty for all.
    pub namespaces: Vec<String>,
    /// Any of these; empty for every request.
    pub risks: Vec<Risk>,
    /// Anything newly opened of one of these services, such as `kms`; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// All of these are needed.
    pub require: Vec<Step>,
}

/// So many of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Which group.
    pub group: Group,
    /// How many of it, 1 to 10.
    #[serde(default = "one")]
    pub count: u8,
}

const fn one() -> u8 {
    1
}

/// Who can give an approval.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Group {
    /// Whoever decides on requests.
    Approvers,
    /// Admins.
    Admins,
    /// The teams that own the request's namespace.
    NamespaceOwners,
    /// The teams that own the buckets it is newly given access to.
    BucketOwners,
    /// One team, by name.
    Team(String),
}

/// Requests that Roleport approves by itself. Off unless switched on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutoApproval {
    /// What the history calls it.
    pub name: String,
    /// Whether it is in force.
    pub enabled: bool,
    /// Clusters, with `*` and `?`; empty for all.
    pub clusters: Vec<String>,
    /// Namespaces, with `*` and `?`; empty for all.
    pub namespaces: Vec<String>,
    /// Only where all new access is reading or listing.
    pub read_only: bool,
    /// Only on buckets that the owners of the namespace own as well.
    pub own_buckets: bool,
    /// Only of these services; empty for S3 alone, since reading a secret is not what reading was when
    /// there was nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
}

impl AutoApproval {
    /// Whether it is about a service.
    fn is_about(&self, service: Service) -> bool {
        if self.services.is_empty() {
            service == Service::S3
        } else {
            self.services.contains(&service)
        }
    }
}

/// A text that names no group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no group: write approvers, admins, namespace-owners, bucket-owners or team:NAME"
)]
pub struct UnknownGroup(pub String);

impl TryFrom<String> for Group {
    type Error = UnknownGroup;

    fn try_from(text: String) -> Result<Self, UnknownGroup> {
        match text.as_str() {
            "approvers" => Ok(Self::Approvers),
            "admins" => Ok(Self::Admins),
            "namespace-owners" => Ok(Self::NamespaceOwners),
            "bucket-owners" => Ok(Self::BucketOwners),
            other => match other.strip_prefix("team:") {
                Some(name) if !name.is_empty() => Ok(Self::Team(name.to_owned())),
                _ => Err(UnknownGroup(text)),
            },
        }
    }
}

impl From<Group> for String {
    fn from(group: Group) -> Self {
        match group {
            Group::Approvers => "approvers".to_owned(),
            Group::Admins => "admins".to_owned(),
            Group::NamespaceOwners => "namespace-owners".to_owned(),
            Group::BucketOwners => "bucket-owners".to_owned(),
            Group::Team(name) => format!("team:{name}"),
        }
    }
}

impl Group {
    /// In words, as they stand after "2 of".
    pub fn words(&self) -> Text {
        match self {
            Self::Approvers => text!(demands_approvers),
            Self::Admins => text!(demands_admins),
            Self::NamespaceOwners => text!(demands_namespace_owners),
            Self::BucketOwners => text!(demands_bucket_owners),
            Self::Team(name) => text!(demands_team, name = name),
        }
    }
}

impl Step {
    /// In words: "2 of the approvers".
    pub fn words(&self) -> Text {
        text!(demands_of, count = self.count, group = self.group.words())
    }
}

fn matches_any(patterns: &[String], text: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| WildMatch::new(pattern).matches(text))
}

/// An empty list of patterns is for everything.
fn admits(patterns: &[String], text: &str) -> bool {
    patterns.is_empty() || matches_any(patterns, text)
}

impl Team {
    /// Whether a namespace is its own, as `cluster/namespace`.
    pub fn owns_place(&self, place: &str) -> bool {
        matches_any(&self.namespaces, place)
    }

    /// Whether a bucket is its own.
    pub fn owns_bucket(&self, bucket: &str) -> bool {
        matches_any(&self.buckets, bucket)
    }
}

impl Rule {
    /// Whether it asks for this team by its name.
    pub fn asks_team(&self, name: &str) -> bool {
        self.require
            .iter()
            .any(|step| matches!(&step.group, Group::Team(team) if team == name))
    }
}

/// What Roleport never approves by itself.
const NEVER_BY_ITSELF: [Risk; 3] = [Risk::Retire, Risk::CustomStatement, Risk::Escalation];

impl RuleSet {
    /// The teams that own a namespace.
    pub fn owners(&self, cluster: &str, namespace: &str) -> impl Iterator<Item = &Team> {
        let place = format!("{cluster}/{namespace}");
        self.teams
            .iter()
            .filter(move |team| team.owns_place(&place))
    }

    /// The teams that own a bucket.
    pub fn bucket_owners(&self, bucket: &str) -> impl Iterator<Item = &Team> {
        self.teams
            .iter()
            .filter(move |team| team.owns_bucket(bucket))
    }

    /// The rules that a request meets.
    pub fn matching(&self, facts: &Facts) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| {
            admits(&rule.clusters, &facts.cluster)
                && admits(&rule.namespaces, &facts.namespace)
                && (rule.risks.is_empty()
                    || rule.risks.iter().any(|risk| facts.risks.contains(risk)))
                && (rule.services.is_empty()
                    || rule.services.iter().any(|one| facts.services.contains(one)))
        })
    }

    /// The rule by which a request needs nobody's approval, if there is one.
    pub fn auto_approval(&self, facts: &Facts) -> Option<&AutoApproval> {
        self.auto_approve.iter().find(|rule| {
            rule.enabled
                // What takes access away from pods is looked at by somebody, and what no template
                // bounds as well.
                && facts.risks.is_disjoint(&NEVER_BY_ITSELF.into())
                && admits(&rule.clusters, &facts.cluster)
                && admits(&rule.namespaces, &facts.namespace)
                && (!rule.read_only
                    || facts.risks.is_disjoint(&[Risk::Write, Risk::Delete].into()))
                && (!rule.own_buckets || facts.only_own_buckets)
                && facts.services.iter().all(|one| rule.is_about(*one))
        })
    }
}
