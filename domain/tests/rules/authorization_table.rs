//! Who may do what, printed to docs/authorization.md and compared with it.

use std::{fmt::Write as _, fs, path::Path};

use roleport_domain::{
    authorize::{Action, PersonRole, Subject, may},
    lifecycle::{Command, RequestState},
};

const INTRODUCTION: &str = "# Who may do what

This page is generated from `domain/src/authorize.rs`, and a test compares it with the code. After a change of the rules, write it anew:

    ROLEPORT_WRITE_DOCS=1 cargo test -p roleport-domain authorization

Each cell is **yes**, or the code of the refusal. A person with several roles may do what any of them may; \"own\" is a request that the
person wrote. Nobody decides on their own request, whatever their roles. Someone without a role is refused everything (`no_role`).
";

fn states() -> impl Iterator<Item = Option<RequestState>> {
    std::iter::once(None).chain(RequestState::ALL.map(Some))
}

fn cell(role: PersonRole, is_author: bool, action: Action, state: Option<RequestState>) -> String {
    let subject = Subject {
        roles: &[role],
        is_author,
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
            .flat_map(|role| [(role, true), (role, false)])
            .collect();
        write!(page, "\n## {title}\n\n| request is |").unwrap();
        for (role, own) in &columns {
            let whose = if *own { "own" } else { "another's" };
            write!(page, " {}, {whose} |", role.as_str()).unwrap();
        }
        write!(page, "\n|{}\n", " --- |".repeat(columns.len() + 1)).unwrap();
        for state in states() {
            let name = state.map_or("not there", RequestState::as_str);
            write!(page, "| {name} |").unwrap();
            for (role, own) in &columns {
                write!(page, " {} |", cell(*role, *own, action, state)).unwrap();
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
fn for_every_cell(mut check: impl FnMut(&[PersonRole], bool, Action, Option<RequestState>, bool)) {
    for set in 0..1_u8 << PersonRole::ALL.len() {
        let roles: Vec<_> = (0..)
            .zip(PersonRole::ALL)
            .filter(|(bit, _)| set & (1 << bit) != 0)
            .map(|(_, role)| role)
            .collect();
        for is_author in [false, true] {
            for action in Action::ALL {
                for state in states() {
                    let subject = Subject {
                        roles: &roles,
                        is_author,
                    };
                    let allowed = may(subject, action, state).is_ok();
                    check(&roles, is_author, action, state, allowed);
                }
            }
        }
    }
}

#[test]
fn nobody_decides_on_their_own_request() {
    for_every_cell(|roles, is_author, action, _, allowed| {
        if is_author && matches!(action, Action::Approve | Action::Reject) {
            assert!(!allowed, "{roles:?} {action:?}");
        }
    });
}

#[test]
fn without_a_role_nothing_and_as_an_auditor_only_seeing() {
    for_every_cell(|roles, _, action, state, allowed| {
        let sees = matches!(
            action,
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory
        );
        if roles.is_empty() {
            assert!(!allowed, "{action:?} {state:?}");
        } else if roles == [PersonRole::Auditor] {
            assert_eq!(allowed, sees, "{action:?} {state:?}");
        } else if sees {
            assert!(allowed, "{roles:?} {action:?} {state:?}");
        }
    });
}

#[test]
fn only_deciders_decide_and_only_authors_withdraw() {
    for_every_cell(|roles, is_author, action, _, allowed| {
        let decider = roles.contains(&PersonRole::Approver) || roles.contains(&PersonRole::Admin);
        match action {
            Action::Approve | Action::Reject => assert!(!allowed || decider),
            Action::Withdraw => assert!(!allowed || is_author),
            Action::Retry | Action::GiveUp => assert!(!allowed || is_author || decider),
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::Submit => {}
        }
    });
}

#[test]
fn another_role_never_takes_a_right_away() {
    for_every_cell(|roles, is_author, action, state, allowed| {
        for more in PersonRole::ALL {
            let roles: Vec<_> = roles.iter().copied().chain([more]).collect();
            let subject = Subject {
                roles: &roles,
                is_author,
            };
            assert!(!allowed || may(subject, action, state).is_ok());
        }
    });
}

#[test]
fn what_is_allowed_is_also_possible() {
    for_every_cell(|_, _, action, state, allowed| {
        let command = match action {
            Action::Approve => Command::Approve,
            Action::Reject => Command::Reject,
            Action::Withdraw => Command::Withdraw,
            Action::Retry => Command::Retry,
            Action::GiveUp => Command::GiveUp,
            Action::SeeRoles | Action::SeeRequest | Action::SeeHistory | Action::Submit => return,
        };
        let possible = state.is_some_and(|state| state.next(command).is_ok());
        assert!(!allowed || possible, "{action:?} {state:?}");
    });
}

#[test]
fn every_command_a_state_knows_has_its_next_state() {
    use RequestState::{Applied, Applying, Approved, Failed, Rejected, Submitted, Withdrawn};
    let known = [
        (Submitted, Command::Approve, Approved),
        (Submitted, Command::Reject, Rejected),
        (Submitted, Command::Withdraw, Withdrawn),
        (Approved, Command::Start, Applying),
        (Applying, Command::Start, Applying),
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
