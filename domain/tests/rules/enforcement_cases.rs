//! Roles with attempts of their pods and what the evaluator says of each, for
//! tests/specs/policy-enforcement.spec.mjs, which tries them on an AWS that enforces.

use roleport_domain::{
    grant::{Access, Grant},
    policy::{Context, Policies, Policy, Request, WebIdentity, evaluate},
};
use serde_json::{Value, json};

use crate::{
    input::{grant, request},
    policy_cases::write,
};

const DATA: &str = "roleport-cases-data";
const RAW: &str = "roleport-cases-raw";
const KEYS: [&str; 6] = [
    "in/a.txt",
    "in/day/b.txt",
    "in-secret/c.txt",
    "In/d.txt",
    "out/e.txt",
    "a*b/f.txt",
];

/// An attempt, and the request that AWS makes of it.
fn attempts() -> Vec<(Value, Request)> {
    let asked = |action: &str, resource: String, context: Context| Request {
        action: action.to_owned(),
        resource,
        context,
    };
    let mut found = Vec::new();
    for (bucket, keys) in [(DATA, &KEYS[..]), (RAW, &KEYS[..1])] {
        let arn = format!("arn:aws:s3:::{bucket}");
        for key in keys {
            // Deleting comes last, so that the others still find the object.
            for name in ["GetObject", "PutObject", "DeleteObject"] {
                let mut input = json!({ "Bucket": bucket, "Key": key });
                if name == "PutObject" {
                    input["Body"] = (*key).into();
                }
                found.push((
                    json!({ "call": name, "input": input }),
                    asked(
                        &format!("s3:{name}"),
                        format!("{arn}/{key}"),
                        Context::default(),
                    ),
                ));
            }
        }
        for prefix in [
            None,
            Some("in/"),
            Some("in/day/"),
            Some("in"),
            Some("in-secret/"),
            Some(""),
        ] {
            let mut context = Context::default();
            let mut input = json!({ "Bucket": bucket });
            if let Some(prefix) = prefix {
                context.set("s3:prefix", prefix);
                input["Prefix"] = prefix.into();
            }
            found.push((
                json!({ "call": "ListObjectsV2", "input": input }),
                asked("s3:ListBucket", arn.clone(), context),
            ));
        }
        found.push((
            json!({ "call": "GetBucketLocation", "input": { "Bucket": bucket } }),
            asked("s3:GetBucketLocation", arn.clone(), Context::default()),
        ));
    }
    found
}

fn role(name: &str, grants: Vec<Grant>, also: Option<Value>, boundary: Option<&Value>) -> Value {
    let valid = request(grants).parse().unwrap();
    let mut documents: Vec<Value> = valid
        .policies()
        .iter()
        .map(|one| one.document.clone())
        .collect();
    documents.extend(also);
    let policies: Vec<_> = documents
        .iter()
        .map(|one| Policy::parse(one).unwrap())
        .collect();
    let bound = boundary.map(|one| Policy::parse(one).unwrap());
    let trust = valid.trust_policy();
    let trusted = Policy::parse_trust(&trust).unwrap();
    let tried: Vec<Value> = attempts()
        .into_iter()
        .map(|(mut attempt, asked)| {
            let all = Policies {
                identity: &policies,
                boundary: bound.as_ref(),
            };
            attempt["allowed"] = evaluate(&asked, &all).is_allowed().into();
            attempt
        })
        .collect();
    let (namespace, account) = (valid.namespace(), valid.service_account());
    let mut tokens = Vec::new();
    for (of, name) in [
        (namespace, account),
        ("other", account),
        (namespace, "other"),
        (namespace, "default"),
    ] {
        for audience in ["sts.amazonaws.com", "kubernetes"] {
            let token = WebIdentity {
                provider_arn: &valid.provider_arn(),
                subject: &format!("system:serviceaccount:{of}:{name}"),
                audience,
            };
            tokens.push(json!({
                "namespace": of, "serviceAccount": name, "audience": audience,
                "allowed": token.may_assume(&trusted).is_allowed(),
            }));
        }
    }
    json!({
        "name": name, "issuer": valid.cluster().oidc_issuer, "namespace": namespace, "serviceAccount": account,
        "trust": trust, "documents": documents, "boundary": boundary,
        "attempts": tried, "tokens": tokens,
    })
}

#[test]
fn roles_to_try_on_an_aws_that_enforces() {
    use Access::{Delete, List, Read, Write};
    let statement = |effect: &str, action: Value, resource: Value| json!({ "Version": "2012-10-17", "Statement": { "Effect": effect, "Action": action, "Resource": resource } });
    let everything = || vec![grant(DATA, "", &[Read, Write, Delete])];
    let in_data = format!("arn:aws:s3:::{DATA}/in/*");
    let not_in = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Action": "s3:*", "NotResource": [format!("arn:aws:s3:::{DATA}"), in_data] } });
    let roles = [
        role("reads", vec![grant(DATA, "in/", &[Read])], None, None),
        role("lists", vec![grant(DATA, "in/day/", &[List])], None, None),
        role(
            "writes",
            vec![grant(DATA, "in/", &[Write]), grant(RAW, "", &[Delete])],
            None,
            None,
        ),
        role("all", everything(), None, None),
        role(
            "denied",
            everything(),
            Some(statement(
                "Deny",
                json!("s3:Get*"),
                json!("arn:aws:s3:::*/in-secret/*"),
            )),
            None,
        ),
        role("denied elsewhere", everything(), Some(not_in), None),
        role(
            "bounded",
            everything(),
            None,
            Some(&statement(
                "Allow",
                json!(["s3:GetObject", "s3:ListBucket"]),
                json!([in_data, format!("arn:aws:s3:::{DATA}")]),
            )),
        ),
        role("escaped", vec![grant(DATA, "a*b/", &[Read])], None, None),
    ];
    let answers: Vec<bool> = roles
        .iter()
        .flat_map(|role| {
            role["attempts"]
                .as_array()
                .unwrap()
                .iter()
                .chain(role["tokens"].as_array().unwrap())
        })
        .map(|attempt| attempt["allowed"].as_bool().unwrap())
        .collect();
    let allowed = answers.iter().filter(|allowed| **allowed).count();
    assert!(answers.len() >= 100 && allowed >= 40 && answers.len() - allowed >= 40);
    write(
        "enforcement-cases.json",
        &json!({ "buckets": { DATA: KEYS, RAW: KEYS }, "roles": roles }),
    );
}
