//! The zone of a page's times: what the reader has chosen, else what their browser has told, else UTC.

use axum::{Form, extract::State, response::Response};
use http::{HeaderMap, Uri};
use roleport_app::{Zone, ZoneSource, zone::RefusedZone};
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, cookies, pages};

/// Written by the form in the settings.
const CHOSEN: &str = "roleport-zone-chosen";
/// Written by `app/scripts/times.js`, which has the name as well.
const TOLD: &str = "roleport-zone";

/// The zone of a request's reader.
pub(super) fn chosen(headers: &HeaderMap) -> Zone {
    let of = |name, source| Zone::parse(cookies::value(headers, name)?, source);
    of(CHOSEN, ZoneSource::Reader)
        .or_else(|| of(TOLD, ZoneSource::Browser))
        .unwrap_or_default()
}

/// The form in the settings; nothing stands for the browser's zone.
#[derive(Deserialize)]
pub(super) struct ZoneForm {
    #[serde(default)]
    zone: String,
}

/// POST /settings/zone; `secure` is whether people reach the portal by HTTPS.
pub(super) async fn choose(
    State(state): State<AppState>,
    session: Session,
    Form(form): Form<ZoneForm>,
    secure: bool,
) -> Response {
    let uri = Uri::from_static("/settings");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    if form.zone.is_empty() || Zone::parse(&form.zone, ZoneSource::Reader).is_some() {
        return cookies::keep(CHOSEN, &form.zone, "/settings?saved=yes", secure);
    }
    pages::refused(&state, viewer, &uri, RefusedZone(form.zone)).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::header;

    use super::*;

    #[test]
    fn the_readers_choice_counts_before_the_browsers_word_and_nonsense_for_nothing() {
        for (cookies, name, source) in [
            ("a=b", "UTC", ZoneSource::Nobody),
            (
                "roleport-zone=Europe/Berlin",
                "Europe/Berlin",
                ZoneSource::Browser,
            ),
            (
                "roleport-zone=Europe/Berlin; roleport-zone-chosen=Asia/Tokyo",
                "Asia/Tokyo",
                ZoneSource::Reader,
            ),
            (
                "roleport-zone=Europe/Berlin; roleport-zone-chosen=Nowhere",
                "Europe/Berlin",
                ZoneSource::Browser,
            ),
            ("roleport-zone=\"><script>", "UTC", ZoneSource::Nobody),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookies.parse().unwrap());
            let zone = chosen(&headers);
            assert_eq!((zone.name(), zone.source()), (name, source), "{cookies}");
        }
    }
}
