//! Who may do what: one table, as one `match`. It is printed to docs/authorization.md.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::lifecycle::{RequestState, UnknownWord};

/// What a person is to the portal, from the identity provider's groups. One may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Asks for roles.
    Developer,
    /// Decides on what others ask for; may ask as well.
    Approver,
    /// Sees everything, changes nothing.
    Auditor,
    /// All that an approver may.
    Admin,
}

/// What a person wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See the roles and what they may do.
    SeeRoles,
    /// See a request.
    SeeRequest,
    /// See and export the audit history.
    SeeHistory,
    /// Submit a request that does not exist yet.
    Submit,
    /// Decide for a request.
    Approve,
    /// Decide against a request.
    Reject,
    /// Take one's own request back.
    Withdraw,
    /// Have a failed application tried again.
    Retry,
    /// Close a failed request.
    GiveUp,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the person is; nothing for someone in none of the groups.
    pub roles: &'a [PersonRole],
    /// Whether they wrote the request it is about.
    pub is_author: bool,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable `snake_case` name of the reason.
    pub code: String,
    /// The reason for a person, and who can.
    pub message: String,
}

/// A refusal before it is told.
#[derive(Debug, Clone, Copy)]
struct Reason {
    code: &'static str,
    message: &'static str,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self {
            code: reason.code.to_owned(),
            message: reason.message.to_owned(),
        }
    }
}

/// What an action needs.
#[derive(Debug, Clone, Copy)]
enum Need {
    /// Any role at all.
    AnyRole,
    /// A role that asks for things.
    Requester,
    /// A role that decides, and another person's request.
    OtherDecider,
    /// The author, in a role that asks for things.
    Author,
    /// The author or a role that decides.
    AuthorOrDecider,
    /// Another state.
    OtherState(Reason),
}

const NO_ROLE: Reason = Reason {
    code: "no_role",
    message: "You are in none of the groups that may use Roleport. Ask whoever runs it to add you.",
};
const NOT_A_REQUESTER: Reason = Reason {
    code: "not_a_requester",
    message: "Auditors see everything and change nothing. A developer can do this.",
};
const NOT_AN_APPROVER: Reason = Reason {
    code: "not_an_approver",
    message: "Only an approver or an admin decides on requests.",
};
const OWN_REQUEST: Reason = Reason {
    code: "own_request",
    message: "You wrote this request, so somebody else has to decide on it.",
};
const NOT_THE_AUTHOR: Reason = Reason {
    code: "not_the_author",
    message: "Only the person who wrote this request can withdraw it.",
};
const NOT_INVOLVED: Reason = Reason {
    code: "not_involved",
    message: "Only the person who wrote this request, an approver or an admin can do this.",
};
const NO_REQUEST: Reason = Reason {
    code: "no_request",
    message: "There is no request yet. Submit it first.",
};
const ALREADY_SUBMITTED: Reason = Reason {
    code: "already_submitted",
    message: "This request was submitted before. Open a new one.",
};
const NOT_SUBMITTED: Reason = Reason {
    code: "not_submitted",
    message: "This request waits for no decision any more.",
};
const NOT_FAILED: Reason = Reason {
    code: "not_failed",
    message: "This is for requests that could not be applied, and this one is in another state.",
};

/// What an action needs in a state; no state where no request exists.
///
/// Without a catch-all: a new action or state does not compile until it is decided here.
const fn need(action: Action, state: Option<RequestState>) -> Need {
    use RequestState::{Applied, Applying, Approved, Failed, Rejected, Submitted, Withdrawn};
    match (action, state) {
        (
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory,
            None | Some(Submitted | Approved | Applying | Applied | Failed | Rejected | Withdrawn),
        ) => Need::AnyRole,

        (Action::Submit, None) => Need::Requester,
        (
            Action::Submit,
            Some(Submitted | Approved | Applying | Applied | Failed | Rejected | Withdrawn),
        ) => Need::OtherState(ALREADY_SUBMITTED),

        (Action::Approve | Action::Reject, Some(Submitted)) => Need::OtherDecider,
        (Action::Withdraw, Some(Submitted)) => Need::Author,
        (
            Action::Approve | Action::Reject | Action::Withdraw,
            Some(Approved | Applying | Applied | Failed | Rejected | Withdrawn),
        ) => Need::OtherState(NOT_SUBMITTED),

        (Action::Retry | Action::GiveUp, Some(Failed)) => Need::AuthorOrDecider,
        (
            Action::Retry | Action::GiveUp,
            Some(Submitted | Approved | Applying | Applied | Rejected | Withdrawn),
        ) => Need::OtherState(NOT_FAILED),

        (
            Action::Approve | Action::Reject | Action::Withdraw | Action::Retry | Action::GiveUp,
            None,
        ) => Need::OtherState(NO_REQUEST),
    }
}

/// Whether a person may do something with a request in this state; no state where there is none.
///
/// # Errors
/// The reason why not, and who can.
pub fn may(
    subject: Subject<'_>,
    action: Action,
    state: Option<RequestState>,
) -> Result<(), Refusal> {
    if subject.roles.is_empty() {
        return Err(NO_ROLE.into());
    }
    let requests = subject.roles.iter().any(|role| role.requests());
    let decides = subject.roles.iter().any(|role| role.decides());
    let (allowed, reason) = match need(action, state) {
        Need::AnyRole => return Ok(()),
        Need::OtherState(reason) => (false, reason),
        Need::Requester => (requests, NOT_A_REQUESTER),
        Need::OtherDecider if !decides => (false, NOT_AN_APPROVER),
        // Four eyes: whatever else the author is, an admin included.
        Need::OtherDecider => (!subject.is_author, OWN_REQUEST),
        Need::Author | Need::AuthorOrDecider if !requests => (false, NOT_A_REQUESTER),
        Need::Author => (subject.is_author, NOT_THE_AUTHOR),
        Need::AuthorOrDecider => (subject.is_author || decides, NOT_INVOLVED),
    };
    if allowed { Ok(()) } else { Err(reason.into()) }
}

impl PersonRole {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Developer, Self::Approver, Self::Auditor, Self::Admin];

    const fn requests(self) -> bool {
        match self {
            Self::Developer | Self::Approver | Self::Admin => true,
            Self::Auditor => false,
        }
    }

    const fn decides(self) -> bool {
        match self {
            Self::Approver | Self::Admin => true,
            Self::Developer | Self::Auditor => false,
        }
    }

    /// Its name in configuration and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Its name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Developer => "Developer",
            Self::Approver => "Approver",
            Self::Auditor => "Auditor",
            Self::Admin => "Admin",
        }
    }
}

impl FromStr for PersonRole {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::SeeRoles,
        Self::SeeRequest,
        Self::SeeHistory,
        Self::Submit,
        Self::Approve,
        Self::Reject,
        Self::Withdraw,
        Self::Retry,
        Self::GiveUp,
    ];

    /// In words, such as `see a request`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SeeRoles => "see roles",
            Self::SeeRequest => "see a request",
            Self::SeeHistory => "see the history",
            Self::Submit => "submit a request",
            Self::Approve => "approve a request",
            Self::Reject => "reject a request",
            Self::Withdraw => "withdraw a request",
            Self::Retry => "retry a failed request",
            Self::GiveUp => "give up a failed request",
        }
    }
}
