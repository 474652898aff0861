//! What a notification says. Everything in it may have been typed by somebody: each form of it is
//! escaped as that form needs.

use roleport_domain::audience::{EventKind, Topic};

use crate::store::deliveries::DeliveryRow;

/// Longest comment that is quoted, in characters; the page has the whole.
const QUOTED: usize = 1000;

/// Name of who did it.
pub(super) fn actor(row: &DeliveryRow) -> &str {
    row.actor.as_deref().unwrap_or("Roleport")
}

/// Where the request is shown.
pub(super) fn link(public_url: &str, row: &DeliveryRow) -> String {
    format!("{public_url}/requests/{}", row.request_id)
}

/// A line such as `Request 12 waits for your decision: blue-raven`, without line breaks.
pub(super) fn subject(row: &DeliveryRow) -> String {
    let waits = row.topic.as_deref() == Some(Topic::WaitsForMe.as_str());
    let happened = match row.kind.parse() {
        _ if waits => "waits for your decision",
        Ok(EventKind::Submitted) => "was submitted",
        Ok(EventKind::Edited) => "was edited",
        Ok(EventKind::Answered) => "was answered",
        Ok(EventKind::ChangesRequested) => "needs changes",
        Ok(EventKind::Approved) => "was approved",
        Ok(EventKind::Rejected) => "was rejected",
        Ok(EventKind::Withdrawn) => "was withdrawn",
        Ok(EventKind::GivenUp) => "was given up",
        Ok(EventKind::CalledOff) => "was called off",
        Ok(EventKind::AutoApproved) => "was approved by a rule",
        Ok(EventKind::BreakGlass) => "was approved by break-glass",
        Ok(EventKind::Applied) => "is applied",
        Ok(EventKind::Retired) => "is done: the role is removed",
        Ok(EventKind::Failed) => "could not be applied",
        Ok(EventKind::Outdated) => "needs approval again: AWS has changed",
        Ok(EventKind::Expired) => "has expired",
        Ok(EventKind::Reminded) => "expires soon",
        Ok(EventKind::Commented) => "has a new comment",
        Err(_) => "has news",
    };
    line(&format!(
        "Request {} {happened}: {}",
        row.request_id, row.app
    ))
}

/// What was written, shortened.
pub(super) fn quoted(row: &DeliveryRow) -> Option<String> {
    let comment = row.comment.as_deref()?.trim();
    if comment.chars().count() <= QUOTED {
        return Some(comment.to_owned());
    }
    let shortened: String = comment.chars().take(QUOTED).collect();
    Some(format!("{shortened} …"))
}

/// One line: a header can't be ended by what somebody typed.
pub(super) fn line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// As text within HTML.
pub(super) fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
