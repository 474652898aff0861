//! Generated documents and requests with what the evaluator says of them, for
//! tests/specs/policy-evaluator.spec.mjs, which asks an independent evaluator the same.

use std::{collections::BTreeMap, fs, path::Path};

use roleport_domain::{
    abilities::{Documents, abilities, is_conclusive},
    changes::ChangeKind,
    grant::Access,
    policy::{
        Caller, Context, ContextValue, Decision, Policies, Policy, Request, evaluate,
        evaluate_trust,
    },
};
use serde_json::{Value, json};

use crate::{
    chance::Chance,
    input::{grant, request},
};

/// Cases of each kind; the sum stays well above the 10,000 that are promised.
const ARBITRARY: usize = 16_000;
const COMPILED: usize = 2_000;
const TRUST: usize = 2_000;
const DIFFERENCES: usize = 400;

const TEXT: [&str; 6] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
];
const NUMBER: [&str; 6] = [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
];
const DATE: [&str; 6] = [
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
];
const ARN: [&str; 4] = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];
const IP: [&str; 2] = ["IpAddress", "NotIpAddress"];

/// A key of the request that conditions ask for: its operators, values it may have, and values
/// that policies compare it with.
struct Key {
    name: &'static str,
    operators: &'static [&'static str],
    found: &'static [&'static str],
    wanted: &'static [&'static str],
    many: bool,
}

const KEYS: [Key; 10] = [
    Key {
        name: "s3:prefix",
        operators: &TEXT,
        found: &["in/", "in/day/", "in", "in*", "IN/", "", "home/ann/x"],
        wanted: &[
            "in/",
            "in/*",
            "in${*}",
            "i?/",
            "*",
            "home/${aws:username}/*",
            "out/",
            "in*",
        ],
        many: false,
    },
    Key {
        name: "aws:PrincipalTag/Team",
        operators: &TEXT,
        found: &["blue", "Blue", "red", "a$b", "a?b", "ann"],
        wanted: &[
            "blue",
            "b*",
            "r?d",
            "a${$}b",
            "a${?}b",
            "${aws:username}",
            "${aws:PrincipalTag/None}",
            "${aws:PrincipalTag/None, 'red'}",
        ],
        many: false,
    },
    Key {
        name: "s3:max-keys",
        operators: &NUMBER,
        found: &["9", "10", "10.0", "11", "-3", "many"],
        wanted: &["10", "9.5", "-4", "11", "few"],
        many: false,
    },
    Key {
        name: "aws:CurrentTime",
        operators: &DATE,
        found: &[
            "2026-11-26T02:07:03Z",
            "2026-01-01T00:00:00Z",
            "2027-06-30",
            "soon",
        ],
        wanted: &[
            "2026-11-26T02:07:03Z",
            "2026-11-26T03:07:03+01:00",
            "2026-01-01",
            "2027-01-01T00:00:00.5Z",
            "1795658823",
            "late",
        ],
        many: false,
    },
    Key {
        name: "aws:SecureTransport",
        operators: &["Bool", "StringEquals"],
        found: &["true", "false", "True", "yes"],
        wanted: &["true", "false", "TRUE"],
        many: false,
    },
    Key {
        name: "aws:SourceIp",
        operators: &IP,
        found: &[
            "203.0.113.9",
            "203.0.114.9",
            "2001:db8::9",
            "2001:db9::1",
            "home",
        ],
        wanted: &[
            "203.0.113.0/24",
            "203.0.113.9",
            "203.0.112.0/22",
            "2001:db8::/32",
            "2001:db8::9",
            "0.0.0.0/0",
        ],
        many: false,
    },
    Key {
        name: "aws:SourceArn",
        operators: &ARN,
        found: &[
            "arn:aws:sns:eu-west-1:111122223333:topic",
            "arn:aws:s3:::data",
            "arn:aws:sns:eu-west-1:111122223333:Topic",
            "arn:aws:sns:eu-west-1:111122223333:topic:sub",
            "topic",
        ],
        wanted: &[
            "arn:aws:sns:eu-west-1:111122223333:topic",
            "arn:aws:sns:*:111122223333:t*",
            "arn:*:s3:::*",
            "arn:aws:sns:eu-west-?:*:topic",
            "arn:aws:sns:*:topic",
            "topic",
            "*",
        ],
        many: false,
    },
    Key {
        name: "aws:TagKeys",
        operators: &TEXT,
        found: &["team", "Team", "cost", "secret", "a*b"],
        wanted: &["team", "cost", "s*", "TEAM", "t?am", "a${*}b"],
        many: true,
    },
    Key {
        name: "kms:Digest",
        operators: &["BinaryEquals"],
        found: &["QmluYXJ5", "T3RoZXI="],
        wanted: &["QmluYXJ5", "qmluyxj5"],
        many: false,
    },
    Key {
        name: "dynamodb:Ports",
        operators: &NUMBER,
        found: &["1", "2", "3", "80"],
        wanted: &["1", "2", "3", "50"],
        many: true,
    },
];

/// Actions with resources of theirs.
pub(crate) const ASKED: [(&str, &[&str]); 7] = [
    ("s3:GetObject", OBJECTS),
    ("s3:PutObject", OBJECTS),
    ("s3:DeleteObject", OBJECTS),
    (
        "s3:ListBucket",
        &["arn:aws:s3:::data", "arn:aws:s3:::data-raw"],
    ),
    (
        "sqs:SendMessage",
        &[
            "arn:aws:sqs:us-east-1:111122223333:jobs",
            "arn:aws:sqs:eu-west-1:111122223333:Jobs",
        ],
    ),
    (
        "dynamodb:GetItem",
        &[
            "arn:aws:dynamodb:us-east-1:111122223333:table/users",
            "arn:aws:dynamodb:us-east-1:111122223333:table/users/index/by-name",
        ],
    ),
    ("sns:Publish", &["arn:aws:sns:us-east-1:111122223333:news"]),
];
const OBJECTS: &[&str] = &[
    "arn:aws:s3:::data/in/a.txt",
    "arn:aws:s3:::data/in/day/b.csv",
    "arn:aws:s3:::data/in-secret/a.txt",
    "arn:aws:s3:::data/In/a.txt",
    "arn:aws:s3:::data/in/a*b",
    "arn:aws:s3:::data/in/a?b",
    "arn:aws:s3:::data/in/a$b",
    "arn:aws:s3:::data/in/${aws:username}",
    "arn:aws:s3:::data/home/ann/x",
    "arn:aws:s3:::data/in/a:b",
    "arn:aws:s3:::data/Año/a b",
    "arn:aws:s3:::data-raw/in/a.txt",
];

fn action_pattern(chance: &mut Chance, action: &str) -> String {
    let (service, name) = action.split_once(':').unwrap();
    match chance.below(11) {
        0..=2 => action.to_owned(),
        3 => action.to_uppercase(),
        4 => format!("{service}:*"),
        5 => "*".to_owned(),
        6 => format!("{service}:{}*", &name[..3]),
        7 => format!("{service}:*{}", &name[3..]),
        8 => format!("{service}:?{}", &name[1..].to_lowercase()),
        9 => format!("{service}:{name}?"),
        _ => chance.pick(&ASKED).0.to_owned(),
    }
}

/// As a policy writes a text that stands for itself.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '*' | '?' | '$' => format!("${{{character}}}"),
            other => other.to_string(),
        })
        .collect()
}

fn resource_pattern(chance: &mut Chance, resource: &str) -> String {
    let characters: Vec<char> = resource.chars().collect();
    // Wildcards in the type before the first slash are a difference of their own.
    let last_part = match resource.split_once(":table/") {
        Some((head, _)) => head.len() + ":table/".len(),
        None => resource.match_indices(':').nth(4).unwrap().0 + 1,
    };
    let cut = last_part + chance.below(characters.len() - last_part);
    let head: String = characters[..cut].iter().collect();
    let tail: String = characters[cut + 1..].iter().collect();
    match chance.below(16) {
        0 => resource.to_owned(),
        1 | 2 => escaped(resource),
        3..=5 => format!("{}*", escaped(&head)),
        6 => format!("{head}?{tail}"),
        7 => format!("{head}*{}", tail.chars().skip(2).collect::<String>()),
        8 => "*".to_owned(),
        9 => format!(
            "{}{}",
            &resource[..last_part],
            resource[last_part..].to_uppercase()
        ),
        10 => resource.replace("ann", "${aws:username}"),
        11 => resource.replace("in/", "${aws:PrincipalTag/Folder, 'in'}/"),
        12 => {
            let parts: Vec<_> = resource.splitn(6, ':').collect();
            match chance.below(4) {
                0 => format!("{}:{}:{}:*", parts[0], parts[1], parts[2]),
                1 => format!("arn:aws:{}:*:*:{}", parts[2], parts[5]),
                2 => format!("arn:aws:{}:*:{}", parts[2], parts[5]),
                _ => format!("arn:aws:{}:us-*-1:{}:{}", parts[2], parts[4], parts[5]),
            }
        }
        13 => resource.replace("in/", "${s3:prefix}"),
        _ => {
            let (_, others) = chance.pick(&ASKED);
            chance.pick(others).to_owned()
        }
    }
}

fn one_or_many(chance: &mut Chance, mut texts: Vec<String>) -> Value {
    if texts.len() == 1 && chance.percent(60) {
        return texts.remove(0).into();
    }
    texts.into()
}

fn list(chance: &mut Chance, mut item: impl FnMut(&mut Chance) -> String) -> Value {
    let count = 1 + chance.below(3);
    let texts = (0..count).map(|_| item(chance)).collect();
    one_or_many(chance, texts)
}

fn condition(chance: &mut Chance) -> (String, &'static str, Value) {
    if chance.percent(6) {
        let key = KEYS[chance.below(KEYS.len())].name;
        return (
            "Null".to_owned(),
            key,
            chance.pick(&["true", "false"]).into(),
        );
    }
    let key = &KEYS[chance.below(KEYS.len())];
    let operator = chance.pick(key.operators);
    let set = if key.many && chance.percent(85) || chance.percent(40) {
        chance.pick(&["ForAllValues:", "ForAnyValue:"])
    } else {
        ""
    };
    let suffix = if chance.percent(45) { "IfExists" } else { "" };
    let values = list(chance, |chance| chance.pick(key.wanted).to_owned());
    (format!("{set}{operator}{suffix}"), key.name, values)
}

fn statement(chance: &mut Chance, action: &str, resource: &str, deny: usize) -> Value {
    let mut statement = json!({ "Effect": if chance.percent(deny) { "Deny" } else { "Allow" } });
    let (name, negated) = if chance.percent(15) {
        ("NotAction", true)
    } else {
        ("Action", false)
    };
    statement[name] = list(chance, |chance| {
        if negated && chance.percent(70) {
            chance
                .pick(&["iam:*", "s3:DeleteBucket", "ec2:*", "s3:PutObject", "sqs:*"])
                .to_owned()
        } else {
            action_pattern(chance, action)
        }
    });
    let (name, negated) = if chance.percent(15) {
        ("NotResource", true)
    } else {
        ("Resource", false)
    };
    statement[name] = list(chance, |chance| {
        if negated && chance.percent(70) {
            chance
                .pick(&[
                    "arn:aws:s3:::other/*",
                    "arn:aws:s3:::data/in-secret/*",
                    "arn:aws:s3:::${aws:username}/*",
                ])
                .to_owned()
        } else {
            resource_pattern(chance, resource)
        }
    });
    let count = chance.pick(&[0, 0, 1, 1, 1, 2, 2]);
    for _ in 0..count {
        let (operator, key, values) = condition(chance);
        statement["Condition"][operator][key] = values;
    }
    statement
}

pub(crate) fn document(chance: &mut Chance, action: &str, resource: &str, deny: usize) -> Value {
    let count = 1 + chance.below(3);
    let mut statements: Vec<Value> = (0..count)
        .map(|_| statement(chance, action, resource, deny))
        .collect();
    let statement = if statements.len() == 1 && chance.percent(40) {
        statements.remove(0)
    } else {
        statements.into()
    };
    match chance.below(20) {
        0 => json!({ "Statement": statement }),
        1 => json!({ "Version": "2008-10-17", "Statement": statement }),
        _ => json!({ "Version": "2012-10-17", "Statement": statement }),
    }
}

pub(crate) fn context(chance: &mut Chance) -> (Context, Value) {
    let mut context = Context::default();
    let mut shown = json!({});
    for key in &KEYS {
        if chance.percent(30) {
            continue;
        }
        // The case of a key's name does not count.
        let name = if chance.percent(20) {
            key.name.to_lowercase()
        } else {
            key.name.to_owned()
        };
        if key.many {
            let values: Vec<_> = (0..=chance.below(3))
                .map(|_| chance.pick(key.found))
                .collect();
            context.set_many(&name, &values);
            shown[name] = json!(values);
        } else {
            let value = chance.pick(key.found);
            context.set(&name, value);
            shown[name] = value.into();
        }
    }
    if chance.percent(60) {
        context.set("aws:username", "ann");
        shown["aws:username"] = "ann".into();
    }
    (context, shown)
}

const fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed(_) => "Allowed",
        Decision::ExplicitlyDenied(_) => "ExplicitlyDenied",
        Decision::ImplicitlyDenied(_) => "ImplicitlyDenied",
    }
}

/// How often something was seen.
#[derive(Default)]
struct Tally(BTreeMap<String, usize>);

impl Tally {
    fn add(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    fn of(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or(0)
    }
}

/// What a case is about, so that the sum shows whether everything was met.
fn count(tally: &mut Tally, policies: &[&Policy], asked: &Request, decision: Decision) {
    tally.add(word(decision));
    for policy in policies {
        for statement in &policy.statements {
            let about = statement.is_about_action(&asked.action)
                && statement.is_about_resource(&asked.resource, &asked.context);
            for condition in &statement.conditions {
                let key = match asked.context.get(condition.key()) {
                    None => "absent",
                    Some(ContextValue::One(_)) => "one",
                    Some(ContextValue::Many(_)) => "many",
                };
                let name = condition.operator().to_string();
                let holds = condition.holds(&asked.context);
                tally.add(format!("{name} {key}"));
                // Where the rest of the statement is about the request, it decides something.
                if about {
                    tally.add(format!("{name} {holds}"));
                }
            }
        }
    }
}

fn arbitrary(chance: &mut Chance, tally: &mut Tally) -> Value {
    let (action, resources) = chance.pick(&ASKED);
    let resource = chance.pick(resources);
    let identity: Vec<Value> = (0..=chance.below(3))
        .map(|_| document(chance, action, resource, 20))
        .collect();
    let boundary = chance.percent(35).then(|| {
        // Mostly a broad one, so that the rest of the case still matters.
        if chance.percent(30) {
            json!({ "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*" },
                { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" },
            ]})
        } else {
            document(chance, action, resource, 10)
        }
    });
    let (context, shown) = context(chance);
    let asked = Request {
        action: if chance.percent(15) {
            action.to_lowercase()
        } else {
            action.to_owned()
        },
        resource: resource.to_owned(),
        context,
    };
    case(
        "arbitrary",
        &identity,
        boundary.as_ref(),
        &asked,
        &shown,
        tally,
    )
}

fn case(
    kind: &str,
    identity: &[Value],
    boundary: Option<&Value>,
    asked: &Request,
    context: &Value,
    tally: &mut Tally,
) -> Value {
    let parsed: Vec<Policy> = identity
        .iter()
        .map(|one| Policy::parse(one).unwrap())
        .collect();
    let bound = boundary.map(|one| Policy::parse(one).unwrap());
    let policies = Policies {
        identity: &parsed,
        boundary: bound.as_ref(),
    };
    let decision = evaluate(asked, &policies);
    let all: Vec<&Policy> = parsed.iter().chain(&bound).collect();
    count(tally, &all, asked, decision);
    if decision == Decision::ImplicitlyDenied(roleport_domain::policy::Denial::OutsideBoundary) {
        tally.add("cut by the boundary");
    }
    json!({
        "kind": kind,
        "request": { "action": asked.action, "resource": asked.resource, "context": context },
        "identity": identity,
        "boundary": boundary,
        "decision": word(decision),
    })
}

/// Documents that Roleport makes, asked for what they grant and for what lies beside it.
fn compiled(chance: &mut Chance, tally: &mut Tally) -> Value {
    const PREFIXES: [&str; 7] = [
        "",
        "in/",
        "in/day/",
        "a*/",
        "a?b/",
        "$x/",
        "${aws:username}/",
    ];
    const FOLDERS: [&str; 9] = [
        "in/",
        "in/day/",
        "in-secret/",
        "a*/",
        "axx/",
        "a?b/",
        "acb/",
        "$x/",
        "${aws:username}/",
    ];
    let grants = (0..=chance.below(3))
        .map(|_| {
            let access = Access::ALL[chance.below(4)];
            grant(
                chance.pick(&["data", "events"]),
                chance.pick(&PREFIXES),
                &[access],
            )
        })
        .collect();
    let document = request(grants).parse().unwrap().policies()[0]
        .document
        .clone();
    let bucket = format!(
        "arn:aws:s3:::{}",
        chance.pick(&["data", "events", "data-raw"])
    );
    let folder = chance.pick(&FOLDERS);
    let action = chance.pick(&[
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:ListBucket",
        "s3:GetBucketLocation",
        "s3:AbortMultipartUpload",
        "s3:ListBucketMultipartUploads",
        "s3:PutObjectAcl",
        "s3:DeleteBucket",
    ]);
    let mut context = Context::default();
    let mut shown = json!({});
    let on_bucket = action.contains("Bucket");
    if action == "s3:ListBucket" && chance.percent(80) {
        let prefix = format!("{folder}{}", chance.pick(&["", "x", "2026/"]));
        context.set("s3:prefix", &prefix);
        shown["s3:prefix"] = prefix.into();
    }
    let asked = Request {
        action: action.to_owned(),
        resource: if on_bucket {
            bucket
        } else {
            format!("{bucket}/{folder}file.txt")
        },
        context,
    };
    case("compiled", &[document], None, &asked, &shown, tally)
}

/// Who may assume a role with a pod's token.
fn trust(chance: &mut Chance, tally: &mut Tally) -> Value {
    let issuer = chance.pick(&[
        "accounts.google.com",
        "oidc.eks.us-east-1.amazonaws.com/id/ABC",
    ]);
    let provider = |issuer: &str| format!("arn:aws:iam::111122223333:oidc-provider/{issuer}");
    let statement = |chance: &mut Chance| {
        let deny = chance.percent(30);
        let mut statement = json!({
            "Effect": if deny { "Deny" } else { "Allow" },
            "Action": chance.pick(&["sts:AssumeRoleWithWebIdentity", "sts:assumerolewithwebidentity", "sts:*", "sts:AssumeRole", "sts:AssumeRole*"]),
            "Principal": match chance.below(8) {
                0 => json!("*"),
                1 => json!({ "Federated": provider("other.example") }),
                2 => json!({ "Federated": [provider("other.example"), provider(issuer)], "Service": "pods.eks.amazonaws.com" }),
                3 => json!({ "AWS": "arn:aws:iam::999999999999:role/x" }),
                _ => json!({ "Federated": provider(issuer) }),
            },
        });
        for (name, values) in [
            (
                "sub",
                [
                    "system:serviceaccount:ns:sa",
                    "system:serviceaccount:ns:*",
                    "system:serviceaccount:*:sa",
                    "system:serviceaccount:NS:sa",
                ],
            ),
            ("aud", ["sts.amazonaws.com", "sts.*", "*", "kubernetes"]),
        ] {
            if chance.percent(if deny { 35 } else { 85 }) {
                let operator = chance.pick(&[
                    "StringEquals",
                    "StringEquals",
                    "StringLike",
                    "StringEqualsIgnoreCase",
                    "StringNotEquals",
                    "ForAnyValue:StringEquals",
                    "StringEqualsIfExists",
                ]);
                statement["Condition"][operator][format!("{issuer}:{name}")] =
                    list(chance, |chance| chance.pick(&values).to_owned());
            }
        }
        statement
    };
    let statements: Vec<Value> = (0..=chance.below(2)).map(|_| statement(chance)).collect();
    let document = json!({ "Version": "2012-10-17", "Statement": statements });
    let mut context = Context::default();
    let mut shown = json!({});
    for (name, values) in [
        (
            "sub",
            [
                "system:serviceaccount:ns:sa",
                "system:serviceaccount:ns:other",
                "system:serviceaccount:kube-system:sa",
            ],
        ),
        (
            "aud",
            ["sts.amazonaws.com", "sts.amazonaws.com", "kubernetes"],
        ),
    ] {
        if chance.percent(95) {
            let (key, value) = (format!("{issuer}:{name}"), chance.pick(&values));
            context.set(&key, value);
            shown[key] = value.into();
        }
    }
    let caller = provider(if chance.percent(90) {
        issuer
    } else {
        "third.example"
    });
    let decision = evaluate_trust(
        &Policy::parse_trust(&document).unwrap(),
        &Caller::Federated(&caller),
        "sts:AssumeRoleWithWebIdentity",
        &context,
    );
    tally.add(format!("trust {}", word(decision)));
    json!({
        "kind": "trust",
        "caller": caller,
        "request": {
            "action": "sts:AssumeRoleWithWebIdentity",
            "resource": "arn:aws:iam::111122223333:role/app",
            "context": shown,
        },
        "trust": document,
        "decision": word(decision),
    })
}

#[test]
fn cases_for_a_second_opinion_meet_every_rule() {
    let mut chance = Chance::new(14);
    let mut tally = Tally::default();
    let mut cases: Vec<Value> = (0..ARBITRARY)
        .map(|_| arbitrary(&mut chance, &mut tally))
        .collect();
    let total = cases.len();
    for decision in ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"] {
        let share = tally.of(decision) * 100 / total;
        assert!(share >= 15, "{decision}: {share} of 100");
    }
    assert!(tally.of("cut by the boundary") * 100 / total >= 3);
    let operators = [
        &TEXT[..],
        &NUMBER,
        &DATE,
        &ARN,
        &IP,
        &["Bool", "BinaryEquals"],
    ]
    .concat();
    for operator in operators {
        for set in ["", "ForAllValues:", "ForAnyValue:"] {
            for suffix in ["", "IfExists"] {
                let name = format!("{set}{operator}{suffix}");
                // Decisive both ways, and with the key missing.
                for what in ["true", "false", "absent", "one"] {
                    let seen = tally.of(&format!("{name} {what}"));
                    assert!(seen >= 5, "{name} {what}: {seen}");
                }
            }
        }
    }
    for name in ["StringLike", "NumericEquals"] {
        for set in ["ForAllValues:", "ForAnyValue:", ""] {
            assert!(tally.of(&format!("{set}{name} many")) >= 5);
        }
    }
    assert!(tally.of("Null true") >= 20 && tally.of("Null false") >= 20);

    cases.extend((0..COMPILED).map(|_| compiled(&mut chance, &mut tally)));
    cases.extend((0..TRUST).map(|_| trust(&mut chance, &mut tally)));
    for decision in ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"] {
        assert!(
            tally.of(&format!("trust {decision}")) * 100 / TRUST >= 8,
            "{decision}"
        );
    }
    write("policy-cases.json", &json!(cases));
}

/// Whatever two sets of documents decide differently, the difference in words says something of
/// it; with conditions in many combinations, nearly always.
#[test]
fn no_difference_is_silent() {
    let mut chance = Chance::new(41);
    let (mut differ, mut conditional, mut missed) = (0, 0, 0);
    for round in 0..DIFFERENCES {
        let (action, resources) = chance.pick(&ASKED);
        let resource = chance.pick(resources);
        let one = |chance: &mut Chance, deny: usize| {
            let mut document = document(chance, action, resource, deny);
            // Every other time without conditions, where nothing may be missed.
            if round % 2 == 0 {
                let statements = match document["Statement"].take() {
                    Value::Array(statements) => statements,
                    single => vec![single],
                };
                document["Statement"] = statements
                    .into_iter()
                    .map(|mut statement| {
                        statement.as_object_mut().unwrap().remove("Condition");
                        statement
                    })
                    .collect();
            }
            Policy::parse(&document).unwrap()
        };
        let set = |chance: &mut Chance| Documents {
            policies: vec![one(chance, 25)],
            boundary: chance.percent(25).then(|| one(chance, 10)),
        };
        let (before, after) = (set(&mut chance), set(&mut chance));
        let (context, _) = context(&mut chance);
        let asked = Request {
            action: action.to_owned(),
            resource: resource.to_owned(),
            context,
        };
        let decide = |documents: &Documents| {
            let policies = Policies {
                identity: &documents.policies,
                boundary: documents.boundary.as_ref(),
            };
            evaluate(&asked, &policies).is_allowed()
        };
        let kind = match (decide(&before), decide(&after)) {
            (false, true) => ChangeKind::Added,
            (true, false) => ChangeKind::Removed,
            _ => continue,
        };
        let told = abilities(&before, &after)
            .iter()
            .any(|change| change.kind == kind);
        differ += 1;
        if is_conclusive(&before, &after) {
            assert!(told, "{kind:?} {asked:?}\n{before:#?}\n{after:#?}");
        } else {
            conditional += 1;
            missed += usize::from(!told);
        }
    }
    assert!(
        differ - conditional >= 50 && conditional >= 50,
        "{differ} {conditional}"
    );
    assert!(missed * 100 <= conditional * 8, "{missed} of {conditional}");
}

/// Puts a file where the tests from outside look for it, see xtask/src/test.rs.
pub(crate) fn write(name: &str, content: &Value) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), content.to_string()).unwrap();
}
