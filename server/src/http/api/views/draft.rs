//! Drafts.

use roleport_app::portal::{DraftSummary, TypedRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::wire::DraftContent, all};

/// Your drafts.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Drafts {
    /// The last saved first, at most 50.
    items: Vec<DraftLine>,
}

impl From<Vec<DraftSummary>> for Drafts {
    fn from(drafts: Vec<DraftSummary>) -> Self {
        Self { items: all(drafts) }
    }
}

/// A draft in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct DraftLine {
    /// Number of the draft.
    id: i64,
    /// The application named so far.
    app: String,
    /// The cluster chosen so far.
    cluster: String,
    /// When it was saved last.
    #[schema(format = DateTime)]
    saved_at: String,
}

impl From<DraftSummary> for DraftLine {
    fn from(draft: DraftSummary) -> Self {
        Self {
            id: draft.id,
            app: draft.app,
            cluster: draft.cluster,
            saved_at: draft.saved.machine,
        }
    }
}

/// A draft with what it holds.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct DraftDetail {
    /// Number of the draft.
    id: i64,
    /// As it was saved.
    content: DraftContent,
}

impl From<(i64, TypedRequest)> for DraftDetail {
    fn from((id, typed): (i64, TypedRequest)) -> Self {
        Self {
            id,
            content: typed.into(),
        }
    }
}
