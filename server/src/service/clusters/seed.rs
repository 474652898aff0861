//! What the configuration's file says of clusters: taken in once, told where it is not what is in force.

use roleport_domain::{
    cluster::Cluster,
    cluster_settings::{Access, differing},
};
use roleport_lang::{Text, english, text};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use crate::store::{
    StoreError, clusters,
    events::{self, NewEvent},
};
use roleport_app::portal::origin::Via;

const KIND: &str = "configuration.cluster_taken_in";

/// What the configuration's file says of clusters and of the ways into their accounts.
#[derive(Debug, Clone, Default)]
pub struct Seed {
    /// The clusters.
    pub clusters: Vec<Cluster>,
    /// Accounts, each with the role to assume there.
    pub accounts: Vec<(String, Access)>,
}

/// Takes each cluster and account of the file in that was never known, with an event of each; then tells,
/// in sentences, where the file says something else than what is in force.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take_in(pool: &PgPool, seed: &Seed) -> Result<Vec<Text>, StoreError> {
    let mut tx = pool.begin().await?;
    // Servers that start at once would both find them unknown.
    clusters::lock(&mut tx).await?;
    for (account, access) in &seed.accounts {
        if clusters::take_in_access(&mut tx, account, access).await? {
            let words = english!(events_account_from_file, account = account);
            note(
                &mut tx,
                &words,
                &json!({ "account": account, "access": access }),
            )
            .await?;
        }
    }
    for cluster in &seed.clusters {
        if clusters::take_in(&mut tx, cluster).await? {
            let words = english!(events_cluster_from_file, cluster = cluster.name);
            note(&mut tx, &words, &json!({ "cluster": cluster })).await?;
        }
    }
    let differences = differences(&mut tx, seed).await?;
    tx.commit().await?;
    Ok(differences)
}

async fn note(
    conn: &mut PgConnection,
    words: &str,
    after: &serde_json::Value,
) -> Result<(), StoreError> {
    let event = NewEvent {
        via: Via::Server,
        after: Some(after),
        ..NewEvent::by_roleport(KIND, words)
    };
    events::append(conn, event).await
}

/// Where the file says something else than what is in force, in sentences.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn differences(conn: &mut PgConnection, seed: &Seed) -> Result<Vec<Text>, StoreError> {
    let mut said = Vec::new();
    for cluster in &seed.clusters {
        let name = &cluster.name;
        match clusters::find(conn, name).await? {
            None => {}
            Some(row) if row.removed => said.push(text!(answers_file_has_removed, name = name)),
            Some(row) => {
                let labels = differing(cluster, &row.spec);
                if !labels.is_empty() {
                    said.push(text!(
                        answers_file_differs,
                        name = name,
                        labels = Text::joined(&labels, ", ")
                    ));
                }
            }
        }
    }
    for (account, access) in &seed.accounts {
        if clusters::access(conn, account).await?.as_ref() != Some(access) {
            said.push(text!(answers_file_account, account = account));
        }
    }
    Ok(said)
}
