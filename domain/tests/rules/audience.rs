//! Who is told of what.

use roleport_domain::{
    audience::{EventKind, Happened, Person, Topic, audience},
    authorize::PersonRole,
    lifecycle::RequestState,
};

const AUTHOR: i64 = 1;
const EDITOR: i64 = 2;
const APPROVER: i64 = 3;
const ADMIN: i64 = 4;
const AUDITOR: i64 = 5;
const DEVELOPER: i64 = 6;
const GONE: i64 = 7;

fn people() -> Vec<Person> {
    let person = |id, roles: &[PersonRole]| Person {
        id,
        roles: roles.to_vec(),
    };
    vec![
        person(AUTHOR, &[PersonRole::Developer, PersonRole::Approver]),
        person(EDITOR, &[PersonRole::Approver]),
        person(APPROVER, &[PersonRole::Approver]),
        person(ADMIN, &[PersonRole::Admin]),
        person(AUDITOR, &[PersonRole::Auditor]),
        person(DEVELOPER, &[PersonRole::Developer]),
        person(GONE, &[]),
    ]
}

fn told(kind: EventKind, actor: Option<i64>, state: RequestState) -> Vec<(i64, Topic)> {
    let happened = Happened {
        kind,
        actor,
        state,
        author: AUTHOR,
        writers: &[AUTHOR, EDITOR],
        asked: &[],
        commenters: &[EDITOR, GONE],
        mentioned: &[DEVELOPER, GONE],
    };
    audience(happened, &people())
}

#[test]
fn approvers_are_told_when_it_is_their_turn() {
    let turn = vec![(APPROVER, Topic::WaitsForMe), (ADMIN, Topic::WaitsForMe)];
    for kind in [EventKind::Submitted, EventKind::Edited, EventKind::Answered] {
        assert_eq!(told(kind, Some(AUTHOR), RequestState::Submitted), turn);
        // It was withdrawn before anybody could be told.
        assert_eq!(told(kind, Some(AUTHOR), RequestState::Withdrawn), []);
    }
    let edited = told(EventKind::Edited, Some(EDITOR), RequestState::Submitted);
    assert_eq!(edited[0], (AUTHOR, Topic::Outcome));
    assert_eq!(edited[1..], turn);
    let reminded = told(EventKind::Reminded, None, RequestState::Submitted);
    assert_eq!(reminded, edited);
    assert_eq!(
        told(EventKind::Outdated, None, RequestState::Submitted),
        edited
    );
    assert_eq!(
        told(EventKind::Reminded, None, RequestState::ChangesRequested),
        [(AUTHOR, Topic::Outcome)]
    );
}

#[test]
fn the_requester_is_told_each_outcome_and_the_others_that_it_is_handled() {
    let author = (AUTHOR, Topic::Outcome);
    for (kind, state) in [
        (EventKind::Approved, RequestState::Approved),
        (EventKind::Rejected, RequestState::Rejected),
    ] {
        let handled = [author, (ADMIN, Topic::Handled)];
        assert_eq!(told(kind, Some(APPROVER), state), handled);
    }
    // The first of two approvals: it still waits for the others.
    assert_eq!(
        told(EventKind::Approved, Some(APPROVER), RequestState::Submitted),
        [author]
    );
    let others = [(APPROVER, Topic::Handled), (ADMIN, Topic::Handled)];
    let withdrawn = told(EventKind::Withdrawn, Some(AUTHOR), RequestState::Withdrawn);
    assert_eq!(withdrawn, others);
    let expired = told(EventKind::Expired, None, RequestState::Expired);
    assert_eq!(expired, [author, others[0], others[1]]);
    for (kind, actor, state) in [
        (
            EventKind::ChangesRequested,
            Some(APPROVER),
            RequestState::ChangesRequested,
        ),
        (EventKind::Applied, None, RequestState::Applied),
        (EventKind::Retired, None, RequestState::Applied),
        (EventKind::Failed, None, RequestState::Failed),
        (EventKind::AutoApproved, None, RequestState::Approved),
        (EventKind::GivenUp, Some(APPROVER), RequestState::Withdrawn),
    ] {
        assert_eq!(told(kind, actor, state), [author], "{kind:?}");
    }
}

#[test]
fn comments_reach_those_who_are_in_the_conversation() {
    let commented = told(EventKind::Commented, Some(APPROVER), RequestState::Applied);
    let expected = [AUTHOR, EDITOR, DEVELOPER].map(|id| (id, Topic::Comments));
    assert_eq!(commented, expected);
}

#[test]
fn a_broken_glass_is_heard_by_everyone_who_decides() {
    let heard = told(EventKind::BreakGlass, Some(ADMIN), RequestState::Approved);
    // The author decides on other requests: muting outcomes does not hide it from them either.
    assert_eq!(
        heard,
        [AUTHOR, EDITOR, APPROVER].map(|id| (id, Topic::Emergency))
    );
}

#[test]
fn never_the_one_who_did_it_nobody_without_a_role_and_each_once() {
    for kind in EventKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        for state in RequestState::ALL {
            for actor in (AUTHOR..=GONE).map(Some).chain([None]) {
                let told = told(kind, actor, state);
                let mut ids: Vec<_> = told.iter().map(|(id, _)| *id).collect();
                assert!(!ids.contains(&GONE) && actor.is_none_or(|actor| !ids.contains(&actor)));
                ids.dedup();
                assert_eq!(ids.len(), told.len());
            }
        }
    }
    for topic in Topic::CHOICES.into_iter().chain([Topic::Emergency]) {
        assert_eq!(topic.as_str().parse(), Ok(topic));
    }
}
