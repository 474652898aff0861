//! The difference between documents in words.

use proptest::prelude::*;
use roleport_domain::{
    abilities::{Documents, abilities, allowed, reach},
    changes::GrantChange,
    grant::Access::{Delete, List, Read, Write},
    partition::Partition,
    reach::Extent,
};
use roleport_lang::{Language::German, Text};
use serde_json::{Value, json};

use crate::{
    input::{grant, request},
    properties::grants,
};

fn documents(statements: &Value, boundary: Option<&Value>) -> Documents {
    let of = |statements: &Value| json!({ "Version": "2012-10-17", "Statement": statements });
    Documents::parse([&of(statements)], boundary.map(of).as_ref()).unwrap()
}

fn of_grants(grants: Vec<roleport_domain::grant::Grant>) -> Documents {
    let request = request(grants).parse().unwrap();
    let policies = request.policies();
    Documents::parse(policies.iter().map(|policy| &policy.document), None).unwrap()
}

fn words(before: &Documents, after: &Documents) -> Vec<Text> {
    let made = abilities(before, after);
    // What is kept of a plan is told in every language as when it was made.
    let kept: Vec<GrantChange> = serde_json::from_value(json!(made)).unwrap();
    let german = |change: &GrantChange| {
        format!(
            "{}: {}",
            change.resource.say(German),
            change.words.say(German)
        )
    };
    for (kept, made) in kept.iter().zip(&made) {
        assert_eq!(german(kept), german(made));
        assert_ne!(made.words, made.words.say(German));
    }
    made.into_iter().map(|change| change.words).collect()
}

fn allow(action: &Value, resource: &Value) -> Value {
    json!([{ "Effect": "Allow", "Action": action, "Resource": resource }])
}

#[test]
fn what_roleport_compiles_reads_as_the_grants_do() {
    let nothing = Documents::default();
    let one = of_grants(vec![
        grant("data", "in/", &[Read]),
        grant("logs", "", &[Write, Delete]),
    ]);
    assert_eq!(
        words(&nothing, &one),
        [
            "will be able to list and read objects under s3://data/in/",
            "will be able to write and delete objects in the bucket s3://logs",
        ]
    );
    assert_eq!(
        words(&one, &nothing),
        [
            "will no longer be able to list and read objects under s3://data/in/",
            "will no longer be able to write and delete objects in the bucket s3://logs",
        ]
    );
    let two = of_grants(vec![
        grant("data", "in/a/", &[Read]),
        grant("logs", "", &[Write, List]),
    ]);
    assert_eq!(
        words(&one, &two),
        [
            "will be able to list objects in the bucket s3://logs",
            "will no longer be able to list and read objects under s3://data/in/, except s3://data/in/a/",
            "will no longer be able to delete objects in the bucket s3://logs",
        ]
    );
    let resources: Vec<_> = abilities(&nothing, &one)
        .into_iter()
        .map(|c| c.resource)
        .collect();
    assert_eq!(resources, ["s3://data/in/", "s3://logs"]);
    // A prefix that looks like a wildcard is one folder.
    assert_eq!(
        words(
            &nothing,
            &of_grants(vec![grant("data", "a*$?/", &[Delete])])
        ),
        ["will be able to delete objects under s3://data/a*$?/"]
    );
}

#[test]
fn documents_by_hand() {
    let nothing = Documents::default();
    for (action, resource, expected) in [
        (
            json!("s3:PutObjectAcl"),
            json!("arn:aws:s3:::data/in/*"),
            vec!["call s3:PutObjectAcl on s3://data/in/"],
        ),
        (
            json!(["s3:getobject", "s3:ListBucket"]),
            json!(["arn:aws:s3:::data", "arn:aws:s3:::data/*"]),
            vec!["list and read objects in the bucket s3://data"],
        ),
        (
            json!("s3:GetObject"),
            json!("arn:aws:s3:::data/a.txt"),
            vec!["read objects at s3://data/a.txt"],
        ),
        (
            json!("s3:Get*"),
            json!("arn:aws:s3:::data/x/*"),
            vec![
                "read objects under s3://data/x/",
                "call s3:Get* on s3://data/x/",
            ],
        ),
        (
            json!(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"]),
            json!("arn:aws:sqs:us-east-1:1:q"),
            vec!["receive and delete messages of the queue arn:aws:sqs:us-east-1:1:q"],
        ),
        (
            json!("iam:PassRole"),
            json!("*"),
            vec!["call iam:PassRole on everything"],
        ),
    ] {
        let after = documents(&allow(&action, &resource), None);
        let expected: Vec<_> = expected
            .iter()
            .map(|what| format!("will be able to {what}"))
            .collect();
        assert_eq!(words(&nothing, &after), expected, "{action}");
        assert_eq!(words(&after, &after), [""; 0]);
    }
}

#[test]
fn denies_and_boundaries_narrow() {
    let wide = allow(&json!("s3:GetObject"), &json!("arn:aws:s3:::data/*"));
    let mut denied = wide.clone();
    denied.as_array_mut().unwrap().push(
        json!({ "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret/*" }),
    );
    let (wide, denied) = (documents(&wide, None), documents(&denied, None));
    assert_eq!(
        words(&wide, &denied),
        ["will no longer be able to read objects under s3://data/secret/"]
    );
    assert_eq!(
        words(&denied, &wide),
        ["will be able to read objects under s3://data/secret/"]
    );
    assert_eq!(
        words(&Documents::default(), &denied),
        ["will be able to read objects in the bucket s3://data, except s3://data/secret/"]
    );
    let bound = allow(&json!("*"), &json!("arn:aws:s3:::data/in/*"));
    let bounded = documents(
        &allow(&json!("s3:GetObject"), &json!("arn:aws:s3:::data/*")),
        Some(&bound),
    );
    assert_eq!(
        words(&Documents::default(), &bounded),
        ["will be able to read objects under s3://data/in/"]
    );
    assert_eq!(
        words(&wide, &bounded),
        ["will no longer be able to read objects in the bucket s3://data, except s3://data/in/"]
    );
}

#[test]
fn conditions_are_said() {
    let with = |effect: &str, condition: Option<Value>| {
        let mut statement = json!({ "Effect": effect, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" });
        if let Some(condition) = condition {
            statement["Condition"] = condition;
        }
        statement
    };
    let free = documents(&json!([with("Allow", None)]), None);
    let at_home = json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    let bound = documents(&json!([with("Allow", Some(at_home))]), None);
    assert_eq!(
        words(&Documents::default(), &bound),
        [
            "will be able to read objects in the bucket s3://data, only when aws:SourceIp is in 203.0.113.0/24"
        ]
    );
    // Losing the freedom, not the ability.
    assert_eq!(words(&free, &bound).len(), 1);
    assert_eq!(
        words(&bound, &free),
        ["will be able to read objects in the bucket s3://data"]
    );
    let plain = json!({ "Bool": { "aws:SecureTransport": "false" } });
    let secure = documents(
        &json!([with("Allow", None), with("Deny", Some(plain))]),
        None,
    );
    assert_eq!(
        words(&free, &secure),
        [
            "will no longer be able to read objects in the bucket s3://data, when aws:SecureTransport is false"
        ]
    );
    let outside = json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    let inside = documents(
        &json!([with("Allow", None), with("Deny", Some(outside))]),
        None,
    );
    assert_eq!(
        words(&free, &inside),
        [
            "will no longer be able to read objects in the bucket s3://data, when aws:SourceIp is not in 203.0.113.0/24"
        ]
    );
}

#[test]
fn all_but_some_is_said_as_such() {
    let after = documents(
        &json!({ "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*" }),
        None,
    );
    let found = words(&Documents::default(), &after);
    assert!(
        found.iter().any(|one| *one
            == "will be able to call any action but iam:* on everything, except s3://secret"),
        "{found:#?}"
    );
}

#[test]
fn what_is_allowed_now_is_told_in_the_same_words() {
    let found: Vec<_> = allowed(&of_grants(vec![grant("data", "in/", &[Read])]))
        .into_iter()
        .map(|change| change.words)
        .collect();
    assert_eq!(found, ["can list and read objects under s3://data/in/"]);
}

#[test]
fn who_reaches_a_place_is_asked_of_documents() {
    let found = |documents: &Documents, prefix: &str, access: &[roleport_domain::grant::Access]| {
        let reached = reach(documents, Partition::Aws, "data", prefix, access)?;
        let words: Vec<_> = reached
            .abilities
            .into_iter()
            .map(|one| String::from(one.words))
            .collect();
        Some((reached.extent, words))
    };
    let said = |extent, words: &[&str]| {
        Some((
            extent,
            words
                .iter()
                .map(|one| (*one).to_owned())
                .collect::<Vec<_>>(),
        ))
    };
    let reads = of_grants(vec![grant("data", "in/", &[Read])]);
    assert_eq!(
        found(&reads, "in/", &[Read]),
        said(Extent::All, &["can read objects under s3://data/in/"])
    );
    assert_eq!(
        found(&reads, "in/day/", &[Read]),
        said(Extent::All, &["can read objects under s3://data/in/day/"])
    );
    assert_eq!(
        found(&reads, "", &[Read]),
        said(Extent::Part, &["can read objects under s3://data/in/"])
    );
    assert_eq!(
        found(&reads, "in/day/", &[List]),
        said(Extent::All, &["can list objects under s3://data/in/day/"])
    );
    assert_eq!(
        found(&reads, "", &[List]),
        said(Extent::Part, &["can list objects under s3://data/in/"])
    );
    for (prefix, access) in [("in-secret/", Read), ("in/", Write), ("out/", List)] {
        assert_eq!(found(&reads, prefix, &[access]), None, "{prefix}");
    }
    let whole = of_grants(vec![grant("data", "", &[List])]);
    assert_eq!(
        found(&whole, "in/", &[List]),
        said(Extent::All, &["can list objects under s3://data/in/"])
    );
    // By hand: a wildcard, a deny inside, a condition.
    let by_hand = documents(
        &json!([
            { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::*" },
            { "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::data/in/secret/*" },
            { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::d*",
              "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blue" } } },
        ]),
        None,
    );
    assert_eq!(
        found(&by_hand, "in/", &[Read]),
        said(
            Extent::Part,
            &["can read objects under s3://data/in/, except s3://data/in/secret/"]
        )
    );
    assert_eq!(found(&by_hand, "in/secret/", &[Read]), None);
    assert_eq!(
        found(&by_hand, "out/", &[Write]),
        said(
            Extent::Part,
            &["can write objects under s3://data/out/, only when aws:PrincipalTag/team is blue"]
        )
    );
    assert_eq!(found(&by_hand, "out/", &[Delete]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_difference_means_the_same_documents(one in grants(), two in grants()) {
        let (one, two) = (of_grants(one), of_grants(two));
        prop_assert_eq!(words(&one, &one), Vec::<String>::new());
        prop_assert_eq!(words(&one, &two).is_empty(), one == two, "{:?}", words(&one, &two));
    }
}
