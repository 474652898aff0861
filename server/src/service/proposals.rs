//! What admins propose and another admin decides on: the approval rules, and changes of the clusters.

use chrono::{DateTime, Utc};
use roleport_app::portal::{Moment, PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake};
use roleport_lang::{Text, text};

use super::{CommandError, commands::check_length, pages::moment, permitted};
use crate::store::StoreError;

/// What an admin does with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalDecision {
    /// Put it in force.
    Activate,
    /// Decide against it.
    Reject,
    /// Take it back; its writer only.
    Withdraw,
}

impl ProposalDecision {
    /// Whether the viewer may decide so on a proposal of this stake, with the rights to propose and to decide.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] with the reason.
    pub(super) fn permitted(
        self,
        viewer: &Viewer,
        stake: Stake,
        (propose, decide): (Action, Action),
    ) -> Result<(), PortalError> {
        match self {
            Self::Withdraw if stake != Stake::Author => {
                Err(PortalError::Forbidden(text!(answers_own_proposal)))
            }
            Self::Withdraw => permitted(viewer, propose, stake),
            Self::Activate | Self::Reject => permitted(viewer, decide, stake),
        }
    }
}

/// What the viewer has to do with a proposal of this author.
pub(super) fn stake(author_id: i64, viewer: &Viewer) -> Stake {
    if author_id == viewer.person_id {
        Stake::Author
    } else {
        Stake::Other
    }
}

/// Who decided on a proposal and when, as a page shows it.
pub(super) fn decision(
    decider: Option<&String>,
    decided_at: Option<DateTime<Utc>>,
) -> Option<(String, Moment)> {
    Some((decider?.clone(), moment(decided_at?)))
}

/// What is wrong with the comment of a proposal.
pub(super) fn comment_problem(comment: &str) -> Option<Text> {
    if comment.trim().is_empty() {
        Some(text!(answers_why_proposal))
    } else {
        check_length(comment).err()
    }
}

/// A lost race, told of `what`: two admins at once, or a proposal that was withdrawn meanwhile.
pub(super) fn lost(error: StoreError, what: &Text) -> CommandError {
    match error {
        StoreError::Stale => decided(what),
        other => other.into(),
    }
}

/// Somebody has decided already.
pub(super) fn decided(what: &Text) -> CommandError {
    PortalError::Conflict(text!(answers_decided_already, what = what)).into()
}
