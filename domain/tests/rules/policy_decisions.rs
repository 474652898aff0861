//! What the evaluator makes of the documents that Roleport compiles: the grants, and nothing else.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::select};
use roleport_domain::{
    grant::{Access, Grant},
    policy::{Context, Policies, Policy, Request, WebIdentity, evaluate},
};
use serde_json::Value;

use crate::{
    input::request,
    properties::{grants, prefix},
};

/// Actions of the table of grants, with the accesses that open them, and others that nothing opens.
const ACTIONS: [(&str, &[Access]); 15] = [
    ("s3:ListBucket", &[Access::List, Access::Read]),
    ("s3:GetObject", &[Access::Read]),
    ("s3:PutObject", &[Access::Write]),
    ("s3:AbortMultipartUpload", &[Access::Write]),
    ("s3:ListMultipartUploadParts", &[Access::Write]),
    ("s3:DeleteObject", &[Access::Delete]),
    (
        "s3:GetBucketLocation",
        &[Access::List, Access::Read, Access::Write],
    ),
    ("s3:ListBucketMultipartUploads", &[Access::Write]),
    ("s3:PutObjectAcl", &[]),
    ("s3:GetObjectVersion", &[]),
    ("s3:DeleteBucket", &[]),
    ("s3:PutBucketPolicy", &[]),
    ("s3:PutLifecycleConfiguration", &[]),
    ("iam:PassRole", &[]),
    ("kms:Decrypt", &[]),
];

fn decide(document: &Value, action: &str, resource: String, prefix: Option<&str>) -> bool {
    let policy = Policy::parse(document).unwrap();
    let mut context = Context::default();
    if let Some(prefix) = prefix {
        context.set("s3:prefix", prefix);
    }
    let asked = Request {
        action: action.to_owned(),
        resource,
        context,
    };
    let policies = Policies {
        identity: std::slice::from_ref(&policy),
        boundary: None,
    };
    evaluate(&asked, &policies).is_allowed()
}

/// Whether a grant of one of these accesses is on the bucket, and its prefix starts the key.
fn granted(grants: &[Grant], bucket: &str, key: Option<&str>, access: &[Access]) -> bool {
    grants.iter().any(|grant| {
        grant.bucket() == Some(bucket)
            && key.is_none_or(|key| key.starts_with(grant.text("prefix")))
            && grant.access.iter().any(|given| access.contains(given))
    })
}

/// Keys in a prefix, beside it, and like it to a careless reader of wildcards.
fn keys(grants: &[Grant], other: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([String::new(), "x".to_owned(), format!("{other}x")]);
    for grant in grants {
        let prefix = grant.text("prefix");
        let stem = prefix.strip_suffix('/').unwrap_or(prefix);
        found.extend([
            prefix.to_owned(),
            format!("{prefix}x/y"),
            format!("{stem}-secret/x"),
            stem.to_owned(),
            prefix.replace('*', "ab"),
            prefix.replace('?', "a"),
            prefix.replace(['$', '{', '}'], ""),
            prefix.to_uppercase(),
        ]);
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn documents_allow_what_was_granted_and_nothing_else(grants in grants(), other in prefix()) {
        let document = request(grants.clone()).parse().unwrap().policies()[0].document.clone();
        for bucket in ["data", "events", "raw.logs", "data2"] {
            let arn = format!("arn:aws:s3:::{bucket}");
            for (action, access) in ACTIONS {
                let on_bucket = action.contains("Bucket") || action.contains("Lifecycle");
                for key in keys(&grants, &other) {
                    let (resource, asked, within) = match action {
                        "s3:ListBucket" => (arn.clone(), Some(key.as_str()), Some(key.as_str())),
                        _ if on_bucket => (arn.clone(), None, None),
                        _ => (format!("{arn}/{key}"), None, Some(key.as_str())),
                    };
                    prop_assert_eq!(
                        decide(&document, action, resource, asked),
                        granted(&grants, bucket, within, access),
                        "{} on {} {:?}: {}", action, bucket, key, document
                    );
                }
            }
            // A listing that names no prefix shows the whole bucket.
            prop_assert_eq!(
                decide(&document, "s3:ListBucket", arn, None),
                granted(&grants, bucket, Some(""), &[Access::List, Access::Read])
            );
        }
    }

    #[test]
    fn trust_is_for_one_service_account_with_one_audience(
        namespace in "[a-z]{1,3}(-[a-z])?",
        account in "[a-z]{1,3}(\\.[a-z])?",
        other in ("[a-zA-Z*?]{1,3}", "[a-zA-Z*?.]{1,3}"),
        audience in select(vec!["sts.amazonaws.com", "STS.amazonaws.com", "kubernetes", "", "*"]),
        host in select(vec!["oidc.eks.us-east-1.amazonaws.com", "oidc.eks.us-east-2.amazonaws.com"]),
    ) {
        let mut input = request(vec![crate::input::grant("data", "", &[Access::Read])]);
        input.namespace.clone_from(&namespace);
        input.service_account.clone_from(&account);
        let trust = Policy::parse_trust(&input.parse().unwrap().trust_policy()).unwrap();
        for (of, name) in [(&namespace, &account), (&other.0, &other.1), (&namespace, &other.1), (&other.0, &account)] {
            let token = WebIdentity {
                provider_arn: &format!("arn:aws:iam::003250186609:oidc-provider/{host}/id/EXAMPLE"),
                subject: &format!("system:serviceaccount:{of}:{name}"),
                audience,
            };
            let meant = host == "oidc.eks.us-east-1.amazonaws.com"
                && audience == "sts.amazonaws.com" && *of == namespace && *name == account;
            prop_assert_eq!(token.may_assume(&trust).is_allowed(), meant, "{:?}", token);
        }
    }

    #[test]
    fn any_document_is_read_or_refused_without_panic(text in "[{}\\[\\]\":,a-zA-Z*$?]{0,60}", action in any::<String>(), pattern in any::<String>()) {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let _ = (Policy::parse(&value), Policy::parse_trust(&value));
        }
        let document = serde_json::json!({ "Statement": { "Effect": "Allow", "Action": [action, "*"], "Resource": pattern,
            "Condition": { "StringLike": { "a:b": pattern }, "DateLessThan": { "a:b": action }, "IpAddress": { "a:b": pattern },
                           "ArnLike": { "a:b": pattern }, "NumericEquals": { "a:b": action } } } });
        decide(&document, &action, pattern.clone(), Some(&action));
        // A text without wildcards of its own is matched by its escaped form, and by that alone.
        let escaped: String = pattern.chars().map(|c| if "*?$".contains(c) { format!("${{{c}}}") } else { c.to_string() }).collect();
        let one = serde_json::json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": escaped } });
        prop_assert!(decide(&one, "s3:GetObject", pattern.clone(), None));
        let longer = format!("{pattern}x");
        prop_assert!(!decide(&one, "s3:GetObject", longer, None));
    }
}
