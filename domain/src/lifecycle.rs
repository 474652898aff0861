//! The life of a request: its states, and the commands that lead from one to the next.

use std::{fmt, str::FromStr};

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Waits for a decision.
    Submitted,
    /// An approver wants something different; waits for its author.
    ChangesRequested,
    /// Waits for the worker.
    Approved,
    /// The worker is carrying it out.
    Applying,
    /// Done; AWS shows it.
    Applied,
    /// The worker could not; somebody retries or gives up.
    Failed,
    /// Decided against.
    Rejected,
    /// Taken back by its author, or given up.
    Withdrawn,
    /// Nobody did anything about it for too long.
    Expired,
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// A role that is not there yet.
    NewRole,
    /// Other grants for a role that is.
    ChangeGrants,
    /// A role that is no longer needed: it is removed from AWS.
    Retire,
    /// A role that AWS has otherwise than it was approved: it is brought back.
    Restore,
    /// A role that somebody made outside Roleport: it is Roleport's from then on, and its pods can do
    /// what they could.
    Adopt,
}

/// What leads a request from state to state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Decide for it, while the rules want more people to do so.
    Endorse,
    /// Decide for it, as the last one that the rules want.
    Approve,
    /// Decide against it.
    Reject,
    /// Give it back to its author.
    RequestChanges,
    /// Send it back to the approvers as it is.
    Answer,
    /// Send a new revision to the approvers.
    Edit,
    /// Take it back before a decision.
    Withdraw,
    /// Approve it without the people whom the rules want: an emergency.
    BreakGlass,
    /// Too old: Roleport closes it.
    Expire,
    /// The worker begins, or goes on after it was stopped.
    Start,
    /// AWS is not any more as the approval saw it: it needs another one.
    Outdate,
    /// The worker has finished.
    Succeed,
    /// The worker can't.
    Fail,
    /// Try again what was approved.
    Retry,
    /// Don't try again.
    GiveUp,
    /// Take it back after its approval, before anything was sent.
    CallOff,
}

/// A command that a state does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} is not possible: the request is {from}", command.as_str())]
pub struct InvalidTransition {
    /// The state the request is in.
    pub from: RequestState,
    /// What was asked for.
    pub command: Command,
}

/// A word that names no state or kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no request state or kind")]
pub struct UnknownWord(pub String);

impl RequestState {
    /// All of them, along the way.
    pub const ALL: [Self; 9] = [
        Self::Submitted,
        Self::ChangesRequested,
        Self::Approved,
        Self::Applying,
        Self::Applied,
        Self::Failed,
        Self::Rejected,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// The state after a command. `Start` while applying is a worker that resumes.
    ///
    /// # Errors
    /// When this state does not know the command.
    pub const fn next(self, command: Command) -> Result<Self, InvalidTransition> {
        use Command::{
            Answer, Approve, BreakGlass, CallOff, Edit, Endorse, Expire, Fail, GiveUp, Outdate,
            Reject, RequestChanges, Retry, Start, Succeed, Withdraw,
        };
        let invalid = Err(InvalidTransition {
            from: self,
            command,
        });
        // Without a catch-all: a new state or command does not compile until it is decided here.
        match self {
            Self::Submitted => match command {
                Endorse | Edit => Ok(Self::Submitted),
                Approve | BreakGlass => Ok(Self::Approved),
                Reject => Ok(Self::Rejected),
                RequestChanges => Ok(Self::ChangesRequested),
                Withdraw => Ok(Self::Withdrawn),
                Expire => Ok(Self::Expired),
                Answer | Start | Outdate | Succeed | Fail | Retry | GiveUp | CallOff => invalid,
            },
            Self::ChangesRequested => match command {
                Answer | Edit => Ok(Self::Submitted),
                BreakGlass => Ok(Self::Approved),
                Reject => Ok(Self::Rejected),
                Withdraw => Ok(Self::Withdrawn),
                Expire => Ok(Self::Expired),
                Endorse | Approve | RequestChanges | Start | Outdate | Succeed | Fail | Retry
                | GiveUp | CallOff => invalid,
            },
            Self::Approved => match command {
                Start => Ok(Self::Applying),
                CallOff => Ok(Self::Withdrawn),
                Endorse | Approve | Reject | RequestChanges | Answer | Edit | Withdraw
                | BreakGlass | Expire | Outdate | Succeed | Fail | Retry | GiveUp => invalid,
            },
            Self::Applying => match command {
                Start => Ok(Self::Applying),
                Outdate => Ok(Self::Submitted),
                Succeed => Ok(Self::Applied),
                Fail => Ok(Self::Failed),
                Endorse | Approve | Reject | RequestChanges | Answer | Edit | Withdraw
                | BreakGlass | Expire | Retry | GiveUp | CallOff => invalid,
            },
            Self::Failed => match command {
                Retry => Ok(Self::Approved),
                GiveUp => Ok(Self::Withdrawn),
                Endorse | Approve | Reject | RequestChanges | Answer | Edit | Withdraw
                | BreakGlass | Expire | Start | Outdate | Succeed | Fail | CallOff => invalid,
            },
            Self::Applied | Self::Rejected | Self::Withdrawn | Self::Expired => match command {
                Endorse | Approve | Reject | RequestChanges | Answer | Edit | Withdraw
                | BreakGlass | Expire | Start | Outdate | Succeed | Fail | Retry | GiveUp
                | CallOff => invalid,
            },
        }
    }

    /// Whether something is still to happen; a role has at most one open request.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Submitted
            | Self::ChangesRequested
            | Self::Approved
            | Self::Applying
            | Self::Failed => true,
            Self::Applied | Self::Rejected | Self::Withdrawn | Self::Expired => false,
        }
    }

    /// Whether somebody may still decide about it.
    pub const fn awaits_decision(self) -> bool {
        match self {
            Self::Submitted | Self::ChangesRequested => true,
            Self::Approved
            | Self::Applying
            | Self::Applied
            | Self::Failed
            | Self::Rejected
            | Self::Withdrawn
            | Self::Expired => false,
        }
    }

    /// Whether nothing will change any more.
    pub const fn is_settled(self) -> bool {
        !self.is_open()
    }

    /// Its name in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::ChangesRequested => "changes_requested",
            Self::Approved => "approved",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Its name on a page.
    pub fn label(self) -> Text {
        match self {
            Self::Submitted => text!(lifecycle_state_submitted),
            Self::ChangesRequested => text!(lifecycle_state_changes_requested),
            Self::Approved => text!(lifecycle_state_approved),
            Self::Applying => text!(lifecycle_state_applying),
            Self::Applied => text!(lifecycle_state_applied),
            Self::Failed => text!(lifecycle_state_failed),
            Self::Rejected => text!(lifecycle_state_rejected),
            Self::Withdrawn => text!(lifecycle_state_withdrawn),
            Self::Expired => text!(lifecycle_state_expired),
        }
    }

    /// The same in the middle of a sentence.
    pub fn words(self) -> Text {
        match self {
            Self::Submitted => text!(lifecycle_state_in_sentence_submitted),
            Self::ChangesRequested => text!(lifecycle_state_in_sentence_changes_requested),
            Self::Approved => text!(lifecycle_state_in_sentence_approved),
            Self::Applying => text!(lifecycle_state_in_sentence_applying),
            Self::Applied => text!(lifecycle_state_in_sentence_applied),
            Self::Failed => text!(lifecycle_state_in_sentence_failed),
            Self::Rejected => text!(lifecycle_state_in_sentence_rejected),
            Self::Withdrawn => text!(lifecycle_state_in_sentence_withdrawn),
            Self::Expired => text!(lifecycle_state_in_sentence_expired),
        }
    }
}

impl fmt::Display for RequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RequestState {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl RequestKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NewRole,
        Self::ChangeGrants,
        Self::Retire,
        Self::Restore,
        Self::Adopt,
    ];

    /// Its name in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewRole => "new_role",
            Self::ChangeGrants => "change_grants",
            Self::Retire => "retire",
            Self::Restore => "restore",
            Self::Adopt => "adopt",
        }
    }

    /// Whether it has a content of its own, to edit and to copy. The others are about a role as it is.
    pub const fn has_content(self) -> bool {
        match self {
            Self::NewRole | Self::ChangeGrants => true,
            Self::Retire | Self::Restore | Self::Adopt => false,
        }
    }

    /// Its name on a page.
    pub fn label(self) -> Text {
        match self {
            Self::NewRole => text!(lifecycle_kind_new_role),
            Self::ChangeGrants => text!(lifecycle_kind_change_grants),
            Self::Retire => text!(lifecycle_kind_retire),
            Self::Restore => text!(lifecycle_kind_restore),
            Self::Adopt => text!(lifecycle_kind_adopt),
        }
    }

    /// The same in the middle of a sentence.
    pub fn words(self) -> Text {
        match self {
            Self::NewRole => text!(lifecycle_kind_in_sentence_new_role),
            Self::ChangeGrants => text!(lifecycle_kind_in_sentence_change_grants),
            Self::Retire => text!(lifecycle_kind_in_sentence_retire),
            Self::Restore => text!(lifecycle_kind_in_sentence_restore),
            Self::Adopt => text!(lifecycle_kind_in_sentence_adopt),
        }
    }
}

impl fmt::Display for RequestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RequestKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl Command {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Endorse,
        Self::Approve,
        Self::Reject,
        Self::RequestChanges,
        Self::Answer,
        Self::Edit,
        Self::Withdraw,
        Self::BreakGlass,
        Self::Expire,
        Self::Start,
        Self::Outdate,
        Self::Succeed,
        Self::Fail,
        Self::Retry,
        Self::GiveUp,
        Self::CallOff,
    ];

    /// Its name in logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Endorse => "endorse",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::RequestChanges => "request_changes",
            Self::Answer => "answer",
            Self::Edit => "edit",
            Self::Withdraw => "withdraw",
            Self::BreakGlass => "break_glass",
            Self::Expire => "expire",
            Self::Start => "start",
            Self::Outdate => "outdate",
            Self::Succeed => "succeed",
            Self::Fail => "fail",
            Self::Retry => "retry",
            Self::GiveUp => "give_up",
            Self::CallOff => "call_off",
        }
    }
}
