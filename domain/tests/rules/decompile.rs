//! Documents back to grants: what Roleport wrote comes back as it was, and whatever somebody else wrote is allowed
//! before and after alike.

use proptest::prelude::*;
use roleport_domain::{
    abilities::{Documents, abilities},
    compile::CompiledPolicy,
    decompile,
    grant::{Access, Grant},
    policy::{Policies, Policy, Request, evaluate},
    service::Service,
};
use serde_json::{Value, json};

use crate::{
    chance::Chance,
    input::{cluster, grant, request},
    policy_cases::{ASKED, context, document},
    properties::grants,
    services::each,
};

fn documents(policies: &[CompiledPolicy]) -> Vec<Value> {
    policies
        .iter()
        .map(|policy| policy.document.clone())
        .collect()
}

fn read(documents: &[Value]) -> Option<Vec<Grant>> {
    decompile::grants(documents, &cluster().parse().unwrap())
}

proptest! {
    #[test]
    fn what_roleport_wrote_comes_back(grants in grants()) {
        let request = request(grants).parse().unwrap();
        let found = read(&documents(request.policies())).unwrap();
        prop_assert_eq!(found, request.grants().to_vec());
    }
}

#[test]
fn every_service_comes_back() {
    let all = request(each()).parse().unwrap();
    assert_eq!(read(&documents(all.policies())).unwrap(), all.grants());
    for one in each() {
        let request = request(vec![one]).parse().unwrap();
        assert_eq!(
            read(&documents(request.policies())).unwrap(),
            request.grants()
        );
    }
}

#[test]
fn what_somebody_wrote_keeps_its_meaning() {
    let by_hand = json!({ "Version": "2012-10-17", "Statement": [
        { "Sid": "Buckets", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::data" },
        { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObjectAcl"], "Resource": "arn:aws:s3:::data/*" },
        { "Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:003250186609:orders" },
        { "Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:003250186609:alerts" },
        { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret/*" },
    ]});
    let found = read(std::slice::from_ref(&by_hand)).unwrap();
    let words: Vec<_> = found.iter().map(Grant::describe).collect();
    assert_eq!(
        words,
        [
            "list and read all objects in the bucket s3://data",
            "publish to the topic alerts",
            "call sqs:* on arn:aws:sqs:us-east-1:003250186609:orders",
            "call s3:GetObject, s3:PutObjectAcl on arn:aws:s3:::data/*",
            "do so only where no statement denies s3:* on arn:aws:s3:::data/secret/*",
        ]
    );
    let request = request(found).parse().unwrap();
    let before = Documents::parse([&by_hand], None).unwrap();
    let after = documents(request.policies());
    let after = Documents::parse(&after, None).unwrap();
    assert_eq!(abilities(&before, &after), []);
}

#[test]
fn only_whole_grants_are_found() {
    // Reading objects without listing them is no grant of ours.
    let only_objects = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/in/*"
    }});
    let found = read(&[only_objects]).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].service, Service::Custom);
    // With a condition beside the prefix it is not the listing that a grant makes.
    let narrow = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::data" },
        { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data",
          "Condition": { "StringLike": { "s3:prefix": ["in/", "in/*"] }, "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } },
    ]});
    assert!(
        read(&[narrow])
            .unwrap()
            .iter()
            .all(|one| one.service == Service::Custom)
    );
    let wide = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::data" },
        { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data",
          "Condition": { "StringLike": { "s3:prefix": ["in/", "in/*", "out"] } } },
    ]});
    let found = read(&[wide]).unwrap();
    assert!(found.contains(&grant("data", "in/", &[Access::List])));
    assert_eq!(found.len(), 2);
}

#[test]
fn what_is_no_document_is_not_read() {
    for not in [
        json!(null),
        json!({}),
        json!({ "Statement": "all" }),
        json!({ "Statement": [1] }),
    ] {
        assert_eq!(read(std::slice::from_ref(&not)), None, "{not}");
    }
    // In the old language a variable is a text, and would become a variable.
    let old = json!({ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:username}/*" } });
    assert_eq!(read(&[old]), None);
}

#[test]
fn nobody_can_do_more_or_less_than_before() {
    let mut chance = Chance::new(20);
    let mut compared = 0;
    for _ in 0..1_500 {
        let (action, resources) = chance.pick(&ASKED);
        let resource = chance.pick(resources);
        let before: Vec<Value> = (0..=chance.below(2))
            .map(|_| document(&mut chance, action, resource, 20))
            .collect();
        let Some(found) = read(&before) else {
            continue;
        };
        let Ok(request) = request(found).parse() else {
            continue;
        };
        let after = documents(request.policies());
        compared += 1;
        for _ in 0..4 {
            let (action, resources) = chance.pick(&ASKED);
            let (context, _) = context(&mut chance);
            let asked = Request {
                action: action.to_owned(),
                resource: chance.pick(resources).to_owned(),
                context,
            };
            let allows = |documents: &[Value]| {
                let parsed: Vec<_> = documents
                    .iter()
                    .map(|one| Policy::parse(one).unwrap())
                    .collect();
                let policies = Policies {
                    identity: &parsed,
                    boundary: None,
                };
                evaluate(&asked, &policies).is_allowed()
            };
            assert_eq!(
                allows(&before),
                allows(&after),
                "{before:?} {after:?} {asked:?}"
            );
        }
    }
    assert!(compared > 1_000, "{compared}");
}
