//! Made-up data for the page of styles.

use chrono::{TimeDelta, Utc};
use roleport_domain::{
    changes::ChangeKind,
    grant::{Access, Grant},
    lifecycle::{RequestKind, RequestState},
};

use crate::portal::{DiffLine, EventLine, Moment, RequestSummary, RoleSummary};

/// Every state of a request.
pub(super) const STATES: [RequestState; 9] = RequestState::ALL;

fn moment() -> Moment {
    let now = Utc::now();
    Moment::new(now - TimeDelta::minutes(3), now)
}

fn grants() -> Vec<Grant> {
    vec![Grant::s3(
        "example-events",
        "in/",
        &[Access::List, Access::Read],
    )]
}

pub(super) fn request(state: RequestState) -> RequestSummary {
    RequestSummary {
        id: 12,
        kind: RequestKind::NewRole,
        state,
        version: 1,
        cluster: "production".to_owned(),
        app: "blue-raven".to_owned(),
        namespace: "blue-raven".to_owned(),
        grants: grants(),
        author: "Dana Developer".to_owned(),
        is_mine: false,
        submitted: moment(),
        break_glass: false,
    }
}

pub(super) fn role() -> RoleSummary {
    RoleSummary {
        id: 1,
        cluster: "production".to_owned(),
        app: "blue-raven".to_owned(),
        namespace: "blue-raven".to_owned(),
        service_account: "blue-raven".to_owned(),
        role_name: "production-blue-raven".to_owned(),
        arn: "arn:aws:iam::111122223333:role/production-blue-raven".to_owned(),
        grants: grants(),
    }
}

pub(super) fn diff() -> Vec<DiffLine> {
    [
        (ChangeKind::Kept, "\"Action\": ["),
        (ChangeKind::Removed, "  \"s3:PutObject\","),
        (ChangeKind::Added, "  \"s3:GetObject\","),
        (ChangeKind::Kept, "]"),
    ]
    .into_iter()
    .map(|(kind, text)| DiffLine {
        kind,
        text: text.to_owned(),
    })
    .collect()
}

pub(super) fn event(kind: &str, words: &str) -> EventLine {
    EventLine {
        at: moment(),
        actor: "Oscar Ops".to_owned(),
        words: words.to_owned(),
        kind: kind.to_owned(),
        comment: None,
        request_id: Some(12),
        position: 1,
    }
}
