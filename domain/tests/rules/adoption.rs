//! Roles that were made outside Roleport: who may assume them, and what a table says of them.

use roleport_domain::{
    adoption::{Difference, Trusted, compare, trusted},
    grant::{Access, Grant},
    service::Service,
};
use serde_json::{Value, json};

use crate::input::cluster;

const ISSUER: &str = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";

fn provider(issuer: &str) -> String {
    format!("arn:aws:iam::003250186609:oidc-provider/{issuer}")
}

fn read(statements: &Value) -> Option<Trusted> {
    let document = json!({ "Version": "2012-10-17", "Statement": statements });
    trusted(&document, &cluster().parse().unwrap())
}

fn web(condition: &Value) -> Value {
    json!({ "Effect": "Allow", "Principal": { "Federated": provider(ISSUER) }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition })
}

fn subject(account: &str) -> String {
    format!("system:serviceaccount:prices:{account}")
}

#[test]
fn service_accounts_are_those_that_it_names_and_lets_in() {
    let both = read(&web(&json!({ "StringEquals": { format!("{ISSUER}:sub"): [subject("writer"), subject("reader")], format!("{ISSUER}:aud"): "sts.amazonaws.com" } }))).unwrap();
    let pair = |name: &str| ("prices".to_owned(), name.to_owned());
    assert_eq!(both.service_accounts, [pair("reader"), pair("writer")]);
    assert_eq!(both.others, [""; 0]);
    assert!(both.admits("prices", "reader") && !both.admits("prices", "other"));
    assert_eq!(
        both.without("prices", "reader"),
        ["the service account prices/writer"]
    );
    // Another audience, a source address, a deny: the pod does not come in, whatever is named.
    for statements in [
        json!([web(
            &json!({ "StringEquals": { format!("{ISSUER}:sub"): subject("reader"), format!("{ISSUER}:aud"): "other" } })
        )]),
        json!([web(
            &json!({ "StringEquals": { format!("{ISSUER}:sub"): subject("reader") }, "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } })
        )]),
        json!([web(&json!({ "StringEquals": { format!("{ISSUER}:sub"): subject("reader") } })),
            { "Effect": "Deny", "Principal": "*", "Action": "sts:*" }]),
    ] {
        let found = read(&statements).unwrap();
        assert_eq!(found.service_accounts, [], "{statements}");
        assert!(!found.admits("prices", "reader"), "{statements}");
    }
}

#[test]
fn everybody_else_is_told() {
    let like = read(&web(
        &json!({ "StringLike": { format!("{ISSUER}:sub"): "system:serviceaccount:prices:*" } }),
    ))
    .unwrap();
    assert!(like.admits("prices", "any") && !like.admits("other", "any"));
    assert_eq!(
        like.others,
        ["whoever is like system:serviceaccount:prices:*"]
    );
    let anyone = read(&web(
        &json!({ "StringEquals": { format!("{ISSUER}:aud"): "sts.amazonaws.com" } }),
    ))
    .unwrap();
    assert_eq!(anyone.others, ["every service account of the cluster"]);
    let mixed = read(&json!([
        web(&json!({ "StringEquals": { format!("{ISSUER}:sub"): subject("reader") } })),
        { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com", "AWS": ["003250186609"] }, "Action": "sts:AssumeRole" },
        { "Effect": "Allow", "Principal": { "Federated": provider("other.example.com") }, "Action": "sts:AssumeRoleWithWebIdentity" },
    ]))
    .unwrap();
    let mut others = mixed.without("prices", "reader");
    others.sort();
    assert_eq!(
        others,
        [
            "the service ec2.amazonaws.com".to_owned(),
            "the user, role or account 003250186609".to_owned(),
            format!("tokens of {}", provider("other.example.com")),
        ]
    );
}

#[test]
fn a_role_of_no_cluster_is_none() {
    for statements in [
        json!([]),
        json!({ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }),
        json!({ "Effect": "Allow", "Principal": { "Federated": provider("other.example.com") }, "Action": "sts:AssumeRoleWithWebIdentity" }),
        json!({ "Effect": "Deny", "Principal": { "Federated": provider(ISSUER) }, "Action": "sts:AssumeRoleWithWebIdentity" }),
        json!({ "Effect": "Allow", "Principal": { "Federated": provider(ISSUER) }, "Action": "sts:TagSession" }),
    ] {
        assert_eq!(read(&statements), None, "{statements}");
    }
    assert_eq!(trusted(&json!("text"), &cluster().parse().unwrap()), None);
}

#[test]
fn a_table_says_more_less_or_the_same() {
    let events = Grant::s3("events", "", &[Access::List, Access::Read]);
    let raw = Grant::s3("raw", "in/", &[Access::Read]);
    let mut queue = Grant::empty(Service::Sns);
    queue.set(
        "topic",
        "arn:aws:sns:us-east-1:003250186609:alerts".to_owned(),
    );
    for (permissions, grants, wanted) in [
        ("s3://events", vec![events.clone()], (vec![], 0, vec![])),
        (
            "s3://events/ s3://raw/in",
            vec![events.clone(), raw.clone()],
            (vec![], 0, vec![]),
        ),
        ("s3://events/day", vec![events.clone()], (vec![], 1, vec![])),
        ("s3://raw", vec![raw.clone()], (vec!["s3://raw"], 0, vec![])),
        (
            "s3://raw/in-secret",
            vec![raw.clone()],
            (vec!["s3://raw/in-secret"], 1, vec![]),
        ),
        ("", vec![events.clone(), queue.clone()], (vec![], 2, vec![])),
        (
            "s3://events, athena",
            vec![events],
            (vec![], 0, vec!["athena"]),
        ),
    ] {
        let Difference {
            missing,
            beyond,
            unread,
        } = compare(permissions, &grants);
        assert_eq!(
            (
                missing.iter().map(String::as_str).collect(),
                beyond.len(),
                unread.iter().map(String::as_str).collect()
            ),
            wanted,
            "{permissions}"
        );
    }
}
