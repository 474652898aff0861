//! Two people at once, 200 times each: exactly one wins, the other is told so, and the history holds
//! exactly what the winner did (design.md, the life of a request).

use crate::support::{World, plan_hash, typed, world};
use roleport_app::portal::{Portal as _, PortalError, Viewer};
use roleport_domain::lifecycle::{Command, RequestState};
use roleport_server::service::{CommandError, Sent, SubmitError};
use sqlx::PgPool;

const ROUNDS: usize = 200;

/// What a rival does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Command(Command),
    Edit,
}

impl Move {
    /// The state it leads to, and the event it leaves.
    fn outcome(self) -> (RequestState, &'static str) {
        match self {
            Self::Command(Command::Approve) => (RequestState::Approved, "request.approved"),
            Self::Command(Command::Reject) => (RequestState::Rejected, "request.rejected"),
            Self::Command(Command::Withdraw) => (RequestState::Withdrawn, "request.withdrawn"),
            Self::Command(Command::RequestChanges) => {
                (RequestState::ChangesRequested, "request.changes_requested")
            }
            Self::Edit => (RequestState::Submitted, "request.edited"),
            Self::Command(other) => panic!("{other:?} is no move of a race"),
        }
    }
}

/// Whether it was done; a loser must have been told of a conflict. Both have read the same page
/// before: `hash` is what it shows.
async fn play(world: &World, who: &Viewer, (id, hash): (i64, &str), app: &str, what: Move) -> bool {
    let error = match what {
        Move::Command(command) => {
            let sent = Sent {
                version: 1,
                hash,
                plan: &plan_hash(),
                comment: "because",
            };
            match world.service.command(who, id, command, sent).await {
                Ok(()) => return true,
                Err(CommandError::Portal(error)) => error,
                Err(other) => panic!("{other:?}"),
            }
        }
        Move::Edit => {
            let mut form = typed(app, "edit");
            form.grants[0].set("bucket", "another-bucket".to_owned());
            match world.service.revise(who, (id, 1), &form).await {
                Ok(()) => return true,
                Err(SubmitError::Portal(error)) => error,
                // Lost before it looked: told beside the form, so that what was typed stays.
                Err(SubmitError::Fields(errors)) => {
                    assert_eq!(errors[0].code, "request_changed");
                    return false;
                }
            }
        }
    };
    assert!(
        matches!(
            error,
            PortalError::Conflict(_) | PortalError::Outdated { .. }
        ),
        "{what:?}: {error:?}"
    );
    false
}

async fn race(world: &World, name: &str, (one, a): (&Viewer, Move), (other, b): (&Viewer, Move)) {
    let mut wins = [0, 0];
    for round in 0..ROUNDS {
        let app = format!("{name}-{round}");
        let id = world.submitted(&app).await;
        let hash = world.service.request(&world.dev, id).await.unwrap().hash;
        let (first, second) = tokio::join!(
            play(world, one, (id, &hash), &app, a),
            play(world, other, (id, &hash), &app, b)
        );
        assert!(first != second, "{name} {round}: {first} {second}");
        let (state, event) = if first { a.outcome() } else { b.outcome() };
        wins[usize::from(second)] += 1;
        let now = world.service.request_state(&world.dev, id).await.unwrap();
        assert_eq!(now, (state, 2), "{name} {round}");
        let events = world.kinds(id).await;
        assert_eq!(events, ["request.submitted", event], "{name} {round}");
    }
    println!("{name}: {wins:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn approve_against_reject(pool: PgPool) {
    let world = world(pool).await;
    let approve = (&world.ops, Move::Command(Command::Approve));
    let reject = (&world.other_ops, Move::Command(Command::Reject));
    race(&world, "reject", approve, reject).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn approve_against_withdraw(pool: PgPool) {
    let world = world(pool).await;
    let approve = (&world.ops, Move::Command(Command::Approve));
    let withdraw = (&world.dev, Move::Command(Command::Withdraw));
    race(&world, "withdraw", approve, withdraw).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn approve_against_edit(pool: PgPool) {
    let world = world(pool).await;
    let approve = (&world.ops, Move::Command(Command::Approve));
    race(&world, "edit", approve, (&world.dev, Move::Edit)).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn approve_against_asking_for_changes(pool: PgPool) {
    let world = world(pool).await;
    let approve = (&world.ops, Move::Command(Command::Approve));
    let changes = (&world.other_ops, Move::Command(Command::RequestChanges));
    race(&world, "changes", approve, changes).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn two_approvals_at_once(pool: PgPool) {
    let world = world(pool).await;
    let approve = Move::Command(Command::Approve);
    race(
        &world,
        "approve",
        (&world.ops, approve),
        (&world.other_ops, approve),
    )
    .await;
    assert_eq!(
        world
            .count(
                "select count(*) from graphile_worker.jobs where task_identifier = 'apply_request'"
            )
            .await,
        200
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn two_edits_at_once(pool: PgPool) {
    let world = world(pool).await;
    race(
        &world,
        "edits",
        (&world.dev, Move::Edit),
        (&world.ops, Move::Edit),
    )
    .await;
}
