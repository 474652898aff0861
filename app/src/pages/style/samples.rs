//! Made-up data for the page of styles.

use chrono::{TimeDelta, Utc};
use roleport_domain::{
    changes::ChangeKind,
    grant::{Access, Grant},
    lifecycle::{RequestKind, RequestState},
};

use crate::{
    language::t,
    portal::{
        DiffLine, EventLine, Fate, Moment, NumberedLine, RequestSummary, RoleDocument, RoleSummary,
    },
};

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
        together: false,
    }
}

/// Two requests of the queue that may be approved together, and one that may not.
pub(super) fn queue() -> Vec<RequestSummary> {
    (12..15)
        .zip([true, true, false])
        .map(|(id, together)| RequestSummary {
            id,
            together,
            ..request(RequestState::Submitted)
        })
        .collect()
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

/// A document of each fate; in the one that changes, lines that stay are folded.
pub(super) fn documents() -> Vec<RoleDocument> {
    let kept = |number, text: &str, far| NumberedLine {
        line: DiffLine {
            kind: ChangeKind::Kept,
            text: text.to_owned(),
        },
        before: Some(number),
        after: Some(number),
        far,
    };
    let mut changed = vec![
        kept(1, "{", true),
        kept(2, "  \"Version\": \"2012-10-17\",", true),
        kept(3, "  \"Statement\": [", true),
        kept(4, "    {", true),
    ];
    changed.extend((5..).zip(diff()).map(|(number, line)| NumberedLine {
        before: (line.kind != ChangeKind::Added).then_some(number),
        after: (line.kind != ChangeKind::Removed).then_some(number),
        far: false,
        line,
    }));
    let document = |id: &str, title: String, fate| RoleDocument {
        id: format!("sample-{id}"),
        title: title.into(),
        text: "{}".to_owned(),
        note: t!(style_texts_size).into(),
        fate,
    };
    vec![
        document(
            "permission-policy",
            t!(style_document_permission),
            Fate::Changed(changed),
        ),
        document("trust-policy", t!(style_document_trust), Fate::Same),
        document("new-policy", t!(style_document_new), Fate::New),
        document("inline-policy", t!(style_document_inline), Fate::Gone),
    ]
}

pub(super) fn event(kind: &str, words: String) -> EventLine {
    EventLine {
        at: moment(),
        actor: "Oscar Ops".to_owned(),
        words,
        kind: kind.to_owned(),
        comment: None,
        request_id: Some(12),
        position: 1,
    }
}
