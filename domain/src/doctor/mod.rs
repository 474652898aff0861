//! The Doctor: from what somebody pastes to what is wrong and what to do (issue 4, item 13).
//!
//! A text is read once into [`Evidence`], whatever it is: what `kubectl` says of a service account, a pod's
//! settings, an error of an SDK, the claims of a token. [`diagnose`] then holds that against the roles that
//! Roleport knows. Pure and without a clock; secrets are left out as soon as they are seen.

mod account;
mod arn;
mod claims;
mod denial;
mod denied;
mod environment;
mod evidence;
mod finding;
mod known;
mod named;
mod pasted;
mod permission;
mod redact;
mod session;
mod symptom;

pub use evidence::{Evidence, Sought};
pub use finding::{Command, Finding, Standing};
pub use known::{Known, KnownRole};
pub use permission::{Permission, with_grant};
pub use redact::redacted;

/// Most characters of a text that is read: an error with its stack, and a few outputs beside it.
pub const MAX_TEXT: usize = 20_000;

/// What is wrong, the worst first; never nothing: a text that holds no evidence is told as one.
pub fn diagnose(evidence: &Evidence, known: &Known<'_>) -> Vec<Finding> {
    let role = evidence.role(known);
    let case = known::Case { known, role };
    let mut found = pasted::findings(evidence);
    for account in &evidence.accounts {
        found.extend(account::findings(account, &case));
    }
    found.extend(account::pod_findings(evidence, &case));
    if let Some(environment) = &evidence.environment {
        found.extend(environment::findings(environment, evidence, &case));
    }
    if let Some(claims) = &evidence.claims {
        found.extend(claims::findings(claims, &case));
    }
    found.extend(session::findings(evidence, &case));
    for denial in &evidence.denials {
        found.extend(denied::findings(denial, evidence, &case));
    }
    for symptom in &evidence.symptoms {
        found.extend(symptom::finding(symptom, evidence, &case));
    }
    if found.is_empty() {
        found.push(pasted::unplaced(&case));
    }
    // The sort is stable: what is equally bad stays in the order of the evidence.
    found.sort_by_key(|finding| finding.standing);
    let mut told: Vec<Finding> = Vec::new();
    for finding in found {
        if !told.contains(&finding) {
            told.push(finding);
        }
    }
    told
}
