//! What the last look at each cluster found.

use chrono::{DateTime, Utc};
use roleport_domain::health::Item;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// The last look at a cluster.
#[derive(Debug, Clone)]
pub struct ClusterCheckRow {
    /// Cluster name.
    pub cluster: String,
    /// When.
    pub checked_at: DateTime<Utc>,
    /// What was looked at, and how it stands.
    pub items: Json<Vec<Item>>,
}

/// Records a look.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(
    conn: &mut PgConnection,
    cluster: &str,
    items: &[Item],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into cluster_checks (cluster, checked_at, items) values ($1, now(), $2)
        on conflict (cluster) do update
        set checked_at = excluded.checked_at, items = excluded.items
        "#,
        cluster,
        Json(items) as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last look at each cluster that there was one at.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<ClusterCheckRow>, StoreError> {
    Ok(sqlx::query_as!(
        ClusterCheckRow,
        r#"select cluster, checked_at, items as "items: Json<Vec<Item>>" from cluster_checks"#
    )
    .fetch_all(conn)
    .await?)
}
