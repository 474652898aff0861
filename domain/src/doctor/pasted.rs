//! What is to be said of the text itself.

use roleport_lang::text;

use super::{Evidence, Finding, known::Case};

/// Secrets in it.
pub(super) fn findings(evidence: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    if evidence.has_token {
        found.push(Finding::suspect(
            "token_pasted",
            text!(symptom_token_pasted),
            text!(symptom_token_pasted_cure),
        ));
    }
    if let Some(name) = &evidence.secret {
        found.push(
            Finding::suspect(
                "secret_pasted",
                text!(symptom_secret_pasted),
                text!(symptom_secret_pasted_cure),
            )
            .seen(&format!("{name}=(hidden)")),
        );
    }
    found
}

/// A text in which nothing was recognised.
pub(super) fn unplaced(case: &Case<'_>) -> Finding {
    let names = case.names(None, None);
    let mut finding = Finding::told(
        "not_recognised",
        text!(symptom_not_recognised),
        text!(symptom_not_recognised_cure),
    );
    finding.commands = names.looks();
    finding
}
