//! Searches the account for roles that pods use and Roleport does not own, on a schedule and when somebody
//! asks (issue 4, item 9).

use std::collections::BTreeSet;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use roleport_domain::{
    adoption::{FoundRole, trusted},
    cluster::{Cluster, ValidCluster},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{
    applier::check_account,
    jobs::{text, tools},
};
use crate::{
    aws::iam::{Iam, IamError},
    store::{
        StoreError, clusters,
        queue::{self, NewJob},
        roles, unmanaged,
    },
};

/// The job: read the account's roles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SearchAccount {}

/// Has the account searched soon, in the caller's transaction. Once more while it waits changes nothing.
///
/// # Errors
/// [`StoreError`] when the queue refuses it.
pub async fn enqueue(conn: &mut PgConnection) -> Result<(), StoreError> {
    let job = NewJob {
        task: SearchAccount::IDENTIFIER,
        payload: &json!(SearchAccount {}),
        key: "search-account",
        // Somebody may be waiting for it, and a scan of many roles takes long.
        queue: Some("search"),
        attempts: 3,
    };
    queue::add(conn, job).await
}

impl TaskHandler for SearchAccount {
    const IDENTIFIER: &'static str = "search_account";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        let mut conn = tools.pool.acquire().await.map_err(|e| e.to_string())?;
        let clusters = clusters::all(&mut conn).await.map_err(text)?;
        drop(conn);
        let accounts: BTreeSet<_> = clusters
            .iter()
            .map(|cluster| cluster.account_id.as_str())
            .collect();
        for account in accounts {
            let iam = tools.iam(account).await?;
            search(&tools.pool, &iam, account, &clusters).await?;
        }
        Ok::<(), String>(())
    }
}

/// Reads the roles of an account, and writes down those that a token of one of these clusters can assume and
/// that are not Roleport's.
///
/// # Errors
/// In words, when it is worth another try.
pub async fn search(
    pool: &PgPool,
    iam: &Iam,
    account: &str,
    clusters: &[Cluster],
) -> Result<(), String> {
    let clusters: Vec<ValidCluster> = clusters
        .iter()
        .filter(|cluster| cluster.account_id == account)
        .filter_map(|cluster| cluster.parse().ok())
        .collect();
    let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
    let own = roles::names(&mut conn, account).await.map_err(text)?;
    drop(conn);
    match look(iam, account, &clusters, &own).await {
        Ok((number, found)) => {
            let mut tx = pool.begin().await.map_err(|e| e.to_string())?;
            unmanaged::replace(&mut tx, account, number, &found)
                .await
                .map_err(text)?;
            tx.commit().await.map_err(|e| e.to_string())
        }
        Err(error) => {
            let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
            unmanaged::unreadable(&mut conn, account, error.words())
                .await
                .map_err(text)?;
            error.worth_another_try()
        }
    }
}

/// How many roles there are, and those that are nobody's yet, each with its cluster's name.
async fn look(
    iam: &Iam,
    account: &str,
    clusters: &[ValidCluster],
    own: &BTreeSet<String>,
) -> Result<(i32, Vec<(String, FoundRole)>), IamError> {
    check_account(account, iam).await?;
    let all = iam.all_roles().await?;
    let number = i32::try_from(all.len()).unwrap_or(i32::MAX);
    let mut found = Vec::new();
    for listed in all {
        let Some(trust) = listed.trust else {
            continue;
        };
        let cluster = clusters
            .iter()
            .find(|cluster| trusted(&trust, cluster).is_some());
        let Some(cluster) = cluster.filter(|_| !own.contains(&listed.name.to_lowercase())) else {
            continue;
        };
        if let Some(role) = iam.found_role(&listed.name).await? {
            found.push((cluster.raw().name.clone(), role));
        }
    }
    Ok((number, found))
}
