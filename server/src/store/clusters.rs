//! The clusters in force, the ways into their accounts, and what stands on them.

use roleport_domain::{
    cluster::Cluster,
    cluster_settings::{Access, ClusterSettings, Standing},
};
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// A cluster that is in force, or was.
#[derive(Debug, Clone)]
pub struct ClusterRow {
    /// As it is, or was last.
    pub spec: Json<Cluster>,
    /// Whether it was removed.
    pub removed: bool,
}

/// Roles or requests that hold the same settings of a cluster.
#[derive(Debug, Clone)]
pub struct SpecRow {
    /// The settings.
    pub spec: Json<Cluster>,
    /// How many.
    pub number: i64,
    /// Their numbers, at most 50.
    pub ids: Vec<i64>,
}

/// Holds all changes of clusters until the transaction ends: they are decided on one by one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('roleport clusters'))::text as locked")
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Every cluster that was ever known, in the order in which they came.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn known(conn: &mut PgConnection) -> Result<Vec<ClusterRow>, StoreError> {
    Ok(sqlx::query_as!(
        ClusterRow,
        r#"select spec as "spec: Json<Cluster>", removed from clusters order by position"#
    )
    .fetch_all(conn)
    .await?)
}

/// The clusters in force, in the order in which they came.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Cluster>, StoreError> {
    let rows = known(conn).await?;
    Ok(rows
        .into_iter()
        .filter(|row| !row.removed)
        .map(|row| row.spec.0)
        .collect())
}

/// A cluster, also one that was removed.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<ClusterRow>, StoreError> {
    Ok(sqlx::query_as!(
        ClusterRow,
        r#"select spec as "spec: Json<Cluster>", removed from clusters where name = $1"#,
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// A cluster in force.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn current(conn: &mut PgConnection, name: &str) -> Result<Option<Cluster>, StoreError> {
    let row = find(conn, name).await?.filter(|row| !row.removed);
    Ok(row.map(|row| row.spec.0))
}

/// A cluster in force, which stays as it is until the transaction ends: for what is written because of it.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn hold(conn: &mut PgConnection, name: &str) -> Result<Option<Cluster>, StoreError> {
    let spec = sqlx::query_scalar!(
        r#"
        select spec as "spec: Json<Cluster>" from clusters where name = $1 and not removed
        for share
        "#,
        name
    )
    .fetch_optional(conn)
    .await?;
    Ok(spec.map(|spec| spec.0))
}

/// The role that is assumed in an account; none where Roleport's own credentials have to be its.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn access(
    conn: &mut PgConnection,
    account_id: &str,
) -> Result<Option<Access>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select access as "access: Json<Access>" from accounts where id = $1"#,
        account_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten().map(|access| access.0))
}

/// Claims a cluster: nobody else changes it, or asks for a role on it, until the transaction ends.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn claim(conn: &mut PgConnection, name: &str) -> Result<(), StoreError> {
    sqlx::query!("select name from clusters where name = $1 for update", name)
        .fetch_optional(conn)
        .await?;
    Ok(())
}

/// A cluster in force with the way into its account.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn settings(
    conn: &mut PgConnection,
    name: &str,
) -> Result<Option<ClusterSettings>, StoreError> {
    let Some(cluster) = current(conn, name).await? else {
        return Ok(None);
    };
    let access = access(conn, &cluster.account_id).await?;
    Ok(Some(ClusterSettings { cluster, access }))
}

/// Takes a cluster of the configuration's file in, unless its name was ever known; says whether.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take_in(conn: &mut PgConnection, cluster: &Cluster) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "insert into clusters (name, spec) values ($1, $2) on conflict (name) do nothing",
        cluster.name,
        Json(cluster) as _
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the way into an account in, unless the account was ever known; says whether.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take_in_access(
    conn: &mut PgConnection,
    account_id: &str,
    access: &Access,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "insert into accounts (id, access) values ($1, $2) on conflict (id) do nothing",
        account_id,
        Json(access) as _
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts an approved change in force: these settings, or the removal of the cluster.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn put(
    conn: &mut PgConnection,
    change_id: i64,
    name: &str,
    settings: Option<&ClusterSettings>,
) -> Result<(), StoreError> {
    let Some(settings) = settings else {
        sqlx::query!(
            "update clusters set removed = true, change_id = $2 where name = $1",
            name,
            change_id
        )
        .execute(conn)
        .await?;
        return Ok(());
    };
    sqlx::query!(
        r#"
        insert into clusters (name, spec, change_id) values ($1, $2, $3)
        on conflict (name) do update
        set spec = excluded.spec, removed = false, change_id = excluded.change_id
        "#,
        name,
        Json(&settings.cluster) as _,
        change_id
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into accounts (id, access, change_id) values ($1, $2, $3)
        on conflict (id) do update set access = excluded.access, change_id = excluded.change_id
        "#,
        settings.cluster.account_id,
        settings.access.as_ref().map(Json) as _,
        change_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What stands on a cluster.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn standing(conn: &mut PgConnection, name: &str) -> Result<Standing, StoreError> {
    Ok(sqlx::query_as!(
        Standing,
        r#"
        select
            (select count(*) from roles where cluster = $1 and state = 'active') as "roles!",
            (select count(*) from requests where cluster = $1
             and state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed')) as "requests!"
        "#,
        name
    )
    .fetch_one(conn)
    .await?)
}

/// The settings by which the active roles of a cluster were last applied.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn applied(conn: &mut PgConnection, name: &str) -> Result<Vec<SpecRow>, StoreError> {
    Ok(sqlx::query_as!(
        SpecRow,
        r#"
        select applied.spec as "spec!: Json<Cluster>", count(*) as "number!",
               (array_agg(r.id order by r.role_name))[1:50] as "ids!"
        from roles r
        cross join lateral (
            select q.cluster_spec as spec from requests q
            where q.role_id = r.id and q.state = 'applied' and q.kind <> 'retire'
            order by q.id desc limit 1
        ) applied
        where r.cluster = $1 and r.state = 'active'
        group by applied.spec
        "#,
        name
    )
    .fetch_all(conn)
    .await?)
}

/// The settings that the requests of a cluster hold which wait for a decision and make or change a role.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn undecided(conn: &mut PgConnection, name: &str) -> Result<Vec<SpecRow>, StoreError> {
    Ok(sqlx::query_as!(
        SpecRow,
        r#"
        select cluster_spec as "spec!: Json<Cluster>", count(*) as "number!",
               (array_agg(id order by id))[1:50] as "ids!"
        from requests
        where cluster = $1 and state in ('submitted', 'changes_requested')
          and kind not in ('retire', 'restore')
        group by cluster_spec
        "#,
        name
    )
    .fetch_all(conn)
    .await?)
}
