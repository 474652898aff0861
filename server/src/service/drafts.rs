//! Drafts: a form saved as it is, for its person alone.

use roleport_app::portal::{DraftSummary, PortalError, TypedRequest, Viewer};
use roleport_domain::authorize::{Action, Stake};

use super::{Service, broken, pages::moment, permitted};
use crate::store::drafts::{self, DraftRow};

impl Service {
    /// Saves what is typed, whatever it is; gives the draft's number.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for people who may not ask for anything.
    pub async fn save_draft(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<i64, PortalError> {
        permitted(viewer, Action::Submit, Stake::Author)?;
        let kept = written(typed)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        drafts::save(&mut conn, viewer.person_id, typed.draft, &kept)
            .await
            .map_err(broken)
    }

    /// Saves a form that saves itself while it is typed; the draft's number, or none where the form was submitted
    /// meanwhile.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for people who may not ask for anything.
    pub async fn keep_draft(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<Option<i64>, PortalError> {
        permitted(viewer, Action::Submit, Stake::Author)?;
        let kept = written(typed)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let saved = drafts::keep(&mut tx, viewer.person_id, &typed.key, &kept)
            .await
            .map_err(broken)?;
        tx.commit().await.map_err(broken)?;
        Ok(saved)
    }

    /// Saves what is typed over one of the viewer's drafts.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it is none of theirs, [`PortalError::Forbidden`] for people
    /// who may not ask for anything.
    pub async fn replace_draft(
        &self,
        viewer: &Viewer,
        id: i64,
        typed: &TypedRequest,
    ) -> Result<(), PortalError> {
        permitted(viewer, Action::Submit, Stake::Author)?;
        let kept = written(typed)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        drafts::replace(&mut conn, viewer.person_id, id, &kept)
            .await
            .map_err(broken)?
            .then_some(())
            .ok_or(PortalError::NotFound)
    }

    /// Removes one of the viewer's drafts; whether there was one.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be written.
    pub async fn discard_draft(&self, viewer: &Viewer, id: i64) -> Result<bool, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        drafts::discard(&mut conn, viewer.person_id, id)
            .await
            .map_err(broken)
    }

    pub(super) async fn draft_of(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<TypedRequest, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = drafts::find(&mut conn, viewer.person_id, id)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        Ok(TypedRequest {
            draft: Some(row.id),
            ..read(&row.typed)
        })
    }

    pub(super) async fn drafts_of(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<DraftSummary>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = drafts::of_person(&mut conn, viewer.person_id)
            .await
            .map_err(broken)?;
        Ok(rows.iter().map(summary).collect())
    }
}

/// A form as it is kept. NUL can't be stored in JSON; the rules refuse it in every field anyway.
fn written(typed: &TypedRequest) -> Result<serde_json::Value, PortalError> {
    let text = serde_json::to_string(typed)
        .map_err(broken)?
        .replace("\\u0000", "");
    serde_json::from_str(&text).map_err(broken)
}

/// A form that an earlier version saved has other fields: what is known of it is kept.
fn read(typed: &serde_json::Value) -> TypedRequest {
    serde_json::from_value(typed.clone()).unwrap_or_default()
}

fn summary(row: &DraftRow) -> DraftSummary {
    let typed = read(&row.typed);
    DraftSummary {
        id: row.id,
        app: typed.app,
        cluster: typed.cluster,
        saved: moment(row.updated_at),
    }
}
