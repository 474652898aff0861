//! What the home page counts.

use roleport_lang::Text;

/// Three numbers about how access is given, within what one person may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The last 12 weeks, oldest first.
    pub approvals: Vec<ApprovalWeek>,
    /// Requests that wait, by age, youngest first.
    pub open: Vec<OpenAge>,
    /// Grants of active roles, the commonest service first.
    pub services: Vec<ServiceCount>,
    /// Roles that the services were counted in, where there are more than that.
    pub roles_counted: Option<i64>,
}

/// How long approvals of one week took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalWeek {
    /// Its Monday, as `2026-11-23`.
    pub week: String,
    /// Approvals that were read: of a busy week the newest 200.
    pub approvals: i64,
    /// Seconds from submission to approval, half took less; none without approvals.
    pub median_seconds: Option<i64>,
}

/// Requests that wait for somebody, of one age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAge {
    /// In words, such as "under a day".
    pub label: Text,
    /// How many.
    pub requests: i64,
}

/// Grants of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCount {
    /// Its name on a page, such as "S3".
    pub label: Text,
    /// How many lines of access.
    pub grants: i64,
}
