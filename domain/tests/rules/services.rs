//! What each service's grants become: the whole document, and the sentences about it.

use roleport_domain::{
    abilities::{Documents, allowed},
    changes::{added, changes},
    compile::MAX_POLICY,
    grant::{Access, Grant},
    rules::{AutoApproval, Facts, Risk, Rule, RuleSet},
    service::Service,
};
use serde_json::{Value, json};

use crate::input::{grant, request};

/// A grant of a service with these texts in the order of its fields.
fn of(service: Service, texts: &[&str], access: &[Access]) -> Grant {
    let mut grant = Grant::empty(service);
    for (field, text) in service.template().fields.iter().zip(texts) {
        grant.set(field.name, (*text).to_owned());
    }
    grant.access = access.to_vec();
    grant
}

fn statements(grants: Vec<Grant>) -> Value {
    let request = request(grants).parse().unwrap();
    assert_eq!(request.policies().len(), 1);
    assert!(request.policies()[0].size <= MAX_POLICY);
    request.policies()[0].document["Statement"].clone()
}

/// What the evaluator says that the documents of grants allow.
fn words(grants: &[Grant]) -> Vec<String> {
    let request = request(grants.to_vec()).parse().unwrap();
    let documents = request.policies().iter().map(|policy| &policy.document);
    let documents = Documents::parse(documents, None).unwrap();
    allowed(&documents)
        .into_iter()
        .map(|one| one.words.to_string())
        .collect()
}

const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

#[test]
fn kms() {
    let both = of(Service::Kms, &[KEY], &[Access::Encrypt]);
    assert_eq!(
        statements(vec![both.clone()]),
        json!([{
            "Sid": "DecryptEncryptKeys",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": format!("arn:aws:kms:us-east-1:003250186609:key/{KEY}"),
        }])
    );
    assert_eq!(
        words(&[both]),
        [format!(
            "can decrypt and encrypt with the key arn:aws:kms:us-east-1:003250186609:key/{KEY}"
        )]
    );
}

#[test]
fn sqs_and_sns() {
    let grants = [
        of(Service::Sqs, &["orders"], &[Access::Receive]),
        of(Service::Sqs, &["bills.fifo"], &[Access::Send]),
        of(
            Service::Sqs,
            &["arn:aws:sqs:eu-west-1:111111111111:others"],
            &[Access::Send],
        ),
        of(Service::Sns, &["alerts"], &[]),
    ];
    assert_eq!(
        statements(grants.to_vec()),
        json!([
            {
                "Sid": "ReceiveQueues",
                "Effect": "Allow",
                "Action": [
                    "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl", "sqs:ReceiveMessage",
                ],
                "Resource": "arn:aws:sqs:us-east-1:003250186609:orders",
            },
            {
                "Sid": "SendQueues",
                "Effect": "Allow",
                "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
                "Resource": [
                    "arn:aws:sqs:eu-west-1:111111111111:others",
                    "arn:aws:sqs:us-east-1:003250186609:bills.fifo",
                ],
            },
            {
                "Sid": "PublishTopics",
                "Effect": "Allow",
                "Action": "sns:Publish",
                "Resource": "arn:aws:sns:us-east-1:003250186609:alerts",
            },
        ])
    );
    assert_eq!(
        words(&grants),
        [
            "can publish to the topic arn:aws:sns:us-east-1:003250186609:alerts",
            "can send messages to the queue arn:aws:sqs:eu-west-1:111111111111:others",
            "can send messages to the queue arn:aws:sqs:us-east-1:003250186609:bills.fifo",
            "can receive and delete messages of the queue arn:aws:sqs:us-east-1:003250186609:orders",
        ]
    );
}

#[test]
fn dynamodb_and_kinesis() {
    let grants = [
        of(
            Service::DynamoDb,
            &["orders"],
            &[Access::Read, Access::Write],
        ),
        of(Service::Kinesis, &["clicks"], &[Access::Write]),
    ];
    let table = "arn:aws:dynamodb:us-east-1:003250186609:table/orders";
    assert_eq!(
        statements(grants.to_vec()),
        json!([
            {
                "Sid": "ReadWriteTables",
                "Effect": "Allow",
                "Action": [
                    "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem",
                    "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
                ],
                "Resource": [table, format!("{table}/index/*")],
            },
            {
                "Sid": "WriteStreams",
                "Effect": "Allow",
                "Action": [
                    "kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord",
                    "kinesis:PutRecords",
                ],
                "Resource": "arn:aws:kinesis:us-east-1:003250186609:stream/clicks",
            },
        ])
    );
    assert_eq!(
        words(&grants),
        [
            format!("can read, scan, write and delete items of the table {table}"),
            format!("can read, scan, write and delete items of the table {table}/index/*"),
            "can write records of the stream arn:aws:kinesis:us-east-1:003250186609:stream/clicks"
                .to_owned(),
        ]
    );
}

#[test]
fn secrets_and_parameters() {
    let grants = [
        of(Service::SecretsManager, &["prod/db"], &[]),
        of(Service::Ssm, &["/app/prod"], &[]),
        of(Service::Ssm, &["/app/prod/inner"], &[]),
    ];
    assert_eq!(
        statements(grants.to_vec()),
        json!([
            {
                "Sid": "ReadSecrets",
                "Effect": "Allow",
                "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                "Resource": "arn:aws:secretsmanager:us-east-1:003250186609:secret:prod/db-??????",
            },
            {
                "Sid": "ReadParameters",
                "Effect": "Allow",
                "Action": ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
                "Resource": [
                    "arn:aws:ssm:us-east-1:003250186609:parameter/app/prod",
                    "arn:aws:ssm:us-east-1:003250186609:parameter/app/prod/*",
                ],
            },
        ])
    );
    let removed: Vec<_> = changes(&grants[1..2], &grants[2..])
        .into_iter()
        .map(|one| one.words.to_string())
        .collect();
    assert_eq!(
        removed,
        [
            "will no longer be able to read the parameter /app/prod and all below it, except under /app/prod/inner",
            "can still read the parameter /app/prod/inner and all below it",
        ]
    );
}

#[test]
fn athena() {
    let queries = of(
        Service::Athena,
        &["primary", "sales", "results", "athena/"],
        &[],
    );
    let place = "us-east-1:003250186609";
    let statements = statements(vec![queries.clone()]);
    let sids: Vec<_> = statements
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["Sid"].as_str().unwrap())
        .collect();
    assert_eq!(
        sids,
        [
            "QueryWorkGroups",
            "QueryCatalogs",
            "QueryDatabases",
            "QueryResultBuckets",
            "QueryResults",
            "ListAthena",
        ]
    );
    assert_eq!(
        statements[0]["Resource"],
        format!("arn:aws:athena:{place}:workgroup/primary")
    );
    assert_eq!(
        statements[1]["Resource"],
        format!("arn:aws:athena:{place}:datacatalog/AwsDataCatalog")
    );
    assert_eq!(
        statements[2]["Resource"],
        json!([
            format!("arn:aws:glue:{place}:catalog"),
            format!("arn:aws:glue:{place}:database/sales"),
            format!("arn:aws:glue:{place}:table/sales/*"),
        ])
    );
    assert_eq!(statements[3]["Resource"], "arn:aws:s3:::results");
    assert_eq!(statements[4]["Resource"], "arn:aws:s3:::results/athena/*");
    assert_eq!(queries.bucket(), Some("results"));
    assert!(words(&[queries]).contains(&format!(
        "can run queries with arn:aws:athena:{place}:workgroup/primary"
    )));
}

#[test]
fn custom_statements_come_last_and_are_told_whole() {
    let text = r#"{"Sid": "Mine", "Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "arn:aws:s3:::data/*"}"#;
    let custom = of(Service::Custom, &[text], &[]);
    let statements = statements(vec![
        custom.clone(),
        grant("data", "in/", &[Access::Delete]),
    ]);
    assert_eq!(
        statements,
        json!([
            {
                "Sid": "DeleteObjects",
                "Effect": "Allow",
                "Action": "s3:DeleteObject",
                "Resource": "arn:aws:s3:::data/in/*",
            },
            {
                "Sid": "Custom1",
                "Effect": "Allow",
                "Action": "s3:GetObjectTagging",
                "Resource": "arn:aws:s3:::data/*",
            },
        ])
    );
    assert_eq!(
        custom.describe(),
        "call s3:GetObjectTagging on arn:aws:s3:::data/*"
    );
}

/// Each service with something in it.
pub(crate) fn each() -> Vec<Grant> {
    Service::ALL
        .into_iter()
        .map(|service| {
            let texts: &[&str] = match service {
                Service::S3 => &["data", "in/"],
                Service::Kms => &[KEY],
                Service::Sqs | Service::Sns | Service::DynamoDb | Service::Kinesis => &["orders"],
                Service::SecretsManager | Service::Ssm => &["app/prod"],
                Service::Athena => &["primary", "sales", "results", "athena/"],
                Service::Custom => {
                    &[r#"{"Effect":"Allow","Action":"ec2:DescribeVpcs","Resource":"*"}"#]
                }
            };
            of(service, texts, service.template().accesses)
        })
        .collect()
}

#[test]
fn what_is_stored_is_parsed_to_the_same_again() {
    let first = request(each()).parse().unwrap();
    let second = request(first.grants().to_vec()).parse().unwrap();
    assert_eq!(first.grants(), second.grants());
    assert_eq!(first.policies(), second.policies());
    let mut turned = each();
    turned.reverse();
    assert_eq!(
        request(turned).parse().unwrap().policies(),
        first.policies()
    );
}

#[test]
fn every_action_of_a_template_has_words() {
    for grant in each() {
        if grant.service == Service::Custom {
            continue;
        }
        for words in words(std::slice::from_ref(&grant)) {
            // What Athena's catalogs take is told by its names.
            assert!(
                !words.contains(" call ") || grant.service == Service::Athena,
                "{words}"
            );
        }
    }
}

#[test]
fn nothing_that_is_typed_becomes_a_wildcard() {
    for service in Service::ALL {
        if matches!(service, Service::S3 | Service::Custom | Service::Athena) {
            // S3 escapes, and Athena's results are S3; properties.rs has them.
            continue;
        }
        for typed in ["*", "a*", "a?", "${aws:username}", "arn:aws:x:*:*:*"] {
            let refused = request(vec![of(service, &[typed], service.template().accesses)])
                .parse()
                .unwrap_err();
            assert_eq!(refused.len(), 1, "{service} {typed}");
        }
    }
}

#[test]
fn what_approves_by_itself_is_about_s3_unless_it_says_so() {
    let rule = |services: &[Service]| RuleSet {
        auto_approve: vec![AutoApproval {
            name: "reading".to_owned(),
            enabled: true,
            read_only: true,
            services: services.to_vec(),
            ..AutoApproval::default()
        }],
        ..RuleSet::default()
    };
    let approved = |services: &[Service], grants: &[Grant]| {
        let set = rule(services);
        let facts = Facts::of(&set, ("production", "blue-raven"), &[], grants);
        set.auto_approval(&facts).is_some()
    };
    let bucket = grant("data", "in/", &[Access::Read]);
    let secret = of(Service::SecretsManager, &["prod/db"], &[]);
    assert!(approved(&[], std::slice::from_ref(&bucket)));
    assert!(!approved(&[], std::slice::from_ref(&secret)));
    assert!(!approved(&[], &[bucket.clone(), secret.clone()]));
    assert!(approved(
        &[Service::SecretsManager],
        std::slice::from_ref(&secret)
    ));
    assert!(!approved(
        &[Service::SecretsManager],
        &[bucket.clone(), secret.clone()]
    ));
    assert!(approved(
        &[Service::S3, Service::SecretsManager],
        &[bucket, secret]
    ));
    // Whatever the rule says, a statement that somebody wrote is looked at.
    let text = r#"{"Effect":"Allow","Action":"ec2:DescribeVpcs","Resource":"*"}"#;
    let custom = of(Service::Custom, &[text], &[]);
    assert!(!approved(&[Service::Custom], &[custom]));
}

#[test]
fn a_rule_can_ask_for_approval_of_a_service() {
    let set = RuleSet {
        rules: vec![Rule {
            name: "keys".to_owned(),
            services: vec![Service::Kms],
            ..Rule::default()
        }],
        ..RuleSet::default()
    };
    let matches = |before: &[Grant], after: &[Grant]| {
        let facts = Facts::of(&set, ("production", "blue-raven"), before, after);
        set.matching(&facts).count() == 1
    };
    let key = of(Service::Kms, &[KEY], &[Access::Decrypt]);
    let bucket = grant("data", "in/", &[Access::Read]);
    assert!(matches(&[], std::slice::from_ref(&key)));
    assert!(!matches(&[], std::slice::from_ref(&bucket)));
    // It was approved before.
    assert!(!matches(std::slice::from_ref(&key), &[key.clone(), bucket]));
}

#[test]
fn risks_follow_from_what_is_newly_opened() {
    let rules = RuleSet::default();
    let risks = |grant: Grant| {
        Facts::of(&rules, ("production", "blue-raven"), &[], &[grant])
            .risks
            .into_iter()
            .collect::<Vec<_>>()
    };
    let custom = |action: &str| {
        let text = format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"*"}}"#);
        of(Service::Custom, &[&text], &[])
    };
    for (grant, expected) in [
        (of(Service::Sqs, &["q"], &[Access::Send]), vec![Risk::Write]),
        (
            of(Service::Sqs, &["q"], &[Access::Receive]),
            vec![Risk::Delete],
        ),
        (of(Service::DynamoDb, &["tab"], &[Access::Read]), vec![]),
        (
            of(Service::DynamoDb, &["tab"], &[Access::Write]),
            vec![Risk::Write, Risk::Delete],
        ),
        (of(Service::SecretsManager, &["s"], &[]), vec![]),
        (
            of(Service::Athena, &["w", "d", "results", ""], &[]),
            vec![Risk::Write, Risk::WholeBucket],
        ),
        (custom("ec2:DescribeVpcs"), vec![Risk::CustomStatement]),
        (
            custom("iam:PassRole"),
            vec![Risk::CustomStatement, Risk::Escalation],
        ),
    ] {
        assert_eq!(risks(grant.clone()), expected, "{grant:?}");
    }
    let before = [of(Service::Sqs, &["q"], &[Access::Send])];
    let after = [of(Service::Sqs, &["q"], &[Access::Send, Access::Receive])];
    let new: Vec<_> = added(&before, &after)
        .into_iter()
        .map(|one| one.access)
        .collect();
    assert_eq!(new, [Access::Receive]);
}
