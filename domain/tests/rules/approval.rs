//! Approval rules hold whatever the request, the people and the rules are.

use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*, sample::select};
use roleport_domain::{
    authorize::PersonRole,
    grant::Grant,
    rules::{AutoApproval, Facts, Group, Person, Risk, Rule, RuleSet, Step, Team},
    service::Service,
};

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let grant = (
        select(vec!["prices", "logs", "raw"]),
        select(vec!["", "in/", "in/day/"]),
        select(Service::S3.template().accesses.to_vec()),
    );
    vec(grant, 0..4).prop_map(|lines| {
        lines
            .into_iter()
            .map(|(bucket, prefix, access)| Grant::s3(bucket, prefix, &[access]))
            .collect()
    })
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    vec(
        (vec(select(PersonRole::ALL.to_vec()), 0..3), any::<bool>()),
        1..6,
    )
    .prop_map(|people| {
        (1..)
            .zip(people)
            .map(|(id, (roles, in_group))| Person {
                id,
                name: format!("person {id}"),
                email: format!("p{id}@example.com"),
                roles,
                groups: in_group.then(|| "team".to_owned()).into_iter().collect(),
            })
            .collect()
    })
}

fn rules() -> impl Strategy<Value = RuleSet> {
    let group = select(vec![
        Group::Approvers,
        Group::Admins,
        Group::NamespaceOwners,
        Group::BucketOwners,
        Group::Team("team".to_owned()),
    ]);
    let step = (group, 1_u8..3).prop_map(|(group, count)| Step { group, count });
    let rule = (vec(select(Risk::ALL.to_vec()), 0..3), vec(step, 1..3));
    (vec(rule, 0..4), any::<bool>(), any::<bool>()).prop_map(|(rules, read_only, own_buckets)| {
        RuleSet {
            teams: vec![Team {
                name: "team".to_owned(),
                members: vec!["P1@example.com".to_owned()],
                groups: vec!["team".to_owned()],
                namespaces: vec!["*/pay-?".to_owned()],
                buckets: vec!["pr*".to_owned()],
            }],
            rules: (0..)
                .zip(rules)
                .map(|(index, (risks, require))| Rule {
                    name: format!("rule {index}"),
                    risks,
                    require,
                    ..Rule::default()
                })
                .collect(),
            auto_approve: vec![AutoApproval {
                name: "auto".to_owned(),
                enabled: true,
                read_only,
                own_buckets,
                ..AutoApproval::default()
            }],
            ..RuleSet::default()
        }
    })
}

fn ids(set: u8) -> BTreeSet<i64> {
    (0..8)
        .filter(|bit| set & (1 << bit) != 0)
        .map(i64::from)
        .collect()
}

proptest! {
    #[test]
    fn whoever_wrote_a_request_counts_for_nothing(
        set in rules(), before in grants(), after in grants(), people in people(),
        approvals in any::<u8>(), writers in any::<u8>(),
    ) {
        let facts = Facts::of(&set, ("production", "pay-1"), &before, &after);
        let (approvals, writers) = (ids(approvals), ids(writers));
        let standing = set.standing(&facts, &people, &approvals, &writers);
        let without = &approvals - &writers;
        prop_assert_eq!(&standing, &set.standing(&facts, &people, &without, &writers));
        for person in people.iter().filter(|person| writers.contains(&person.id)) {
            for demand in &standing.demands {
                prop_assert!(!demand.given.contains(&person.name));
                prop_assert!(!demand.possible.contains(&person.name));
            }
        }
        // Somebody is always asked for, so that nothing is approved by itself.
        prop_assert!(!set.standing(&facts, &people, &BTreeSet::new(), &writers).is_approved());
    }

    #[test]
    fn another_approval_never_takes_one_away(
        set in rules(), before in grants(), after in grants(), people in people(),
        approvals in any::<u8>(), more in 0_i64..8,
    ) {
        let facts = Facts::of(&set, ("production", "pay-1"), &before, &after);
        let fewer = ids(approvals);
        let mut all = fewer.clone();
        all.insert(more);
        let nobody = BTreeSet::new();
        let less = set.standing(&facts, &people, &fewer, &nobody);
        let now = set.standing(&facts, &people, &all, &nobody);
        prop_assert!(!less.is_approved() || now.is_approved());
        for (old, new) in less.demands.iter().zip(&now.demands) {
            prop_assert!(new.missing() <= old.missing());
        }
    }

    #[test]
    fn only_people_with_a_role_are_asked(
        set in rules(), before in grants(), after in grants(), people in people(),
    ) {
        let facts = Facts::of(&set, ("production", "pay-1"), &before, &after);
        let standing = set.standing(&facts, &people, &BTreeSet::new(), &BTreeSet::new());
        for person in &people {
            let requests = person.roles.iter().any(|role| role.requests());
            let possible = standing.demands.iter().any(|demand| demand.possible.contains(&person.name));
            prop_assert!(requests || !possible && !set.asks(&facts, person));
        }
    }

    #[test]
    fn what_is_approved_by_itself_is_within_its_rule(
        set in rules(), before in grants(), after in grants(),
    ) {
        let facts = Facts::of(&set, ("production", "pay-1"), &before, &after);
        if let Some(rule) = set.auto_approval(&facts) {
            prop_assert!(!after.is_empty());
            let writes = facts.risks.contains(&Risk::Write) || facts.risks.contains(&Risk::Delete);
            prop_assert!(!(rule.read_only && writes));
            prop_assert!(!rule.own_buckets || facts.only_own_buckets);
        }
    }

    #[test]
    fn taking_access_away_is_no_risk_but_a_retirement(before in grants()) {
        let facts = Facts::of(&RuleSet::default(), ("production", "pay-1"), &before, &before);
        let retired = before.is_empty();
        prop_assert_eq!(facts.risks.contains(&Risk::Retire), retired);
        prop_assert_eq!(facts.risks.len(), usize::from(retired));
    }
}
