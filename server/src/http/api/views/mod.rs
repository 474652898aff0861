//! What programs are told: plain forms of their own, so that a change inside breaks nobody.

mod clusters;
mod doctor;
mod draft;
mod history;
mod notification;
mod preview;
mod request;
mod role;
mod rules;
mod token;
mod unmanaged;

use roleport_app::portal::EventLine;
use serde::Serialize;
use utoipa::ToSchema;

pub(super) use clusters::{ClusterChange, ClusterChanges};
pub(super) use doctor::Diagnosis;
pub(super) use draft::{DraftDetail, Drafts};
pub(super) use history::{AccessAnswer, HistoryEvent, HistoryPage};
pub(super) use notification::{Delivery, DeliveryPage, Settings};
pub(super) use preview::Preview;
pub(super) use request::{Comments, Comparison, RequestDetail, RequestPage};
pub(super) use role::{Clusters, Me, RoleDetail, RolePage};
pub(super) use rules::Rules;
pub(super) use token::Tokens;
pub(super) use unmanaged::{TableResult, UnmanagedRole, UnmanagedRolePage};

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Event {
    /// When, in UTC.
    #[schema(format = DateTime)]
    at: String,
    /// What kind, such as `request.approved`.
    kind: String,
    /// Who; `Roleport` for the portal itself.
    actor: String,
    /// What happened, as the rest of a sentence that starts with the actor.
    words: String,
    /// What they wrote.
    comment: Option<String>,
    /// The request that it belongs to.
    request: Option<i64>,
    /// Its place in the history.
    position: i64,
}

impl From<EventLine> for Event {
    fn from(line: EventLine) -> Self {
        Self {
            at: line.at.machine,
            kind: line.kind,
            actor: line.actor,
            words: line.words,
            comment: line.comment,
            request: line.request_id,
            position: line.position,
        }
    }
}

/// Each of many, as it is told.
fn all<A, B: From<A>>(many: Vec<A>) -> Vec<B> {
    many.into_iter().map(B::from).collect()
}
