//! The approval rules.

use roleport_app::portal::{self, RulesPage};
use serde::Serialize;
use utoipa::ToSchema;

use super::{all, request::TextChange};

/// The approval rules.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Rules {
    /// The version in force; none while the built-in rule holds: one approver decides.
    active: Option<RulesVersion>,
    /// The rules in force, as TOML; empty while the built-in rule holds.
    source: String,
    /// The version that waits for a decision.
    proposed: Option<ProposedRules>,
    /// Whether you may propose others.
    may_propose: bool,
    /// The newest versions, newest first.
    versions: Vec<RulesVersion>,
}

/// A version of the approval rules.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RulesVersion {
    /// Counts from 1.
    version: i64,
    /// `proposed`, `active`, `superseded`, `rejected` or `withdrawn`.
    state: String,
    /// Who wrote it.
    author: String,
    /// Why.
    comment: String,
    /// When it was proposed.
    #[schema(format = DateTime)]
    proposed_at: String,
    /// Who decided on it.
    decided_by: Option<String>,
    /// When that was.
    #[schema(format = DateTime)]
    decided_at: Option<String>,
}

impl From<portal::Proposal> for RulesVersion {
    fn from(version: portal::Proposal) -> Self {
        let (decided_by, decided_at) = version.decided.map(|(who, at)| (who, at.machine)).unzip();
        Self {
            version: version.number,
            state: version.state,
            author: version.author,
            comment: version.comment,
            proposed_at: version.proposed.machine,
            decided_by,
            decided_at,
        }
    }
}

/// Rules that wait for a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ProposedRules {
    #[serde(flatten)]
    version: RulesVersion,
    /// What they say, as TOML.
    source: String,
    /// What is different from those in force, line by line.
    difference: Vec<TextChange>,
    /// Whether you may decide on them.
    may_decide: bool,
    /// Whether you wrote them.
    is_mine: bool,
}

impl From<portal::ProposedRules> for ProposedRules {
    fn from(proposed: portal::ProposedRules) -> Self {
        Self {
            version: proposed.version.into(),
            source: proposed.source,
            difference: all(proposed.difference),
            may_decide: proposed.can_decide,
            is_mine: proposed.is_mine,
        }
    }
}

impl From<RulesPage> for Rules {
    fn from(page: RulesPage) -> Self {
        Self {
            active: page.active.map(RulesVersion::from),
            source: page.source,
            proposed: page.proposed.map(ProposedRules::from),
            may_propose: page.can_propose,
            versions: all(page.versions),
        }
    }
}
