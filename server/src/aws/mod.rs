//! IAM, of EKS what Pod Identity needs, and the names of buckets, as plain values.

mod accounts;
mod buckets;
mod eks;
mod health;
pub mod iam;
mod observed;
mod read;
pub mod search;
mod write;

use aws_config::{BehaviorVersion, Region};

use crate::config::AwsConfig;

pub use accounts::Accounts;

/// The SDK's settings from the configuration and the default credential chain.
///
/// Attempts of one call: 5, with the SDK's backoff and jitter, for throttling and 5xx
/// (domain.md section 4); a call has 30 s in all.
pub async fn settings(config: &AwsConfig) -> aws_config::SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(aws_config::retry::RetryConfig::standard().with_max_attempts(5))
        .timeout_config(
            aws_config::timeout::TimeoutConfig::builder()
                .operation_timeout(std::time::Duration::from_secs(30))
                .build(),
        );
    if let Some(region) = &config.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(url) = &config.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    loader.load().await
}
