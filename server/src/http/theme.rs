//! POST /theme: light or dark. Kept in a cookie, for signed-out visitors as well.

use axum::response::Response;
use http::HeaderMap;
use roleport_app::Theme;
use serde::Deserialize;

use super::cookies;

const COOKIE: &str = "roleport-theme";

/// The theme that a request's reader has chosen.
pub(super) fn chosen(headers: &HeaderMap) -> Theme {
    cookies::value(headers, COOKIE)
        .map(Theme::parse)
        .unwrap_or_default()
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
