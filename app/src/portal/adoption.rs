//! Roles in AWS that are not Roleport's, and their adoption.

use roleport_domain::{adoption::Difference, errors::FieldError, grant::Grant};
use roleport_lang::Text;
use serde_json::Value;

use super::{ListPage, Moment};

/// A line of the list of roles that are not Roleport's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmanagedLine {
    /// Its number in the list; it stays while the role does.
    pub id: i64,
    /// Name of the IAM role.
    pub role_name: String,
    /// ARN of the IAM role.
    pub arn: String,
    /// Cluster whose tokens it trusts.
    pub cluster: String,
    /// Service accounts that can assume it, namespace and name.
    pub service_accounts: Vec<(String, String)>,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Why it can't be adopted as it is.
    pub problem: Option<Text>,
    /// The day and region of its last use that AWS knows of.
    pub last_used: Option<String>,
    /// The open request for it, where there is one that the viewer sees.
    pub open_request: Option<i64>,
}

/// The last reading of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountReading {
    /// AWS account.
    pub account_id: String,
    /// When.
    pub read: Moment,
    /// How often, this time included.
    pub times: i64,
    /// Roles there were in all.
    pub roles: i32,
    /// Why it could not be read; then the rest is of the time before.
    pub unreadable: Option<Text>,
}

/// The page of roles that are not Roleport's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmanagedPage {
    /// The roles, by name.
    pub roles: ListPage<UnmanagedLine>,
    /// What was read of AWS, and when; nothing before the first time.
    pub readings: Vec<AccountReading>,
    /// Whether the viewer may have AWS read, and ask for adoptions.
    pub may_adopt: bool,
}

/// A policy as AWS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPolicy {
    /// Its name, or its ARN where it is managed.
    pub name: String,
    /// What becomes of it: `is detached and stays in the account`.
    pub fate: Text,
    /// Its document; none where AWS does not show it.
    pub document: Option<Value>,
}

/// A role that is not Roleport's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmanagedRole {
    /// The line of the list.
    pub line: UnmanagedLine,
    /// Who else can assume it, a phrase each; they could not any more.
    pub others: Vec<Text>,
    /// Its trust policy.
    pub trust: Value,
    /// Its policies.
    pub policies: Vec<FoundPolicy>,
    /// The permissions boundary that it would get, where it has another or none.
    pub new_boundary: Option<String>,
    /// What the form starts with.
    pub suggested: TypedAdoption,
    /// Whether the viewer may ask for its adoption.
    pub may_adopt: bool,
}

/// For whom a role is adopted, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedAdoption {
    /// The application's name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Why.
    pub reason: String,
}

/// What was typed, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostedAdoption {
    /// What was typed; nothing before a POST.
    pub typed: Option<TypedAdoption>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

/// What a line of a table of roles comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its role can be adopted; its number, and how the table differs from AWS.
    Ready(i64, Difference),
    /// An open request is about it.
    Open(i64),
    /// A request for it was made with this table.
    Asked(i64),
    /// It is Roleport's; the number of the role.
    Managed(i64),
    /// It can't be adopted; why, and what to do.
    Refused(Text),
}

/// A line of a table of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLine {
    /// Where it stands in what was pasted, from 1.
    pub number: u64,
    /// The role's ARN.
    pub arn: String,
    /// Namespace and service account, with a slash between them.
    pub owner: String,
    /// What it comes to.
    pub verdict: Verdict,
}

/// The page of a table: what was pasted, and what it comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostedTable {
    /// What was pasted.
    pub table: String,
    /// The reason that was typed.
    pub reason: String,
    /// Its lines; nothing before it was read.
    pub lines: Vec<TableLine>,
    /// What is wrong with the whole.
    pub errors: Vec<FieldError>,
}
