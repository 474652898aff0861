//! Who may do what: one table, as one `match`. It is printed to docs/authorization.md.

use std::str::FromStr;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use crate::lifecycle::{Command, RequestState, UnknownWord};

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
    /// Give a request back to its author, with what should be different.
    RequestChanges,
    /// Send a request back to the approvers as it is, with an answer.
    Answer,
    /// Write a new revision of a request.
    Edit,
    /// Say something about a request.
    Comment,
    /// Take one's own request back.
    Withdraw,
    /// Approve without the people whom the rules want.
    BreakGlass,
    /// Have a failed application tried again.
    Retry,
    /// Close a failed request.
    GiveUp,
    /// Take an approved request back before anything was sent.
    CallOff,
    /// See the approval rules.
    SeeRules,
    /// Propose other approval rules.
    ProposeRules,
    /// Put proposed rules in force, or reject them.
    DecideRules,
    /// Propose a cluster, other settings of one, or its removal.
    ProposeClusters,
    /// Put a proposed change of the clusters in force, or reject it.
    DecideClusters,
    /// See the roles in AWS that are not Roleport's.
    SeeUnmanaged,
    /// Have AWS searched for such roles, and ask for their adoption.
    Adopt,
    /// See what was sent to whom.
    SeeDeliveries,
    /// Have something sent again.
    Redeliver,
}

/// What a person has to do with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stake {
    /// They asked for it.
    Author,
    /// They wrote one of its later revisions.
    Editor,
    /// It is other people's, and a rule asks for their approval.
    Asked,
    /// It is other people's.
    Other,
    /// It is other people's, and not theirs to see: to them it is not there.
    Hidden,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the person is; nothing for someone in none of the groups.
    pub roles: &'a [PersonRole],
    /// What they have to do with the request it is about.
    pub stake: Stake,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable `snake_case` name of the reason.
    pub code: String,
    /// The reason for a person, and who can.
    pub message: Text,
}

/// A refusal before it is told.
#[derive(Debug, Clone, Copy)]
struct Reason {
    code: &'static str,
    message: fn() -> Text,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self {
            code: reason.code.to_owned(),
            message: (reason.message)(),
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
    /// A role that decides, or a rule that asks for the person; and a request that others wrote,
    /// every revision of it.
    OtherDecider,
    /// The author, in a role that asks for things.
    Author,
    /// The author or a role that decides.
    AuthorOrDecider,
    /// A role that decides, for what concerns no request.
    Decider,
    /// A role that sees every request and role.
    SeesAll,
    /// The one role that may pass the rules over, and write them.
    Admin,
    /// The same, and something that another wrote; the reason where they wrote it themselves.
    OtherAdmin(Reason),
    /// A role that sees everything.
    Overseer,
    /// The one role that looks after Roleport itself.
    Operator,
    /// Another state.
    OtherState(Reason),
}

const NO_ROLE: Reason = Reason {
    code: "no_role",
    message: || text!(lifecycle_refused_no_role),
};
const NOT_A_REQUESTER: Reason = Reason {
    code: "not_a_requester",
    message: || text!(lifecycle_refused_not_a_requester),
};
const NOT_AN_APPROVER: Reason = Reason {
    code: "not_an_approver",
    message: || text!(lifecycle_refused_not_an_approver),
};
const OWN_REQUEST: Reason = Reason {
    code: "own_request",
    message: || text!(lifecycle_refused_own_request),
};
const OWN_REVISION: Reason = Reason {
    code: "own_revision",
    message: || text!(lifecycle_refused_own_revision),
};
const NOT_THE_AUTHOR: Reason = Reason {
    code: "not_the_author",
    message: || text!(lifecycle_refused_not_the_author),
};
const NOT_INVOLVED: Reason = Reason {
    code: "not_involved",
    message: || text!(lifecycle_refused_not_involved),
};
const NOT_AN_ADMIN: Reason = Reason {
    code: "not_an_admin",
    message: || text!(lifecycle_refused_not_an_admin),
};
const OWN_RULES: Reason = Reason {
    code: "own_rules",
    message: || text!(lifecycle_refused_own_rules),
};
const OWN_CLUSTER_CHANGE: Reason = Reason {
    code: "own_cluster_change",
    message: || text!(lifecycle_refused_own_cluster_change),
};
const NOT_A_DECIDER: Reason = Reason {
    code: "not_a_decider",
    message: || text!(lifecycle_refused_not_a_decider),
};
const SEES_NOT_ALL: Reason = Reason {
    code: "sees_not_all",
    message: || text!(lifecycle_refused_sees_not_all),
};
const NOT_AN_OVERSEER: Reason = Reason {
    code: "not_an_overseer",
    message: || text!(lifecycle_refused_not_an_overseer),
};
const NOT_AN_OPERATOR: Reason = Reason {
    code: "not_an_operator",
    message: || text!(lifecycle_refused_not_an_operator),
};
/// The code of the refusal that stands for "there is no such thing".
pub const NOT_FOUND: &str = "not_found";
const HIDDEN: Reason = Reason {
    code: NOT_FOUND,
    message: || text!(lifecycle_refused_hidden),
};
const NO_REQUEST: Reason = Reason {
    code: "no_request",
    message: || text!(lifecycle_refused_no_request),
};
const ALREADY_SUBMITTED: Reason = Reason {
    code: "already_submitted",
    message: || text!(lifecycle_refused_already_submitted),
};
const NOT_SUBMITTED: Reason = Reason {
    code: "not_submitted",
    message: || text!(lifecycle_refused_not_submitted),
};
const NOTHING_TO_ANSWER: Reason = Reason {
    code: "nothing_to_answer",
    message: || text!(lifecycle_refused_nothing_to_answer),
};
const NOT_EDITABLE: Reason = Reason {
    code: "not_editable",
    message: || text!(lifecycle_refused_not_editable),
};
const NOT_FAILED: Reason = Reason {
    code: "not_failed",
    message: || text!(lifecycle_refused_not_failed),
};

const NOT_WAITING: Reason = Reason {
    code: "not_waiting",
    message: || text!(lifecycle_refused_not_waiting),
};

/// What an action needs in a state; no state where no request exists.
///
/// Without a catch-all: a new action or state does not compile until it is decided here.
#[allow(clippy::match_same_arms)] // in groups by action, not by need
const fn need(action: Action, state: Option<RequestState>) -> Need {
    use RequestState::{
        Applied, Applying, Approved, ChangesRequested, Expired, Failed, Rejected, Submitted,
        Withdrawn,
    };
    let Some(state) = state else {
        return need_without_request(action);
    };
    match (action, state) {
        (
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::SeeRules,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => Need::AnyRole,

        // Rules and clusters are no request's: its state does not matter.
        (
            Action::ProposeRules
            | Action::DecideRules
            | Action::ProposeClusters
            | Action::DecideClusters,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => need_without_request(action),

        (
            Action::Submit,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => Need::OtherState(ALREADY_SUBMITTED),

        (
            Action::Comment,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => Need::Requester,

        (Action::Approve | Action::RequestChanges, Submitted)
        | (Action::Reject, Submitted | ChangesRequested) => Need::OtherDecider,
        (Action::BreakGlass, Submitted | ChangesRequested) => Need::Admin,
        (Action::Withdraw, Submitted | ChangesRequested) => Need::Author,
        (
            Action::Approve | Action::RequestChanges,
            ChangesRequested | Approved | Applying | Applied | Failed | Rejected | Withdrawn
            | Expired,
        )
        | (
            Action::Reject | Action::Withdraw | Action::BreakGlass,
            Approved | Applying | Applied | Failed | Rejected | Withdrawn | Expired,
        ) => Need::OtherState(NOT_SUBMITTED),

        (Action::Edit, Submitted | ChangesRequested) => Need::AuthorOrDecider,
        (Action::Edit, Approved | Applying | Applied | Failed | Rejected | Withdrawn | Expired) => {
            Need::OtherState(NOT_EDITABLE)
        }

        (Action::Answer, ChangesRequested) => Need::Author,
        (
            Action::Answer,
            Submitted | Approved | Applying | Applied | Failed | Rejected | Withdrawn | Expired,
        ) => Need::OtherState(NOTHING_TO_ANSWER),

        (Action::Retry | Action::GiveUp, Failed) => Need::AuthorOrDecider,
        (
            Action::Retry | Action::GiveUp,
            Submitted | ChangesRequested | Approved | Applying | Applied | Rejected | Withdrawn
            | Expired,
        ) => Need::OtherState(NOT_FAILED),

        (Action::CallOff, Approved) => Need::AuthorOrDecider,
        (
            Action::CallOff,
            Submitted | ChangesRequested | Applying | Applied | Failed | Rejected | Withdrawn
            | Expired,
        ) => Need::OtherState(NOT_WAITING),

        // Of no request alone, and so the same in every state.
        (
            Action::SeeUnmanaged | Action::Adopt,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => need_without_request(action),
        (
            Action::SeeDeliveries,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => Need::Overseer,
        (
            Action::Redeliver,
            Submitted | ChangesRequested | Approved | Applying | Applied | Failed | Rejected
            | Withdrawn | Expired,
        ) => Need::Operator,
    }
}

const fn need_without_request(action: Action) -> Need {
    match action {
        Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::SeeRules => {
            Need::AnyRole
        }
        Action::Submit => Need::Requester,
        Action::ProposeRules | Action::ProposeClusters => Need::Admin,
        Action::DecideRules => Need::OtherAdmin(OWN_RULES),
        Action::DecideClusters => Need::OtherAdmin(OWN_CLUSTER_CHANGE),
        Action::SeeUnmanaged => Need::SeesAll,
        Action::Adopt => Need::Decider,
        Action::SeeDeliveries => Need::Overseer,
        Action::Redeliver => Need::Operator,
        Action::Approve
        | Action::Reject
        | Action::RequestChanges
        | Action::Answer
        | Action::Edit
        | Action::Comment
        | Action::Withdraw
        | Action::BreakGlass
        | Action::Retry
        | Action::GiveUp
        | Action::CallOff => Need::OtherState(NO_REQUEST),
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
    // Before any other reason: a reason would tell that there is something.
    if matches!(subject.stake, Stake::Hidden) && state.is_some() && action.concerns_a_request() {
        return Err(HIDDEN.into());
    }
    let requests = subject.roles.iter().any(|role| role.requests());
    let decides = subject.roles.iter().any(|role| role.decides());
    let is_author = matches!(subject.stake, Stake::Author);
    let is_admin = subject.roles.contains(&PersonRole::Admin);
    let is_asked = matches!(subject.stake, Stake::Asked) && requests;
    let (allowed, reason) = match need(action, state) {
        Need::AnyRole => return Ok(()),
        Need::OtherState(reason) => (false, reason),
        Need::Requester => (requests, NOT_A_REQUESTER),
        Need::OtherDecider if !decides && !is_asked => (false, NOT_AN_APPROVER),
        // Four eyes: whatever else the writer is, an admin included.
        Need::OtherDecider => match subject.stake {
            Stake::Author => (false, OWN_REQUEST),
            Stake::Editor => (false, OWN_REVISION),
            Stake::Asked | Stake::Other => return Ok(()),
            Stake::Hidden => (false, HIDDEN),
        },
        Need::Author | Need::AuthorOrDecider if !requests => (false, NOT_A_REQUESTER),
        Need::Author => (is_author, NOT_THE_AUTHOR),
        Need::AuthorOrDecider => (is_author || decides, NOT_INVOLVED),
        Need::Decider => (decides, NOT_A_DECIDER),
        Need::SeesAll => (
            subject.roles.iter().any(|role| role.sees_all()),
            SEES_NOT_ALL,
        ),
        Need::Admin | Need::OtherAdmin(_) if !is_admin => (false, NOT_AN_ADMIN),
        Need::Admin => (is_admin, NOT_AN_ADMIN),
        Need::OtherAdmin(reason) => (!is_author, reason),
        Need::Overseer => (
            is_admin || subject.roles.contains(&PersonRole::Auditor),
            NOT_AN_OVERSEER,
        ),
        Need::Operator => (is_admin, NOT_AN_OPERATOR),
    };
    if allowed { Ok(()) } else { Err(reason.into()) }
}

impl PersonRole {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Developer, Self::Approver, Self::Auditor, Self::Admin];

    /// Whether it asks for things.
    pub const fn requests(self) -> bool {
        match self {
            Self::Developer | Self::Approver | Self::Admin => true,
            Self::Auditor => false,
        }
    }

    /// Whether it decides on other people's requests.
    pub const fn decides(self) -> bool {
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
    pub fn label(self) -> Text {
        match self {
            Self::Developer => text!(lifecycle_role_developer),
            Self::Approver => text!(lifecycle_role_approver),
            Self::Auditor => text!(lifecycle_role_auditor),
            Self::Admin => text!(lifecycle_role_admin),
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
    pub const ALL: [Self; 24] = [
        Self::SeeRoles,
        Self::SeeRequest,
        Self::SeeHistory,
        Self::Submit,
        Self::Approve,
        Self::Reject,
        Self::RequestChanges,
        Self::Answer,
        Self::Edit,
        Self::Comment,
        Self::Withdraw,
        Self::BreakGlass,
        Self::Retry,
        Self::GiveUp,
        Self::CallOff,
        Self::SeeRules,
        Self::ProposeRules,
        Self::DecideRules,
        Self::ProposeClusters,
        Self::DecideClusters,
        Self::SeeUnmanaged,
        Self::Adopt,
        Self::SeeDeliveries,
        Self::Redeliver,
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
            Self::RequestChanges => "ask for changes",
            Self::Answer => "answer a request for changes",
            Self::Edit => "write a new revision",
            Self::Comment => "comment on a request",
            Self::Withdraw => "withdraw a request",
            Self::BreakGlass => "break the glass",
            Self::Retry => "retry a failed request",
            Self::GiveUp => "give up a failed request",
            Self::CallOff => "call an approved request off",
            Self::SeeRules => "see the approval rules",
            Self::ProposeRules => "propose approval rules",
            Self::DecideRules => "decide on proposed approval rules",
            Self::ProposeClusters => "propose a change of the clusters",
            Self::DecideClusters => "decide on a proposed change of the clusters",
            Self::SeeUnmanaged => "see roles that are not Roleport's",
            Self::Adopt => "ask for an adoption",
            Self::SeeDeliveries => "see notifications that were sent",
            Self::Redeliver => "send a notification again",
        }
    }

    /// Whether it is about one request that is there, and not about Roleport as a whole.
    pub const fn concerns_a_request(self) -> bool {
        match self {
            Self::SeeRequest
            | Self::Submit
            | Self::Approve
            | Self::Reject
            | Self::RequestChanges
            | Self::Answer
            | Self::Edit
            | Self::Comment
            | Self::Withdraw
            | Self::BreakGlass
            | Self::Retry
            | Self::GiveUp
            | Self::CallOff => true,
            Self::SeeRoles
            | Self::SeeHistory
            | Self::SeeRules
            | Self::ProposeRules
            | Self::DecideRules
            | Self::ProposeClusters
            | Self::DecideClusters
            | Self::SeeUnmanaged
            | Self::Adopt
            | Self::SeeDeliveries
            | Self::Redeliver => false,
        }
    }

    /// The right that a person needs for a command; none for what only Roleport itself does.
    pub const fn of(command: Command) -> Option<Self> {
        match command {
            Command::Endorse | Command::Approve => Some(Self::Approve),
            Command::Reject => Some(Self::Reject),
            Command::RequestChanges => Some(Self::RequestChanges),
            Command::Answer => Some(Self::Answer),
            Command::Edit => Some(Self::Edit),
            Command::Withdraw => Some(Self::Withdraw),
            Command::BreakGlass => Some(Self::BreakGlass),
            Command::Retry => Some(Self::Retry),
            Command::GiveUp => Some(Self::GiveUp),
            Command::CallOff => Some(Self::CallOff),
            Command::Expire
            | Command::Start
            | Command::Outdate
            | Command::Succeed
            | Command::Fail => None,
        }
    }
}
