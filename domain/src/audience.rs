//! Who is told of an event, and why: one function. Whether they want to be told of it is theirs to
//! choose, how they are told is the server's to know.

use std::str::FromStr;

use crate::{
    authorize::PersonRole,
    lifecycle::{RequestState, UnknownWord},
};

/// Why somebody is told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// It is their turn.
    WaitsForMe,
    /// What became of what they asked for.
    Outcome,
    /// Somebody said something to them.
    Comments,
    /// What waited for them was handled by somebody else.
    Handled,
    /// The rules were passed over. Nobody can choose not to be told.
    Emergency,
}

impl Topic {
    /// Those that a person can choose not to be told of.
    pub const CHOICES: [Self; 4] = [
        Self::WaitsForMe,
        Self::Outcome,
        Self::Comments,
        Self::Handled,
    ];

    /// Its name in the store and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WaitsForMe => "waits_for_me",
            Self::Outcome => "outcome",
            Self::Comments => "comments",
            Self::Handled => "handled",
            Self::Emergency => "emergency",
        }
    }

    /// Whether only those who decide are told of it.
    pub const fn for_deciders(self) -> bool {
        match self {
            Self::WaitsForMe | Self::Handled | Self::Emergency => true,
            Self::Outcome | Self::Comments => false,
        }
    }
}

impl FromStr for Topic {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::CHOICES
            .into_iter()
            .chain([Self::Emergency])
            .find(|topic| topic.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// The kinds of events that anybody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is named as its event is
pub enum EventKind {
    Submitted,
    Edited,
    Answered,
    ChangesRequested,
    Approved,
    Rejected,
    Withdrawn,
    GivenUp,
    CalledOff,
    AutoApproved,
    BreakGlass,
    Applied,
    Retired,
    Failed,
    Outdated,
    Expired,
    Reminded,
    Commented,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Submitted,
        Self::Edited,
        Self::Answered,
        Self::ChangesRequested,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::GivenUp,
        Self::CalledOff,
        Self::AutoApproved,
        Self::BreakGlass,
        Self::Applied,
        Self::Retired,
        Self::Failed,
        Self::Outdated,
        Self::Expired,
        Self::Reminded,
        Self::Commented,
    ];

    /// The event's kind in the history.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "request.submitted",
            Self::Edited => "request.edited",
            Self::Answered => "request.answered",
            Self::ChangesRequested => "request.changes_requested",
            Self::Approved => "request.approved",
            Self::Rejected => "request.rejected",
            Self::Withdrawn => "request.withdrawn",
            Self::GivenUp => "request.given_up",
            Self::CalledOff => "request.called_off",
            Self::AutoApproved => "request.auto_approved",
            Self::BreakGlass => "request.break_glass",
            Self::Applied => "request.applied",
            Self::Retired => "role.retired",
            Self::Failed => "request.failed",
            Self::Outdated => "request.outdated",
            Self::Expired => "request.expired",
            Self::Reminded => "request.reminded",
            Self::Commented => "request.commented",
        }
    }
}

impl FromStr for EventKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// An event on a request, with those who have something to do with the request.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// What.
    pub kind: EventKind,
    /// Who did it; none for Roleport itself.
    pub actor: Option<i64>,
    /// The request's state now.
    pub state: RequestState,
    /// Who asked.
    pub author: i64,
    /// Who wrote one of the request's contents, the author included.
    pub writers: &'a [i64],
    /// Whom an approval rule asks, whatever their roles are.
    pub asked: &'a [i64],
    /// Who has said something about the request so far.
    pub commenters: &'a [i64],
    /// Who is named in the comment that this is about.
    pub mentioned: &'a [i64],
}

/// Somebody who may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row of the person.
    pub id: i64,
    /// What they are; nothing for someone who has lost access.
    pub roles: Vec<PersonRole>,
}

/// Everybody who is told, each once and for the best of reasons; never the one who did it, and
/// nobody without a role.
pub fn audience(happened: Happened<'_>, people: &[Person]) -> Vec<(i64, Topic)> {
    people
        .iter()
        .filter(|person| !person.roles.is_empty() && happened.actor != Some(person.id))
        .filter_map(|person| Some((person.id, reason(happened, person)?)))
        .collect()
}

/// Why this person is told, if they are.
fn reason(happened: Happened<'_>, person: &Person) -> Option<Topic> {
    let is_author = person.id == happened.author;
    let decides = person.roles.iter().any(|role| role.decides());
    let is_asked = happened.asked.contains(&person.id);
    // Whoever wrote a part of it decides nothing about it (four eyes).
    let eligible = (decides || is_asked) && !is_author && !happened.writers.contains(&person.id);
    let turn = eligible && happened.state == RequestState::Submitted;
    // Somebody's approval may be one of several that the rules want: it waits on.
    let handled = eligible && happened.state != RequestState::Submitted;
    let when = |holds: bool, topic| holds.then_some(topic);
    match happened.kind {
        EventKind::Submitted | EventKind::Answered => when(turn, Topic::WaitsForMe),
        // An edit by somebody else is news to its author as well.
        EventKind::Edited | EventKind::Outdated | EventKind::Reminded => {
            when(turn, Topic::WaitsForMe).or_else(|| when(is_author, Topic::Outcome))
        }
        EventKind::ChangesRequested
        | EventKind::Applied
        | EventKind::AutoApproved
        | EventKind::GivenUp
        | EventKind::CalledOff
        | EventKind::Retired
        | EventKind::Failed => when(is_author, Topic::Outcome),
        EventKind::Approved | EventKind::Rejected | EventKind::Withdrawn | EventKind::Expired => {
            when(is_author, Topic::Outcome).or_else(|| when(handled, Topic::Handled))
        }
        // The emergency first: nobody chooses not to be told of it, its author included.
        EventKind::BreakGlass => {
            when(decides || is_asked, Topic::Emergency).or_else(|| when(is_author, Topic::Outcome))
        }
        EventKind::Commented => {
            let addressed = is_author
                || happened.mentioned.contains(&person.id)
                || happened.commenters.contains(&person.id);
            when(addressed, Topic::Comments)
        }
    }
}
