//! Which requests one person may approve several of at once: those with nothing to look at twice.

use roleport_lang::{Text, text};

use super::Facts;
use crate::{lifecycle::RequestKind, request::RequestInput, warnings::warnings};

/// Most requests that one person approves at once: as many as somebody reads in one go.
pub const MOST_AT_ONCE: usize = 20;

/// Why a request is read and decided on alone, as a sentence; nothing where it is of low risk.
pub fn why_alone(kind: RequestKind, facts: &Facts, input: &RequestInput) -> Option<Text> {
    let words = match kind {
        RequestKind::NewRole | RequestKind::ChangeGrants => None,
        RequestKind::Retire => Some(text!(risks_retires)),
        RequestKind::Restore => Some(text!(risks_restores)),
        RequestKind::Adopt => Some(text!(risks_adopts)),
    };
    let risk = facts
        .risks
        .first()
        .map(|risk| text!(risks_it, does = risk.words()));
    let found = || warnings(input).into_iter().next();
    words
        .or(risk)
        .or_else(|| found().map(|warning| warning.message))
}
