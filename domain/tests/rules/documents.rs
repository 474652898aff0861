//! Requests and the exact documents they make.

use roleport_domain::{
    compile::MAX_POLICY,
    document::{same_document, size},
    grant::{
        Access::{Delete, List, Read, Write},
        Grant,
    },
    preview::preview,
    request::RequestInput,
};
use serde_json::{Value, json};

use crate::input::{grant, request};

fn policy(grants: Vec<Grant>) -> Value {
    let request = request(grants).parse().unwrap();
    assert_eq!(request.policies().len(), 1);
    request.policies()[0].document.clone()
}

#[test]
fn a_read_grant_of_a_prefix() {
    let document = policy(vec![grant("data", "in/", &[Read])]);
    let expected = r#"{"Version":"2012-10-17","Statement":[{"Sid":"LocateBuckets","Effect":"Allow","Action":"s3:GetBucketLocation","Resource":"arn:aws:s3:::data"},{"Sid":"ListPrefixes1","Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data","Condition":{"StringLike":{"s3:prefix":["in/","in/*"]}}},{"Sid":"ReadObjects","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/*"}]}"#;
    assert_eq!(document.to_string(), expected);
}

#[test]
fn a_whole_bucket_is_listed_without_a_condition() {
    let document = policy(vec![grant("data", "", &[Read])]);
    let expected = r#"{"Version":"2012-10-17","Statement":[{"Sid":"LocateBuckets","Effect":"Allow","Action":"s3:GetBucketLocation","Resource":"arn:aws:s3:::data"},{"Sid":"ListBuckets","Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data"},{"Sid":"ReadObjects","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}"#;
    assert_eq!(document.to_string(), expected);
}

#[test]
fn writing_brings_uploads_along_and_no_listing_of_objects() {
    assert_eq!(
        policy(vec![grant("data", "out/", &[Write])]),
        json!({
            "Version": "2012-10-17",
            "Statement": [
                { "Sid": "LocateBuckets", "Effect": "Allow", "Action": "s3:GetBucketLocation",
                  "Resource": "arn:aws:s3:::data" },
                { "Sid": "ListUploads", "Effect": "Allow",
                  "Action": "s3:ListBucketMultipartUploads", "Resource": "arn:aws:s3:::data" },
                { "Sid": "WriteObjects", "Effect": "Allow",
                  "Action": ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
                  "Resource": "arn:aws:s3:::data/out/*" },
            ],
        })
    );
}

#[test]
fn deleting_is_one_action_alone() {
    assert_eq!(
        policy(vec![grant("data", "tmp/", &[Delete])]),
        json!({
            "Version": "2012-10-17",
            "Statement": [{ "Sid": "DeleteObjects", "Effect": "Allow",
                "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::data/tmp/*" }],
        })
    );
}

#[test]
fn listing_alone_opens_no_object() {
    assert_eq!(
        policy(vec![grant("data", "in/", &[List])]),
        json!({
            "Version": "2012-10-17",
            "Statement": [
                { "Sid": "LocateBuckets", "Effect": "Allow", "Action": "s3:GetBucketLocation",
                  "Resource": "arn:aws:s3:::data" },
                { "Sid": "ListPrefixes1", "Effect": "Allow", "Action": "s3:ListBucket",
                  "Resource": "arn:aws:s3:::data",
                  "Condition": { "StringLike": { "s3:prefix": ["in/", "in/*"] } } },
            ],
        })
    );
}

#[test]
fn many_grants_share_statements() {
    let document = policy(vec![
        grant("b-two", "in/", &[Read]),
        grant("a-one", "in/", &[Read, Write, Delete]),
        grant("c-three", "", &[List]),
        grant("c-three", "x/", &[Read]),
        grant("d-four", "in/", &[List]),
        grant("d-four", "more/", &[List]),
    ]);
    assert_eq!(
        document,
        json!({
            "Version": "2012-10-17",
            "Statement": [
                { "Sid": "LocateBuckets", "Effect": "Allow", "Action": "s3:GetBucketLocation",
                  "Resource": ["arn:aws:s3:::a-one", "arn:aws:s3:::b-two", "arn:aws:s3:::c-three",
                               "arn:aws:s3:::d-four"] },
                { "Sid": "ListBuckets", "Effect": "Allow", "Action": "s3:ListBucket",
                  "Resource": "arn:aws:s3:::c-three" },
                { "Sid": "ListPrefixes1", "Effect": "Allow", "Action": "s3:ListBucket",
                  "Resource": ["arn:aws:s3:::a-one", "arn:aws:s3:::b-two"],
                  "Condition": { "StringLike": { "s3:prefix": ["in/", "in/*"] } } },
                { "Sid": "ListPrefixes2", "Effect": "Allow", "Action": "s3:ListBucket",
                  "Resource": "arn:aws:s3:::d-four",
                  "Condition": { "StringLike": { "s3:prefix": ["in/", "in/*", "more/", "more/*"] } } },
                { "Sid": "ListUploads", "Effect": "Allow",
                  "Action": "s3:ListBucketMultipartUploads", "Resource": "arn:aws:s3:::a-one" },
                { "Sid": "ReadObjects", "Effect": "Allow", "Action": "s3:GetObject",
                  "Resource": ["arn:aws:s3:::b-two/in/*", "arn:aws:s3:::c-three/x/*"] },
                { "Sid": "ReadWriteDeleteObjects", "Effect": "Allow",
                  "Action": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload",
                             "s3:ListMultipartUploadParts", "s3:DeleteObject"],
                  "Resource": "arn:aws:s3:::a-one/in/*" },
            ],
        })
    );
}

#[test]
fn the_trust_names_one_service_account_and_the_audience() {
    let request = request(vec![grant("data", "", &[Read])]).parse().unwrap();
    let expected = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::003250186609:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub":"system:serviceaccount:blue-raven:blue-raven","oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:aud":"sts.amazonaws.com"}}}]}"#;
    assert_eq!(request.trust_policy().to_string(), expected);
}

#[test]
fn the_longest_trust_there_is_fits_what_iam_takes() {
    let mut input = request(vec![grant("data", "", &[Read])]);
    input.cluster.partition = "aws-us-gov".to_owned();
    input.cluster.oidc_issuer = format!("https://a.example/{:x<237}", "");
    input.namespace = "n".repeat(63);
    input.service_account = "s".repeat(253);
    let trust = input.parse().unwrap().trust_policy();
    let size = size(&trust);
    assert!((1200..2048).contains(&size), "{size}");
}

#[test]
fn every_arn_has_the_clusters_partition_account_and_path() {
    let mut input = request(vec![grant("data", "in/", &[Read, Write])]);
    input.cluster.partition = "aws-cn".to_owned();
    input.cluster.region = "cn-north-1".to_owned();
    input.cluster.oidc_issuer = "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/A".to_owned();
    input.cluster.role_path = "/roleport/".to_owned();
    input.cluster.permissions_boundary =
        Some("arn:aws-cn:iam::003250186609:policy/boundary".to_owned());
    let request = input.parse().unwrap();
    assert_eq!(
        request.role_arn(),
        "arn:aws-cn:iam::003250186609:role/roleport/bln-fairbid-production-blue-raven"
    );
    assert_eq!(
        request.policy_arn(0),
        "arn:aws-cn:iam::003250186609:policy/roleport/bln-fairbid-production-blue-raven"
    );
    assert_eq!(
        request.boundary(),
        Some("arn:aws-cn:iam::003250186609:policy/boundary")
    );
    let text = format!(
        "{}{}",
        request.trust_policy(),
        request.policies()[0].document
    );
    assert!(text.contains(
        "arn:aws-cn:iam::003250186609:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/A"
    ));
    assert!(!text.contains("arn:aws:"));
    // The audience is the same everywhere (eksctl#1910).
    assert!(text.contains(r#":aud":"sts.amazonaws.com""#));
}

#[test]
fn the_tags_say_whose_the_role_is() {
    let request = request(vec![grant("data", "", &[Read])]).parse().unwrap();
    let tags: Vec<_> = request
        .tags()
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    assert_eq!(
        tags,
        [
            "roleport:managed=true",
            "roleport:cluster=production",
            "roleport:namespace=blue-raven",
            "roleport:service-account=blue-raven",
            "roleport:application=blue-raven",
        ]
    );
}

/// Each in a bucket of its own, with a prefix that is as long as it gets.
fn wide(count: usize, prefix: usize) -> RequestInput {
    let prefix = |number: usize| format!("{}{number:03}/", "p".repeat(prefix));
    let grants = (0..count).map(|number| {
        let bucket = format!("a-rather-long-bucket-name-{number:03}");
        grant(&bucket, &prefix(number), &[Read])
    });
    request(grants.collect())
}

#[test]
fn what_does_not_fit_into_one_policy_goes_into_several() {
    let request = wide(60, 20).parse().unwrap();
    let policies = request.policies();
    let names: Vec<_> = policies.iter().map(|policy| policy.name.as_str()).collect();
    let role = "bln-fairbid-production-blue-raven";
    assert_eq!(
        names,
        [
            role.to_owned(),
            format!("{role}.2"),
            format!("{role}.3"),
            format!("{role}.4")
        ]
    );
    let mut allowed = Vec::new();
    for (place, policy) in policies.iter().enumerate() {
        assert!(policy.size <= MAX_POLICY, "{}", policy.size);
        assert_eq!(policy.size, policy.document.to_string().chars().count());
        assert!(request.policy_arn(place).ends_with(&policy.name));
        let statements = policy.document["Statement"].as_array().unwrap();
        let mut sids: Vec<_> = statements.iter().map(|one| one["Sid"].as_str()).collect();
        sids.sort_unstable();
        let all = sids.len();
        sids.dedup();
        assert_eq!(sids.len(), all);
        for statement in statements {
            let resources = match &statement["Resource"] {
                Value::Array(resources) => resources.clone(),
                one => vec![one.clone()],
            };
            for resource in resources {
                allowed.push(format!("{} {resource}", statement["Action"]));
            }
        }
    }
    // Split and spread, and nothing lost or said twice: where it is, its list, its objects.
    assert_eq!(allowed.len(), 60 * 3);
    allowed.sort_unstable();
    allowed.dedup();
    assert_eq!(allowed.len(), 60 * 3);
}

#[test]
fn one_statement_that_is_too_long_is_split_by_what_it_lists() {
    let grants = (0..120).map(|number| {
        grant(
            "data",
            &format!("a-folder-of-some-length-{number:03}/"),
            &[List],
        )
    });
    let request = request(grants.collect()).parse().unwrap();
    let mut prefixes = Vec::new();
    for policy in request.policies() {
        for statement in policy.document["Statement"].as_array().unwrap() {
            let listed = statement.pointer("/Condition/StringLike/s3:prefix");
            let listed = listed.and_then(Value::as_array).into_iter().flatten();
            prefixes.extend(listed.map(|one| one.as_str().unwrap().to_owned()));
        }
    }
    assert!(request.policies().len() > 1);
    assert_eq!(prefixes.len(), 240);
    for pair in prefixes.chunks(2) {
        assert_eq!(format!("{}*", pair[0]), pair[1]);
    }
}

#[test]
fn more_than_a_role_can_carry_is_refused() {
    let errors = wide(200, 100).parse().unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_str()),
        ("grants", "policy_too_large")
    );
    assert!(errors[0].message.as_str().contains(&MAX_POLICY.to_string()));
}

type Edit = fn(&mut RequestInput);

#[test]
fn the_hash_follows_the_content_and_not_its_wording() {
    let base = request(vec![
        grant("data", "in/", &[Read]),
        grant("data", "out/", &[Write]),
    ]);
    let hash = base.parse().unwrap().hash();
    assert_eq!(hash.len(), 64);

    let mut same = base.clone();
    same.grants.reverse();
    same.reason = "Other words.".to_owned();
    assert_eq!(same.parse().unwrap().hash(), hash);

    let edits: [Edit; 9] = [
        |input| input.app.push('x'),
        |input| input.namespace.push('x'),
        |input| input.service_account.push('x'),
        |input| input.grants.truncate(1),
        |input| input.cluster.name.push('x'),
        |input| input.cluster.account_id = "003250186608".to_owned(),
        |input| input.cluster.oidc_issuer.push('X'),
        |input| input.cluster.role_path = "/x/".to_owned(),
        |input| {
            input.cluster.permissions_boundary =
                Some("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
        },
    ];
    let mut hashes = vec![hash];
    for edit in edits {
        let mut other = base.clone();
        edit(&mut other);
        hashes.push(other.parse().unwrap().hash());
    }
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), edits.len() + 1);
}

#[test]
fn stored_grants_make_the_same_request_again() {
    let mut input = request(vec![
        grant("data", "in/", &[Write, Read]),
        grant("data", "", &[List]),
        grant("data", "in/", &[Delete]),
    ]);
    let first = input.parse().unwrap();
    assert_eq!(
        first.grants(),
        [
            grant("data", "", &[List]),
            grant("data", "in/", &[Read, Write, Delete]),
        ]
    );
    input.grants = first.grants().to_vec();
    let second = input.parse().unwrap();
    assert_eq!(first, second);
    assert_eq!(first.hash(), second.hash());
}

#[test]
fn a_preview_shows_all_or_only_what_is_wrong() {
    let input = request(vec![grant("data", "in/", &[Read])]);
    let shown = serde_json::to_value(preview(&input)).unwrap();
    let keys: Vec<_> = shown.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "valid",
            "errors",
            "warnings",
            "role_name",
            "role_arn",
            "trust_policy",
            "policies",
            "helm"
        ]
    );
    assert_eq!(shown["valid"], true);
    let policy = &shown["policies"][0];
    assert!(same_document(
        &policy["document"],
        &input.parse().unwrap().policies()[0].document
    ));

    let mut input = input;
    input.app.clear();
    let shown = serde_json::to_value(preview(&input)).unwrap();
    let keys: Vec<_> = shown.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["valid", "errors", "warnings"]);
    assert_eq!(shown["errors"][0]["code"], "app_empty");
}

#[test]
fn warnings_stop_nothing() {
    let mut input = request(vec![
        grant("data", "", &[Read, Write, Delete]),
        grant("data", "in/", &[Read]),
        grant("other", "a//", &[List]),
        grant("other", "a//", &[List]),
    ]);
    input.namespace = "kube-system".to_owned();
    input.service_account = "default".to_owned();
    input.cluster.region = "cn-north-1".to_owned();
    let preview = preview(&input);
    assert!(preview.valid);
    let found: Vec<_> = preview
        .warnings
        .iter()
        .map(|warning| (warning.field.as_str(), warning.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("cluster.region", "region_other_partition"),
            ("cluster.oidc_issuer", "oidc_issuer_other_region"),
            ("namespace", "namespace_system"),
            ("service_account", "service_account_default"),
            ("grants[0].prefix", "whole_bucket"),
            ("grants[0].access", "can_write"),
            ("grants[0].access", "can_delete"),
            ("grants[1]", "grant_covered"),
            ("grants[2].prefix", "prefix_unusual"),
            ("grants[3].prefix", "prefix_unusual"),
            ("grants[3]", "grant_covered"),
        ]
    );
}

#[test]
fn an_old_bucket_is_granted_where_somebody_has_admitted_its_name() {
    let mut input = request(vec![grant("Old_Data", "in/", &[Read])]);
    let errors = input.parse().unwrap_err();
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_str()),
        ("grants[0].bucket", "bucket_upper_case")
    );
    assert!(
        errors[0].message.as_str().contains("an approver can admit"),
        "{errors:?}"
    );
    input.admitted_buckets = vec!["old_data".to_owned()];
    assert!(input.parse().is_err(), "another name was admitted");
    input.admitted_buckets = vec!["Old_Data".to_owned()];
    let request = input.parse().unwrap();
    let document = request.policies()[0].document.to_string();
    assert!(
        document.contains("arn:aws:s3:::Old_Data/in/*"),
        "{document}"
    );
    // What S3 would never have had is admitted by nobody.
    input.grants[0].set("bucket", "Old Data*".to_owned());
    input.admitted_buckets = vec!["Old Data*".to_owned()];
    let errors = input.parse().unwrap_err();
    assert!(!errors[0].message.as_str().contains("an approver can admit"));
}
