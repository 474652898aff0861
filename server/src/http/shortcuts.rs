//! POST /shortcuts: whether single keys do something.

use axum::response::Response;
use http::HeaderMap;
use roleport_app::Shortcuts;
use serde::Deserialize;

use super::cookies;

const COOKIE: &str = "roleport-shortcuts";

/// Whether a request's reader has left them on.
pub(super) fn chosen(headers: &HeaderMap) -> Shortcuts {
    cookies::value(headers, COOKIE)
        .map(Shortcuts::parse)
        .unwrap_or_default()
}

/// The switch below the list of shortcuts.
#[derive(Deserialize)]
pub(super) struct Switch {
    shortcuts: String,
    #[serde(default)]
    next: String,
}

/// Keeps the choice, and leads back to the page.
pub(super) fn choose(form: &Switch, secure: bool) -> Response {
    let chosen = Shortcuts::parse(&form.shortcuts);
    cookies::keep(COOKIE, chosen.as_str(), &form.next, secure)
}
