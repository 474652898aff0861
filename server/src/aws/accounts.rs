//! IAM of several accounts: with Roleport's own credentials, or as a role that it assumes there
//! (issue 4, item 7).

use std::{collections::BTreeMap, sync::Arc};

use aws_config::{SdkConfig, sts::AssumeRoleProvider};
use aws_credential_types::provider::SharedCredentialsProvider;

use super::{iam::Iam, settings};
use crate::config::{AccountConfig, AwsConfig};

/// What a session is called in CloudTrail.
const SESSION: &str = "roleport";

/// The IAM of each account.
#[derive(Debug, Clone)]
pub struct Accounts {
    own: Iam,
    assumed: Arc<BTreeMap<String, Iam>>,
}

impl Accounts {
    /// As configured. Roles are assumed when they are first needed, and again before they expire.
    pub async fn load(config: &AwsConfig) -> Self {
        let base = settings(config).await;
        let mut assumed = BTreeMap::new();
        for account in &config.accounts {
            let settings = assuming(&base, account).await;
            assumed.insert(account.id.clone(), Iam::new(&settings));
        }
        Self {
            own: Iam::new(&base),
            assumed: Arc::new(assumed),
        }
    }

    /// IAM of this account: as the role that is assumed there; else with Roleport's own credentials,
    /// which may turn out to be another account's.
    pub fn of(&self, account_id: &str) -> &Iam {
        self.assumed.get(account_id).unwrap_or(&self.own)
    }
}

impl From<Iam> for Accounts {
    fn from(own: Iam) -> Self {
        Self {
            own,
            assumed: Arc::default(),
        }
    }
}

async fn assuming(base: &SdkConfig, account: &AccountConfig) -> SdkConfig {
    let mut provider = AssumeRoleProvider::builder(&account.role_arn)
        .session_name(SESSION)
        .configure(base);
    if let Some(external_id) = &account.external_id {
        provider = provider.external_id(external_id);
    }
    base.to_builder()
        .credentials_provider(SharedCredentialsProvider::new(provider.build().await))
        .build()
}
