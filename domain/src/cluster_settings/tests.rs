#![allow(clippy::panic, clippy::unwrap_used)]
use roleport_lang::Text;

use super::*;

fn settings() -> ClusterSettings {
    ClusterSettings::read(|name| match name {
        "name" => "production",
        "account_id" => " 003250186609 ",
        "partition" => "aws",
        "region" => "us-east-1",
        "oidc_issuer" => "https://oidc.example.com/id/A",
        "role_name_pattern" => "test-{app}",
        "role_path" => "/pods/",
        "permissions_boundary" => "arn:aws:iam::003250186609:policy/edge",
        "eks_name" => "prod",
        "identity" => "pod_identity",
        "role_arn" => "arn:aws:iam::003250186609:role/roleport",
        "external_id" => "a-secret",
        other => panic!("{other}"),
    })
}

fn with(name: &str, text: &str) -> ClusterSettings {
    let base = settings();
    ClusterSettings::read(|field| {
        if field == name {
            text
        } else {
            FIELDS
                .iter()
                .find(|one| one.name == field)
                .unwrap()
                .read(&base)
        }
    })
}

#[test]
fn every_field_of_a_cluster_is_typed_shown_and_kept() {
    let base = settings();
    assert_eq!(base.check(), []);
    assert_eq!(with("name", "production"), base);
    let json = serde_json::to_value(&base).unwrap();
    let fields =
        json["cluster"].as_object().unwrap().len() + json["access"].as_object().unwrap().len();
    assert_eq!(fields, FIELDS.len(), "a field that nobody can edit");
    for field in FIELDS {
        let text = if field.name == "identity" {
            "irsa"
        } else {
            "another-text"
        };
        let other = with(field.name, text);
        let label = differences(Some(&base), Some(&other));
        assert!(
            label.iter().any(|one| one.label == field.label()),
            "{}",
            field.name
        );
        assert_eq!(field.read(&other), text);
    }
}

#[test]
fn each_error_is_beside_its_field() {
    for (name, text) in [
        ("name", "a b"),
        ("account_id", "12"),
        ("partition", "moon"),
        ("region", "here"),
        ("oidc_issuer", "http://a"),
        ("role_name_pattern", "no"),
        ("role_path", "a"),
        ("permissions_boundary", "edge"),
        ("eks_name", "a b"),
        ("role_arn", "arn:aws:iam::111122223333:role/x"),
        ("external_id", "a b"),
    ] {
        let errors = with(name, text).check();
        assert!(
            errors.iter().any(|error| error.field == name),
            "{name}: {errors:?}"
        );
    }
    // Without a role to assume an external id says nothing.
    assert_eq!(with("role_arn", " ").access, None);
    assert_eq!(with("external_id", "").access.unwrap().external_id, None);
}

#[test]
fn what_roles_are_made_of_stays_while_they_stand() {
    let base = settings();
    let standing = Standing {
        roles: 2,
        requests: 1,
    };
    for field in FIELDS {
        let after = with(field.name, "other-{app}");
        let used = base.check_change(&after, &standing);
        let unused = base.check_change(&after, &Standing::default());
        assert_eq!(
            used.is_empty(),
            field.changes == Changes::Always,
            "{}",
            field.name
        );
        assert_eq!(
            unused.is_empty(),
            field.changes != Changes::Never,
            "{}",
            field.name
        );
        for error in used.iter().chain(&unused) {
            assert_eq!(error.field, field.name);
        }
        if field.changes == Changes::WhileUnused {
            assert!(
                used[0]
                    .message
                    .as_str()
                    .starts_with("2 roles and 1 open request stand on this cluster"),
                "{used:?}"
            );
        }
    }
    assert!(base.check_change(&base, &standing).is_empty());
    let one = Standing {
        roles: 0,
        requests: 1,
    };
    assert_eq!(
        one.words().unwrap(),
        "1 open request stands on this cluster"
    );
    assert_eq!(Standing::default().words(), None);
}

#[test]
fn what_follows_is_told() {
    let (base, bare) = (settings(), with("permissions_boundary", ""));
    let touched = Touched {
        roles: 1,
        requests: 2,
        sharing: vec!["staging".to_owned()],
    };
    let said = consequences(Some(&base), Some(&bare), &touched);
    let said = Text::joined(&said, "\n");
    let said = said.as_str();
    for part in [
        "1 role in AWS stays",
        "2 requests wait",
        "for staging too",
        "never takes one off",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let none = Touched::default();
    assert!(consequences(Some(&base), Some(&base), &none).is_empty());
    assert_eq!(consequences(None, Some(&bare), &none).len(), 1);
    assert_eq!(consequences(Some(&base), None, &none).len(), 1);
    assert_eq!(differences(None, Some(&base)).len(), FIELDS.len());
    assert_eq!(differences(Some(&base), None).len(), FIELDS.len());
}

#[test]
fn a_role_minds_a_change_of_its_cluster_and_no_choice_that_is_its_own() {
    let bare = |text| {
        let mut cluster = with("eks_name", text).cluster;
        cluster.identity = Identity::Irsa;
        cluster
    };
    let written = settings().cluster;
    assert!(written.still_holds(&with("identity", "irsa").cluster));
    assert!(bare("").still_holds(&written), "a name is given");
    assert!(!written.still_holds(&bare("")), "the name is taken");
    assert!(!written.still_holds(&bare("other")), "another name");
    assert!(!written.still_holds(&with("oidc_issuer", "https://b").cluster));
}
