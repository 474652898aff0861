//! The cookies of a reader's own choices. None of them is a secret or says who somebody is.

use axum::{
    Form, Router,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, header};
use roleport_app::{Shortcuts, Theme, Zone};
use roleport_lang::Language;

use super::{AppState, language, pages, shortcuts, sign_in::local_path, theme, zone};

/// A year.
const SECONDS: u32 = 31_536_000;

/// What the reader of a page has chosen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Choices {
    pub(super) theme: Theme,
    pub(super) shortcuts: Shortcuts,
    pub(super) zone: Zone,
    pub(super) language: Language,
}

tokio::task_local! {
    static CHOICES: Choices;
}

/// The choices of whoever asked for the page that is being made.
pub(super) fn current() -> Choices {
    CHOICES.try_with(|choices| *choices).unwrap_or_default()
}

/// Answers a request with its reader's choices known to whoever asks [`current`].
pub(super) async fn within(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let choices = Choices {
        theme: theme::chosen(headers),
        shortcuts: shortcuts::chosen(headers),
        zone: zone::chosen(headers),
        language: language::chosen(headers),
    };
    CHOICES.scope(choices, next.run(request)).await
}

/// Where the choices are made. `secure` is whether people reach the portal by HTTPS.
pub(super) fn routes(secure: bool) -> Router<AppState> {
    Router::new()
        .route(
            "/settings/zone",
            post(move |state, session, form| zone::choose(state, session, form, secure)),
        )
        .route(
            "/theme",
            post(async move |Form(form)| theme::choose(&form, secure)),
        )
        .route(
            "/language",
            post(move |state, session, form| language::choose(state, session, form, secure)),
        )
        .route(
            "/shortcuts",
            get(pages::page).post(async move |Form(form)| shortcuts::choose(&form, secure)),
        )
}

/// The value of a cookie; of several with its name the first one's.
pub(super) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// Keeps a choice for a year, or forgets it where it is empty, and leads to a page. `secure` is whether people reach the
/// portal by HTTPS.
pub(super) fn keep(name: &str, value: &str, next: &str, secure: bool) -> Response {
    let seconds = if value.is_empty() { 0 } else { SECONDS };
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    let back = Redirect::to(&local_path(next));
    ([(header::SET_COOKIE, cookie)], back).into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        for (cookies, found) in [
            ("roleport=x; theme=dark", Some("dark")),
            ("theme=light; a=b", Some("light")),
            ("theme=; a=b", Some("")),
            ("x-theme=dark; themes=dark", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookies.parse().unwrap());
            assert_eq!(value(&headers, "theme"), found, "{cookies}");
        }
    }
}
