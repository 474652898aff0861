//! Roles that Roleport owns: the desired state of one service account's access.

use std::collections::BTreeSet;

use roleport_domain::{
    cluster::Cluster,
    grant::Grant,
    identity::Identity,
    request::{ExistingRole, RequestInput},
};
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// What belongs to one role only: a service account, and a role name in an account.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// Cluster name.
    pub cluster: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// Kubernetes service account.
    pub service_account: &'a str,
    /// AWS account.
    pub account_id: &'a str,
    /// IAM role name, compared without regard to case.
    pub role_name: &'a str,
}

/// A role.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// Row id.
    pub id: i64,
    /// Cluster name.
    pub cluster: String,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// IAM role name.
    pub role_name: String,
    /// IAM role ARN.
    pub arn: String,
    /// What it may do.
    pub grants: Json<Vec<Grant>>,
    /// IAM's stable id.
    pub aws_role_id: Option<String>,
    /// Whether it was removed from AWS.
    pub retired: bool,
    /// Its own path, where it was there before Roleport.
    pub existing_path: Option<String>,
    /// How its pods come by it.
    pub identity: String,
}

impl RoleRow {
    /// The role as the domain reads it: what a request for just this would ask.
    pub fn input(&self, cluster: Cluster, reason: &str) -> RequestInput {
        RequestInput {
            cluster,
            app: self.app.clone(),
            namespace: self.namespace.clone(),
            service_account: self.service_account.clone(),
            grants: self.grants.0.clone(),
            reason: reason.to_owned(),
            existing_role: self.existing_role(),
            admitted_buckets: Grant::old_buckets(&self.grants.0),
            identity: Identity::parse(&self.identity),
        }
    }

    /// Its own name and path, where it was there before Roleport.
    pub fn existing_role(&self) -> Option<ExistingRole> {
        existing_role(&self.role_name, self.existing_path.as_deref())
    }
}

/// A role as it was before Roleport, by the columns that say so.
pub fn existing_role(name: &str, path: Option<&str>) -> Option<ExistingRole> {
    path.map(|path| ExistingRole {
        name: name.to_owned(),
        path: path.to_owned(),
    })
}

/// Rows of roles; the rest of the query follows.
macro_rules! select_roles {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            RoleRow,
            r#"
            select id, cluster, app, namespace, service_account, role_name, arn, aws_role_id,
                   grants as "grants: Json<Vec<Grant>>", state = 'retired' as "retired!",
                   existing_path, identity
            from roles
            "# + $rest
            $(, $argument)*
        )
    };
}

/// What an application that succeeded leaves behind.
#[derive(Debug, Clone, Copy)]
pub struct AppliedRole<'a> {
    /// Cluster name.
    pub cluster: &'a str,
    /// AWS account.
    pub account_id: &'a str,
    /// Application name.
    pub app: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// Kubernetes service account.
    pub service_account: &'a str,
    /// IAM role name.
    pub role_name: &'a str,
    /// IAM role ARN.
    pub arn: &'a str,
    /// What it may do.
    pub grants: &'a [Grant],
    /// IAM's stable id, read back.
    pub aws_role_id: &'a str,
    /// Its own path, where it was there before Roleport.
    pub existing_path: Option<&'a str>,
    /// How its pods come by it.
    pub identity: Identity,
}

/// Records a role as applied; gives its id. A retired one of the same service account comes back,
/// with its history.
///
/// # Errors
/// [`StoreError::Refused`] when another role has the name.
pub async fn record(conn: &mut PgConnection, role: AppliedRole<'_>) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants, aws_role_id, existing_path, identity)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict on constraint roles_binding do update
        set app = excluded.app, role_name = excluded.role_name, arn = excluded.arn,
            account_id = excluded.account_id, grants = excluded.grants,
            aws_role_id = excluded.aws_role_id, existing_path = excluded.existing_path,
            identity = excluded.identity, state = 'active', updated_at = now()
        returning id
        "#,
        role.cluster,
        role.account_id,
        role.app,
        role.namespace,
        role.service_account,
        role.role_name,
        role.arn,
        Json(role.grants) as _,
        role.aws_role_id,
        role.existing_path,
        role.identity.as_str()
    )
    .fetch_one(conn)
    .await?)
}

/// Records a role as removed from AWS.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn retire(conn: &mut PgConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update roles set state = 'retired', grants = '[]', aws_role_id = null, updated_at = now()
        where id = $1
        "#,
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The roles of these numbers, in the order of the numbers.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub(super) async fn in_this_order(
    conn: &mut PgConnection,
    ids: &[i64],
) -> Result<Vec<RoleRow>, StoreError> {
    Ok(
        select_roles!("where id = any($1) order by array_position($1, id)", ids)
            .fetch_all(conn)
            .await?,
    )
}

/// Requests of one person whose roles are theirs.
const OWN_REQUESTS: i64 = 200;

/// Active roles that this person has asked for in their newest 200 requests, the ones changed last first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn asked_by(
    conn: &mut PgConnection,
    author_id: i64,
    limit: i64,
) -> Result<Vec<RoleRow>, StoreError> {
    Ok(select_roles!(
        r#"
        where state = 'active' and id in (
            select own.role_id from (
                select role_id from requests where author_id = $1 order by id desc limit $2
            ) own where own.role_id is not null)
        order by updated_at desc, id desc limit $3
        "#,
        author_id,
        OWN_REQUESTS,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// The number of the active role with this ARN.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn by_arn(conn: &mut PgConnection, arn: &str) -> Result<Option<i64>, StoreError> {
    Ok(
        // By the index of names, which is per account.
        sqlx::query_scalar!(
            r#"
            select id from roles
            where account_id = split_part($1, ':', 5)
              and lower(role_name) = lower(regexp_replace($1, '^.*/', ''))
              and arn = $1 and state = 'active'
            "#,
            arn
        )
        .fetch_optional(conn)
        .await?,
    )
}

/// The AWS account that a role is in.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn account(conn: &mut PgConnection, id: i64) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar!("select account_id from roles where id = $1", id)
            .fetch_optional(conn)
            .await?,
    )
}

/// Names of the active roles of an account, in lower case.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn names(
    conn: &mut PgConnection,
    account_id: &str,
) -> Result<BTreeSet<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select lower(role_name) as "name!" from roles where account_id = $1 and state = 'active'"#,
        account_id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .collect())
}

/// Most roles that a text is held against.
const MOST_SOUGHT: i64 = 100;

/// Roles by their names in lower case, and by namespace and service account, retired ones as well, at
/// most 100; the first namespace goes with the first service account. Whether they are seen is not
/// asked.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn sought(
    conn: &mut PgConnection,
    names: &[String],
    namespaces: &[String],
    service_accounts: &[String],
) -> Result<Vec<RoleRow>, StoreError> {
    Ok(select_roles!(
        r#"
        where lower(role_name) = any($1)
           or (namespace, service_account) in (select * from unnest($2::text[], $3::text[]))
        order by state = 'retired', id limit $4
        "#,
        names,
        namespaces,
        service_accounts,
        MOST_SOUGHT
    )
    .fetch_all(conn)
    .await?)
}

/// One role, retired ones as well.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, id: i64) -> Result<Option<RoleRow>, StoreError> {
    Ok(select_roles!("where id = $1", id)
        .fetch_optional(conn)
        .await?)
}

/// The role of a service account, or the one that has its name taken.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find_taken(
    conn: &mut PgConnection,
    binding: Binding<'_>,
) -> Result<Option<RoleRow>, StoreError> {
    Ok(select_roles!(
        r#"
        where state = 'active'
          and ((cluster = $1 and namespace = $2 and service_account = $3)
               or (account_id = $4 and lower(role_name) = lower($5)))
        limit 1
        "#,
        binding.cluster,
        binding.namespace,
        binding.service_account,
        binding.account_id,
        binding.role_name
    )
    .fetch_optional(conn)
    .await?)
}
