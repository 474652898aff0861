//! From S3 grants to the smallest policy that still reads well.
//!
//! Which action stands for which access is the table of domain.md section 2. The document follows
//! from the grants alone, whatever order they were typed in.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    bucket::Bucket,
    document::{self, Statement},
    grant::Access,
    partition::Partition,
    prefix::Prefix,
    scope::Scope,
};

/// IAM's limit for a managed policy, in characters, white space not counted.
pub const MAX_POLICY: usize = 6144;

/// A managed policy as it will be sent to IAM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledPolicy {
    /// Its name in the account.
    pub name: String,
    /// The document, `Version` first.
    pub document: Value,
    /// What IAM counts of it: characters, without the white space between tokens.
    pub size: usize,
}

pub(crate) type S3Scope = Scope<Bucket, Prefix>;

/// The document for scopes that are merged and sorted.
pub(crate) fn compile(scopes: &[S3Scope], partition: Partition) -> Value {
    let locate = statement(
        "LocateBuckets",
        &["s3:GetBucketLocation"],
        buckets(scopes, &[Access::List, Access::Read, Access::Write]),
        partition,
    );
    let list = statement(
        "ListBuckets",
        &["s3:ListBucket"],
        scopes
            .iter()
            .filter(|scope| scope.prefix.is_whole_bucket() && scope.access.contains(&Access::List))
            .map(|scope| &scope.bucket)
            .collect(),
        partition,
    );
    let uploads = statement(
        "ListUploads",
        &["s3:ListBucketMultipartUploads"],
        buckets(scopes, &[Access::Write]),
        partition,
    );
    document::document(
        locate
            .into_iter()
            .chain(list)
            .chain(list_prefixes(scopes, partition))
            .chain(uploads)
            .chain(objects(scopes, partition)),
    )
}

/// Buckets in which one of these is granted anywhere.
fn buckets<'a>(scopes: &'a [S3Scope], access: &[Access]) -> BTreeSet<&'a Bucket> {
    scopes
        .iter()
        .filter(|scope| access.iter().any(|access| scope.access.contains(access)))
        .map(|scope| &scope.bucket)
        .collect()
}

fn statement(
    sid: &str,
    actions: &[&'static str],
    buckets: BTreeSet<&Bucket>,
    partition: Partition,
) -> Option<Statement> {
    (!buckets.is_empty()).then(|| Statement {
        sid: sid.to_owned(),
        actions: actions.to_vec(),
        resources: buckets.into_iter().map(|b| b.arn(partition)).collect(),
        condition: None,
    })
}

/// Listing under prefixes; buckets with the same prefixes share a statement.
fn list_prefixes(scopes: &[S3Scope], partition: Partition) -> Vec<Statement> {
    let mut by_bucket: BTreeMap<&Bucket, Vec<&Prefix>> = BTreeMap::new();
    for scope in scopes {
        if !scope.prefix.is_whole_bucket() && scope.access.contains(&Access::List) {
            by_bucket
                .entry(&scope.bucket)
                .or_default()
                .push(&scope.prefix);
        }
    }
    let mut by_prefixes: BTreeMap<Vec<&Prefix>, Vec<&Bucket>> = BTreeMap::new();
    for (bucket, prefixes) in by_bucket {
        by_prefixes.entry(prefixes).or_default().push(bucket);
    }
    let mut groups: Vec<_> = by_prefixes.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| a.cmp(b));
    groups
        .into_iter()
        .zip(1..)
        .map(|((prefixes, buckets), number)| {
            let values: Vec<_> = prefixes
                .iter()
                .map(|prefix| prefix.escaped())
                // Both: a client lists `in/` itself, and `in/2026/` below it.
                .flat_map(|prefix| [prefix.clone(), format!("{prefix}*")])
                .collect();
            Statement {
                sid: format!("ListPrefixes{number}"),
                actions: vec!["s3:ListBucket"],
                resources: buckets.iter().map(|b| b.arn(partition)).collect(),
                condition: Some(json!({ "StringLike": { "s3:prefix": values } })),
            }
        })
        .collect()
}

/// Objects, one statement for each set of accesses: an ARN is longer than the actions, so it is
/// named once and the actions again.
fn objects(scopes: &[S3Scope], partition: Partition) -> Vec<Statement> {
    let mut by_access: BTreeMap<BTreeSet<Access>, Vec<String>> = BTreeMap::new();
    for scope in scopes {
        let access: BTreeSet<_> = scope
            .access
            .iter()
            .copied()
            .filter(|access| !object_actions(*access).is_empty())
            .collect();
        if !access.is_empty() {
            by_access.entry(access).or_default().push(format!(
                "{}/{}*",
                scope.bucket.arn(partition),
                scope.prefix.escaped()
            ));
        }
    }
    by_access
        .into_iter()
        .map(|(access, resources)| Statement {
            sid: access
                .iter()
                .map(|access| access.label())
                .chain(["Objects"])
                .collect(),
            actions: access
                .iter()
                .flat_map(|access| object_actions(*access))
                .copied()
                .collect(),
            resources,
            condition: None,
        })
        .collect()
}

/// The actions on objects that an access stands for. Never `PutObjectAcl` or a wildcard.
const fn object_actions(access: Access) -> &'static [&'static str] {
    match access {
        Access::List => &[],
        Access::Read => &["s3:GetObject"],
        Access::Write => &[
            "s3:PutObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
        ],
        Access::Delete => &["s3:DeleteObject"],
    }
}
