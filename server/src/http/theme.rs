//! POST /theme: light or dark. Kept in a cookie of a year, for signed-out visitors as well.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, header};
use roleport_app::Theme;
use serde::Deserialize;

use super::sign_in::local_path;

tokio::task_local! {
    static THEME: Theme;
}

const COOKIE: &str = "roleport-theme";
/// A year.
const SECONDS: u32 = 31_536_000;

/// The theme of the page that is being made.
pub(super) fn current() -> Theme {
    THEME.try_with(|theme| *theme).unwrap_or_default()
}

/// Answers a request with its theme known to whoever asks [`current`].
pub(super) async fn within(request: Request, next: Next) -> Response {
    let theme = chosen(request.headers());
    THEME.scope(theme, next.run(request)).await
}

fn chosen(headers: &HeaderMap) -> Theme {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| Theme::parse(value))
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
    let cookie = format!(
        "{COOKIE}={}; Path=/; Max-Age={SECONDS}; SameSite=Lax; HttpOnly{}",
        theme.as_str(),
        if secure { "; Secure" } else { "" }
    );
    let back = Redirect::to(&local_path(&form.next));
    ([(header::SET_COOKIE, cookie)], back).into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_anything_else_is_the_systems() {
        for (cookies, theme) in [
            ("roleport=x; roleport-theme=dark", Theme::Dark),
            ("roleport-theme=light; a=b", Theme::Light),
            ("roleport-theme=\"><script>", Theme::System),
            ("x-roleport-theme=dark", Theme::System),
            ("", Theme::System),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookies.parse().unwrap());
            assert_eq!(chosen(&headers), theme, "{cookies}");
        }
    }
}
