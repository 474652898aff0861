//! POST /theme: light or dark. Kept in a cookie, for signed-out visitors as well.

use axum::{extract::Request, middleware::Next, response::Response};
use roleport_app::Theme;
use serde::Deserialize;

use super::cookies;

tokio::task_local! {
    static THEME: Theme;
}

const COOKIE: &str = "roleport-theme";

/// The theme of the page that is being made.
pub(super) fn current() -> Theme {
    THEME.try_with(|theme| *theme).unwrap_or_default()
}

/// Answers a request with its theme known to whoever asks [`current`].
pub(super) async fn within(request: Request, next: Next) -> Response {
    let chosen = cookies::value(request.headers(), COOKIE);
    let theme = chosen.map(Theme::parse).unwrap_or_default();
    THEME.scope(theme, next.run(request)).await
}

/// The switch at the end of every page.
#[derive(Deserialize)]
pub(super) struct ThemeForm {
    theme: String,
    #[serde(default)]
    next: String,
}

/// Keeps the choice, and leads back to the page. `secure` is whether people reach the portal by HTTPS.
pub(super) fn choose(form: &ThemeForm, secure: bool) -> Response {
    let theme = Theme::parse(&form.theme);
    cookies::keep(COOKIE, theme.as_str(), &form.next, secure)
}
