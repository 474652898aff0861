//! What programs send. Unknown fields are refused: a misspelt one would otherwise do nothing.

use roleport_domain::{
    errors::FieldError,
    grant::{Access, Grant, S3Grant},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most lines of access in a request.
const MAX_GRANTS: usize = 100;

/// The service that a grant is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum GrantService {
    /// Objects in S3.
    S3,
}

/// What may be done with objects.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum GrantAccess {
    /// See which objects there are.
    List,
    /// Read objects, and list them.
    Read,
    /// Create and overwrite objects.
    Write,
    /// Delete objects.
    Delete,
}

/// One line of what an application may do.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantLine {
    /// The service that it is about.
    service: GrantService,
    /// Name of the bucket.
    #[schema(
        min_length = 3,
        max_length = 63,
        pattern = "^[a-z0-9][a-z0-9.-]*[a-z0-9]$",
        example = "price-tables"
    )]
    bucket: String,
    /// Text that ends in `/`, or nothing for the whole bucket.
    #[serde(default)]
    #[schema(pattern = "^([^/].*/)?$", example = "in/")]
    prefix: String,
    /// What may be done, at least one.
    #[schema(min_items = 1, max_items = 4)]
    access: Vec<GrantAccess>,
}

/// A request for a new role, or, with `role`, for other grants of that one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRequest {
    /// The role whose grants are to change. The names below are then its own.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    pub(super) role: Option<i64>,
    /// One of `GET /clusters`.
    #[schema(example = "production")]
    pub(super) cluster: Option<String>,
    /// Application name.
    #[schema(example = "blue-raven")]
    pub(super) app: Option<String>,
    /// Kubernetes namespace.
    #[schema(example = "blue-raven")]
    pub(super) namespace: Option<String>,
    /// Kubernetes service account.
    #[schema(example = "blue-raven")]
    pub(super) service_account: Option<String>,
    /// All that it may do afterwards, at least one line.
    #[schema(min_items = 1, max_items = 100)]
    pub(super) grants: Vec<GrantLine>,
    /// Why it is needed.
    #[schema(min_length = 1, example = "Reads the daily export.")]
    pub(super) reason: String,
    /// The request that this one was copied from.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    pub(super) copied_from: Option<i64>,
}

/// A new revision of a request. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRevision {
    /// The version of the request that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// One of `GET /clusters`.
    pub(super) cluster: Option<String>,
    /// Application name.
    pub(super) app: Option<String>,
    /// Kubernetes namespace.
    pub(super) namespace: Option<String>,
    /// Kubernetes service account.
    pub(super) service_account: Option<String>,
    /// All that it may do afterwards.
    #[schema(min_items = 1, max_items = 100)]
    pub(super) grants: Option<Vec<GrantLine>>,
    /// Why it is needed.
    pub(super) reason: Option<String>,
    /// What you say to the approvers.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) answer: String,
}

/// A command on a request, as you have seen it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// The version of the request that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// The hash of the content that you have seen; needed where you decide on the content.
    #[serde(default)]
    pub(super) hash: String,
    /// The hash of the plan that you have seen; needed to approve and to break the glass.
    #[serde(default)]
    pub(super) plan: String,
    /// What you say about it; needed to reject, to ask for changes, to answer and to break the glass.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) comment: String,
}

/// Something to say about a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewComment {
    /// Markdown; `@name` mentions somebody.
    #[schema(min_length = 1, max_length = 4000, example = "Is the prefix right?")]
    pub(super) body: String,
}

/// Another text for one of your comments.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditedComment {
    /// The version of the comment that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// Markdown; `@name` mentions somebody.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) body: String,
}

/// Why a role is to be removed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Retirement {
    /// Why no pod needs it any more.
    #[schema(min_length = 1, example = "The service was switched off.")]
    pub(super) reason: String,
}

/// Other approval rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRules {
    /// The rules as TOML, as the page /rules explains them.
    #[schema(max_length = 60000)]
    pub(super) source: String,
    /// Why, for the admin who decides on it.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) comment: String,
}

/// Grants as the domain has them; each access once.
///
/// # Errors
/// More lines than a request may have.
pub(super) fn grants(lines: Vec<GrantLine>) -> Result<Vec<S3Grant>, Vec<FieldError>> {
    if lines.len() > MAX_GRANTS {
        return Err(vec![FieldError {
            field: "grants".to_owned(),
            code: "too_many_grants".to_owned(),
            message: format!("Ask for at most {MAX_GRANTS} lines of access."),
        }]);
    }
    Ok(lines.into_iter().map(S3Grant::from).collect())
}

impl From<GrantLine> for S3Grant {
    fn from(line: GrantLine) -> Self {
        // The only service there is; another one does not compile until it is read here.
        let GrantService::S3 = line.service;
        let mut access: Vec<_> = line.access.into_iter().map(Access::from).collect();
        access.sort_unstable();
        access.dedup();
        Self {
            bucket: line.bucket,
            prefix: line.prefix,
            access,
        }
    }
}

impl From<GrantAccess> for Access {
    fn from(access: GrantAccess) -> Self {
        match access {
            GrantAccess::List => Self::List,
            GrantAccess::Read => Self::Read,
            GrantAccess::Write => Self::Write,
            GrantAccess::Delete => Self::Delete,
        }
    }
}

impl From<Access> for GrantAccess {
    fn from(access: Access) -> Self {
        match access {
            Access::List => Self::List,
            Access::Read => Self::Read,
            Access::Write => Self::Write,
            Access::Delete => Self::Delete,
        }
    }
}

impl From<Grant> for GrantLine {
    fn from(Grant::S3(grant): Grant) -> Self {
        Self {
            service: GrantService::S3,
            bucket: grant.bucket,
            prefix: grant.prefix,
            access: grant.access.into_iter().map(GrantAccess::from).collect(),
        }
    }
}
