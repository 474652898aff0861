//! Who may do what, printed to docs/authorization.md and compared with it.

use std::{fmt::Write as _, fs, path::Path};

use roleport_domain::{
    authorize::{Action, NOT_FOUND, PersonRole, Stake, Subject, may},
    lifecycle::{Command, RequestState},
};

const INTRODUCTION: &str = "# Who may do what

This page is generated from `domain/src/authorize.rs`, and a test compares it with the code. After a change of the rules, write it anew:

    ROLEPORT_WRITE_DOCS=1 cargo test -p roleport-domain authorization

Each cell is **yes**, or the code of the refusal. A person with several roles may do what any of them may; \"own\" is a request that the
person wrote, \"edited\" one of which they wrote a later revision, \"asked\" another's for which a rule asks for their approval, \"hidden\" one
that is not theirs to see: with `visibility = \"teams\"` in the rules, a developer's only ([who sees what](approval-rules.md#who-sees-what)). What is
hidden answers as what is not there. Nobody decides on what they wrote or edited, whatever their roles; breaking the glass is the one exception, for admins, and it is marked for good.
Rules and changes of the clusters belong to no request; \"own\" are those that the person proposed. Someone without a role is refused everything (`no_role`).
";

fn states() -> impl Iterator<Item = Option<RequestState>> {
    std::iter::once(None).chain(RequestState::ALL.map(Some))
}

const STAKES: [(Stake, &str); 5] = [
    (Stake::Author, "own"),
    (Stake::Editor, "edited"),
    (Stake::Asked, "asked"),
    (Stake::Other, "another's"),
    (Stake::Hidden, "hidden"),
];

/// Whether a person in this role alone can meet such a request.
fn meets(role: PersonRole, stake: Stake) -> bool {
    stake != Stake::Hidden || !role.sees_all()
}

#[allow(clippy::similar_names)] // both words are the domain's
fn cell(role: PersonRole, stake: Stake, action: Action, state: Option<RequestState>) -> String {
    let subject = Subject {
        roles: &[role],
        stake,
    };
    match may(subject, action, state) {
        Ok(()) => "**yes**".to_owned(),
        Err(refusal) => format!("`{}`", refusal.code),
    }
}

fn table() -> String {
    let mut page = INTRODUCTION.to_owned();
    for action in Action::ALL {
        let mut title = action.words().to_owned();
        title[..1].make_ascii_uppercase();
        let columns: Vec<_> = PersonRole::ALL
            .into_iter()
            .flat_map(|role| STAKES.map(|(stake, whose)| (role, stake, whose)))
            .filter(|(role, stake, _)| meets(*role, *stake))
            .collect();
        write!(page, "\n## {title}\n\n| request is |").unwrap();
        for (role, _, whose) in &columns {
            write!(page, " {}, {whose} |", role.as_str()).unwrap();
        }
        write!(page, "\n|{}\n", " --- |".repeat(columns.len() + 1)).unwrap();
        for state in states() {
            let name = state.map_or("not there", RequestState::as_str);
            write!(page, "| {name} |").unwrap();
            for (role, stake, _) in &columns {
                write!(page, " {} |", cell(*role, *stake, action, state)).unwrap();
            }
            page.push('\n');
        }
    }
    page
}

#[test]
fn the_page_shows_the_code() {
    // Asked when it runs: checkouts may share a target folder, and so this program.
    let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let path = Path::new(&folder).join("../docs/authorization.md");
    if std::env::var_os("ROLEPORT_WRITE_DOCS").is_some() {
        fs::write(&path, table()).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == table(),
        "docs/authorization.md is not what the code does: check the change, then write it anew with ROLEPORT_WRITE_DOCS=1"
    );
}

/// Every set of roles, every request, every action in every state.
fn for_every_cell(mut check: impl FnMut(&[PersonRole], Stake, Action, Option<RequestState>, bool)) {
    for set in 0..1_u8 << PersonRole::ALL.len() {
        let roles: Vec<_> = (0..)
            .zip(PersonRole::ALL)
            .filter(|(bit, _)| set & (1 << bit) != 0)
            .map(|(_, role)| role)
            .collect();
        for (stake, _) in STAKES {
            for action in Action::ALL {
                for state in states() {
                    let subject = Subject {
                        roles: &roles,
                        stake,
                    };
                    let allowed = may(subject, action, state).is_ok();
                    check(&roles, stake, action, state, allowed);
                }
            }
        }
    }
}

#[test]
fn nobody_decides_on_what_they_wrote_or_edited() {
    for_every_cell(|roles, stake, action, _, allowed| {
        if matches!(stake, Stake::Author | Stake::Editor)
            && matches!(
                action,
                Action::Approve | Action::Reject | Action::RequestChanges
            )
            || stake == Stake::Author
                && matches!(action, Action::DecideRules | Action::DecideClusters)
        {
            assert!(!allowed, "{roles:?} {action:?}");
        }
    });
}

#[test]
fn without_a_role_nothing_and_as_an_auditor_only_seeing() {
    for_every_cell(|roles, stake, action, state, allowed| {
        if stake == Stake::Hidden {
            return;
        }
        let sees = matches!(
            action,
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::SeeRules
        );
        let oversees = matches!(action, Action::SeeDeliveries | Action::SeeUnmanaged);
        if roles.is_empty() {
            assert!(!allowed, "{action:?} {state:?}");
        } else if roles == [PersonRole::Auditor] {
            assert_eq!(allowed, sees || oversees, "{action:?} {state:?}");
        } else if sees {
            assert!(allowed, "{roles:?} {action:?} {state:?}");
        }
    });
}

#[test]
fn what_is_hidden_is_not_there_whatever_it_is_and_whoever_asks() {
    for_every_cell(|roles, stake, action, state, allowed| {
        if stake != Stake::Hidden {
            return;
        }
        let concerns = action.concerns_a_request() && state.is_some();
        assert!(!(allowed && concerns), "{roles:?} {action:?} {state:?}");
        let refusal = may(Subject { roles, stake }, action, state).err();
        let is_found = refusal.is_none_or(|refusal| refusal.code != NOT_FOUND);
        assert_eq!(is_found, !concerns || roles.is_empty(), "{action:?}");
        // What concerns no request is as it is for everybody else.
        if !concerns && !roles.is_empty() {
            let other = may(
                Subject {
                    roles,
                    stake: Stake::Other,
                },
                action,
                state,
            );
            assert_eq!(allowed, other.is_ok(), "{roles:?} {action:?} {state:?}");
        }
    });
}

#[test]
fn each_action_is_for_the_people_it_is_meant_for() {
    for_every_cell(|roles, stake, action, _, allowed| {
        let is_author = stake == Stake::Author;
        let is_admin = roles.contains(&PersonRole::Admin);
        let decider = is_admin || roles.contains(&PersonRole::Approver);
        let meant = match action {
            Action::Approve | Action::Reject | Action::RequestChanges => {
                decider || stake == Stake::Asked && roles.iter().any(|role| role.requests())
            }
            Action::Withdraw | Action::Answer => is_author,
            Action::Retry | Action::GiveUp | Action::CallOff | Action::Edit => is_author || decider,
            Action::BreakGlass
            | Action::ProposeRules
            | Action::DecideRules
            | Action::ProposeClusters
            | Action::DecideClusters
            | Action::Redeliver => is_admin,
            Action::SeeUnmanaged => decider || roles.contains(&PersonRole::Auditor),
            Action::Adopt => decider,
            Action::SeeDeliveries => is_admin || roles.contains(&PersonRole::Auditor),
            Action::Submit | Action::Comment => roles.iter().any(|role| role.requests()),
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::SeeRules => {
                !roles.is_empty()
            }
        };
        assert!(!allowed || meant, "{roles:?} {stake:?} {action:?}");
    });
}

#[test]
fn another_role_never_takes_a_right_away() {
    for_every_cell(|roles, stake, action, state, allowed| {
        for more in PersonRole::ALL {
            let roles: Vec<_> = roles.iter().copied().chain([more]).collect();
            let subject = Subject {
                roles: &roles,
                stake,
            };
            assert!(!allowed || may(subject, action, state).is_ok());
        }
    });
}

#[test]
fn a_command_is_possible_exactly_where_somebody_may_give_it() {
    for command in Command::ALL {
        let Some(action) = Action::of(command) else {
            continue;
        };
        for state in RequestState::ALL {
            let somebody = PersonRole::ALL.into_iter().any(|role| {
                STAKES.into_iter().any(|(stake, _)| {
                    let roles = &[role];
                    may(Subject { roles, stake }, action, Some(state)).is_ok()
                })
            });
            assert_eq!(
                somebody,
                state.next(command).is_ok(),
                "{command:?} {state:?}"
            );
        }
    }
}

#[test]
fn every_command_a_state_knows_has_its_next_state() {
    use RequestState::{
        Applied, Applying, Approved, ChangesRequested, Expired, Failed, Rejected, Submitted,
        Withdrawn,
    };
    let known = [
        (Submitted, Command::Endorse, Submitted),
        (Submitted, Command::Approve, Approved),
        (Submitted, Command::Reject, Rejected),
        (Submitted, Command::RequestChanges, ChangesRequested),
        (Submitted, Command::Edit, Submitted),
        (Submitted, Command::Withdraw, Withdrawn),
        (Submitted, Command::BreakGlass, Approved),
        (Submitted, Command::Expire, Expired),
        (ChangesRequested, Command::Reject, Rejected),
        (ChangesRequested, Command::Answer, Submitted),
        (ChangesRequested, Command::Edit, Submitted),
        (ChangesRequested, Command::Withdraw, Withdrawn),
        (ChangesRequested, Command::BreakGlass, Approved),
        (ChangesRequested, Command::Expire, Expired),
        (Approved, Command::Start, Applying),
        (Approved, Command::CallOff, Withdrawn),
        (Applying, Command::Start, Applying),
        (Applying, Command::Outdate, Submitted),
        (Applying, Command::Succeed, Applied),
        (Applying, Command::Fail, Failed),
        (Failed, Command::Retry, Approved),
        (Failed, Command::GiveUp, Withdrawn),
    ];
    for state in RequestState::ALL {
        for command in Command::ALL {
            let next = known
                .iter()
                .find(|(from, with, _)| (*from, *with) == (state, command))
                .map(|(_, _, next)| *next);
            assert_eq!(state.next(command).ok(), next, "{state:?} {command:?}");
        }
        assert_eq!(state.as_str().parse(), Ok(state));
        assert_eq!(
            serde_json::to_value(state).unwrap(),
            serde_json::Value::from(state.as_str())
        );
    }
}
