//! The life of a request: its states, and the commands that lead from one to the next.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Waits for a decision.
    Submitted,
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
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// A role that is not there yet.
    NewRole,
    /// Other grants for a role that is.
    ChangeGrants,
}

/// What leads a request from state to state. The first three and the last two are people's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Decide for it.
    Approve,
    /// Decide against it.
    Reject,
    /// Take it back before a decision.
    Withdraw,
    /// The worker begins, or goes on after it was stopped.
    Start,
    /// The worker has finished.
    Succeed,
    /// The worker can't.
    Fail,
    /// Try again what was approved.
    Retry,
    /// Don't try again.
    GiveUp,
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
    pub const ALL: [Self; 7] = [
        Self::Submitted,
        Self::Approved,
        Self::Applying,
        Self::Applied,
        Self::Failed,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The state after a command. `Start` while applying is a worker that resumes.
    ///
    /// # Errors
    /// When this state does not know the command.
    pub const fn next(self, command: Command) -> Result<Self, InvalidTransition> {
        use Command::{Approve, Fail, GiveUp, Reject, Retry, Start, Succeed, Withdraw};
        let invalid = Err(InvalidTransition {
            from: self,
            command,
        });
        // Without a catch-all: a new state or command does not compile until it is decided here.
        match self {
            Self::Submitted => match command {
                Approve => Ok(Self::Approved),
                Reject => Ok(Self::Rejected),
                Withdraw => Ok(Self::Withdrawn),
                Start | Succeed | Fail | Retry | GiveUp => invalid,
            },
            Self::Approved => match command {
                Start => Ok(Self::Applying),
                Approve | Reject | Withdraw | Succeed | Fail | Retry | GiveUp => invalid,
            },
            Self::Applying => match command {
                Start => Ok(Self::Applying),
                Succeed => Ok(Self::Applied),
                Fail => Ok(Self::Failed),
                Approve | Reject | Withdraw | Retry | GiveUp => invalid,
            },
            Self::Failed => match command {
                Retry => Ok(Self::Approved),
                GiveUp => Ok(Self::Withdrawn),
                Approve | Reject | Withdraw | Start | Succeed | Fail => invalid,
            },
            Self::Applied | Self::Rejected | Self::Withdrawn => match command {
                Approve | Reject | Withdraw | Start | Succeed | Fail | Retry | GiveUp => invalid,
            },
        }
    }

    /// Whether something is still to happen; a role has at most one open request.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Submitted | Self::Approved | Self::Applying | Self::Failed => true,
            Self::Applied | Self::Rejected | Self::Withdrawn => false,
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
            Self::Approved => "approved",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Its name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submitted => "Submitted",
            Self::Approved => "Approved",
            Self::Applying => "Applying",
            Self::Applied => "Applied",
            Self::Failed => "Failed",
            Self::Rejected => "Rejected",
            Self::Withdrawn => "Withdrawn",
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
    /// Both.
    pub const ALL: [Self; 2] = [Self::NewRole, Self::ChangeGrants];

    /// Its name in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewRole => "new_role",
            Self::ChangeGrants => "change_grants",
        }
    }

    /// Its name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NewRole => "New role",
            Self::ChangeGrants => "Change of grants",
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
    pub const ALL: [Self; 8] = [
        Self::Approve,
        Self::Reject,
        Self::Withdraw,
        Self::Start,
        Self::Succeed,
        Self::Fail,
        Self::Retry,
        Self::GiveUp,
    ];

    /// Its name in logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Withdraw => "withdraw",
            Self::Start => "start",
            Self::Succeed => "succeed",
            Self::Fail => "fail",
            Self::Retry => "retry",
            Self::GiveUp => "give_up",
        }
    }
}
