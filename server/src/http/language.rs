//! The language of a page: what the reader has chosen, else what their browser prefers, else English.

use axum::response::Response;
use http::{HeaderMap, header};
use roleport_lang::Language;
use serde::Deserialize;

use super::cookies;

const COOKIE: &str = "roleport-language";

/// The language of a request's reader.
pub(super) fn chosen(headers: &HeaderMap) -> Language {
    cookies::value(headers, COOKIE)
        .and_then(|tag| tag.parse().ok())
        .or_else(|| {
            let wish = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Language::preferred(wish)
        })
        .unwrap_or_default()
}

/// The switch at the end of every page.
#[derive(Deserialize)]
pub(super) struct LanguageForm {
    language: String,
    #[serde(default)]
    next: String,
}

/// Keeps the choice, and leads back to the page. `secure` is whether people reach the portal by HTTPS.
pub(super) fn choose(form: &LanguageForm, secure: bool) -> Response {
    let language: Language = form.language.parse().unwrap_or_default();
    cookies::keep(COOKIE, language.tag(), &form.next, secure)
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
}
