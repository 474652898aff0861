//! What a notification says. Everything in it may have been typed by somebody: each form of it is
//! escaped as that form needs.

use roleport_domain::audience::{EventKind, Topic};
use roleport_lang::{Language, Text, say, told};

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

/// What happened, which the history keeps in English.
pub(super) fn happened(row: &DeliveryRow) -> Text {
    told(&row.words)
}

/// The request's number and application.
pub(super) fn request(row: &DeliveryRow, language: Language) -> String {
    say!(
        language,
        mail_request,
        request = row.request_id,
        app = row.app
    )
}

/// A line such as `Request 12 waits for your decision: blue-raven`, without line breaks.
pub(super) fn subject(row: &DeliveryRow, language: Language) -> String {
    let waits = row.topic.as_deref() == Some(Topic::WaitsForMe.as_str());
    let (request, app) = (row.request_id, &row.app);
    line(&match row.kind.parse() {
        _ if waits => say!(language, mail_waits, request = request, app = app),
        Ok(EventKind::Submitted) => say!(language, mail_submitted, request = request, app = app),
        Ok(EventKind::Edited) => say!(language, mail_edited, request = request, app = app),
        Ok(EventKind::Answered) => say!(language, mail_answered, request = request, app = app),
        Ok(EventKind::ChangesRequested) => say!(
            language,
            mail_changes_requested,
            request = request,
            app = app
        ),
        Ok(EventKind::Approved) => say!(language, mail_approved, request = request, app = app),
        Ok(EventKind::Rejected) => say!(language, mail_rejected, request = request, app = app),
        Ok(EventKind::Withdrawn) => say!(language, mail_withdrawn, request = request, app = app),
        Ok(EventKind::GivenUp) => say!(language, mail_given_up, request = request, app = app),
        Ok(EventKind::CalledOff) => say!(language, mail_called_off, request = request, app = app),
        Ok(EventKind::AutoApproved) => {
            say!(language, mail_auto_approved, request = request, app = app)
        }
        Ok(EventKind::BreakGlass) => say!(language, mail_break_glass, request = request, app = app),
        Ok(EventKind::Applied) => say!(language, mail_applied, request = request, app = app),
        Ok(EventKind::Retired) => say!(language, mail_retired, request = request, app = app),
        Ok(EventKind::Failed) => say!(language, mail_failed, request = request, app = app),
        Ok(EventKind::Outdated) => say!(language, mail_outdated, request = request, app = app),
        Ok(EventKind::Expired) => say!(language, mail_expired, request = request, app = app),
        Ok(EventKind::Reminded) => say!(language, mail_reminded, request = request, app = app),
        Ok(EventKind::Commented) => say!(language, mail_commented, request = request, app = app),
        Err(_) => say!(language, mail_news, request = request, app = app),
    })
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
