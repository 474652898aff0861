//! The least rights of Roleport itself, asked of the evaluator.

use roleport_domain::{
    cluster::{Cluster, ValidCluster},
    own_rights,
    policy::{Context, Policies, Policy, Request, evaluate},
};

use serde_json::json;

use crate::input::cluster;

const BOUNDARY: &str = "arn:aws:iam::003250186609:policy/pods/test-edge";

fn clusters() -> Vec<ValidCluster> {
    let bounded = Cluster {
        name: "bounded".to_owned(),
        role_path: "/pods/".to_owned(),
        role_name_pattern: "test-{app}".to_owned(),
        permissions_boundary: Some(BOUNDARY.to_owned()),
        eks_name: None,
        identity: roleport_domain::identity::Identity::Irsa,
        ..cluster()
    };
    let elsewhere = Cluster {
        name: "elsewhere".to_owned(),
        account_id: "111122223333".to_owned(),
        role_name_pattern: "{app}".to_owned(),
        ..cluster()
    };
    [cluster(), bounded, elsewhere]
        .iter()
        .map(|cluster| cluster.parse().unwrap())
        .collect()
}

fn may(action: &str, resource: &str, context: &[(&str, &str)]) -> bool {
    may_adopting(&[], action, resource, context)
}

fn may_adopting(adopted: &[&str], action: &str, resource: &str, context: &[(&str, &str)]) -> bool {
    let adopted = adopted.iter().map(|arn| (*arn).to_owned()).collect();
    let document = own_rights::policy(&clusters(), "003250186609", &adopted);
    let policy = Policy::parse(&document).unwrap();
    let mut values = Context::default();
    for (key, value) in context {
        values.set(key, value);
    }
    let request = Request {
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: values,
    };
    let policies = Policies {
        identity: std::slice::from_ref(&policy),
        boundary: None,
    };
    evaluate(&request, &policies).is_allowed()
}

#[test]
fn names_of_buckets_are_asked_for_only_by_a_statement_of_their_own() {
    assert!(!may("s3:ListAllMyBuckets", "*", &[]));
    let alone = json!({ "Version": "2012-10-17", "Statement": [own_rights::offer_buckets()] });
    let policy = Policy::parse(&alone).unwrap();
    let policies = Policies {
        identity: std::slice::from_ref(&policy),
        boundary: None,
    };
    let may = |action: &str, resource: &str| {
        let request = Request {
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: Context::default(),
        };
        evaluate(&request, &policies).is_allowed()
    };
    assert!(may("s3:ListAllMyBuckets", "*"));
    for action in ["s3:ListBucket", "s3:GetObject", "s3:GetBucketTagging"] {
        assert!(!may(action, "arn:aws:s3:::data"), "{action}");
    }
}

const ROLE: &str = "arn:aws:iam::003250186609:role/bln-fairbid-production-mamba";
const OWN: &str = "arn:aws:iam::003250186609:policy/bln-fairbid-production-mamba.2";
const BOUNDED: &str = "arn:aws:iam::003250186609:role/pods/test-mamba";
const BOUNDED_OWN: &str = "arn:aws:iam::003250186609:policy/pods/test-mamba";

#[test]
fn all_that_a_plan_sends_is_allowed_on_own_roles() {
    for action in [
        "CreateRole",
        "UpdateAssumeRolePolicy",
        "TagRole",
        "DeleteRole",
    ] {
        assert!(may(&format!("iam:{action}"), ROLE, &[]), "{action}");
    }
    for action in [
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "DeletePolicy",
        "TagPolicy",
    ] {
        assert!(may(&format!("iam:{action}"), OWN, &[]), "{action}");
        assert!(may(&format!("iam:{action}"), BOUNDED_OWN, &[]), "{action}");
    }
    for action in ["AttachRolePolicy", "DetachRolePolicy"] {
        assert!(may(
            &format!("iam:{action}"),
            ROLE,
            &[("iam:PolicyARN", OWN)]
        ));
    }
    let bounded = ("iam:PermissionsBoundary", BOUNDARY);
    for action in ["CreateRole", "PutRolePermissionsBoundary"] {
        assert!(
            may(&format!("iam:{action}"), BOUNDED, &[bounded]),
            "{action}"
        );
    }
    let attach = [bounded, ("iam:PolicyARN", BOUNDED_OWN)];
    assert!(may("iam:AttachRolePolicy", BOUNDED, &attach));
    for action in ["GetRole", "GetPolicy", "GetAccountSummary"] {
        assert!(may(&format!("iam:{action}"), "*", &[]), "{action}");
    }
}

#[test]
fn and_nothing_else() {
    let other_boundary = (
        "iam:PermissionsBoundary",
        "arn:aws:iam::003250186609:policy/wide",
    );
    let admin = (
        "iam:PolicyARN",
        "arn:aws:iam::aws:policy/AdministratorAccess",
    );
    let bounded = ("iam:PermissionsBoundary", BOUNDARY);
    for (action, resource, context) in [
        (
            "iam:CreateRole",
            "arn:aws:iam::003250186609:role/admin",
            vec![],
        ),
        (
            "iam:DeleteRole",
            "arn:aws:iam::111122223333:role/mamba",
            vec![],
        ),
        ("iam:CreateRole", BOUNDED, vec![]),
        ("iam:CreateRole", BOUNDED, vec![other_boundary]),
        (
            "iam:PutRolePermissionsBoundary",
            BOUNDED,
            vec![other_boundary],
        ),
        ("iam:DeleteRolePermissionsBoundary", BOUNDED, vec![bounded]),
        ("iam:AttachRolePolicy", ROLE, vec![admin]),
        ("iam:AttachRolePolicy", BOUNDED, vec![bounded, admin]),
        (
            "iam:AttachRolePolicy",
            BOUNDED,
            vec![("iam:PolicyARN", BOUNDED_OWN)],
        ),
        ("iam:PutRolePolicy", ROLE, vec![]),
        ("iam:PassRole", ROLE, vec![]),
        ("iam:CreatePolicyVersion", BOUNDARY, vec![]),
        ("iam:DeletePolicy", BOUNDARY, vec![]),
        (
            "iam:CreatePolicyVersion",
            "arn:aws:iam::003250186609:policy/other",
            vec![],
        ),
        ("s3:GetObject", "arn:aws:s3:::data/x", vec![]),
        ("sts:AssumeRole", ROLE, vec![]),
    ] {
        assert!(
            !may(action, resource, &context),
            "{action} {resource} {context:?}"
        );
    }
}

#[test]
fn names_that_tell_nothing_apart_are_named() {
    assert_eq!(own_rights::unbounded(&clusters()), ["elsewhere"]);
}

#[test]
fn what_takes_roles_over_is_given_only_for_those_named() {
    const OLD: &str = "arn:aws:iam::003250186609:role/old/by-hand";
    let theirs = ["arn:aws:iam::003250186609:role/old/*"];
    let attach = [
        (
            "iam:PolicyARN",
            "arn:aws:iam::003250186609:policy/pods/by-hand",
        ),
        ("iam:PermissionsBoundary", BOUNDARY),
    ];
    for (action, context) in [
        ("DeleteRolePolicy", &[][..]),
        (
            "DetachRolePolicy",
            &[(
                "iam:PolicyARN",
                "arn:aws:iam::003250186609:policy/by-terraform",
            )],
        ),
        ("TagRole", &[]),
        ("UpdateAssumeRolePolicy", &[]),
        (
            "PutRolePermissionsBoundary",
            &[("iam:PermissionsBoundary", BOUNDARY)],
        ),
        ("AttachRolePolicy", &attach),
    ] {
        let action = format!("iam:{action}");
        assert!(may_adopting(&theirs, &action, OLD, context), "{action}");
        assert!(!may(&action, OLD, context), "{action}");
        let other = "arn:aws:iam::003250186609:role/other/by-hand";
        assert!(!may_adopting(&theirs, &action, other, context), "{action}");
    }
    // What is put on them is Roleport's own, and no role is made there.
    let foreign = [(
        "iam:PolicyARN",
        "arn:aws:iam::aws:policy/AdministratorAccess",
    )];
    assert!(!may_adopting(
        &theirs,
        "iam:AttachRolePolicy",
        OLD,
        &foreign
    ));
    assert!(!may_adopting(&theirs, "iam:CreateRole", OLD, &[]));
    for read in ["ListRoles", "GetRolePolicy"] {
        assert!(may(&format!("iam:{read}"), OLD, &[]), "{read}");
    }
}

#[test]
fn roles_to_adopt_are_named_within_the_account() {
    for (arn, fine) in [
        ("arn:aws:iam::003250186609:role/*", true),
        ("arn:aws-cn:iam::003250186609:role/old/by-hand", true),
        ("arn:aws:iam::111122223333:role/*", false),
        ("arn:aws:iam::*:role/*", false),
        ("arn:*:iam::003250186609:role/*", false),
        ("arn:aws:iam::003250186609:*", false),
        ("*", false),
    ] {
        assert_eq!(own_rights::is_role_of(arn, "003250186609"), fine, "{arn}");
    }
}

#[test]
fn what_it_asks_whether_it_may_is_what_it_is_given() {
    for cluster in &clusters()[..2] {
        for asked in own_rights::asked(cluster) {
            let context: Vec<_> = asked
                .context
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            for action in asked.actions {
                assert!(
                    may(action, &asked.resource, &context),
                    "{action} {}",
                    asked.resource
                );
            }
        }
    }
}
