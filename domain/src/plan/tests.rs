#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::needless_for_each
)]

mod adoption;
mod pod_identity;

use super::*;
use crate::{
    cluster::Cluster,
    grant::{Access, Grant},
    request::RequestInput,
};
use proptest::prelude::*;
use roleport_lang::Language;

fn request(prefixes: &[&str], boundary: Option<&str>) -> ValidRequest {
    let input = RequestInput {
        cluster: Cluster {
            name: "production".to_owned(),
            account_id: "003250186609".to_owned(),
            partition: "aws".to_owned(),
            region: "us-east-1".to_owned(),
            oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC".to_owned(),
            role_name_pattern: "test-{app}".to_owned(),
            role_path: "/pods/".to_owned(),
            permissions_boundary: boundary.map(str::to_owned),
            eks_name: None,
            identity: crate::identity::Identity::Irsa,
        },
        app: "blue".to_owned(),
        namespace: "prices".to_owned(),
        service_account: "reader".to_owned(),
        grants: prefixes
            .iter()
            .map(|prefix| Grant::s3("price-tables", prefix, &[Access::Read]))
            .collect(),
        reason: "A test.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: None,
    };
    match input.parse() {
        Ok(request) => request,
        Err(errors) => panic!("{errors:?}"),
    }
}

/// The plan; what is kept of it is told in every language as when it was made.
fn plan(request: &ValidRequest, goal: Goal, world: &World) -> Plan {
    let made = super::plan(request, goal, world);
    let kept: Plan = serde_json::from_str(&serde_json::to_string(&made).unwrap()).unwrap();
    assert_eq!(kept, made, "{kept:#?}");
    for step in &made.steps {
        let words = step.call.words();
        assert_eq!(Call::retold(words.as_str()), words);
    }
    let told = made.obstacles.iter().chain(&made.notices);
    for text in told
        .map(|finding| &finding.message)
        .chain(made.abilities.iter().map(|one| &one.words))
    {
        assert_ne!(text.as_str(), text.say(Language::German));
    }
    made
}

/// IAM, as far as these calls change it.
fn send(world: &mut World, step: &Step, request: &ValidRequest) {
    let role = |world: &mut World| world.role.take();
    match step.call.clone() {
        Call::CreateRole {
            path,
            trust,
            boundary,
            tags,
            ..
        } => {
            assert!(world.role.is_none());
            world.role = Some(LiveRole {
                id: "AROA1".to_owned(),
                arn: request.role_arn(),
                path,
                trust,
                boundary,
                tags,
                attached: Vec::new(),
                inline: Vec::new(),
                last_used: None,
            });
        }
        Call::UpdateAssumeRolePolicy { trust, .. } => {
            world.role = role(world).map(|live| LiveRole { trust, ..live });
        }
        Call::PutRolePermissionsBoundary { boundary, .. } => {
            world.role = role(world).map(|live| LiveRole {
                boundary: Some(boundary),
                ..live
            });
        }
        Call::TagRole { tags, .. } => {
            world.role = role(world).map(|mut live| {
                live.tags
                    .retain(|(key, _)| tags.iter().all(|(new, _)| new != key));
                live.tags.extend(tags);
                live
            });
        }
        Call::TagPolicy { policy_arn, tags } => {
            let live = world.policies.get_mut(&policy_arn);
            live.into_iter().for_each(|live| {
                live.tags
                    .retain(|(key, _)| tags.iter().all(|(new, _)| new != key));
                live.tags.extend(tags.clone());
            });
        }
        Call::DeleteRolePolicy { policy, .. } => {
            assert!(world.carried.inline.remove(&policy).is_some());
            world.role = role(world).map(|mut live| {
                live.inline.retain(|name| *name != policy);
                live
            });
        }
        Call::CreatePolicy {
            policy,
            path,
            document,
            tags,
        } => {
            let versions = vec![PolicyVersion {
                id: "v1".to_owned(),
                is_default: true,
            }];
            let made = LivePolicy {
                document,
                tags,
                versions,
                carriers: 0,
            };
            let arn = format!("arn:aws:iam::003250186609:policy{path}{policy}");
            assert!(world.policies.insert(arn, made).is_none());
        }
        Call::DeletePolicyVersion {
            policy_arn,
            version,
        } => {
            let live = world.policies.get_mut(&policy_arn);
            live.into_iter()
                .for_each(|live| live.versions.retain(|old| old.id != version));
        }
        Call::CreatePolicyVersion {
            policy_arn,
            document,
        } => {
            if let Some(live) = world.policies.get_mut(&policy_arn) {
                assert!(
                    live.versions.len() < MAX_POLICY_VERSIONS,
                    "IAM would refuse a sixth version"
                );
                live.versions
                    .iter_mut()
                    .for_each(|old| old.is_default = false);
                let number = live
                    .versions
                    .iter()
                    .filter_map(|old| old.id[1..].parse::<u32>().ok())
                    .max();
                let id = format!("v{}", number.unwrap_or(0) + 1);
                live.versions.push(PolicyVersion {
                    id,
                    is_default: true,
                });
                live.document = document.clone();
            }
        }
        Call::AttachRolePolicy { policy_arn, .. } => {
            assert!(world.policies.contains_key(&policy_arn));
            world.role = role(world).map(|mut live| {
                live.attached.push(policy_arn);
                live
            });
        }
        Call::DetachRolePolicy { policy_arn, .. } => {
            world.role = role(world).map(|mut live| {
                live.attached.retain(|arn| *arn != policy_arn);
                live
            });
        }
        Call::DeleteRole { .. } => {
            let gone = world.role.take();
            assert!(gone.is_some_and(|live| live.attached.is_empty() && live.inline.is_empty()));
        }
        Call::DeletePolicy { policy_arn } => {
            let gone = world.policies.remove(&policy_arn);
            assert!(gone.is_some_and(|live| live.versions.len() == 1));
            assert!(
                !world
                    .role
                    .as_ref()
                    .is_some_and(|live| live.attached.contains(&policy_arn))
            );
        }
        Call::CreatePodIdentityAssociation { role_arn, tags, .. } => {
            // EKS looks whether the role lets it in (terraform-provider-aws#41483).
            let live = world.role.as_ref();
            assert!(live.is_some_and(|live| live.trust.to_string().contains("pods.eks")));
            let made = LiveAssociation {
                id: "a-1".to_owned(),
                role_arn,
                tags,
            };
            assert!(world.association.replace(made).is_none());
        }
        Call::UpdatePodIdentityAssociation {
            association,
            role_arn,
            ..
        } => {
            let live = world.association.as_mut();
            let live = live.filter(|live| live.id == association);
            live.unwrap().role_arn = role_arn;
        }
        Call::DeletePodIdentityAssociation { association, .. } => {
            let gone = world.association.take();
            assert!(gone.is_some_and(|live| live.id == association));
        }
    }
}

fn apply(request: &ValidRequest, goal: Goal, world: &mut World) -> Vec<&'static str> {
    let plan = plan(request, goal, world);
    assert_eq!(plan.obstacles, []);
    plan.steps
        .iter()
        .for_each(|step| send(world, step, request));
    plan.steps.iter().map(|step| step.call.action()).collect()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn a_new_role_a_change_and_a_retirement_send_what_is_needed_and_no_more() {
    let mut world = World::default();
    let first = request(&["in/"], None);
    assert_eq!(
        apply(&first, Goal::Present, &mut world),
        ["CreateRole", "CreatePolicy", "AttachRolePolicy"]
    );
    assert_eq!(apply(&first, Goal::Present, &mut world), [""; 0]);
    for number in 2..=5 {
        let change = request(&["in/", &format!("out-{number}/")], None);
        assert_eq!(
            apply(&change, Goal::Present, &mut world),
            ["CreatePolicyVersion"]
        );
    }
    let sixth = request(&["in/", "out-6/"], None);
    assert_eq!(
        apply(&sixth, Goal::Present, &mut world),
        ["DeletePolicyVersion", "CreatePolicyVersion"]
    );
    assert_eq!(
        apply(&sixth, Goal::Absent, &mut world),
        [
            "DetachRolePolicy",
            "DeleteRole",
            "DeletePolicyVersion",
            "DeletePolicyVersion",
            "DeletePolicyVersion",
            "DeletePolicyVersion",
            "DeletePolicy"
        ]
    );
    assert_eq!(world, World::default());
    assert_eq!(apply(&sixth, Goal::Absent, &mut world), [""; 0]);
}

#[test]
fn a_plan_says_which_documents_it_changes_and_what_was_there() {
    let told = |request: &ValidRequest, goal, world: &World| -> Vec<(String, bool, bool)> {
        plan(request, goal, world)
            .documents()
            .iter()
            .map(|change| {
                let name = match change.document {
                    Document::Trust => "trust",
                    Document::Policy(_) => "policy",
                    Document::Inline(_) => "inline",
                };
                let (before, after) = (change.before.is_some(), change.after.is_some());
                (name.to_owned(), before, after)
            })
            .collect()
    };
    let line = |name: &str, before, after| (name.to_owned(), before, after);
    let mut world = World::default();
    let first = request(&["in/"], None);
    assert_eq!(
        told(&first, Goal::Present, &world),
        [line("trust", false, true), line("policy", false, true)]
    );
    apply(&first, Goal::Present, &mut world);
    assert_eq!(told(&first, Goal::Present, &world), []);
    let change = request(&["in/", "out/"], None);
    assert_eq!(
        told(&change, Goal::Present, &world),
        [line("policy", true, true)]
    );
    assert_eq!(
        told(&first, Goal::Absent, &world),
        [line("trust", true, false), line("policy", true, false)]
    );
}

#[test]
fn what_is_not_ours_is_never_touched() {
    let wanted = request(&["in/"], None);
    let mut world = World::default();
    apply(&wanted, Goal::Present, &mut world);
    let ours = world.clone();

    for key in ["managed", "cluster", "namespace", "service-account"] {
        let mut foreign = ours.clone();
        if let Some(live) = foreign.role.as_mut() {
            live.tags
                .retain(|(tag, _)| *tag != format!("roleport:{key}"));
        }
        for goal in [Goal::Present, Goal::Absent] {
            let plan = plan(&wanted, goal, &foreign);
            assert_eq!(codes(&plan.obstacles), ["foreign_role"], "{key}");
            assert_eq!(plan.steps, []);
        }
        let mut foreign = ours.clone();
        for live in foreign.policies.values_mut() {
            live.tags
                .retain(|(tag, _)| *tag != format!("roleport:{key}"));
        }
        for goal in [Goal::Present, Goal::Absent] {
            assert_eq!(
                codes(&plan(&wanted, goal, &foreign).obstacles),
                ["foreign_policy"],
                "{key}"
            );
        }
    }

    let mut crowded = ours.clone();
    if let Some(live) = crowded.role.as_mut() {
        live.attached
            .push("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
        live.inline.push("by-hand".to_owned());
    }
    let kept = plan(&wanted, Goal::Present, &crowded);
    assert_eq!(
        (kept.steps.as_slice(), codes(&kept.notices)),
        ([].as_slice(), vec!["foreign_attachments"])
    );
    assert!(
        kept.notices[0]
            .message
            .as_str()
            .contains("ReadOnlyAccess, by-hand"),
        "{:?}",
        kept.notices
    );
    assert_eq!(
        codes(&plan(&wanted, Goal::Absent, &crowded).obstacles),
        ["foreign_attachments"]
    );

    let mut elsewhere = ours;
    if let Some(live) = elsewhere.role.as_mut() {
        live.path = "/".to_owned();
    }
    assert_eq!(
        codes(&plan(&wanted, Goal::Present, &elsewhere).obstacles),
        ["role_path_differs"]
    );
}

#[test]
fn quotas_boundary_and_provider_are_seen_before_anything_is_sent() {
    let boundary = "arn:aws:iam::003250186609:policy/edge";
    let wanted = request(&["in/"], Some(boundary));
    let quotas = Quotas {
        trust_size: 2048,
        policies_per_role: 10,
        roles: 5,
        roles_quota: 1000,
        policies: 5,
        policies_quota: 1500,
    };
    let around = |quotas, boundary| World {
        surroundings: Surroundings {
            quotas: Some(quotas),
            boundary,
            ..Surroundings::default()
        },
        ..World::default()
    };
    assert_eq!(
        plan(&wanted, Goal::Present, &around(quotas, Some(true))).obstacles,
        []
    );
    for (code, quotas, boundary) in [
        ("boundary_missing", quotas, Some(false)),
        (
            "trust_policy_too_large",
            Quotas {
                trust_size: 100,
                ..quotas
            },
            Some(true),
        ),
        (
            "too_many_policies_on_role",
            Quotas {
                policies_per_role: 0,
                ..quotas
            },
            Some(true),
        ),
        (
            "roles_quota",
            Quotas {
                roles: 1000,
                ..quotas
            },
            Some(true),
        ),
        (
            "policies_quota",
            Quotas {
                policies: 1500,
                ..quotas
            },
            Some(true),
        ),
    ] {
        let plan = plan(&wanted, Goal::Present, &around(quotas, boundary));
        assert_eq!(codes(&plan.obstacles), [code]);
        assert!(plan.is_blocked() && plan.steps.is_empty());
        assert!(
            !plan.continues(&plan.clone()),
            "a blocked plan is nothing to go on with"
        );
    }

    let mut world = World::default();
    world.surroundings.provider = Some(false);
    world
        .surroundings
        .unreadable
        .push(text!(plan_quotas_unread, why = "AWS does not say."));
    assert_eq!(
        codes(&plan(&wanted, Goal::Present, &world).notices),
        ["oidc_provider_missing", "not_checked"]
    );
    apply(&wanted, Goal::Present, &mut world);
    assert_eq!(
        world
            .role
            .as_ref()
            .and_then(|live| live.boundary.as_deref()),
        Some(boundary)
    );
    world.known_role_id = Some("AROA0".to_owned());
    assert!(codes(&plan(&wanted, Goal::Present, &world).notices).contains(&"role_made_again"));
    assert!(codes(&plan(&wanted, Goal::Absent, &world).notices).contains(&"never_used"));
}

#[test]
fn the_hash_tells_every_change_of_the_world_that_matters() {
    let (one, two) = (request(&["in/"], None), request(&["in/", "out/"], None));
    let mut world = World::default();
    apply(&one, Goal::Present, &mut world);
    let planned = plan(&two, Goal::Present, &world);
    let json = serde_json::to_string(&planned).unwrap_or_default();
    assert_eq!(
        serde_json::from_str::<Plan>(&json).ok().as_ref(),
        Some(&planned)
    );

    let mut noticed = world.clone();
    noticed.known_role_id = Some("AROA0".to_owned());
    assert_eq!(plan(&two, Goal::Present, &noticed).hash(), planned.hash());

    // Somebody has changed the policy by hand: the same call, over something else.
    let mut edited = world.clone();
    for live in edited.policies.values_mut() {
        live.document = request(&["secret/"], None).policies()[0].document.clone();
    }
    let edited = plan(&two, Goal::Present, &edited);
    assert_eq!(edited.steps[0].call, planned.steps[0].call);
    assert_ne!(edited.hash(), planned.hash());
    assert!(!edited.continues(&planned));

    let mut detached = world;
    if let Some(live) = detached.role.as_mut() {
        live.attached.clear();
    }
    let more = plan(&two, Goal::Present, &detached);
    assert!(!more.continues(&planned) && planned.continues(&more));
}

/// What so many policies are needed for.
fn wide(policies: usize) -> ValidRequest {
    let folders: Vec<_> = (0..policies.saturating_sub(1) * 4 + 2)
        .map(|number| format!("{}-{number}/", "a-folder-with-a-long-name".repeat(16)))
        .collect();
    let folders: Vec<_> = folders.iter().map(String::as_str).collect();
    let wide = request(&folders, Some("arn:aws:iam::003250186609:policy/edge"));
    assert_eq!(wide.policies().len(), policies);
    wide
}

#[test]
fn policies_come_and_go_with_what_is_granted() {
    let mut world = World::default();
    apply(&wide(1), Goal::Present, &mut world);
    assert_eq!(
        apply(&wide(3), Goal::Present, &mut world),
        [
            "CreatePolicyVersion",
            "CreatePolicy",
            "AttachRolePolicy",
            "CreatePolicy",
            "AttachRolePolicy"
        ]
    );
    assert_eq!(apply(&wide(3), Goal::Present, &mut world), [""; 0]);
    assert_eq!(
        apply(&wide(1), Goal::Present, &mut world),
        [
            "CreatePolicyVersion",
            "DetachRolePolicy",
            "DeletePolicy",
            "DetachRolePolicy",
            "DeletePolicy"
        ]
    );
    apply(&wide(2), Goal::Present, &mut world);
    // One of another's that only looks like the third is left alone.
    let foreign = LivePolicy {
        tags: Vec::new(),
        ..world.policies.values().next().unwrap().clone()
    };
    let arn = wide(1).policy_arn(2);
    world.policies.insert(arn.clone(), foreign);
    apply(&wide(1), Goal::Present, &mut world);
    assert_eq!(world.policies.len(), 2);
    assert!(world.policies.contains_key(&arn));
    let blocked = plan(&wide(3), Goal::Present, &world);
    assert_eq!(codes(&blocked.obstacles), ["foreign_policy"]);
}

/// A world as a careless hand may leave it.
fn arb_world() -> impl Strategy<Value = World> {
    let wanted = || {
        request(
            &["in/", "out/"],
            Some("arn:aws:iam::003250186609:policy/edge"),
        )
    };
    (any::<[bool; 6]>(), 0usize..=5, 1usize..=3).prop_map(
        move |([role, trust, boundary, tags, policy, attached], versions, policies)| {
            let wanted = wanted();
            let mut world = World::default();
            if policies == 1 {
                apply(&wanted, Goal::Present, &mut world);
            } else {
                apply(&wide(policies), Goal::Present, &mut world);
            }
            if let Some(live) = world.role.as_mut() {
                if trust {
                    live.trust = serde_json::json!({ "Version": "2012-10-17", "Statement": [] });
                }
                if boundary {
                    live.boundary = None;
                }
                if tags {
                    live.tags.retain(|(key, _)| key != "roleport:application");
                }
                if attached {
                    live.attached.clear();
                }
            }
            for number in 0..versions {
                let old = request(
                    &[&format!("old-{number}/")],
                    Some("arn:aws:iam::003250186609:policy/edge"),
                );
                let plan = plan(&old, Goal::Present, &world);
                plan.steps
                    .iter()
                    .for_each(|step| send(&mut world, step, &old));
            }
            if role {
                world.role = None;
            }
            if policy {
                world.role.iter_mut().for_each(|live| live.attached.clear());
                world.policies.clear();
            }
            world
        },
    )
}

proptest! {
    #[test]
    fn a_plan_leads_to_its_goal_and_its_rest_leads_on_from_anywhere(mut world in arb_world(), policies in 1usize..=3, absent in any::<bool>()) {
        let wanted = wide(policies);
        let goal = if absent { Goal::Absent } else { Goal::Present };
        let approved = super::plan(&wanted, goal, &world);
        prop_assert_eq!(&approved.obstacles, &[]);
        for (sent, step) in approved.steps.iter().enumerate() {
            // Killed here and planned anew: exactly the rest is left, and it may go on.
            let rest = super::plan(&wanted, goal, &world);
            prop_assert_eq!(&rest.steps, &approved.steps[sent..]);
            prop_assert!(rest.continues(&approved));
            send(&mut world, step, &wanted);
        }
        prop_assert_eq!(super::plan(&wanted, goal, &world).steps, []);
        let there = world.role.is_some() && world.policies.len() == policies;
        prop_assert_eq!(there, !absent);
        prop_assert_eq!(world.role.is_none() && world.policies.is_empty(), absent);
    }
}
