//! POST /theme: light or dark.

use axum::{Form, extract::Request, middleware::Next, response::Response};
use http::HeaderMap;
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
    let theme = chosen(request.headers());
    THEME.scope(theme, next.run(request)).await
}

fn chosen(headers: &HeaderMap) -> Theme {
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
pub(super) async fn choose(Form(form): Form<ThemeForm>, secure: bool) -> Response {
    let theme = Theme::parse(&form.theme);
    cookies::keep(COOKIE, theme.as_str(), &form.next, secure)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::header;

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
