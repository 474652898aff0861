//! Requests: every transition is one compare-and-set on state and version.

use chrono::{DateTime, Utc};
use roleport_domain::{
    cluster::Cluster,
    grant::Grant,
    lifecycle::{RequestKind, RequestState},
};
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// A request about to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewRequest<'a> {
    /// New role or change of grants.
    pub kind: RequestKind,
    /// The role whose grants change.
    pub role_id: Option<i64>,
    /// The cluster as it is now.
    pub cluster: &'a Cluster,
    /// Application name.
    pub app: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// Kubernetes service account.
    pub service_account: &'a str,
    /// IAM role name.
    pub role_name: &'a str,
    /// What is asked for.
    pub grants: &'a [Grant],
    /// What the role may do now.
    pub grants_before: &'a [Grant],
    /// Why.
    pub reason: &'a str,
    /// Hash of the content.
    pub hash: &'a str,
    /// Who asks.
    pub author_id: i64,
    /// Makes a second submission harmless.
    pub idempotency_key: &'a str,
}

/// A request.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// The number people say.
    pub id: i64,
    /// New role or change of grants.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Counts transitions from 1.
    pub version: i32,
    /// The role, once there is one.
    pub role_id: Option<i64>,
    /// The cluster as it was at submission.
    pub cluster_spec: Json<Cluster>,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// What is asked for.
    pub grants: Json<Vec<Grant>>,
    /// What the role could do at submission.
    pub grants_before: Json<Vec<Grant>>,
    /// Why.
    pub reason: String,
    /// Hash of the content.
    pub hash: String,
    /// Who asked.
    pub author_id: i64,
    /// Who asked, by name.
    pub author: String,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
}

impl RequestRow {
    /// The state, as the domain has it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when the column holds none of the domain's states.
    pub fn state(&self) -> Result<RequestState, StoreError> {
        self.state
            .parse()
            .map_err(|_| StoreError::Unreadable("requests.state"))
    }

    /// The kind, as the domain has it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when the column holds none of the domain's kinds.
    pub fn kind(&self) -> Result<RequestKind, StoreError> {
        self.kind
            .parse()
            .map_err(|_| StoreError::Unreadable("requests.kind"))
    }
}

/// Writes a request; gives its id, and whether it is new (or the same key came twice).
///
/// # Errors
/// [`StoreError::Refused`] with `requests_one_open` when one is open for this role already.
pub async fn insert(
    conn: &mut PgConnection,
    new: NewRequest<'_>,
) -> Result<(i64, bool), StoreError> {
    let inserted = sqlx::query_scalar!(
        r#"
        insert into requests (kind, role_id, cluster, account_id, app, namespace, service_account,
            role_name, cluster_spec, grants, grants_before, reason, hash, author_id, idempotency_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict on constraint requests_once do nothing
        returning id
        "#,
        new.kind.as_str(),
        new.role_id,
        new.cluster.name,
        new.cluster.account_id,
        new.app,
        new.namespace,
        new.service_account,
        new.role_name,
        Json(new.cluster) as _,
        Json(new.grants) as _,
        Json(new.grants_before) as _,
        new.reason,
        new.hash,
        new.author_id,
        new.idempotency_key
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = inserted {
        return Ok((id, true));
    }
    let id = find_by_key(conn, new.author_id, new.idempotency_key)
        .await?
        .ok_or(StoreError::Stale)?;
    Ok((id, false))
}

/// The request that this person made of this page, if any.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find_by_key(
    conn: &mut PgConnection,
    author_id: i64,
    key: &str,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select id from requests where author_id = $1 and idempotency_key = $2",
        author_id,
        key
    )
    .fetch_optional(conn)
    .await?)
}

/// One request.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, id: i64) -> Result<Option<RequestRow>, StoreError> {
    Ok(sqlx::query_as!(
        RequestRow,
        r#"
        select r.id, r.kind, r.state, r.version, r.role_id,
               r.cluster_spec as "cluster_spec: Json<Cluster>", r.app, r.namespace,
               r.service_account, r.grants as "grants: Json<Vec<Grant>>",
               r.grants_before as "grants_before: Json<Vec<Grant>>", r.reason, r.hash, r.author_id,
               p.name as author, r.failure, r.submitted_at
        from requests r join people p on p.id = r.author_id
        where r.id = $1
        "#,
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// State and version alone.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn progress(
    conn: &mut PgConnection,
    id: i64,
) -> Result<Option<(String, i32)>, StoreError> {
    Ok(
        sqlx::query!("select state, version from requests where id = $1", id)
            .fetch_optional(conn)
            .await?
            .map(|row| (row.state, row.version)),
    )
}

/// Which requests a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Submitted, oldest first.
    Queue,
    /// Of this author, newest first.
    By(i64),
    /// All, newest first.
    All,
}

/// Requests of a listing, at most 200.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(
    conn: &mut PgConnection,
    listing: Listing,
) -> Result<Vec<RequestRow>, StoreError> {
    let queue = listing == Listing::Queue;
    let author = match listing {
        Listing::By(author) => Some(author),
        Listing::Queue | Listing::All => None,
    };
    Ok(sqlx::query_as!(
        RequestRow,
        r#"
        select r.id, r.kind, r.state, r.version, r.role_id,
               r.cluster_spec as "cluster_spec: Json<Cluster>", r.app, r.namespace,
               r.service_account, r.grants as "grants: Json<Vec<Grant>>",
               r.grants_before as "grants_before: Json<Vec<Grant>>", r.reason, r.hash, r.author_id,
               p.name as author, r.failure, r.submitted_at
        from requests r join people p on p.id = r.author_id
        where (not $1 or r.state = 'submitted') and ($2::bigint is null or r.author_id = $2)
        order by case when $1 then r.id else -r.id end
        limit 200
        "#,
        queue,
        author
    )
    .fetch_all(conn)
    .await?)
}

/// The open request of a service account, or of a role name, if any.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find_open(
    conn: &mut PgConnection,
    cluster: &str,
    namespace: &str,
    service_account: &str,
    account_id: &str,
    role_name: &str,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select id from requests
        where state in ('submitted', 'approved', 'applying', 'failed')
          and ((cluster = $1 and namespace = $2 and service_account = $3)
               or (account_id = $4 and lower(role_name) = lower($5)))
        limit 1
        "#,
        cluster,
        namespace,
        service_account,
        account_id,
        role_name
    )
    .fetch_optional(conn)
    .await?)
}

/// Moves a request from one state and version to the next.
///
/// # Errors
/// [`StoreError::Stale`] when it is not in that state and version any more: somebody was faster.
pub async fn transition(
    conn: &mut PgConnection,
    id: i64,
    (from, version): (RequestState, i32),
    to: RequestState,
    failure: Option<&str>,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"
        update requests
        set state = $4, version = version + 1, failure = $5, updated_at = now()
        where id = $1 and state = $2 and version = $3
        "#,
        id,
        from.as_str(),
        version,
        to.as_str(),
        failure
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Ties a request to the role it made.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_role(conn: &mut PgConnection, id: i64, role_id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        "update requests set role_id = $2 where id = $1",
        id,
        role_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A verdict about to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewDecision<'a> {
    /// Which request.
    pub request_id: i64,
    /// Who wrote it.
    pub author_id: i64,
    /// Who decides; never the author.
    pub person_id: i64,
    /// `approved` or `rejected`.
    pub verdict: &'a str,
    /// What they say.
    pub comment: &'a str,
    /// Hash of the content they saw.
    pub hash: &'a str,
}

/// Records a verdict.
///
/// # Errors
/// [`StoreError::Refused`] with `decisions_four_eyes` when the author decides.
pub async fn decide(conn: &mut PgConnection, new: NewDecision<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into decisions (request_id, author_id, person_id, verdict, comment, hash)
        values ($1, $2, $3, $4, $5, $6)
        "#,
        new.request_id,
        new.author_id,
        new.person_id,
        new.verdict,
        new.comment,
        new.hash
    )
    .execute(conn)
    .await?;
    Ok(())
}
