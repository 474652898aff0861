//! Changes of the clusters: proposed by one admin, decided on by another.

use chrono::{DateTime, Utc};
use roleport_domain::cluster_settings::{Access, ClusterSettings};
use sqlx::{PgConnection, types::Json};

use super::{StoreError, hit};

/// A change.
#[derive(Debug, Clone)]
pub struct ClusterChangeRow {
    /// Its number.
    pub id: i64,
    /// The cluster's name.
    pub cluster: String,
    /// As it was; none for a new one.
    pub before: Option<Json<ClusterSettings>>,
    /// As it is to be; none where it is to go.
    pub after: Option<Json<ClusterSettings>>,
    /// How the account of `after` was reached.
    pub access_before: Option<Json<Access>>,
    /// `proposed`, `approved`, `rejected` or `withdrawn`.
    pub state: String,
    /// Who proposed it.
    pub author_id: i64,
    /// Their name.
    pub author: String,
    /// Why.
    pub comment: String,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// Who decided on it.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A change about to be proposed.
#[derive(Debug, Clone, Copy)]
pub struct NewChange<'a> {
    /// The cluster's name.
    pub cluster: &'a str,
    /// As it is now.
    pub before: Option<&'a ClusterSettings>,
    /// As it is to be.
    pub after: Option<&'a ClusterSettings>,
    /// How the account of `after` is reached now.
    pub access_before: Option<&'a Access>,
    /// Who proposes it.
    pub author_id: i64,
    /// Why.
    pub comment: &'a str,
}

/// Rows of changes; the rest of the query follows.
macro_rules! select_changes {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            ClusterChangeRow,
            r#"
            select c.id, c.cluster, c.before as "before: Json<ClusterSettings>",
                   c.after as "after: Json<ClusterSettings>",
                   c.access_before as "access_before: Json<Access>", c.state, c.author_id,
                   a.name as author, c.comment, c.proposed_at, d.name as "decider?", c.decided_at
            from cluster_changes c
            join people a on a.id = c.author_id
            left join people d on d.id = c.decided_by
            "# + $rest
            $(, $argument)*
        )
    };
}

/// The newest changes, newest first, at most 50, and every one that waits for a decision.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<ClusterChangeRow>, StoreError> {
    Ok(select_changes!(
        r#"
        where c.state = 'proposed'
           or c.id > (select coalesce(min(id), 1) - 1 from
                      (select id from cluster_changes order by id desc limit 50) newest)
        order by c.id desc
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// One change.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    id: i64,
) -> Result<Option<ClusterChangeRow>, StoreError> {
    Ok(select_changes!("where c.id = $1", id)
        .fetch_optional(conn)
        .await?)
}

/// The change of a cluster that waits for a decision; its number.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn open(conn: &mut PgConnection, cluster: &str) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select id from cluster_changes where cluster = $1 and state = 'proposed'",
        cluster
    )
    .fetch_optional(conn)
    .await?)
}

/// Proposes a change; gives its number.
///
/// # Errors
/// [`StoreError::Refused`] with `cluster_changes_one_proposed` while another of the cluster waits.
pub async fn propose(conn: &mut PgConnection, new: NewChange<'_>) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into cluster_changes (cluster, before, after, access_before, author_id, comment)
        values ($1, $2, $3, $4, $5, $6) returning id
        "#,
        new.cluster,
        new.before.map(Json) as _,
        new.after.map(Json) as _,
        new.access_before.map(Json) as _,
        new.author_id,
        new.comment
    )
    .fetch_one(conn)
    .await?)
}

/// Writes what became of a proposal: `approved`, `rejected` or `withdrawn`.
///
/// # Errors
/// [`StoreError::Stale`] when it is no proposal any more, and [`StoreError::Refused`] with
/// `cluster_changes_four_eyes` when its writer approves it.
pub async fn decide(
    conn: &mut PgConnection,
    id: i64,
    person_id: i64,
    state: &str,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"
        update cluster_changes set state = $3, decided_by = $2, decided_at = now()
        where id = $1 and state = 'proposed'
        "#,
        id,
        person_id,
        state
    )
    .execute(conn)
    .await?;
    hit(&done)
}
