//! Requests: every transition is one compare-and-set on state and version.

use chrono::{DateTime, Utc};
use roleport_domain::{
    authorize::Stake,
    changes::risk,
    cluster::Cluster,
    grant::Grant,
    identity::Identity,
    lifecycle::{RequestKind, RequestState},
};
use sqlx::{PgConnection, types::Json};

use super::{
    StoreError, hit,
    roles::Binding,
    visibility::{self, Sight},
};

/// The content of a request, as it is written at submission and with each new revision.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
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
    /// What is asked for; nothing for a retirement.
    pub grants: &'a [Grant],
    /// What the role may do now.
    pub grants_before: &'a [Grant],
    /// Why.
    pub reason: &'a str,
    /// Hash of what an approval is about.
    pub hash: &'a str,
    /// The role's own path, where it was there before Roleport.
    pub existing_path: Option<&'a str>,
    /// How its pods are to come by it.
    pub identity: Identity,
}

impl<'a> Content<'a> {
    /// What no two open requests may share.
    pub fn binding(&self) -> Binding<'a> {
        Binding {
            cluster: &self.cluster.name,
            namespace: self.namespace,
            service_account: self.service_account,
            account_id: &self.cluster.account_id,
            role_name: self.role_name,
        }
    }
}

/// How many things in what is asked for deserve a second look.
pub(super) fn risks(grants: &[Grant]) -> i32 {
    i32::try_from(risk(grants).len()).unwrap_or(i32::MAX)
}

/// A request about to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewRequest<'a> {
    /// What it is about.
    pub kind: RequestKind,
    /// The role that is changed or retired.
    pub role_id: Option<i64>,
    /// What is asked for.
    pub content: Content<'a>,
    /// Who asks.
    pub author_id: i64,
    /// The request it was copied from.
    pub copied_from: Option<i64>,
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
    /// Counts its contents from 1.
    pub revision: i32,
    /// Whether it was approved without the people whom the rules want.
    pub break_glass: bool,
    /// The request it was copied from.
    pub copied_from: Option<i64>,
    /// Hash of its plan, once AWS was read for it.
    pub plan_hash: Option<String>,
    /// Whether something stands in the way of that plan.
    pub plan_blocked: bool,
    /// Counts the changes of its plan.
    pub plan_changes: i32,
    /// IAM role name.
    pub role_name: String,
    /// The role's own path, where it was there before Roleport.
    pub existing_path: Option<String>,
    /// How its pods are to come by it.
    pub identity: String,
    /// When it is carried out at the earliest, where it waits.
    pub not_before: Option<DateTime<Utc>>,
    /// Whether this reader wrote one of its revisions.
    pub is_editor: bool,
}

/// Rows of requests, as this reader (`$1`) sees them; the rest of the query follows.
macro_rules! select_requests {
    ($rest:literal, $reader:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            RequestRow,
            r#"
            select r.id, r.kind, r.state, r.version, r.role_id,
                   r.cluster_spec as "cluster_spec: Json<Cluster>", r.app, r.namespace,
                   r.service_account, r.grants as "grants: Json<Vec<Grant>>",
                   r.grants_before as "grants_before: Json<Vec<Grant>>", r.reason, r.hash,
                   r.author_id, p.name as author, r.failure, r.submitted_at, r.revision,
                   r.break_glass, r.copied_from, r.plan_changes, r.role_name, r.existing_path,
                   r.identity, r.not_before,
                   (select hash from plans where id = r.plan_id) as "plan_hash?",
                   coalesce((select blocked from plans where id = r.plan_id), false) as "plan_blocked!",
                   -- With a limit, so that it is looked up line by line and not read for a whole life.
                   coalesce((select true from revisions v
                             where v.request_id = r.id and v.person_id = $1 limit 1),
                            false) as "is_editor!"
            from requests r join people p on p.id = r.author_id
            "# + $rest,
            $reader $(, $argument)*
        )
    };
}

impl RequestRow {
    /// What the reader has to do with it.
    pub fn stake(&self, reader: i64) -> Stake {
        if self.author_id == reader {
            Stake::Author
        } else if self.is_editor {
            Stake::Editor
        } else {
            Stake::Other
        }
    }

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
    let content = new.content;
    let inserted = sqlx::query_scalar!(
        r#"
        insert into requests (kind, role_id, cluster, account_id, app, namespace, service_account,
            role_name, cluster_spec, grants, grants_before, reason, hash, author_id, copied_from,
            idempotency_key, existing_path, identity, risks)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        on conflict on constraint requests_once do nothing
        returning id
        "#,
        new.kind.as_str(),
        new.role_id,
        content.cluster.name,
        content.cluster.account_id,
        content.app,
        content.namespace,
        content.service_account,
        content.role_name,
        Json(content.cluster) as _,
        Json(content.grants) as _,
        Json(content.grants_before) as _,
        content.reason,
        content.hash,
        new.author_id,
        new.copied_from,
        new.idempotency_key,
        content.existing_path,
        content.identity.as_str(),
        risks(content.grants)
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

/// One request, as this reader sees it.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    id: i64,
    reader: i64,
) -> Result<Option<RequestRow>, StoreError> {
    Ok(select_requests!("where r.id = $2", reader, id)
        .fetch_optional(conn)
        .await?)
}

/// The AWS account that a request is about.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn account(conn: &mut PgConnection, id: i64) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar!("select account_id from requests where id = $1", id)
            .fetch_optional(conn)
            .await?,
    )
}

/// The present versions of these requests: number and version.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn versions(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<(i64, i32)>, StoreError> {
    Ok(
        sqlx::query!("select id, version from requests where id = any($1)", ids)
            .fetch_all(conn)
            .await?
            .into_iter()
            .map(|row| (row.id, row.version))
            .collect(),
    )
}

/// Which requests a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Submitted, oldest first.
    Queue,
    /// Submitted, those first that have the most to look at twice, the oldest of them first.
    Riskiest,
    /// Of this author, newest first.
    By(i64),
    /// All, newest first.
    All,
}

/// A page of a listing: at most `limit` requests after the one of this number, in its order, of
/// those that are seen. People see all of their own.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(
    conn: &mut PgConnection,
    listing: Listing,
    reader: i64,
    sight: &Sight,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<RequestRow>, StoreError> {
    // The queue is short beside the table, so that each of its lines can be looked at, whoever looks.
    macro_rules! queue {
        ($rest:literal) => {
            select_requests!(
                $rest,
                reader,
                after.unwrap_or(0),
                limit,
                sight.viewer,
                &sight.share.places,
                &sight.share.buckets,
                &sight.share.people,
                &sight.asked
            )
            .fetch_all(conn)
            .await
        };
    }
    // A query each: one for all of them could use none of the indexes.
    let rows = match listing {
        Listing::Queue => queue!(
            r#"
                where r.state = 'submitted' and r.id > $2
                  and request_is_seen(r.id, $4, $5, $6, $7, $8)
                order by r.id limit $3
                "#
        ),
        Listing::Riskiest => queue!(
            r#"
                where r.state = 'submitted' and (-r.risks, r.id) > (coalesce(
                        (select -a.risks from requests a where a.id = $2), -2147483647), $2)
                  and request_is_seen(r.id, $4, $5, $6, $7, $8)
                order by -r.risks, r.id limit $3
                "#
        ),
        Listing::All if !sight.is_everything() => {
            let page =
                visibility::page(&mut *conn, sight, after.unwrap_or(i64::MAX), limit).await?;
            select_requests!("where r.id = any ($2) order by r.id desc", reader, &page)
                .fetch_all(conn)
                .await
        }
        Listing::By(author) => {
            select_requests!(
                "where r.author_id = $2 and r.id < $3 order by r.id desc limit $4",
                reader,
                author,
                after.unwrap_or(i64::MAX),
                limit
            )
            .fetch_all(conn)
            .await
        }
        Listing::All => {
            select_requests!(
                "where r.id < $2 order by r.id desc limit $3",
                reader,
                after.unwrap_or(i64::MAX),
                limit
            )
            .fetch_all(conn)
            .await
        }
    };
    Ok(rows?)
}

/// The open request of a service account or of a role name, if any, but for the one named.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find_open(
    conn: &mut PgConnection,
    binding: Binding<'_>,
    but: Option<i64>,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select id from requests
        where state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed')
          and ((cluster = $1 and namespace = $2 and service_account = $3)
               or (account_id = $4 and lower(role_name) = lower($5)))
          and ($6::bigint is null or id <> $6)
        limit 1
        "#,
        binding.cluster,
        binding.namespace,
        binding.service_account,
        binding.account_id,
        binding.role_name,
        but
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
    from: (RequestState, i32),
    to: RequestState,
    failure: Option<&str>,
) -> Result<(), StoreError> {
    set_state(conn, id, from, to, failure, None).await
}

/// The same for a decision that lets the plan be carried out: it must still be the one of this hash.
///
/// # Errors
/// [`StoreError::Stale`] as above, and when AWS was planned anew meanwhile.
pub async fn transition_as_planned(
    conn: &mut PgConnection,
    id: i64,
    from: (RequestState, i32),
    to: RequestState,
    plan_hash: &str,
) -> Result<(), StoreError> {
    set_state(conn, id, from, to, None, Some(plan_hash)).await
}

async fn set_state(
    conn: &mut PgConnection,
    id: i64,
    (from, version): (RequestState, i32),
    to: RequestState,
    failure: Option<&str>,
    plan_hash: Option<&str>,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"
        update requests r
        set state = $4, version = version + 1, failure = $5, updated_at = now(),
            active_at = now(), reminded_at = null
        where id = $1 and state = $2 and version = $3
          and ($6::text is null or $6 = (select hash from plans where id = r.plan_id))
        "#,
        id,
        from.as_str(),
        version,
        to.as_str(),
        failure,
        plan_hash
    )
    .execute(conn)
    .await?;
    hit(&done)
}

/// Says when an approved request is carried out at the earliest; nothing for at once.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_not_before(
    conn: &mut PgConnection,
    id: i64,
    not_before: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update requests set not_before = $2 where id = $1",
        id,
        not_before
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a request that waits for a decision a plan of its present revision; whether it still does.
/// Where the plan says something else than the one before, that counts as a change of the plan.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_plan(
    conn: &mut PgConnection,
    row: &RequestRow,
    plan_id: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        update requests r
        set plan_id = $3,
            plan_changes = r.plan_changes + case
                when (select hash from plans where id = $3)
                     is not distinct from (select hash from plans where id = r.plan_id) then 0
                else 1 end
        where r.id = $1 and r.revision = $2 and r.state in ('submitted', 'changes_requested')
        "#,
        row.id,
        row.revision,
        plan_id
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Requests that wait for a decision and have no plan.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn without_plan(conn: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select id from requests
        where state in ('submitted', 'changes_requested') and plan_id is null
        order by id
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// Counts anew what deserves a second look in the open requests: another version of Roleport may have counted them, or none.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn count_risks(conn: &mut PgConnection) -> Result<(), StoreError> {
    let open = sqlx::query!(
        r#"
        select id, version, risks, grants as "grants: Json<Vec<Grant>>" from requests
        where state in ('submitted', 'changes_requested')
        "#
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in open {
        let now = risks(&row.grants);
        if now != row.risks {
            // One that has got another content since was counted with it.
            sqlx::query!(
                "update requests set risks = $3 where id = $1 and version = $2",
                row.id,
                row.version,
                now
            )
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(())
}

/// Gives a request another plan, in the transaction that sends it back to its approvers.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace_plan(
    conn: &mut PgConnection,
    id: i64,
    plan_id: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update requests set plan_id = $2 where id = $1",
        id,
        plan_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes the rule by which Roleport approves a request without anybody.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn mark_auto_approved(
    conn: &mut PgConnection,
    id: i64,
    rule: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update requests set auto_approved_by = $2 where id = $1",
        id,
        rule
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a request that is approved without the people whom the rules want, for good.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn mark_break_glass(conn: &mut PgConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query!("update requests set break_glass = true where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
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
