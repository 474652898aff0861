//! Roles as they were last applied, for what is exported of them.

use roleport_domain::{cluster::Cluster, grant::Grant, identity::Identity, request::RequestInput};
use sqlx::{PgConnection, types::Json};

use super::{StoreError, roles::existing_role};

/// An active role with the cluster as it was when it was last applied: what is exported is what AWS
/// was given, not what the settings are now.
#[derive(Debug, Clone)]
pub struct ExportedRow {
    /// IAM role ARN.
    pub arn: String,
    /// The cluster; none where no request has made the role.
    pub spec: Option<Json<Cluster>>,
    app: String,
    namespace: String,
    service_account: String,
    grants: Json<Vec<Grant>>,
    role_name: String,
    existing_path: Option<String>,
    identity: String,
}

impl ExportedRow {
    /// The role as the domain reads it; none where no request has made it.
    pub fn input(self) -> Option<RequestInput> {
        Some(RequestInput {
            cluster: self.spec?.0,
            app: self.app,
            namespace: self.namespace,
            service_account: self.service_account,
            existing_role: existing_role(&self.role_name, self.existing_path.as_deref()),
            admitted_buckets: Grant::old_buckets(&self.grants.0),
            grants: self.grants.0,
            reason: "as it is".to_owned(),
            identity: Identity::parse(&self.identity),
        })
    }
}

/// All active roles, or the one of this number, by number. Unlike
/// [`super::role_checks::as_applied`] it also gives one that a request is changing right now, as it was before.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn active(
    conn: &mut PgConnection,
    role_id: Option<i64>,
) -> Result<Vec<ExportedRow>, StoreError> {
    Ok(sqlx::query_as!(
        ExportedRow,
        r#"
        select r.arn, r.app, r.namespace, r.service_account, r.role_name, r.existing_path,
               r.identity,
               r.grants as "grants: Json<Vec<Grant>>", applied.spec as "spec?: Json<Cluster>"
        from roles r
        left join lateral (
            select q.cluster_spec as spec from requests q
            where q.role_id = r.id and q.state = 'applied' and q.kind <> 'retire'
            order by q.id desc limit 1
        ) applied on true
        where r.state = 'active' and ($1::bigint is null or r.id = $1)
        order by r.id
        "#,
        role_id
    )
    .fetch_all(conn)
    .await?)
}
