//! Everything that is wrong is said at once, each with its field and code.

use roleport_domain::{
    cluster::Cluster,
    errors::FieldError,
    grant::Access::{List, Read},
    request::RequestInput,
};

use crate::input::{grant, request};

fn told(errors: &[FieldError]) -> Vec<(&str, &str)> {
    errors
        .iter()
        .map(|error| (error.field.as_str(), error.code.as_str()))
        .collect()
}

#[test]
fn all_at_once_in_the_order_of_the_form() {
    let input = RequestInput {
        cluster: Cluster {
            name: String::new(),
            account_id: "123".to_owned(),
            partition: "amazon".to_owned(),
            region: "here".to_owned(),
            oidc_issuer: "http://x".to_owned(),
            role_name_pattern: "role".to_owned(),
            role_path: "path".to_owned(),
            // Not judged: it depends on account and partition, which are wrong themselves.
            permissions_boundary: Some("x".to_owned()),
            eks_name: None,
            identity: roleport_domain::identity::Identity::Irsa,
        },
        app: "Blue Raven".to_owned(),
        namespace: "a.b".to_owned(),
        service_account: String::new(),
        grants: vec![
            grant("192.168.0.1", "in", &[]),
            grant("data", "in/", &[Read]),
            grant("", "/in/", &[List, List]),
        ],
        reason: " \n".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: None,
    };
    let errors = input.parse().unwrap_err();
    assert_eq!(
        told(&errors),
        [
            ("cluster.name", "cluster_name_empty"),
            ("cluster.account_id", "account_id_invalid"),
            ("cluster.partition", "partition_unknown"),
            ("cluster.region", "region_invalid"),
            ("cluster.oidc_issuer", "oidc_issuer_not_https"),
            ("cluster.role_name_pattern", "role_name_pattern_no_app"),
            ("cluster.role_path", "role_path_no_slash"),
            ("app", "app_upper_case"),
            ("namespace", "namespace_has_dot"),
            ("service_account", "service_account_empty"),
            ("grants[0].bucket", "bucket_ip_address"),
            ("grants[0].prefix", "prefix_no_trailing_slash"),
            ("grants[0].access", "access_empty"),
            ("grants[2].bucket", "bucket_empty"),
            ("grants[2].prefix", "prefix_leading_slash"),
            ("grants[2].access", "access_duplicate"),
            ("reason", "reason_empty"),
        ]
    );
    for error in &errors {
        assert!(error.message.as_str().ends_with('.'), "{}", error.message);
    }
    assert_eq!(told(&input.cluster.check()), told(&errors)[..7]);
}

#[test]
fn rules_about_the_grants_as_a_whole() {
    let errors = request(Vec::new()).parse().unwrap_err();
    assert_eq!(told(&errors), [("grants", "grants_empty")]);
    let errors = request(vec![grant("data", "", &[Read]); 201])
        .parse()
        .unwrap_err();
    assert_eq!(told(&errors), [("grants", "grants_too_many")]);
}

#[test]
fn rules_about_the_reason() {
    let with = |reason: &str| {
        let mut input = request(vec![grant("data", "", &[Read])]);
        input.reason = reason.to_owned();
        input.parse().map(|request| request.reason().to_owned())
    };
    assert_eq!(with("  why\n\tnot \n").as_deref(), Ok("why\n\tnot"));
    assert!(with(&"é".repeat(1000)).is_ok());
    assert_eq!(
        told(&with(&"a".repeat(1001)).unwrap_err()),
        [("reason", "reason_too_long")]
    );
    assert_eq!(
        told(&with("a\0b").unwrap_err()),
        [("reason", "reason_control_character")]
    );
}

#[test]
fn a_boundary_is_judged_beside_its_cluster() {
    let mut input = request(vec![grant("data", "", &[Read])]);
    input.cluster.permissions_boundary = Some("arn:aws-cn:iam::aws:policy/x".to_owned());
    assert_eq!(
        told(&input.parse().unwrap_err()),
        [(
            "cluster.permissions_boundary",
            "permissions_boundary_other_partition"
        )]
    );
}

#[test]
fn unknown_fields_are_refused_where_they_could_hide_a_mistake() {
    let mut value = serde_json::to_value(request(vec![grant("data", "", &[Read])])).unwrap();
    assert!(serde_json::from_value::<RequestInput>(value.clone()).is_ok());
    value["cluster"]["permission_boundary"] = "x".into();
    assert!(serde_json::from_value::<RequestInput>(value.clone()).is_err());
    let mut value = serde_json::to_value(request(Vec::new())).unwrap();
    value["namespaces"] = "x".into();
    assert!(serde_json::from_value::<RequestInput>(value).is_err());
}
