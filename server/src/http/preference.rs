//! What somebody prefers on this browser: a cookie of a year, for signed-out visitors as well.

use axum::{
    Router,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, header};

use super::{AppState, pages, shortcuts, sign_in::local_path, theme};

/// A year.
const SECONDS: u32 = 31_536_000;

/// Where each is chosen.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/theme", post(theme::choose))
        .route("/shortcuts", get(pages::page).post(shortcuts::choose))
}

/// What the cookie of this name holds.
pub(super) fn chosen<'h>(headers: &'h HeaderMap, cookie: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == cookie)
        .map(|(_, value)| value)
}

/// Keeps a choice, and leads back to the page.
pub(super) fn keep(cookie: &str, value: &str, next: &str) -> Response {
    let cookie = format!("{cookie}={value}; Path=/; Max-Age={SECONDS}; SameSite=Lax; HttpOnly");
    let back = Redirect::to(&local_path(next));
    ([(header::SET_COOKIE, cookie)], back).into_response()
}
