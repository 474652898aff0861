//! The audit history, and who had access when.

use roleport_app::portal::{access, history};
use roleport_domain::{difference, grant::Access, reach::Extent};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    super::{grants::GrantLine, wire::GrantAccess},
    all,
};

/// A page of the history.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct HistoryPage {
    /// Newest first, at most 50.
    items: Vec<HistoryLine>,
    /// Ask with `after` set to this for the next page; null at the end.
    next: Option<i64>,
    /// Every kind of event that there is.
    kinds: Vec<String>,
}

impl From<history::HistoryPage> for HistoryPage {
    fn from(page: history::HistoryPage) -> Self {
        Self {
            items: all(page.events),
            next: page.older,
            kinds: page.kinds,
        }
    }
}

/// An event of the history.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct HistoryLine {
    /// Its place in the chain.
    position: i64,
    /// When, in UTC.
    #[schema(format = DateTime)]
    at: String,
    /// Such as `request.approved`.
    kind: String,
    /// Who, by the name of that time; `Roleport` for its own doings.
    actor: String,
    /// Their e-mail address at that time.
    email: Option<String>,
    /// What happened, as the rest of a sentence that starts with the actor.
    words: String,
    /// What they wrote, or the reason.
    comment: Option<String>,
    /// IP address.
    address: Option<String>,
    /// `portal`, `api`, `worker` and the like.
    via: String,
    /// Which request.
    request: Option<i64>,
    /// Which role, once it exists.
    role: Option<i64>,
    /// Its name.
    role_name: Option<String>,
    /// The buckets it is about.
    buckets: Vec<String>,
}

impl From<history::HistoryLine> for HistoryLine {
    fn from(line: history::HistoryLine) -> Self {
        Self {
            position: line.position,
            at: line.at.machine,
            kind: line.kind,
            actor: line.actor.into(),
            email: line.email,
            words: line.words,
            comment: line.comment,
            address: line.address,
            via: line.via,
            request: line.request_id,
            role: line.role_id,
            role_name: line.role_name,
            buckets: line.buckets,
        }
    }
}

/// An event with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct HistoryEvent {
    #[serde(flatten)]
    line: HistoryLine,
    /// When, to the microsecond.
    exact: String,
    /// SHA-256 of the event and of the hash before it.
    hash: String,
    /// The hash of the event before it.
    previous_hash: String,
    /// Whether the content still matches the hash.
    intact: bool,
    /// What changed, field by field.
    changes: Vec<FieldChange>,
    /// How it was.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// How it is.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

impl From<history::EventDetail> for HistoryEvent {
    fn from(event: history::EventDetail) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            line: event.line.into(),
            exact: event.exact,
            hash: event.hash,
            previous_hash: event.previous_hash,
            intact: event.intact,
            changes: all(event.changes),
            before: json(event.before),
            after: json(event.after),
        }
    }
}

/// A field that an event changed.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct FieldChange {
    /// Its path, such as `session.idle_minutes`; empty for a value without fields.
    field: String,
    /// How it was; null when it was not there.
    before: Option<String>,
    /// How it is; null when it is gone.
    after: Option<String>,
}

impl From<difference::FieldChange> for FieldChange {
    fn from(change: difference::FieldChange) -> Self {
        Self {
            field: change.field,
            before: change.before.map(String::from),
            after: change.after.map(String::from),
        }
    }
}

/// Who had access to a place on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct AccessAnswer {
    /// The bucket asked about.
    bucket: String,
    /// The start of the keys; empty for the whole bucket.
    prefix: String,
    /// The day, in UTC.
    day: String,
    /// Any of these.
    #[schema(value_type = Vec<GrantAccess>)]
    access: Vec<&'static str>,
    /// By role, then by time.
    items: Vec<AccessLine>,
}

impl From<access::AccessAnswer> for AccessAnswer {
    fn from(answer: access::AccessAnswer) -> Self {
        let question = answer.question;
        Self {
            bucket: question.bucket,
            prefix: question.prefix,
            day: question.day,
            access: question.access.into_iter().map(Access::as_str).collect(),
            items: all(answer.lines),
        }
    }
}

/// A role that had access, for one period.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct AccessLine {
    /// Number of the role.
    role: i64,
    /// Its name.
    role_name: String,
    /// Cluster name.
    cluster: String,
    /// Kubernetes namespace.
    namespace: String,
    /// Kubernetes service account.
    service_account: String,
    /// `all` of what was asked about, or a `part`.
    extent: &'static str,
    /// The grants that open it.
    grants: Vec<GrantLine>,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// Until when, exclusive; null while it lasts.
    #[schema(format = DateTime)]
    until: Option<String>,
    /// By which request; null for what was imported.
    request: Option<i64>,
    /// Who asked.
    author: Option<String>,
    /// Who allowed it, in the order in which they did.
    approvals: Vec<Allowance>,
}

impl From<access::AccessLine> for AccessLine {
    fn from(line: access::AccessLine) -> Self {
        Self {
            role: line.role_id,
            role_name: line.role_name,
            cluster: line.cluster,
            namespace: line.namespace,
            service_account: line.service_account,
            extent: match line.extent {
                Extent::All => "all",
                Extent::Part => "part",
            },
            grants: all(line.grants),
            since: line.since.machine,
            until: line.until.map(|at| at.machine),
            request: line.request_id,
            author: line.author,
            approvals: all(line.approvals),
        }
    }
}

/// An approval of what was applied.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Allowance {
    /// Who.
    person: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

impl From<access::Approval> for Allowance {
    fn from(approval: access::Approval) -> Self {
        Self {
            person: approval.person,
            at: approval.at.machine,
        }
    }
}
