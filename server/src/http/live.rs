//! GET …/live: a stream of changes for an open page, in place of asking again and again.
//!
//! A page that is open is no visit: a stream keeps no session alive, and ends with it.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::stream;
use http::{HeaderName, StatusCode, header};
use roleport_app::portal::{Portal as _, PortalError, Viewer};
use tokio::{
    sync::broadcast,
    time::{Instant, Interval, interval_at},
};
use tower_sessions::{Session, session::Id};

use super::AppState;
use crate::{
    auth::session,
    live::{self, News, Place},
    service::Watched,
    store::sessions::PostgresSessions,
};

/// How often the reader's session is looked at.
const SESSION_CHECK: Duration = Duration::from_mins(1);
/// More often than proxies give an idle connection up.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How soon a browser comes back after the stream has ended.
const RETRY: Duration = Duration::from_secs(1);

/// GET /requests/{id}/live: state and version, now and whenever they change.
pub(super) async fn request(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    open(state, session, Subject::Request(id)).await
}

/// GET /requests/live: how many requests a list is behind, whenever that changes.
pub(super) async fn list(
    State(state): State<AppState>,
    session: Session,
    Query(list): Query<Watched>,
) -> Response {
    open(state, session, Subject::List(list)).await
}

/// GET /requests/changes: the same once, for a page that asks by a timer.
pub(super) async fn changes(
    State(state): State<AppState>,
    session: Session,
    Query(list): Query<Watched>,
) -> Response {
    let Ok(Some(viewer)) = session::viewer(&session, state.absolute_hours).await else {
        return (StatusCode::UNAUTHORIZED, "Sign in first.").into_response();
    };
    match Subject::List(list).look(&state, &viewer).await {
        Ok(answer) => ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(error) => refusal(&error),
    }
}

/// What somebody looks at.
enum Subject {
    Request(i64),
    List(Watched),
}

impl Subject {
    /// What there is to tell now.
    async fn look(
        &self,
        state: &AppState,
        viewer: &Viewer,
    ) -> Result<serde_json::Value, PortalError> {
        Ok(match self {
            Self::Request(id) => {
                let (state, version) = state.service.request_state(viewer, *id).await?;
                serde_json::json!({ "state": state, "version": version })
            }
            Self::List(list) => {
                serde_json::json!({ "changed": state.service.changed(viewer, list).await? })
            }
        })
    }

    fn concerns(&self, news: &News) -> bool {
        match (self, news) {
            (Self::Request(id), News::Changed(change)) => change.id == *id,
            (Self::List(_), _) | (_, News::LookAgain) => true,
        }
    }
}

/// An open stream.
struct Reader {
    state: AppState,
    viewer: Viewer,
    session: Option<Id>,
    subject: Subject,
    news: broadcast::Receiver<News>,
    session_check: Interval,
    told: Option<serde_json::Value>,
    _place: Place,
}

async fn open(state: AppState, session: Session, subject: Subject) -> Response {
    if !state.live.enabled() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(Some(viewer)) = session::viewer(&session, state.absolute_hours).await else {
        return (StatusCode::UNAUTHORIZED, "Sign in first.").into_response();
    };
    let Ok(place) = state.live.place(viewer.person_id) else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many pages are open for updates.",
        )
            .into_response();
    };
    // Before looking: what changes in between is told twice rather than never.
    let news = state.live.subscribe();
    if let Err(error) = subject.look(&state, &viewer).await {
        return refusal(&error);
    }
    let reader = Reader {
        state,
        viewer,
        session: session.id(),
        subject,
        news,
        session_check: interval_at(Instant::now() + SESSION_CHECK, SESSION_CHECK),
        told: None,
        _place: place,
    };
    let events = stream::unfold(reader, async |mut reader| {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    (
        [
            // A proxy that compresses or collects the answer would hold every event back.
            (header::CACHE_CONTROL, "no-store, no-transform"),
            (HeaderName::from_static("x-accel-buffering"), "no"),
        ],
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)),
    )
        .into_response()
}

fn refusal(error: &PortalError) -> Response {
    match error {
        PortalError::NotFound => StatusCode::NOT_FOUND.into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Reader {
    /// The next event; nothing at the stream's end. The first comes at once, so that nothing is
    /// missed between the page and the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // The browser comes back by itself when the database can't be read now.
            let now = self.subject.look(&self.state, &self.viewer).await.ok()?;
            if self.told.as_ref() != Some(&now) {
                let event = Event::default().retry(RETRY).json_data(&now).ok()?;
                self.told = Some(now);
                return Some(event);
            }
            self.wait().await?;
        }
    }

    /// Waits for a reason to look again; nothing when the stream has to end.
    async fn wait(&mut self) -> Option<()> {
        loop {
            tokio::select! {
                () = self.state.live.stopped() => return None,
                _ = self.session_check.tick() => {
                    if !self.signed_in().await {
                        return None;
                    }
                }
                news = live::next(&mut self.news) => {
                    if self.subject.concerns(&news?) {
                        break;
                    }
                }
            }
        }
        if matches!(self.subject, Subject::List(_)) {
            live::settle(&mut self.news).await;
        }
        Some(())
    }

    /// Whether the session that opened the stream is still that person's.
    async fn signed_in(&self) -> bool {
        let store = PostgresSessions::new(self.state.pool.clone());
        let session = Session::new(self.session, Arc::new(store), None);
        let viewer = session::viewer(&session, self.state.absolute_hours).await;
        viewer.is_ok_and(|viewer| viewer.as_ref() == Some(&self.viewer))
    }
}
