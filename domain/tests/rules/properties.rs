//! What holds for any input.

use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*, sample::subsequence};
use roleport_domain::{
    bucket::Bucket,
    changes::{ChangeKind, changes},
    cluster::Cluster,
    document::{same_document, size},
    grant::{Access, Grant},
    helm,
    issuer::Issuer,
    lifecycle::{Command, RequestState},
    name::{AppName, ClusterName, Namespace, ServiceAccount},
    prefix::Prefix,
    preview::preview,
    request::RequestInput,
    role_name::{Binding, RoleName, RoleNamePattern},
    service::Service,
};
use serde_json::Value;

use crate::input::{cluster, request};

/// Latin-1 text with the characters that mean something to IAM in plenty.
pub(crate) fn prefix() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        2 => prop_oneof![Just("in/"), Just("in/a/"), Just("out/")].prop_map(str::to_owned),
        3 => "[*?${}a \"\\\\é][*?${}a/ \"\\\\é]{0,8}/",
    ]
}

fn any_grant() -> impl Strategy<Value = Grant> {
    (
        prop_oneof![Just("data"), Just("events"), Just("raw.logs")],
        prefix(),
        subsequence(Service::S3.template().accesses.to_vec(), 1..=4),
    )
        .prop_map(|(bucket, prefix, access)| Grant::s3(bucket, &prefix, &access))
}

pub(crate) fn grants() -> impl Strategy<Value = Vec<Grant>> {
    vec(any_grant(), 1..8)
}

/// The strings under a key, whether written as one or as a list.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

/// What IAM matches by a text without wildcards of its own; none where one is left.
fn literal(text: &str) -> Option<String> {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(next) = rest.chars().next() {
        if let Some((escaped, after)) = ["*", "?", "$"].iter().find_map(|special| {
            let after = rest.strip_prefix(&format!("${{{special}}}"))?;
            Some((special, after))
        }) {
            plain.push_str(escaped);
            rest = after;
        } else if matches!(next, '*' | '?' | '$') {
            return None;
        } else {
            plain.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    Some(plain)
}

/// What a document lets an application do, as (action, bucket, prefix, closed by `*`).
fn permissions(document: &Value) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    for statement in document["Statement"].as_array().unwrap() {
        let prefixes = strings(&statement["Condition"]["StringLike"]["s3:prefix"]);
        for action in strings(&statement["Action"]) {
            for resource in strings(&statement["Resource"]) {
                let rest = resource.strip_prefix("arn:aws:s3:::").unwrap();
                let (bucket, path) = rest
                    .split_once('/')
                    .map_or((rest, None), |(b, p)| (b, Some(p)));
                let texts = match path {
                    Some(path) => vec![path.strip_suffix('*').unwrap()],
                    None if prefixes.is_empty() => vec![""],
                    None => prefixes.clone(),
                };
                for text in texts {
                    // The condition's wildcard is ours, like the one at the end of a resource.
                    let text = text
                        .strip_suffix("/*")
                        .map_or(text, |_| &text[..text.len() - 1]);
                    found.insert((
                        action.to_owned(),
                        bucket.to_owned(),
                        literal(text).unwrap_or_else(|| panic!("a wildcard in {text}")),
                    ));
                }
            }
        }
    }
    found
}

/// The table of domain.md section 2, said a second time and without any merging.
fn expected(grants: &[Grant]) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    for grant in grants {
        for access in &grant.access {
            let (on_objects, on_prefix, on_bucket): (&[&str], &[&str], &[&str]) = match access {
                Access::List => (&[], &["s3:ListBucket"], &["s3:GetBucketLocation"]),
                Access::Read => (
                    &["s3:GetObject"],
                    &["s3:ListBucket"],
                    &["s3:GetBucketLocation"],
                ),
                Access::Write => (
                    &[
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts",
                    ],
                    &[],
                    &["s3:ListBucketMultipartUploads", "s3:GetBucketLocation"],
                ),
                Access::Delete => (&["s3:DeleteObject"], &[], &[]),
                _ => unreachable!("{access:?} is not S3's"),
            };
            let (bucket, prefix) = (grant.text("bucket"), grant.text("prefix"));
            for action in on_objects.iter().chain(on_prefix) {
                found.insert(((*action).to_owned(), bucket.to_owned(), prefix.to_owned()));
            }
            for action in on_bucket {
                found.insert(((*action).to_owned(), bucket.to_owned(), String::new()));
            }
        }
    }
    found
}

/// Whether everything in `inner` is opened by something in `outer`.
fn within(
    inner: &BTreeSet<(String, String, String)>,
    outer: &BTreeSet<(String, String, String)>,
) -> bool {
    inner.iter().all(|(action, bucket, prefix)| {
        outer
            .iter()
            .any(|(a, b, p)| a == action && b == bucket && prefix.starts_with(p.as_str()))
    })
}

proptest! {
    #[test]
    fn a_document_opens_what_was_granted_and_nothing_else(grants in grants()) {
        let document = request(grants.clone()).parse().unwrap().policies()[0].document.clone();
        let (opened, granted) = (permissions(&document), expected(&grants));
        prop_assert!(within(&granted, &opened), "missing: {document}");
        prop_assert!(within(&opened, &granted), "too much: {document}");
    }

    #[test]
    fn the_order_of_typing_does_not_count(
        (grants, shuffled) in grants().prop_flat_map(|grants| {
            let shuffled = Just(grants.clone()).prop_shuffle();
            (Just(grants), shuffled)
        })
    ) {
        let (one, two) = (request(grants).parse().unwrap(), request(shuffled).parse().unwrap());
        prop_assert_eq!(one.hash(), two.hash());
        prop_assert_eq!(
            one.policies()[0].document.to_string(),
            two.policies()[0].document.to_string()
        );
        prop_assert_eq!(one, two);
    }

    #[test]
    fn what_is_stored_makes_the_same_request_again(grants in grants()) {
        let first = request(grants).parse().unwrap();
        let again = request(first.grants().to_vec()).parse().unwrap();
        prop_assert_eq!(first, again);
    }

    #[test]
    fn sids_are_unique_and_alphanumeric_and_the_size_is_the_minified_length(grants in grants()) {
        let policy = request(grants).parse().unwrap().policies()[0].clone();
        let mut sids = BTreeSet::new();
        for statement in policy.document["Statement"].as_array().unwrap() {
            let sid = statement["Sid"].as_str().unwrap();
            prop_assert!(sid.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            prop_assert!(sids.insert(sid), "{} twice", sid);
        }
        let text = serde_json::to_string(&policy.document).unwrap();
        prop_assert_eq!(policy.size, text.chars().count());
        prop_assert_eq!(policy.size, size(&policy.document));
        // Only what IAM takes in a document: \x20-\xFF.
        prop_assert!(text.chars().all(|c| (0x20..=0xFF).contains(&u32::from(c))));
    }

    #[test]
    fn escaped_text_stands_for_itself(text in prefix()) {
        let prefix = Prefix::parse(&text).unwrap();
        let plain = literal(&prefix.escaped());
        prop_assert_eq!(plain.as_deref(), Some(text.as_str()));
    }

    #[test]
    fn names_fit_and_long_ones_never_meet(
        app in "[a-z]{40,53}",
        one in ("[a-z]{1,12}", "[a-z]{1,12}", "[a-z]{1,12}(\\.[a-z]{1,5})?"),
        two in ("[a-z]{1,12}", "[a-z]{1,12}", "[a-z]{1,12}(\\.[a-z]{1,5})?"),
        fixed in "[A-Za-z0-9_+=,.@-]{25,54}",
    ) {
        let name = |(cluster, namespace, account): &(String, String, String)| {
            let binding = Binding {
                cluster: ClusterName::parse(cluster).unwrap(),
                namespace: Namespace::parse(namespace).unwrap(),
                service_account: ServiceAccount::parse(account).unwrap(),
            };
            let pattern = RoleNamePattern::parse(&format!("{fixed}{{app}}")).unwrap();
            pattern.name(&AppName::parse(&app).unwrap(), &binding)
        };
        prop_assert!(RoleName::parse(name(&one).as_str()).is_ok());
        prop_assert_eq!(name(&one), name(&one));
        if one != two {
            prop_assert_ne!(name(&one), name(&two));
        }
    }

    #[test]
    fn no_text_makes_the_check_panic(
        texts in vec(any::<String>(), 12),
        access in vec(proptest::sample::select(Access::ALL.to_vec()), 0..3),
    ) {
        let text = |index: usize| texts[index].clone();
        let input = RequestInput {
            cluster: Cluster {
                name: text(0),
                account_id: text(1),
                partition: text(2),
                region: text(3),
                oidc_issuer: format!("https://{}", text(4)),
                role_name_pattern: format!("{}{{app}}", text(5)),
                role_path: text(6),
                permissions_boundary: Some(format!("arn:aws:iam:{}", text(7))),
                eks_name: None,
                identity: roleport_domain::identity::Identity::Irsa,
            },
            app: text(8),
            namespace: text(9),
            service_account: text(10),
            grants: vec![Grant::s3(&text(11), &text(0), &access)],
            reason: text(1),
            existing_role: None,
            admitted_buckets: Vec::new(),
            identity: None,
        };
        let shown = preview(&input);
        prop_assert_eq!(shown.valid, shown.errors.is_empty());
        for error in shown.errors.iter().chain(&shown.warnings) {
            prop_assert!(error.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            prop_assert!(!error.field.is_empty());
            prop_assert!(!error.message.as_str().is_empty());
        }
        // Each of them alone as well, past the rules that usually stop it.
        for text in &texts {
            let _ = (Bucket::parse(text), Prefix::parse(text), Issuer::parse(text));
            let _ = (Prefix::parse(&format!("{text}/")), Issuer::parse(&format!("https://a.b/{text}")));
            let _ = (text.parse::<RequestState>(), RoleNamePattern::parse(text));
        }
    }

    #[test]
    fn a_document_is_the_same_as_itself_and_not_as_another(one in grants(), two in grants()) {
        let document = |grants: &[Grant]| {
            request(grants.to_vec()).parse().unwrap().policies()[0].document.clone()
        };
        let (one, two) = (document(&one), document(&two));
        prop_assert!(same_document(&one, &one));
        prop_assert_eq!(same_document(&one, &two), one == two);
        prop_assert_eq!(same_document(&one, &two), same_document(&two, &one));
    }

    #[test]
    fn a_difference_is_empty_exactly_when_the_documents_are_equal(one in grants(), two in grants()) {
        let opened = |grants: &[Grant]| request(grants.to_vec()).parse().unwrap().grants().to_vec();
        let all_kept = changes(&one, &two).iter().all(|change| change.kind == ChangeKind::Kept);
        prop_assert_eq!(all_kept, opened(&one) == opened(&two));
    }

    #[test]
    fn any_text_is_one_quoted_yaml_scalar(account in any::<String>(), arn in any::<String>()) {
        let yaml = helm::snippet(&account, Some(&arn)).values_yaml;
        let lines: Vec<_> = yaml.lines().collect();
        prop_assert_eq!(lines.len(), 5, "{}", yaml);
        for (line, key) in [(lines[2], "  name: "), (lines[4], "    eks.amazonaws.com/role-arn: ")] {
            let scalar = line.strip_prefix(key).unwrap();
            let inner = scalar.strip_prefix('"').and_then(|s| s.strip_suffix('"')).unwrap();
            let unescaped = inner.replace("\\\\", "").replace("\\\"", "");
            prop_assert!(!unescaped.contains('"'), "{}", line);
            prop_assert!(!inner.chars().any(char::is_control), "{}", line);
        }
    }

    #[test]
    fn a_settled_request_stays_as_it_is(
        commands in vec(proptest::sample::select(Command::ALL.to_vec()), 0..12),
    ) {
        let mut state = RequestState::Submitted;
        for command in commands {
            let next = state.next(command);
            prop_assert!(state.is_open() || next.is_err());
            state = next.unwrap_or(state);
        }
    }
}

#[test]
fn the_cluster_to_start_from_is_right() {
    assert!(cluster().check().is_empty());
}
