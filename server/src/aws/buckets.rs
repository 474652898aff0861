//! Names of an account's buckets, for the form that offers them.

use aws_config::Region;
use aws_sdk_s3::Client;
use roleport_domain::health::Seen;

use super::iam::{Answer, Iam, IamError, explain};

/// Names on a page, as many as S3 gives.
const PAGE: i32 = 1000;
/// Most names that are read of one account; a quota lets it have more only when AWS has agreed.
const MOST: usize = 10_000;

impl Iam {
    /// ListBuckets: names of the account's buckets in all regions, at most 10,000, by name. Asked in this region, which the
    /// account has to have enabled.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub(crate) async fn buckets(&self, region: &str) -> Answer<Vec<String>> {
        let mut pages = self
            .s3(region)
            .list_buckets()
            .max_buckets(PAGE)
            .into_paginator()
            .send();
        let mut names = Vec::new();
        while names.len() < MOST
            && let Some(page) = pages.next().await
        {
            let page = page.map_err(|error| explain("ListBuckets", "the account", &error))?;
            let buckets = page.buckets.unwrap_or_default().into_iter();
            names.extend(buckets.filter_map(|bucket| bucket.name));
        }
        names.truncate(MOST);
        Ok(names)
    }

    /// Whether ListBuckets is allowed, by asking for one name.
    pub(crate) async fn may_list_buckets(&self, region: &str) -> Seen<bool> {
        let answer = self.s3(region).list_buckets().max_buckets(1).send().await;
        match answer.map_err(|error| explain("ListBuckets", "the account", &error)) {
            Ok(_) => Ok(true),
            Err(IamError::Refused(_)) => Ok(false),
            Err(error) => Err(error.words().into()),
        }
    }

    fn s3(&self, region: &str) -> Client {
        let config = self.3.config().to_builder();
        Client::from_conf(config.region(Region::new(region.to_owned())).build())
    }
}
