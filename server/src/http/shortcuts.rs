//! POST /shortcuts: whether single keys do something.

use axum::{extract::Request, middleware::Next, response::Response};
use roleport_app::Shortcuts;
use serde::Deserialize;

use super::cookies;

tokio::task_local! {
    static SHORTCUTS: Shortcuts;
}

const COOKIE: &str = "roleport-shortcuts";

/// The choice of who asked for the page that is being made.
pub(super) fn current() -> Shortcuts {
    SHORTCUTS.try_with(|chosen| *chosen).unwrap_or_default()
}

/// Answers a request with the choice known to whoever asks [`current`].
pub(super) async fn within(request: Request, next: Next) -> Response {
    let chosen = cookies::value(request.headers(), COOKIE);
    let chosen = chosen.map(Shortcuts::parse).unwrap_or_default();
    SHORTCUTS.scope(chosen, next.run(request)).await
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
