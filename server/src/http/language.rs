//! The language of a page: what the reader has chosen, else what their browser prefers, else English. A choice of somebody who is
//! signed in is theirs in every browser, and their e-mail's (`people.language`).

use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, header};
use roleport_lang::Language;
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, cookies, pages};

const COOKIE: &str = "roleport-language";

/// The language of a request's reader.
pub(super) fn chosen(headers: &HeaderMap) -> Language {
    of_browser(headers)
        .or_else(|| {
            let wish = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Language::preferred(wish)
        })
        .unwrap_or_default()
}

/// The one that was chosen in this browser.
fn of_browser(headers: &HeaderMap) -> Option<Language> {
    cookies::value(headers, COOKIE)?.parse().ok()
}

/// The switch at the end of every page.
#[derive(Deserialize)]
pub(super) struct LanguageForm {
    language: String,
    #[serde(default)]
    next: String,
}

/// POST /language: keeps the choice, and leads back to the page. `secure` is whether people reach the portal by HTTPS.
pub(super) async fn choose(
    State(state): State<AppState>,
    session: Session,
    Form(form): Form<LanguageForm>,
    secure: bool,
) -> Response {
    let language: Language = form.language.parse().unwrap_or_default();
    let viewer = match pages::visitor(&state, &session).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    if let Some(viewer) = viewer
        && let Err(error) = state.service.choose_language(&viewer, language).await
    {
        return pages::error_page(&state, Some(viewer), &error).await;
    }
    cookies::keep(COOKIE, language.tag(), &form.next, secure)
}

/// Leads to a page after a sign-in. A browser in which nothing was chosen gets what the person has chosen in another.
pub(super) fn bring(
    headers: &HeaderMap,
    chosen: Option<Language>,
    next: &str,
    secure: bool,
) -> Response {
    match chosen.filter(|_| of_browser(headers).is_none()) {
        Some(language) => cookies::keep(COOKIE, language.tag(), next, secure),
        None => Redirect::to(next).into_response(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_choice_counts_before_the_browsers_wish() {
        for (cookie, wish, language) in [
            ("a=b", "fr", Language::English),
            ("a=b", "de-DE,de;q=0.9,en;q=0.8", Language::German),
            ("roleport-language=en", "de", Language::English),
            ("roleport-language=de", "en", Language::German),
            ("roleport-language=xx", "de", Language::German),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            headers.insert(header::ACCEPT_LANGUAGE, wish.parse().unwrap());
            assert_eq!(chosen(&headers), language, "{cookie} {wish}");
        }
    }

    #[test]
    fn a_sign_in_brings_the_persons_choice_only_where_the_browser_has_none() {
        let german = Some(Language::German);
        for (cookie, person, brought) in [
            ("a=b", german, Some("roleport-language=de;")),
            ("a=b", None, None),
            ("roleport-language=en", german, None),
            (
                "roleport-language=xx",
                german,
                Some("roleport-language=de;"),
            ),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            let answer = bring(&headers, person, "/roles", false);
            assert_eq!(answer.headers()[header::LOCATION], "/roles");
            let set = answer.headers().get(header::SET_COOKIE);
            let set = set.and_then(|set| set.to_str().unwrap().split_inclusive(';').next());
            assert_eq!(set, brought, "{cookie}");
        }
    }
}
