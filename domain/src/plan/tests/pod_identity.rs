//! Plans of roles that pods have by EKS Pod Identity (issue 4, item 12).

use super::*;
use crate::identity::Identity;

fn by(identity: Identity, prefixes: &[&str]) -> ValidRequest {
    let usual = request(prefixes, None);
    let input = RequestInput {
        cluster: Cluster {
            eks_name: Some("prod".to_owned()),
            ..usual.cluster().clone()
        },
        app: "blue".to_owned(),
        namespace: "prices".to_owned(),
        service_account: "reader".to_owned(),
        grants: usual.grants().to_vec(),
        reason: "A test.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: Some(identity),
    };
    input.parse().unwrap()
}

fn eks() -> World {
    World {
        eks_cluster: true,
        ..World::default()
    }
}

fn associated(role_arn: &str, tags: Vec<(String, String)>) -> World {
    World {
        association: Some(LiveAssociation {
            id: "a-1".to_owned(),
            role_arn: role_arn.to_owned(),
            tags,
        }),
        ..eks()
    }
}

#[test]
fn a_new_role_is_associated_when_it_is_whole_and_dissociated_before_it_goes() {
    let request = by(Identity::PodIdentity, &["in/"]);
    let mut world = eks();
    assert_eq!(
        apply(&request, Goal::Present, &mut world),
        [
            "CreateRole",
            "CreatePolicy",
            "AttachRolePolicy",
            "CreatePodIdentityAssociation"
        ]
    );
    assert_eq!(
        world.association.as_ref().map(|live| live.role_arn.clone()),
        Some(request.role_arn())
    );
    assert!(plan(&request, Goal::Present, &world).steps.is_empty());
    let away = apply(&request, Goal::Absent, &mut world);
    assert_eq!(away.first(), Some(&"DeletePodIdentityAssociation"));
    assert_eq!((world.role, world.association), (None, None));
}

#[test]
fn a_role_goes_over_to_pod_identity_and_back() {
    let (irsa, pods) = (
        by(Identity::Irsa, &["in/"]),
        by(Identity::PodIdentity, &["in/"]),
    );
    let mut world = eks();
    apply(&irsa, Goal::Present, &mut world);
    for (to, calls) in [
        (
            &pods,
            ["UpdateAssumeRolePolicy", "CreatePodIdentityAssociation"],
        ),
        (
            &irsa,
            ["UpdateAssumeRolePolicy", "DeletePodIdentityAssociation"],
        ),
    ] {
        let told = plan(to, Goal::Present, &world);
        assert!(codes(&told.notices).contains(&"identity_changes"));
        assert_eq!(apply(to, Goal::Present, &mut world), calls);
        assert!(!codes(&plan(to, Goal::Present, &world).notices).contains(&"identity_changes"));
    }
}

#[test]
fn where_it_can_not_run_it_is_refused_with_the_reason() {
    let request = by(Identity::PodIdentity, &["in/"]);
    let fargate = World {
        surroundings: Surroundings {
            fargate_profile: Some("serverless".to_owned()),
            ..Surroundings::default()
        },
        ..eks()
    };
    let other = "arn:aws:iam::003250186609:role/other";
    for (world, code) in [
        (World::default(), "eks_cluster_missing"),
        (fargate, "pod_identity_on_fargate"),
        (associated(other, Vec::new()), "foreign_association"),
    ] {
        let refused = plan(&request, Goal::Present, &world);
        assert_eq!(codes(&refused.obstacles), [code]);
        assert_eq!(refused.steps, []);
        let by_token = plan(&by(Identity::Irsa, &["in/"]), Goal::Present, &world);
        assert_eq!(by_token.obstacles, [], "IRSA does not mind {code}");
    }
}

#[test]
fn an_association_of_ones_own_is_set_right_and_anothers_left_alone() {
    let request = by(Identity::PodIdentity, &["in/"]);
    let other = "arn:aws:iam::003250186609:role/other";
    let mut own = associated(other, request.tags());
    assert!(apply(&request, Goal::Present, &mut own).contains(&"UpdatePodIdentityAssociation"));
    assert!(plan(&request, Goal::Present, &own).steps.is_empty());

    let irsa = by(Identity::Irsa, &["in/"]);
    let mut foreign = associated(other, Vec::new());
    let told = plan(&irsa, Goal::Present, &foreign);
    assert!(codes(&told.notices).contains(&"other_association"));
    apply(&irsa, Goal::Present, &mut foreign);
    apply(&irsa, Goal::Absent, &mut foreign);
    assert!(foreign.association.is_some());
}

#[test]
fn a_missing_agent_is_told() {
    let request = by(Identity::PodIdentity, &["in/"]);
    for (agent, is_told) in [(Some(false), true), (Some(true), false), (None, false)] {
        let mut world = eks();
        world.surroundings.agent = agent;
        let notices = plan(&request, Goal::Present, &world).notices;
        assert_eq!(
            codes(&notices).contains(&"pod_identity_agent_missing"),
            is_told
        );
    }
}
