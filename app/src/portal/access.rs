//! What the page "who could read this bucket on that day" asks and shows.

use roleport_domain::{
    errors::FieldError,
    grant::{Access, Grant},
    reach::Extent,
};

use super::Moment;

/// The question as it stands in the URL, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedQuestion {
    /// A bucket's name, or an address in it; empty while nothing is asked.
    pub bucket: String,
    /// The start of the keys; empty for the whole bucket.
    pub prefix: String,
    /// The day, in UTC; empty for today.
    pub day: String,
    /// Any of these; none for reading.
    pub access: Vec<Access>,
}

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct AccessAnswer {
    /// What is wrong with the question; then there are no lines.
    pub errors: Vec<FieldError>,
    /// The question as it was understood: with the day, and the address taken apart.
    pub question: TypedQuestion,
    /// By role, then by time.
    pub lines: Vec<AccessLine>,
}

/// A role that had access on that day, for one period.
#[derive(Debug, Clone)]
pub struct AccessLine {
    /// Row of the role.
    pub role_id: i64,
    /// Its name.
    pub role_name: String,
    /// Cluster name.
    pub cluster: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Whether it reaches all that was asked about.
    pub extent: Extent,
    /// The grants that open it.
    pub grants: Vec<Grant>,
    /// Since when.
    pub since: Moment,
    /// Until when; none while it lasts.
    pub until: Option<Moment>,
    /// By which request; none for what was imported.
    pub request_id: Option<i64>,
    /// Who asked.
    pub author: Option<String>,
    /// Who allowed it, in the order in which they did.
    pub approvals: Vec<Approval>,
}

/// An approval of the content that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub person: String,
    /// When.
    pub at: Moment,
}
