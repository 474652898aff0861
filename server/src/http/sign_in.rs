//! Sign-in and sign-out.

use std::fmt::Write as _;

use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, Uri};
use roleport_app::portal::PortalError;
use roleport_lang::{Language, english, text};
use serde::Deserialize;
use serde_json::json;
use tower_sessions::Session;

use super::{AppState, cookies, language, pages};
use crate::{
    auth::{oidc::OidcError, origin, session},
    observe::metrics,
    store::{
        StoreError,
        events::{self, NewEvent},
        people::{self, NewPerson},
    },
};

/// Characters of a refused sign-in's reason that are kept.
const MAX_REASON: usize = 300;

#[derive(Debug, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Callback {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    error: Option<String>,
}

/// A path of this site, or `/`: a sign-in must not lead somewhere else.
pub(super) fn local_path(next: &str) -> String {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= 2000
        && next.parse::<Uri>().is_ok();
    if local { next } else { "/" }.to_owned()
}

/// GET /sign-in
pub(super) async fn begin(
    State(state): State<AppState>,
    session: Session,
    Query(Next { next }): Query<Next>,
) -> Response {
    let started = async {
        let (url, pending) = state.oidc.begin(local_path(&next)).await?;
        session::begin(&session, &pending).await?;
        Ok::<_, SignInError>(url)
    };
    match started.await {
        Ok(url) => Redirect::to(url.as_str()).into_response(),
        Err(error) => refused(&state, &error).await,
    }
}

/// GET /sign-in/callback; `secure` is whether people reach the portal by HTTPS.
pub(super) async fn callback(
    State(state): State<AppState>,
    session: Session,
    Query(callback): Query<Callback>,
    headers: HeaderMap,
    secure: bool,
) -> Response {
    match complete(&state, &session, callback).await {
        Ok((next, chosen)) => {
            metrics::signed_in("signed_in");
            language::bring(&headers, chosen, &next, secure)
        }
        Err(error) => refused(&state, &error).await,
    }
}

#[derive(Debug, thiserror::Error)]
enum SignInError {
    #[error(transparent)]
    Oidc(#[from] OidcError),
    #[error("the session can't be used: {0}")]
    Session(#[from] tower_sessions::session::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no sign-in is under way in this browser")]
    NotBegun,
    #[error("the provider refused: {0}")]
    Provider(String),
    #[error("{0} is in no group that may use Roleport")]
    NoRole(String),
}

impl SignInError {
    /// How the metrics call it.
    const fn outcome(&self) -> &'static str {
        match self {
            Self::NoRole(_) => "no_role",
            Self::NotBegun | Self::Provider(_) | Self::Oidc(OidcError::Refused(_)) => {
                "not_completed"
            }
            Self::Oidc(OidcError::Provider(_)) | Self::Session(_) | Self::Store(_) => "error",
        }
    }
}

/// Signs the person in; gives the page to go to, and the language that they have chosen.
async fn complete(
    state: &AppState,
    session: &Session,
    callback: Callback,
) -> Result<(String, Option<Language>), SignInError> {
    let pending = session::take_pending(session)
        .await?
        .ok_or(SignInError::NotBegun)?;
    if let Some(error) = callback.error {
        return Err(SignInError::Provider(printable(&error)));
    }
    let identity = state
        .oidc
        .complete(&pending, &callback.state, callback.code)
        .await?;
    let mut tx = state.pool.begin().await.map_err(StoreError::from)?;
    let person_id = people::upsert(
        &mut tx,
        NewPerson {
            issuer: state.oidc.issuer(),
            subject: &identity.subject,
            email: &identity.email,
            name: &identity.name,
            roles: &identity.roles,
            groups: &identity.groups,
        },
    )
    .await?;
    let language = cookies::current().language;
    let chosen = people::meet_language(&mut tx, person_id, language).await?;
    let admitted = !identity.roles.is_empty();
    let (kind, words) = if admitted {
        ("person.signed_in", english!(events_signed_in))
    } else {
        (
            "person.refused",
            english!(events_was_refused, what = english!(events_in_no_group)),
        )
    };
    events::append(
        &mut tx,
        NewEvent {
            person_id: Some(person_id),
            after: Some(&json!({ "roles": identity.roles })),
            ..NewEvent::from_outside(&origin::current(), kind, &words)
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    if !admitted {
        return Err(SignInError::NoRole(identity.email));
    }
    session::sign_in(session, person_id, identity).await?;
    Ok((pending.next, chosen))
}

async fn refused(state: &AppState, error: &SignInError) -> Response {
    tracing::warn!(%error, "sign-in refused");
    metrics::signed_in(error.outcome());
    if matches!(
        error,
        SignInError::NotBegun | SignInError::Provider(_) | SignInError::Oidc(OidcError::Refused(_))
    ) {
        record_refusal(state, &error.to_string()).await;
    }
    let page = match error {
        SignInError::NoRole(email) => {
            PortalError::Forbidden(text!(answers_groups_may_not, email = email))
        }
        SignInError::NotBegun
        | SignInError::Provider(_)
        | SignInError::Oidc(OidcError::Refused(_)) => {
            PortalError::Forbidden(text!(answers_sign_in_broken_off))
        }
        SignInError::Oidc(OidcError::Provider(_))
        | SignInError::Session(_)
        | SignInError::Store(_) => PortalError::Broken,
    };
    pages::error_page(state, None, &page).await
}

/// Anybody's text, so that it can stand in a line of the log or in the history.
fn printable(text: &str) -> String {
    let printable = text.chars().filter(|c| !c.is_control());
    printable.take(MAX_REASON).collect()
}

/// Writes down that a sign-in was refused before it was known whose; the reason may be anybody's text.
async fn record_refusal(state: &AppState, reason: &str) {
    let Some(left_out) = state.refusals.admit(std::time::Instant::now()) else {
        return;
    };
    let mut reason = printable(reason);
    if left_out > 0 {
        // Writing to a String can't fail.
        let _ = write!(reason, " ({left_out} more were refused since the last one)");
    }
    let origin = origin::current();
    let words = english!(events_refused_at_sign_in);
    let event = NewEvent {
        comment: Some(&reason),
        ..NewEvent::from_outside(&origin, "person.refused", &words)
    };
    let written = async {
        let mut conn = state.pool.acquire().await?;
        events::append(&mut conn, event).await
    };
    if let Err(error) = written.await {
        tracing::error!(%error, "a refused sign-in is missing in the history");
    }
}

/// POST /sign-out
pub(super) async fn sign_out(State(state): State<AppState>, session: Session) -> Response {
    let ended = async {
        let viewer = session::viewer(&session, state.absolute_hours).await?;
        if let Some(viewer) = viewer {
            let mut conn = state.pool.acquire().await.map_err(StoreError::from)?;
            events::append(
                &mut conn,
                NewEvent::by(&viewer, "person.signed_out", &english!(events_signed_out)),
            )
            .await?;
        }
        Ok::<_, SignInError>(session::sign_out(&session).await?)
    };
    match ended.await {
        Ok(Some(id_token)) => {
            Redirect::to(&state.oidc.end_session_url(&id_token).await).into_response()
        }
        Ok(None) => Redirect::to("/signed-out").into_response(),
        Err(error) => refused(&state, &error).await,
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_REASON, local_path, printable};

    #[test]
    fn what_anybody_sends_stays_on_one_line() {
        assert_eq!(printable("a\r\nINFO b\u{1b}[2J"), "aINFO b[2J");
        assert_eq!(printable(&"x".repeat(9999)).len(), MAX_REASON);
    }

    #[test]
    fn only_a_path_of_this_site_is_followed() {
        for good in ["/", "/requests/7?view=mine", "/roles/3"] {
            assert_eq!(local_path(good), good);
        }
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)",
        ] {
            assert_eq!(local_path(bad), "/", "{bad}");
        }
    }
}
