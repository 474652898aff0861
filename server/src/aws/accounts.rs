//! IAM of several accounts: with Roleport's own credentials, or as a role that it assumes there
//! (issue 4, item 7).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use aws_config::{SdkConfig, sts::AssumeRoleProvider};
use aws_credential_types::provider::SharedCredentialsProvider;
use roleport_domain::cluster_settings::Access;
use tokio::sync::Mutex;

use super::{iam::Iam, settings};
use crate::config::AwsConfig;

/// What a session is called in CloudTrail.
const SESSION: &str = "roleport";

/// The IAM of each account, and the way by which it is reached.
type Assumed = BTreeMap<String, (Access, Iam)>;

/// The IAM of each account.
#[derive(Debug, Clone)]
pub struct Accounts {
    own: Iam,
    /// None where everything is done with Roleport's own credentials.
    base: Option<SdkConfig>,
    assumed: Arc<Mutex<Assumed>>,
    offered: Arc<BTreeSet<String>>,
}

impl Accounts {
    /// With the SDK's settings from the configuration and the default credential chain.
    pub async fn load(config: &AwsConfig) -> Self {
        let base = settings(config).await;
        Self {
            own: Iam::new(&base),
            base: Some(base),
            assumed: Arc::default(),
            offered: Arc::new(config.offer_buckets.iter().cloned().collect()),
        }
    }

    /// The same; the names of these accounts' buckets are for everybody who may ask for a role.
    #[must_use]
    pub fn offering_buckets(self, accounts: impl IntoIterator<Item = String>) -> Self {
        Self {
            offered: Arc::new(accounts.into_iter().collect()),
            ..self
        }
    }

    /// Whether the names of any account's buckets are for everybody who may ask for a role.
    pub fn offers_buckets(&self) -> bool {
        !self.offered.is_empty()
    }

    /// Whether the names of this account's buckets are for everybody who may ask for a role.
    pub fn offers_buckets_of(&self, account_id: &str) -> bool {
        self.offered.contains(account_id)
    }

    /// IAM of this account: as the role that is assumed there; else with Roleport's own credentials,
    /// which may turn out to be another account's. A role is assumed when it is first needed, and again
    /// before the session expires.
    pub async fn of(&self, account_id: &str, access: Option<&Access>) -> Iam {
        let (Some(base), Some(access)) = (&self.base, access) else {
            return self.own.clone();
        };
        let mut assumed = self.assumed.lock().await;
        if let Some((known, iam)) = assumed.get(account_id)
            && known == access
        {
            return iam.clone();
        }
        let iam = Iam::new(&Box::pin(assuming(base, access)).await);
        assumed.insert(account_id.to_owned(), (access.clone(), iam.clone()));
        iam
    }
}

impl From<Iam> for Accounts {
    fn from(own: Iam) -> Self {
        Self {
            own,
            base: None,
            assumed: Arc::default(),
            offered: Arc::default(),
        }
    }
}

async fn assuming(base: &SdkConfig, access: &Access) -> SdkConfig {
    let mut provider = AssumeRoleProvider::builder(&access.role_arn)
        .session_name(SESSION)
        .configure(base);
    if let Some(external_id) = &access.external_id {
        provider = provider.external_id(external_id);
    }
    base.to_builder()
        .credentials_provider(SharedCredentialsProvider::new(provider.build().await))
        .build()
}
