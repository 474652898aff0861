//! What one person may approve several of at once.

use roleport_domain::{
    grant::{Access, Grant},
    lifecycle::RequestKind,
    rules::{Facts, RuleSet, why_alone},
};

use crate::input::{grant, request};

fn alone(kind: RequestKind, before: &[Grant], after: &[Grant]) -> Option<String> {
    let facts = Facts::of(&RuleSet::default(), ("production", "blue"), before, after);
    why_alone(kind, &facts, &request(after.to_vec())).map(String::from)
}

#[test]
fn only_what_has_nothing_to_look_at_twice_is_of_low_risk() {
    let reads = grant("data", "in/", &[Access::Read]);
    let calm = std::slice::from_ref(&reads);
    for kind in [RequestKind::NewRole, RequestKind::ChangeGrants] {
        assert_eq!(alone(kind, &[], calm), None);
    }
    for risky in [
        grant("data", "in/", &[Access::Write]),
        grant("data", "in/", &[Access::Delete]),
        grant("data", "", &[Access::Read]),
    ] {
        let both = [reads.clone(), risky.clone()];
        assert!(alone(RequestKind::NewRole, &[], &both).is_some());
        // It was approved before, and is still what the page says to look at twice.
        assert!(alone(RequestKind::ChangeGrants, &[risky], &both).is_some());
    }
}

#[test]
fn what_undoes_or_takes_over_is_read_alone_whatever_it_grants() {
    let calm = [grant("data", "in/", &[Access::Read])];
    for kind in [
        RequestKind::Retire,
        RequestKind::Restore,
        RequestKind::Adopt,
    ] {
        assert!(alone(kind, &calm, &calm).is_some(), "{kind:?}");
    }
}
