//! Looks at whether Roleport can do its work for each cluster, on a schedule and when somebody asks.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use roleport_domain::health;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::jobs::{reach, text, tools};
use crate::{
    aws::Accounts,
    store::{
        StoreError, cluster_checks, clusters,
        queue::{self, NewJob},
    },
};

/// The job: look at every cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CheckClusters {}

/// Has every cluster looked at soon, in the caller's transaction. Once more while it waits changes nothing.
///
/// # Errors
/// [`StoreError`] when the queue refuses it.
pub async fn enqueue(conn: &mut PgConnection) -> Result<(), StoreError> {
    let job = NewJob {
        task: CheckClusters::IDENTIFIER,
        payload: &json!(CheckClusters {}),
        key: "check-clusters",
        queue: Some("drift"),
        attempts: 3,
    };
    queue::add(conn, job).await
}

impl TaskHandler for CheckClusters {
    const IDENTIFIER: &'static str = "check_clusters";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        check(&tools.pool, &tools.accounts).await
    }
}

/// Looks at every cluster now, and records what was found. What AWS does not answer is part of that.
///
/// # Errors
/// In words, when the database refuses.
pub async fn check(pool: &PgPool, accounts: &Accounts) -> Result<(), String> {
    let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
    let clusters = clusters::all(&mut conn).await.map_err(text)?;
    drop(conn);
    for cluster in &clusters {
        let Ok(valid) = cluster.parse() else {
            continue;
        };
        let iam = reach(pool, accounts, &cluster.account_id).await?;
        let observed = iam.health(&valid).await;
        let mut items = health::items(&valid, &observed);
        if accounts.offers_buckets_of(&cluster.account_id) && observed.is_of(&cluster.account_id) {
            items.push(health::bucket_names(
                &iam.may_list_buckets(&cluster.region).await,
            ));
        }
        let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
        cluster_checks::record(&mut conn, &cluster.name, &items)
            .await
            .map_err(text)?;
    }
    Ok(())
}
