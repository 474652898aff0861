//! What is to be said of the text itself.

use super::{Evidence, Finding, known::Case};

/// Secrets in it.
pub(super) fn findings(evidence: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    if evidence.has_token {
        found.push(Finding::suspect(
            "token_pasted",
            "The text has a token in it. It was taken out before anything else was done, and it is kept nowhere; but whoever has it is the pod until it expires.",
            "Use the field for tokens further down: it is read in your browser and never sent.",
        ));
    }
    if let Some(name) = &evidence.secret {
        found.push(
            Finding::suspect(
                "secret_pasted",
                "The text has a secret in it. It was taken out before anything else was done, and it is kept nowhere.",
                "Leave secrets out of what you paste. If others saw it too, have it replaced.",
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
        "There is nothing in this text that the Doctor knows: no service account, no AWS settings, no error of AWS and no claims.",
        "Paste what one of these commands prints, or the whole error of the call that fails, with the line that starts with “User:” where there is one. If the pod’s settings print nothing at all, the pod has no role: restart it, and look at its service account.",
    );
    finding.commands = names.looks();
    finding
}
