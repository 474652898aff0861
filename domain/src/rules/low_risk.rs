//! Which requests one person may approve several of at once: those with nothing to look at twice.

use super::Facts;
use crate::{lifecycle::RequestKind, request::RequestInput, warnings::warnings};

/// Most requests that one person approves at once: as many as somebody reads in one go.
pub const MOST_AT_ONCE: usize = 20;

/// Why a request is read and decided on alone, as a sentence; nothing where it is of low risk.
pub fn why_alone(kind: RequestKind, facts: &Facts, input: &RequestInput) -> Option<String> {
    let words = match kind {
        RequestKind::NewRole | RequestKind::ChangeGrants => None,
        RequestKind::Retire => Some("It takes a role away."),
        RequestKind::Restore => Some("It undoes what somebody has changed in AWS."),
        RequestKind::Adopt => Some("It takes over a role that somebody else has made in AWS."),
    };
    let risk = facts
        .risks
        .first()
        .map(|risk| format!("It {}.", risk.words()));
    let found = || warnings(input).into_iter().next();
    words
        .map(str::to_owned)
        .or(risk)
        .or_else(|| found().map(|warning| warning.message))
}
