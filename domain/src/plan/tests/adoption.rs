//! Adoptions: nothing changes for pods, at no moment, and nothing of anybody else's is touched.

use super::*;
use crate::adoption::{Carried, FoundRole, Owner};
use serde_json::json;

const OLD: &str = "arn:aws:iam::003250186609:policy/by-terraform";
const OF_AWS: &str = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess";

fn cluster(boundary: Option<&str>) -> crate::cluster::ValidCluster {
    request(&["in/"], boundary).cluster
}

fn trust(subjects: &[&str]) -> Value {
    let issuer = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": { "Federated": format!("arn:aws:iam::003250186609:oidc-provider/{issuer}") },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringEquals": { format!("{issuer}:sub"): subjects } },
    }]})
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Statements as people write them, of which some make a grant together.
fn pieces() -> Vec<Value> {
    vec![
        json!({ "Sid": "L", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::events" }),
        json!({ "Sid": "R", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::events/*" }),
        json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::raw/a/*", "arn:aws:s3:::raw/b/*"] }),
        json!({ "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::events/secret/*" }),
        json!({ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:003250186609:orders", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }),
        json!({ "Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:003250186609:alerts" }),
    ]
}

fn found(path: &str, carried: Carried) -> FoundRole {
    let name = "made-by-hand".to_owned();
    let mut attached: Vec<_> = carried.managed.keys().cloned().collect();
    attached.sort();
    FoundRole {
        role: LiveRole {
            id: "AROA1".to_owned(),
            arn: format!("arn:aws:iam::003250186609:role{path}{name}"),
            path: path.to_owned(),
            trust: trust(&["system:serviceaccount:prices:reader"]),
            boundary: None,
            tags: vec![("team".to_owned(), "prices".to_owned())],
            attached,
            inline: carried.inline.keys().cloned().collect(),
            last_used: None,
        },
        name,
        carried,
    }
}

fn adopting(found: &FoundRole, boundary: Option<&str>) -> ValidRequest {
    let owner = Owner {
        app: "blue",
        namespace: "prices",
        service_account: "reader",
    };
    found
        .input(&cluster(boundary), owner, "A test.")
        .unwrap()
        .parse()
        .unwrap()
}

fn world(found: &FoundRole) -> World {
    World {
        role: Some(found.role.clone()),
        carried: found.carried.clone(),
        ..World::default()
    }
}

/// What its pods can do in this world, by the documents that hang on the role.
fn standing(world: &World) -> Documents {
    let live = world.role.as_ref().unwrap();
    let own = live.attached.iter().filter_map(|arn| {
        let own = world.policies.get(arn).map(|live| &live.document);
        own.or_else(|| world.carried.managed.get(arn))
    });
    Documents::parse(own.chain(world.carried.inline.values()), None).unwrap()
}

proptest! {
    // Each compares documents some thirty times.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn at_no_moment_can_pods_do_more_or_less(
        places in prop::collection::vec(0_usize..4, 6),
        stop in 0_usize..12,
        path in prop::sample::select(vec!["/", "/pods/", "/old/team/"]),
    ) {
        let mut kept: [Vec<Value>; 4] = Default::default();
        for (place, piece) in places.iter().zip(pieces()) {
            kept[*place].push(piece);
        }
        let mut carried = Carried::default();
        for (statements, name) in kept.iter().zip([OLD, OF_AWS, "inline", "also-inline"]) {
            if statements.is_empty() {
                continue;
            }
            let target = if name.starts_with("arn:") { &mut carried.managed } else { &mut carried.inline };
            target.insert(name.to_owned(), document(statements));
        }
        prop_assume!(carried.taken_over().count() > 0);
        let found = found(path, carried);
        let request = adopting(&found, None);
        prop_assert_eq!(request.role_arn(), found.role.arn.clone());
        let mut world = world(&found);
        let before = standing(&world);
        let approved = plan(&request, Goal::Adopted, &world);
        prop_assert_eq!(&approved.obstacles, &[]);
        prop_assert_eq!(&approved.abilities, &[]);
        for step in approved.steps.iter().take(stop) {
            send(&mut world, step, &request);
            let now = standing(&world);
            prop_assert_eq!(abilities(&before, &now), vec![], "after {}", step.call.words());
        }
        // Killed there, and begun again.
        let rest = plan(&request, Goal::Adopted, &world);
        prop_assert!(rest.continues(&approved), "{rest:?}");
        for step in &rest.steps {
            send(&mut world, step, &request);
            prop_assert_eq!(abilities(&before, &standing(&world)), vec![]);
        }
        prop_assert_eq!(plan(&request, Goal::Adopted, &world).steps, []);
        prop_assert_eq!(plan(&request, Goal::Present, &world).steps, []);
        let live = world.role.as_ref().unwrap();
        prop_assert!(live.inline.is_empty() && !live.attached.iter().any(|arn| arn == OLD));
        prop_assert_eq!(live.attached.iter().any(|arn| arn == OF_AWS), !kept[1].is_empty());
        prop_assert!(live.tags.contains(&("team".to_owned(), "prices".to_owned())));
    }
}

fn plain() -> FoundRole {
    let inline = [("inline".to_owned(), document(&pieces()[..2]))];
    found(
        "/",
        Carried {
            inline: inline.into(),
            ..Carried::default()
        },
    )
}

#[test]
fn what_was_read_must_still_be_so() {
    let found = plain();
    let request = adopting(&found, None);
    let fine = world(&found);
    let blocked = |change: &dyn Fn(&mut World)| {
        let mut other = fine.clone();
        change(&mut other);
        let plan = plan(&request, Goal::Adopted, &other);
        assert_eq!(plan.steps, []);
        codes(&plan.obstacles).join(" ")
    };
    assert_eq!(blocked(&|world| world.role = None), "role_gone");
    let more = document(&pieces());
    assert_eq!(
        blocked(&|world| {
            world
                .carried
                .inline
                .insert("inline".to_owned(), more.clone());
        }),
        "role_changed"
    );
    assert_eq!(
        blocked(&|world| world.carried = Carried::default()),
        "role_changed"
    );
    let of_role = |world: &mut World, change: &dyn Fn(&mut LiveRole)| {
        world.role.iter_mut().for_each(change);
    };
    assert_eq!(
        blocked(&|world| of_role(world, &|live| live.path = "/x/".to_owned())),
        "role_path_differs"
    );
    assert_eq!(
        blocked(&|world| of_role(world, &|live| live
            .tags
            .push(("roleport:managed".to_owned(), "true".to_owned())))),
        "foreign_role"
    );
    for others in [&["system:serviceaccount:prices:writer"][..], &[]] {
        assert_eq!(
            blocked(&|world| of_role(world, &|live| live.trust = trust(others))),
            "not_trusted"
        );
    }
}

#[test]
fn who_loses_the_role_is_told() {
    let mut found = plain();
    found.role.trust = trust(&[
        "system:serviceaccount:prices:reader",
        "system:serviceaccount:prices:writer",
    ]);
    let account = json!({
        "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::003250186609:root" }, "Action": "sts:AssumeRole"
    });
    let statements = found.role.trust["Statement"].as_array_mut();
    statements.unwrap().push(account);
    let request = adopting(&found, None);
    let plan = plan(&request, Goal::Adopted, &world(&found));
    assert_eq!(codes(&plan.notices), ["trust_narrowed"]);
    let words = plan.notices[0].message.as_str();
    assert!(
        words.ends_with("the service account prices/writer; the user, role or account arn:aws:iam::003250186609:root."),
        "{words}"
    );
    assert_eq!(plan.steps[0].call.action(), "UpdateAssumeRolePolicy");
    assert_eq!(plan.steps[0].before.as_ref(), Some(&found.role.trust));
}

#[test]
fn a_boundary_that_would_cut_is_told() {
    let edge = "arn:aws:iam::003250186609:policy/edge";
    let found = plain();
    let request = adopting(&found, Some(edge));
    let mut world = world(&found);
    let all = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    world.boundaries.insert(edge.to_owned(), document(&[all]));
    assert_eq!(plan(&request, Goal::Adopted, &world).abilities, []);
    let lists = json!({ "Effect": "Allow", "Action": "s3:List*", "Resource": "*" });
    world.boundaries.insert(edge.to_owned(), document(&[lists]));
    let cut = plan(&request, Goal::Adopted, &world).abilities;
    assert!(
        !cut.is_empty()
            && cut
                .iter()
                .all(|one| one.words.as_str().starts_with("will no longer be able to")),
        "{cut:?}"
    );
}

#[test]
fn a_policy_of_the_roles_name_is_taken_over_where_it_is_the_roles_alone() {
    let mut found = plain();
    found.role.path = "/pods/".to_owned();
    let request = adopting(&found, None);
    let arn = request.policy_arn(0);
    let mut theirs = world(&found);
    theirs.carried = Carried::default();
    let live = theirs.role.as_mut().unwrap();
    live.inline.clear();
    live.attached.push(arn.clone());
    let policy = LivePolicy {
        document: found.carried.inline["inline"].clone(),
        tags: Vec::new(),
        versions: vec![PolicyVersion {
            id: "v1".to_owned(),
            is_default: true,
        }],
        carriers: 1,
    };
    theirs.policies.insert(arn.clone(), policy);
    let planned = plan(&request, Goal::Adopted, &theirs);
    let calls: Vec<_> = planned
        .steps
        .iter()
        .map(|step| step.call.action())
        .collect();
    assert_eq!(
        calls,
        [
            "UpdateAssumeRolePolicy",
            "TagRole",
            "TagPolicy",
            "CreatePolicyVersion"
        ]
    );
    for step in &planned.steps {
        send(&mut theirs, step, &request);
        let now = plan(&request, Goal::Adopted, &theirs);
        assert!(now.continues(&planned), "{now:?}");
    }
    assert_eq!(plan(&request, Goal::Present, &theirs).steps, []);

    let mut shared = theirs.clone();
    let live = shared.policies.get_mut(&arn).unwrap();
    live.tags.clear();
    live.carriers = 2;
    assert_eq!(
        codes(&plan(&request, Goal::Adopted, &shared).obstacles),
        ["policy_shared"]
    );
    let mut elsewhere = shared;
    elsewhere.role = Some(found.role.clone());
    elsewhere.carried = found.carried.clone();
    assert_eq!(
        codes(&plan(&request, Goal::Adopted, &elsewhere).obstacles),
        ["foreign_policy"]
    );
}
