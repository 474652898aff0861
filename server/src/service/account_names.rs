//! Names of an account's buckets, offered in the form where the configuration says so (docs/decisions/0027-bucket-names.md).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use roleport_app::portal::{TypedRequest, Viewer};
use roleport_domain::authorize::{Action, Stake};
use sqlx::PgPool;
use tokio::{sync::watch, time::timeout};

use super::{Service, permitted};
use crate::{
    aws::{Accounts, iam::IamError},
    store::clusters,
    worker,
};

/// So long an answer counts, also one that says no.
const KEPT: Duration = Duration::from_mins(5);
/// So long somebody who types waits for it. What comes later is there for the next letter.
const PATIENCE: Duration = Duration::from_millis(300);
/// So long AWS has for all pages.
const LONGEST_READ: Duration = Duration::from_secs(30);

/// Names of buckets; none while they are being read.
type Names = watch::Receiver<Option<Arc<[String]>>>;

/// Names of buckets by account, at most 10,000 of each, in this server's memory alone. An account is asked when
/// somebody types the name of a bucket, and not again for 5 minutes.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountNames {
    accounts: Option<Accounts>,
    kept: Arc<Mutex<BTreeMap<String, (Instant, Names)>>>,
}

impl From<Accounts> for AccountNames {
    fn from(accounts: Accounts) -> Self {
        Self {
            accounts: Some(accounts),
            kept: Arc::default(),
        }
    }
}

impl AccountNames {
    /// The answer that counts now, or one that is on its way; none where the account's names are nobody's to see.
    fn buckets(&self, pool: &PgPool, account: &str, region: &str) -> Option<Names> {
        let accounts = self.accounts.as_ref()?;
        if !accounts.offers_buckets_of(account) {
            return None;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, names)) = kept.get(account)
            && since.elapsed() < KEPT
        {
            return Some(names.clone());
        }
        let (tell, names) = watch::channel(None);
        kept.insert(account.to_owned(), (Instant::now(), names.clone()));
        let (pool, accounts) = (pool.clone(), accounts.clone());
        let (account, region) = (account.to_owned(), region.to_owned());
        // Whoever waits may lose patience; the answer is for the next one as well.
        tokio::spawn(async move {
            let read = timeout(LONGEST_READ, read(&pool, &accounts, &account, &region));
            let found = read
                .await
                .unwrap_or_else(|_| Err("AWS took too long.".to_owned()))
                .unwrap_or_else(|words| {
                    tracing::warn!(account, words, "names of buckets can't be offered");
                    Vec::new()
                });
            tell.send_replace(Some(found.into()));
        });
        Some(names)
    }
}

/// The names, if it is this account that answers.
async fn read(
    pool: &PgPool,
    accounts: &Accounts,
    account: &str,
    region: &str,
) -> Result<Vec<String>, String> {
    let words = |error: IamError| error.words().to_owned();
    let iam = worker::reach(pool, accounts, account).await?;
    let own = iam.account().await.map_err(words)?;
    if own != account {
        return Err(format!("Roleport’s credentials are of the account {own}."));
    }
    iam.buckets(region).await.map_err(words)
}

impl Service {
    /// Names of the buckets in the account of the cluster that is chosen, for whoever may ask for a role. Nothing where
    /// they are not to be offered, or not to be had in a moment: then the form offers what it knows itself.
    pub(super) async fn account_buckets(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Arc<[String]> {
        // Most portals offer none: then no letter that is typed asks the database for its cluster.
        let offers = self
            .names
            .accounts
            .as_ref()
            .is_some_and(Accounts::offers_buckets);
        if !offers || permitted(viewer, Action::Submit, Stake::Other).is_err() {
            return Arc::default();
        }
        let chosen = async {
            let mut conn = self.pool.acquire().await.ok()?;
            clusters::current(&mut conn, &typed.cluster).await.ok()?
        };
        let Some(cluster) = chosen.await else {
            return Arc::default();
        };
        let asked = self
            .names
            .buckets(&self.pool, &cluster.account_id, &cluster.region);
        let Some(mut names) = asked else {
            return Arc::default();
        };
        match timeout(PATIENCE, names.wait_for(Option::is_some)).await {
            Ok(Ok(names)) => names.clone().unwrap_or_default(),
            Ok(Err(_)) | Err(_) => Arc::default(),
        }
    }
}
