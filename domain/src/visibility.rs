//! Who sees which requests, roles and events: the whole rule, as pure functions. The lists of the
//! store are the same rule over indexes ([`Share`]), and a test holds the two against each other.

use std::collections::BTreeSet;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use crate::{
    authorize::PersonRole,
    grant::Grant,
    lifecycle::RequestState,
    rules::{Facts, Person, RuleSet, Team},
};

/// Who sees what, as the rules have it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody sees everything.
    #[default]
    All,
    /// Who is a developer and nothing else sees what has to do with them and their teams.
    Teams,
}

impl Visibility {
    /// Whether everybody sees everything.
    #[allow(clippy::trivially_copy_pass_by_ref)] // as serde asks
    pub const fn is_all(&self) -> bool {
        match self {
            Self::All => true,
            Self::Teams => false,
        }
    }

    /// In a sentence.
    pub fn words(self) -> Text {
        match self {
            Self::All => text!(demands_visibility_all),
            Self::Teams => {
                text!(demands_visibility_teams)
            }
        }
    }
}

/// What people have to do with a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestTies<'a> {
    /// Cluster name.
    pub cluster: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// What the role could do.
    pub before: &'a [Grant],
    /// What is asked for.
    pub after: &'a [Grant],
    /// Where it stands.
    pub state: RequestState,
    /// Who asked.
    pub author: &'a Person,
    /// Who wrote a revision of it, decided on it, commented on it or is named in a comment.
    pub involved: &'a BTreeSet<i64>,
}

/// What people have to do with a role.
#[derive(Debug, Clone, Copy)]
pub struct RoleTies<'a> {
    /// Cluster name.
    pub cluster: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// What it may do.
    pub grants: &'a [Grant],
}

/// What an event is about.
#[derive(Debug, Clone, Copy)]
pub enum EventTies<'a> {
    /// A request, and whether the viewer sees that.
    Request(bool),
    /// A role and no request, and whether the viewer sees the role.
    Role(bool),
    /// Neither.
    Neither {
        /// The event's kind, such as `rules.proposed`.
        kind: &'a str,
        /// Who did it, where that is known.
        actor: Option<&'a Person>,
    },
}

impl PersonRole {
    /// Whether it sees everything whatever the rules say.
    pub const fn sees_all(self) -> bool {
        match self {
            Self::Approver | Self::Auditor | Self::Admin => true,
            Self::Developer => false,
        }
    }
}

/// The buckets that grants name, each once.
fn buckets(lists: [&[Grant]; 2]) -> BTreeSet<&str> {
    lists
        .into_iter()
        .flatten()
        .filter_map(Grant::bucket)
        .collect()
}

/// Kinds of events that are everybody's: the rules and the configuration that hold for all.
pub const COMMON_AREAS: [&str; 2] = ["rules.", "configuration."];

impl RuleSet {
    /// Whether somebody in these roles sees only what has to do with them and their teams.
    pub fn narrows(&self, roles: &[PersonRole]) -> bool {
        match self.visibility {
            Visibility::All => false,
            Visibility::Teams => !roles.iter().any(|role| role.sees_all()),
        }
    }

    /// The teams of a person.
    fn teams_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Team> {
        self.teams.iter().filter(|team| team.has(person))
    }

    /// Whether one of the viewer's teams has this person too.
    fn shares_team(&self, viewer: &Person, other: &Person) -> bool {
        self.teams_of(viewer).any(|team| team.has(other))
    }

    fn owns_place(&self, viewer: &Person, cluster: &str, namespace: &str) -> bool {
        self.owners(cluster, namespace).any(|team| team.has(viewer))
    }

    fn owns_bucket(&self, viewer: &Person, bucket: &str) -> bool {
        self.bucket_owners(bucket).any(|team| team.has(viewer))
    }

    /// Whether a rule asks for the viewer's approval of this request. It asks as long as the request
    /// waits: who has answered sees it on for having decided.
    pub fn asks_now(&self, viewer: &Person, request: &RequestTies<'_>) -> bool {
        let place = (request.cluster, request.namespace);
        request.state.awaits_decision()
            && self.asks(
                &Facts::of(self, place, request.before, request.after),
                viewer,
            )
    }

    /// Whether the viewer sees a request.
    pub fn sees_request(&self, viewer: &Person, request: &RequestTies<'_>) -> bool {
        !self.narrows(&viewer.roles)
            || request.author.id == viewer.id
            || request.involved.contains(&viewer.id)
            || self.owns_place(viewer, request.cluster, request.namespace)
            || buckets([request.before, request.after])
                .into_iter()
                .any(|bucket| self.owns_bucket(viewer, bucket))
            || self.shares_team(viewer, request.author)
            || self.asks_now(viewer, request)
    }

    /// Whether the viewer sees a role; `seen_request` says whether they see any request for it.
    pub fn sees_role(&self, viewer: &Person, role: &RoleTies<'_>, seen_request: bool) -> bool {
        !self.narrows(&viewer.roles)
            || seen_request
            || self.owns_place(viewer, role.cluster, role.namespace)
            || buckets([role.grants, &[]])
                .into_iter()
                .any(|bucket| self.owns_bucket(viewer, bucket))
    }

    /// Whether the viewer sees an event of the history.
    pub fn sees_event(&self, viewer: &Person, event: EventTies<'_>) -> bool {
        !self.narrows(&viewer.roles)
            || match event {
                EventTies::Request(seen) | EventTies::Role(seen) => seen,
                EventTies::Neither { kind, actor } => {
                    COMMON_AREAS.iter().any(|area| kind.starts_with(area))
                        || actor.is_some_and(|actor| {
                            actor.id == viewer.id || self.shares_team(viewer, actor)
                        })
                }
            }
    }

    /// Whether a rule asks for a team of the viewer's by its name. Only then can a request outside
    /// the [`Share`] ask for them: owners see what they own anyway.
    pub fn may_ask(&self, viewer: &Person) -> bool {
        self.teams_of(viewer)
            .any(|team| self.rules.iter().any(|rule| rule.asks_team(&team.name)))
    }
}

/// What the teams of a viewer own, name by name: patterns can't use an index, names can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// Their namespaces, as `cluster/namespace`.
    pub places: Vec<String>,
    /// Their buckets.
    pub buckets: Vec<String>,
    /// Rows of their members.
    pub people: Vec<i64>,
}

impl Share {
    /// Of all the places (`cluster/namespace`), buckets and people there are, those of the viewer's
    /// teams.
    pub fn of(
        set: &RuleSet,
        viewer: &Person,
        places: Vec<String>,
        buckets: Vec<String>,
        people: &[Person],
    ) -> Self {
        let teams: Vec<_> = set.teams_of(viewer).collect();
        let any = |test: &dyn Fn(&Team) -> bool| teams.iter().any(|team| test(team));
        Self {
            places: places
                .into_iter()
                .filter(|place| any(&|team| team.owns_place(place)))
                .collect(),
            buckets: buckets
                .into_iter()
                .filter(|bucket| any(&|team| team.owns_bucket(bucket)))
                .collect(),
            people: people
                .iter()
                .filter(|person| any(&|team| team.has(person)))
                .map(|person| person.id)
                .collect(),
        }
    }
}
