//! Roles in AWS that are not Roleport's.

use roleport_app::portal::adoption::{self, Verdict};
use roleport_domain::adoption::Difference;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{super::grants::GrantLine, all};

/// A page of roles that are not Roleport's.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct UnmanagedRolePage {
    /// By name, at most 50.
    items: Vec<Unmanaged>,
    /// Ask with `after` set to this for the next page; null at the end.
    next: Option<i64>,
    /// When each account was last read; nothing before the first time.
    readings: Vec<Reading>,
}

/// The last reading of an account.
#[derive(Debug, Serialize, ToSchema)]
struct Reading {
    /// AWS account.
    account_id: String,
    /// When.
    #[schema(format = DateTime)]
    read_at: String,
    /// Roles there were in all.
    roles: i32,
    /// Why it could not be read; then the rest is of the time before.
    unreadable: Option<String>,
}

/// A role that is not Roleport's.
#[derive(Debug, Serialize, ToSchema)]
struct Unmanaged {
    /// Its number in the list.
    id: i64,
    /// Name of the IAM role.
    role_name: String,
    /// ARN of the IAM role.
    arn: String,
    /// Cluster whose tokens it trusts.
    cluster: String,
    /// `namespace/name` of the service accounts that can assume it.
    service_accounts: Vec<String>,
    /// What it may do.
    grants: Vec<GrantLine>,
    /// Why it can't be adopted as it is.
    problem: Option<String>,
    /// The day and region of its last use that AWS knows of.
    last_used: Option<String>,
    /// The open request for it.
    open_request: Option<i64>,
}

impl From<adoption::UnmanagedLine> for Unmanaged {
    fn from(line: adoption::UnmanagedLine) -> Self {
        Self {
            id: line.id,
            role_name: line.role_name,
            arn: line.arn,
            cluster: line.cluster,
            service_accounts: line
                .service_accounts
                .into_iter()
                .map(|(namespace, name)| format!("{namespace}/{name}"))
                .collect(),
            grants: all(line.grants),
            problem: line.problem.map(String::from),
            last_used: line.last_used,
            open_request: line.open_request,
        }
    }
}

impl From<adoption::UnmanagedPage> for UnmanagedRolePage {
    fn from(page: adoption::UnmanagedPage) -> Self {
        let reading = |one: adoption::AccountReading| Reading {
            account_id: one.account_id,
            read_at: one.read.machine,
            roles: one.roles,
            unreadable: one.unreadable.map(String::from),
        };
        Self {
            items: all(page.roles.lines),
            next: page.roles.next,
            readings: page.readings.into_iter().map(reading).collect(),
        }
    }
}

/// A role that is not Roleport's, with its documents.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct UnmanagedRole {
    #[serde(flatten)]
    line: Unmanaged,
    /// Who else can assume it, and could not any more.
    others: Vec<String>,
    /// Its trust policy as AWS has it.
    #[schema(value_type = Object)]
    trust_policy: Value,
    /// Its policies as AWS has them.
    policies: Vec<Policy>,
}

/// A policy of a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FoundPolicy)]
struct Policy {
    /// Its name, or its ARN where it is managed.
    name: String,
    /// What becomes of it.
    fate: String,
    /// Its document; null where AWS does not show it.
    #[schema(value_type = Option<Object>)]
    document: Option<Value>,
}

impl From<adoption::UnmanagedRole> for UnmanagedRole {
    fn from(role: adoption::UnmanagedRole) -> Self {
        let policy = |one: adoption::FoundPolicy| Policy {
            name: one.name,
            fate: one.fate.into(),
            document: one.document,
        };
        Self {
            line: role.line.into(),
            others: all(role.others),
            trust_policy: role.trust,
            policies: role.policies.into_iter().map(policy).collect(),
        }
    }
}

/// What a table of roles comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct TableResult {
    /// Its lines.
    items: Vec<Line>,
}

/// A line of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TableLine)]
struct Line {
    /// Where it stands, from 1.
    number: u64,
    /// The role's ARN.
    arn: String,
    /// `namespace/name` of the service account.
    owner: String,
    /// `ready`, `open`, `managed` or `refused`.
    verdict: &'static str,
    /// The number of the role to adopt, of the open request, or of Roleport's role.
    id: Option<i64>,
    /// Why it is refused.
    reason: Option<String>,
    /// Places of the table that the role can't reach.
    missing: Vec<String>,
    /// What the role may do and the table does not name.
    beyond: Vec<String>,
    /// Words of the table that are no `s3://…` address.
    unread: Vec<String>,
}

impl From<Vec<adoption::TableLine>> for TableResult {
    fn from(lines: Vec<adoption::TableLine>) -> Self {
        Self { items: all(lines) }
    }
}

impl From<adoption::TableLine> for Line {
    fn from(line: adoption::TableLine) -> Self {
        let (verdict, id, reason, difference) = match line.verdict {
            Verdict::Ready(id, difference) => ("ready", Some(id), None, difference),
            Verdict::Open(id) | Verdict::Asked(id) => {
                ("open", Some(id), None, Difference::default())
            }
            Verdict::Managed(id) => ("managed", Some(id), None, Difference::default()),
            Verdict::Refused(words) => ("refused", None, Some(words.into()), Difference::default()),
        };
        Self {
            number: line.number,
            arn: line.arn,
            owner: line.owner,
            verdict,
            id,
            reason,
            missing: difference.missing,
            beyond: all(difference.beyond),
            unread: difference.unread,
        }
    }
}
