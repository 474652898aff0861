//! Refused attempts are part of the history.

use roleport_app::portal::{PortalError, Viewer};

use super::{Service, broken};
use crate::store::{
    events::{self, NewEvent},
    requests::RequestRow,
};
use roleport_lang::english;

impl Service {
    /// Notes a refused attempt, in a transaction of its own: the one it was tried in is given up.
    /// `event` says whose it was and on what, `words` what was tried. Errors that are no refusals
    /// leave no trace.
    pub(super) async fn note_refused(
        &self,
        event: NewEvent<'_>,
        words: &str,
        error: &PortalError,
    ) -> Result<(), PortalError> {
        let PortalError::Forbidden(reason) = error else {
            return Ok(());
        };
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let event = NewEvent {
            words: &english!(events_was_refused, what = words),
            comment: Some(reason.as_str()),
            ..event
        };
        events::append(&mut conn, event).await.map_err(broken)
    }

    /// Notes a refused attempt on a request.
    pub(super) async fn record_refusal(
        &self,
        viewer: &Viewer,
        row: &RequestRow,
        error: &PortalError,
        words: &str,
    ) -> Result<(), PortalError> {
        let event = NewEvent {
            request_id: Some(row.id),
            role_id: row.role_id,
            ..NewEvent::by(viewer, "request.refused", "")
        };
        self.note_refused(event, words, error).await
    }
}
