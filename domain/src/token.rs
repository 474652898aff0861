//! Tokens of the API: what one may be used for, besides what its person may.

use std::str::FromStr;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use crate::{
    authorize::{Action, PersonRole},
    errors::{FieldError, Violation},
    lifecycle::UnknownWord,
};

/// Longest life of a token, in days.
pub const MAX_DAYS: u32 = 366;
/// Longest name of a token, in characters.
const MAX_NAME: usize = 80;

/// What a token may be used for. It never gives more than its person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// See everything that its person sees.
    Read,
    /// Ask for access: drafts, submit, edit, comment, answer, withdraw, retry; one's own settings.
    Request,
    /// Decide on requests.
    Decide,
    /// Break the glass; propose rules and decide on them; have notifications sent again.
    Admin,
}

/// Whether a token stands for a person or for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A person's own.
    Personal,
    /// A program's; an admin answers for it. It never decides.
    Service,
}

impl TokenScope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Request, Self::Decide, Self::Admin];

    /// The scope that an action needs.
    pub const fn needed(action: Action) -> Self {
        match action {
            Action::SeeRoles
            | Action::SeeRequest
            | Action::SeeHistory
            | Action::SeeRules
            | Action::SeeUnmanaged
            | Action::SeeDeliveries => Self::Read,
            Action::Submit
            | Action::Adopt
            | Action::Answer
            | Action::Edit
            | Action::Comment
            | Action::Withdraw
            | Action::Retry
            | Action::GiveUp
            | Action::CallOff => Self::Request,
            Action::Approve | Action::Reject | Action::RequestChanges => Self::Decide,
            Action::BreakGlass
            | Action::ProposeRules
            | Action::DecideRules
            | Action::ProposeClusters
            | Action::DecideClusters
            | Action::Redeliver => Self::Admin,
        }
    }

    /// Its name in forms and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Request => "request",
            Self::Decide => "decide",
            Self::Admin => "admin",
        }
    }

    /// What it allows, in a few words.
    pub fn words(self) -> Text {
        match self {
            Self::Read => text!(names_token_may_read),
            Self::Request => {
                text!(names_token_may_request)
            }
            Self::Decide => text!(names_token_may_decide),
            Self::Admin => text!(names_token_may_admin),
        }
    }
}

impl TokenKind {
    /// Its name in forms and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Service => "service",
        }
    }
}

impl FromStr for TokenScope {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl FromStr for TokenKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Personal, Self::Service]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// All that is wrong with a token somebody in these roles asks for; nothing when it can be made.
/// The fields are `name`, `days`, `kind` and `scopes`.
pub fn check(
    roles: &[PersonRole],
    name: &str,
    kind: TokenKind,
    scopes: &[TokenScope],
    days: u32,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut add = |field: &str, code: &str, message: Text| {
        errors.push(Violation::new(code, message).at(field));
    };
    if name.trim().is_empty() {
        add("name", "name_missing", text!(names_token_name_missing));
    } else if name.trim().chars().count() > MAX_NAME {
        add("name", "name_too_long", text!(names_token_name_too_long));
    } else if name.chars().any(char::is_control) {
        add(
            "name",
            "name_control_character",
            text!(names_token_name_control_character),
        );
    }
    if !(1..=MAX_DAYS).contains(&days) {
        add(
            "days",
            "days_out_of_range",
            text!(names_token_days_out_of_range),
        );
    }
    if scopes.is_empty() {
        add(
            "scopes",
            "scopes_missing",
            text!(names_token_scopes_missing),
        );
    }
    if kind == TokenKind::Service {
        if !roles.contains(&PersonRole::Admin) {
            add(
                "kind",
                "kind_not_allowed",
                text!(names_token_kind_not_allowed),
            );
        }
        if scopes.contains(&TokenScope::Decide) || scopes.contains(&TokenScope::Admin) {
            add(
                "scopes",
                "scope_not_for_programs",
                text!(names_token_scope_not_for_programs),
            );
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str, kind: TokenKind, scopes: &[TokenScope], days: u32) -> Vec<String> {
        check(&[PersonRole::Developer], name, kind, scopes, days)
            .into_iter()
            .map(|error| error.code)
            .collect()
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let all = codes(" ", TokenKind::Service, &[], 367);
        let wanted = [
            "name_missing",
            "days_out_of_range",
            "scopes_missing",
            "kind_not_allowed",
        ];
        assert_eq!(all, wanted);
        assert_eq!(
            codes("ci", TokenKind::Personal, &TokenScope::ALL, 366),
            [""; 0]
        );
    }

    #[test]
    fn a_program_never_decides() {
        for scope in [TokenScope::Decide, TokenScope::Admin] {
            let errors = check(&[PersonRole::Admin], "ci", TokenKind::Service, &[scope], 1);
            assert_eq!(errors[0].code, "scope_not_for_programs");
        }
    }
}
