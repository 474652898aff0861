//! Who sees what: each reason alone is enough, and without any of them nothing is seen.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::select, sample::subsequence};
use roleport_domain::{
    authorize::PersonRole,
    grant::{Access, Grant},
    lifecycle::RequestState,
    rules::{Group, Person, Risk, Rule, RuleSet, Step, Team},
    visibility::{EventTies, RequestTies, RoleTies, Share, Visibility},
};

fn person(id: i64, roles: &[PersonRole], groups: &[&str]) -> Person {
    Person {
        id,
        name: format!("person {id}"),
        email: format!("p{id}@example.com"),
        roles: roles.to_vec(),
        groups: groups.iter().map(|&group| group.to_owned()).collect(),
    }
}

fn grants(bucket: &str) -> Vec<Grant> {
    vec![Grant::s3(bucket, "in/", &[Access::Delete])]
}

/// Person 1 (by address) and everybody in the group `us` are a team; a rule asks for it.
fn rules(asked_for: Risk) -> RuleSet {
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    RuleSet {
        visibility: Visibility::Teams,
        teams: vec![
            Team {
                name: "ours".to_owned(),
                members: vec!["P1@example.com".to_owned()],
                groups: texts(&["us"]),
                namespaces: texts(&["*/our-*"]),
                buckets: texts(&["our-*"]),
            },
            Team {
                name: "theirs".to_owned(),
                groups: texts(&["them"]),
                namespaces: texts(&["*/*"]),
                buckets: texts(&["*"]),
                ..Team::default()
            },
        ],
        rules: vec![Rule {
            name: "asks".to_owned(),
            risks: vec![asked_for],
            require: vec![Step {
                group: Group::Team("ours".to_owned()),
                count: 1,
            }],
            ..Rule::default()
        }],
        ..RuleSet::default()
    }
}

/// All that can be so about a request, and whether a reason to see it is among it.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // one a reason
struct Case {
    author: bool,
    involved: bool,
    place: bool,
    bucket: bool,
    bucket_before: bool,
    teammate: bool,
    risk: bool,
    state: RequestState,
}

fn seen(case: Case, set: &RuleSet, viewer: &Person) -> bool {
    let author = if case.author {
        viewer.clone()
    } else {
        person(2, &[], if case.teammate { &["us"] } else { &["them"] })
    };
    let bucket = |ours| if ours { "our-data" } else { "data" };
    let involved: BTreeSet<i64> = case.involved.then_some(viewer.id).into_iter().collect();
    set.sees_request(
        viewer,
        &RequestTies {
            cluster: "production",
            namespace: if case.place { "our-app" } else { "app" },
            before: &grants(bucket(case.bucket_before)),
            after: &grants(bucket(case.bucket)),
            state: case.state,
            author: &author,
            involved: &involved,
        },
    )
}

#[test]
fn each_reason_alone_is_enough_and_without_any_nothing_is_seen() {
    let viewer = person(1, &[PersonRole::Developer], &[]);
    let mut cases = 0;
    for bits in 0..1_u8 << 7 {
        let is = |bit: u8| bits & (1 << bit) != 0;
        for state in RequestState::ALL {
            let case = Case {
                author: is(0),
                involved: is(1),
                place: is(2),
                bucket: is(3),
                bucket_before: is(4),
                teammate: is(5),
                risk: is(6),
                state,
            };
            // The grants open another bucket, or the same place again: then nothing new is opened.
            let opens = case.bucket != case.bucket_before;
            let waits = matches!(
                state,
                RequestState::Submitted | RequestState::ChangesRequested
            );
            let asked = case.risk && opens && waits;
            let reason = case.author
                || case.involved
                || case.place
                || case.bucket
                || case.bucket_before
                || case.teammate
                || asked;
            let set = rules(if case.risk { Risk::Delete } else { Risk::Write });
            assert_eq!(seen(case, &set, &viewer), reason, "{case:?}");
            cases += 1;
            // Whoever is more than a developer, or where everybody sees everything.
            for role in PersonRole::ALL {
                let roles = [PersonRole::Developer, role];
                let more = person(1, &roles, &[]);
                let wanted = reason || role != PersonRole::Developer;
                assert_eq!(seen(case, &set, &more), wanted, "{role:?} {case:?}");
            }
            let all = RuleSet {
                visibility: Visibility::All,
                ..set
            };
            assert!(seen(case, &all, &viewer));
        }
    }
    assert_eq!(cases, 128 * 9);
}

#[test]
fn a_team_that_is_asked_sees_what_waits_for_it_and_no_more() {
    let viewer = person(1, &[PersonRole::Developer], &[]);
    let author = person(2, &[], &["them"]);
    let set = rules(Risk::Delete);
    for state in RequestState::ALL {
        let ties = RequestTies {
            cluster: "production",
            namespace: "app",
            before: &[],
            after: &grants("data"),
            state,
            author: &author,
            involved: &BTreeSet::new(),
        };
        let waits = matches!(
            state,
            RequestState::Submitted | RequestState::ChangesRequested
        );
        assert_eq!(set.sees_request(&viewer, &ties), waits, "{state:?}");
        assert_eq!(set.asks_now(&viewer, &ties), waits, "{state:?}");
    }
    assert!(set.may_ask(&viewer));
    assert!(!set.may_ask(&author));
}

#[test]
fn a_role_is_seen_by_its_owners_and_through_its_requests() {
    let viewer = person(1, &[PersonRole::Developer], &[]);
    let set = rules(Risk::Delete);
    for (namespace, bucket, seen_request, wanted) in [
        ("app", "data", false, false),
        ("our-app", "data", false, true),
        ("app", "our-data", false, true),
        ("app", "data", true, true),
    ] {
        let grants = grants(bucket);
        let role = RoleTies {
            cluster: "production",
            namespace,
            grants: &grants,
        };
        assert_eq!(set.sees_role(&viewer, &role, seen_request), wanted);
        let auditor = person(1, &[PersonRole::Auditor], &[]);
        assert!(set.sees_role(&auditor, &role, seen_request));
    }
}

#[test]
fn an_event_is_seen_with_what_it_is_about() {
    let viewer = person(1, &[PersonRole::Developer], &[]);
    let teammate = person(2, &[], &["us"]);
    let stranger = person(3, &[], &["them"]);
    let set = rules(Risk::Delete);
    let about = |kind, actor| EventTies::Neither { kind, actor };
    for (event, wanted) in [
        (EventTies::Request(true), true),
        (EventTies::Request(false), false),
        (EventTies::Role(true), true),
        (EventTies::Role(false), false),
        (about("person.signed_in", Some(&viewer)), true),
        (about("person.signed_in", Some(&teammate)), true),
        (about("person.signed_in", Some(&stranger)), false),
        (about("person.refused", None), false),
        (about("rules.activated", Some(&stranger)), true),
        (about("configuration.changed", None), true),
    ] {
        assert_eq!(set.sees_event(&viewer, event), wanted, "{event:?}");
        let admin = person(1, &[PersonRole::Admin], &[]);
        assert!(set.sees_event(&admin, event), "{event:?}");
    }
}

#[test]
fn the_word_is_written_only_where_it_says_something_new() {
    let text = |set: &RuleSet| serde_json::to_value(set).unwrap();
    assert!(text(&RuleSet::default()).get("visibility").is_none());
    let set = rules(Risk::Write);
    assert_eq!(text(&set)["visibility"], "teams");
    assert_eq!(serde_json::from_value::<RuleSet>(text(&set)).unwrap(), set);
}

proptest! {
    /// What the store looks for is what the rule says: a request is seen through places, buckets
    /// and people exactly where the share has its own.
    #[test]
    fn the_share_is_the_rule_name_by_name(
        groups in subsequence(vec!["us", "them", "others"], 0..3),
        id in 1_i64..3,
        namespace in select(vec!["our-app", "app", "our-"]),
        bucket in select(vec!["our-data", "data"]),
        author_groups in subsequence(vec!["us", "them", "others"], 0..3),
    ) {
        let viewer = person(id, &[PersonRole::Developer], &groups);
        let author = person(9, &[], &author_groups);
        let set = rules(Risk::Write);
        let place = format!("production/{namespace}");
        let share = Share::of(
            &set, &viewer, vec![place], vec![bucket.to_owned()], std::slice::from_ref(&author),
        );
        let after = grants(bucket);
        let ties = RequestTies {
            cluster: "production",
            namespace,
            before: &[],
            after: &after,
            state: RequestState::Applied,
            author: &author,
            involved: &BTreeSet::new(),
        };
        let found = !(share.places.is_empty() && share.buckets.is_empty() && share.people.is_empty());
        prop_assert_eq!(set.sees_request(&viewer, &ties), found);
    }

    /// Only a team's own name reaches beyond what the team owns.
    #[test]
    fn who_is_asked_without_their_team_s_name_owns_something_of_it(
        group in select(vec![
            Group::Approvers, Group::Admins, Group::NamespaceOwners, Group::BucketOwners,
            Group::Team("theirs".to_owned()), Group::Team("ours".to_owned()),
        ]),
        namespace in select(vec!["our-app", "app"]),
        bucket in select(vec!["our-data", "data"]),
    ) {
        let viewer = person(1, &[PersonRole::Developer], &[]);
        let author = person(9, &[], &["them"]);
        let mut set = rules(Risk::Delete);
        set.rules[0].require[0].group = group;
        let after = grants(bucket);
        let ties = RequestTies {
            cluster: "production",
            namespace,
            before: &[],
            after: &after,
            state: RequestState::Submitted,
            author: &author,
            involved: &BTreeSet::new(),
        };
        let owns = namespace == "our-app" || bucket == "our-data";
        prop_assert!(!set.asks_now(&viewer, &ties) || owns || set.may_ask(&viewer));
    }
}
