//! Objects in S3: a bucket, or a prefix of it. What a policy says is the table of domain.md section 2.

use std::collections::{BTreeMap, BTreeSet};

use roleport_lang::{Text, text};
use serde_json::{Value, json};

use super::{Activity, Field, Finding, Home, Nesting, Template, activity, text};
use crate::{
    bucket::Bucket,
    document::Statement,
    errors::Violation,
    grant::{Access, Grant, describe_s3, s3_url},
    partition::Partition,
    prefix::{Prefix, escaped},
    rules::Risk,
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "s3",
    title: || text!(services_objects),
    fields: &[BUCKET, PREFIX],
    accesses: &[Access::List, Access::Read, Access::Write, Access::Delete],
    // Without listing, a missing object answers 403 where 404 was expected (domain.md section 5).
    implied: Some((Access::Read, Access::List)),
    nesting: Nesting::Prefix(1),
    risks,
    activities: &ACTIVITIES,
    parse,
    address: |texts| Text::plain(s3_url(text(texts, 0), text(texts, 1))),
    sentence: |texts, verbs| describe_s3(text(texts, 0), text(texts, 1), verbs),
    findings,
    statements,
};

pub(super) const BUCKET: Field = Field {
    pattern: Some(r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"),
    ..Field::new(
        "bucket",
        || text!(services_objects_bucket),
        || text!(services_objects_bucket_hint),
    )
};
pub(super) const PREFIX: Field = Field {
    optional: true,
    pattern: Some(r"^([^/].*/)?$"),
    ..Field::new(
        "prefix",
        || text!(services_objects_prefix),
        || text!(services_objects_prefix_hint),
    )
};

const ACTIVITIES: [Activity; 4] = [
    activity(
        "s3:ListBucket",
        "list",
        "objects",
        &["s3:GetBucketLocation"],
    ),
    activity("s3:GetObject", "read", "objects", &["s3:GetBucketLocation"]),
    activity(
        "s3:PutObject",
        "write",
        "objects",
        &[
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
            "s3:ListBucketMultipartUploads",
            "s3:GetBucketLocation",
        ],
    ),
    activity("s3:DeleteObject", "delete", "objects", &[]),
];

fn parse(grant: &Grant, _: Option<&Home<'_>>) -> Vec<Result<String, Violation>> {
    vec![
        Bucket::parse(grant.text("bucket")).map(|bucket| bucket.as_str().to_owned()),
        Prefix::parse(grant.text("prefix")).map(|prefix| prefix.as_str().to_owned()),
    ]
}

fn risks(texts: &[&str], access: Access) -> Vec<Risk> {
    let own = match access {
        Access::Write => Some(Risk::Write),
        Access::Delete => Some(Risk::Delete),
        _ => None,
    };
    let whole = text(texts, 1).is_empty().then_some(Risk::WholeBucket);
    own.into_iter().chain(whole).collect()
}

fn findings(texts: &[&str], access: &BTreeSet<Access>) -> Vec<Finding> {
    let prefix = text(texts, 1);
    let url = s3_url(text(texts, 0), prefix);
    let mut found = Vec::new();
    if prefix.is_empty() {
        found.push((
            "prefix",
            Violation::new("whole_bucket", text!(risks_whole_bucket, url = url)),
        ));
    }
    if prefix.contains("//") || prefix.starts_with(' ') {
        found.push((
            "prefix",
            Violation::new("prefix_unusual", text!(risks_prefix_unusual, url = url)),
        ));
    }
    if access.contains(&Access::Write) {
        found.push((
            "access",
            Violation::new("can_write", text!(risks_can_write, url = url)),
        ));
    }
    if access.contains(&Access::Delete) {
        found.push((
            "access",
            Violation::new("can_delete", text!(risks_can_delete, url = url)),
        ));
    }
    found
}

/// A bucket and prefix with what may be done there.
struct Place<'a> {
    bucket: &'a str,
    prefix: &'a str,
    access: &'a BTreeSet<Access>,
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    let places: Vec<_> = scopes
        .iter()
        .filter_map(|scope| match scope.texts.as_slice() {
            [bucket, prefix] => Some(Place {
                bucket,
                prefix,
                access: &scope.access,
            }),
            _ => None,
        })
        .collect();
    let partition = home.partition;
    let locate = buckets_with(&places, &[Access::List, Access::Read, Access::Write]);
    let uploads = buckets_with(&places, &[Access::Write]);
    let whole = places
        .iter()
        .filter(|place| place.prefix.is_empty() && place.access.contains(&Access::List))
        .map(|place| place.bucket)
        .collect();
    let of_buckets = |sid, action, buckets| of_buckets(sid, action, buckets, partition);
    of_buckets("LocateBuckets", "s3:GetBucketLocation", locate)
        .into_iter()
        .chain(of_buckets("ListBuckets", "s3:ListBucket", whole))
        .chain(list_prefixes(&places, partition))
        .chain(of_buckets(
            "ListUploads",
            "s3:ListBucketMultipartUploads",
            uploads,
        ))
        .chain(objects(&places, partition))
        .map(Statement::into_value)
        .collect()
}

/// A bucket's ARN, which has neither region nor account.
fn arn(bucket: &str, partition: Partition) -> String {
    format!("arn:{}:s3:::{bucket}", partition.as_str())
}

/// Buckets in which one of these is granted anywhere.
fn buckets_with<'a>(places: &[Place<'a>], access: &[Access]) -> BTreeSet<&'a str> {
    places
        .iter()
        .filter(|place| access.iter().any(|access| place.access.contains(access)))
        .map(|place| place.bucket)
        .collect()
}

fn of_buckets(
    sid: &str,
    action: &'static str,
    buckets: BTreeSet<&str>,
    partition: Partition,
) -> Option<Statement> {
    (!buckets.is_empty()).then(|| Statement {
        sid: sid.to_owned(),
        actions: vec![action],
        resources: buckets.into_iter().map(|b| arn(b, partition)).collect(),
        condition: None,
    })
}

/// Listing under prefixes; buckets with the same prefixes share a statement.
fn list_prefixes(places: &[Place<'_>], partition: Partition) -> Vec<Statement> {
    let mut by_bucket: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for place in places {
        if !place.prefix.is_empty() && place.access.contains(&Access::List) {
            by_bucket
                .entry(place.bucket)
                .or_default()
                .push(place.prefix);
        }
    }
    let mut by_prefixes: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for (bucket, prefixes) in by_bucket {
        by_prefixes.entry(prefixes).or_default().push(bucket);
    }
    by_prefixes
        .into_iter()
        .zip(1..)
        .map(|((prefixes, buckets), number)| {
            let values: Vec<_> = prefixes
                .iter()
                .map(|prefix| escaped(prefix))
                // Both: a client lists `in/` itself, and `in/2026/` below it.
                .flat_map(|prefix| [prefix.clone(), format!("{prefix}*")])
                .collect();
            Statement {
                sid: format!("ListPrefixes{number}"),
                actions: vec!["s3:ListBucket"],
                resources: buckets.iter().map(|b| arn(b, partition)).collect(),
                condition: Some(json!({ "StringLike": { "s3:prefix": values } })),
            }
        })
        .collect()
}

/// Objects, one statement for each set of accesses: an ARN is longer than the actions, so it is
/// named once and the actions again.
fn objects(places: &[Place<'_>], partition: Partition) -> Vec<Statement> {
    let mut by_access: BTreeMap<BTreeSet<Access>, Vec<String>> = BTreeMap::new();
    for place in places {
        let access: BTreeSet<_> = place
            .access
            .iter()
            .copied()
            .filter(|access| !object_actions(*access).is_empty())
            .collect();
        if !access.is_empty() {
            by_access.entry(access).or_default().push(format!(
                "{}/{}*",
                arn(place.bucket, partition),
                escaped(place.prefix)
            ));
        }
    }
    by_access
        .into_iter()
        .map(|(access, resources)| Statement {
            sid: access
                .iter()
                .map(|access| access.sid())
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
        Access::Read => &["s3:GetObject"],
        Access::Write => &[
            "s3:PutObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
        ],
        Access::Delete => &["s3:DeleteObject"],
        _ => &[],
    }
}
