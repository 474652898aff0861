//! Plans on a real Postgres and a server that speaks IAM: what an approval is bound to, and what
//! becomes of it when AWS changes.

use roleport_app::portal::{Portal as _, PortalError, RequestDetail};
use roleport_domain::{
    cluster::Cluster,
    lifecycle::{Command, RequestState},
    plan::{Call, Finding, Plan},
};
use roleport_server::{
    service::{CommandError, Sent},
    store::requests,
    worker::planner,
};
use sqlx::PgPool;

use crate::{
    applier::{fresh, iam, iam_at},
    support::{World, cluster, conflict, planned, service_for, settled, typed, world},
};

async fn page(world: &World, id: i64) -> RequestDetail {
    world.service.request(&world.ops, id).await.unwrap()
}

/// A request that the worker has planned from AWS.
async fn asked(world: &World, app: &str) -> i64 {
    let id = world
        .service
        .submit(&world.dev, &typed(app, app))
        .await
        .unwrap();
    planner::read(&world.pool, &iam().await, id).await.unwrap();
    id
}

async fn blocked(world: &World, id: i64) {
    let row = requests::find(&mut world.pool.acquire().await.unwrap(), id, 0)
        .await
        .unwrap()
        .unwrap();
    let plan = Plan {
        obstacles: vec![Finding {
            code: "foreign_role".to_owned(),
            message: "It is somebody else's.".into(),
        }],
        ..Plan::default()
    };
    planner::record(&world.pool, &row, &plan).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_is_planned_in_the_transaction_that_submits_it(pool: PgPool) {
    let world = world(pool).await;
    let id = world
        .service
        .submit(&world.dev, &typed("blue", "blue"))
        .await
        .unwrap();
    let jobs = "select count(*) from graphile_worker.jobs where key = 'plan-1'";
    assert_eq!(world.count(jobs).await, 1);
    let before = page(&world, id).await;
    assert_eq!(
        (before.plan.hash.as_str(), before.plan.steps.len()),
        ("", 0)
    );
    // Nobody approves what nobody has seen.
    let sent = Sent {
        version: before.version,
        hash: &before.hash,
        plan: "",
        comment: "",
    };
    for command in [Command::Approve, Command::BreakGlass] {
        let sent = Sent {
            comment: "Now.",
            ..sent
        };
        let answer = world.service.command(&world.admin, id, command, sent).await;
        assert!(conflict(&answer), "{command:?}: {answer:?}");
    }
    // It can be asked for again; one job is enough.
    world.service.plan_again(&world.dev, id).await.unwrap();
    assert_eq!(world.count(jobs).await, 1);
    assert!(matches!(
        world.service.plan_again(&world.auditor, id).await,
        Err(PortalError::Forbidden(_))
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_plan_shows_every_call_with_what_it_changes(pool: PgPool) {
    let mut world = world(pool).await;
    let unknown = Cluster {
        oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/NOBODYKNOWSIT".to_owned(),
        ..cluster()
    };
    world.service = service_for(&world.pool, &[unknown]).await;
    let id = asked(&world, &fresh("shown")).await;
    let shown = page(&world, id).await;
    let calls: Vec<_> = shown
        .plan
        .steps
        .iter()
        .map(|step| step.call.as_str())
        .collect();
    assert_eq!(calls, ["CreateRole", "CreatePolicy", "AttachRolePolicy"]);
    let text = |index: usize| -> String {
        let lines = &shown.plan.steps[index].difference;
        lines
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        text(0).contains("sts:AssumeRoleWithWebIdentity"),
        "{}",
        text(0)
    );
    assert!(text(1).contains("s3:GetObject"), "{}", text(1));
    // As people read documents: the version first.
    let policy = text(1);
    assert!(
        policy.find("Version") < policy.find("Statement"),
        "{policy}"
    );
    assert!(shown.plan.is_ready());
    // The account does not know the cluster's provider: the approver is told before, not the pod after.
    assert!(
        shown
            .plan
            .notices
            .iter()
            .any(|notice| notice.as_str().contains("OIDC provider")),
        "{:?}",
        shown.plan.notices
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_can_not_be_carried_out_can_not_be_approved(pool: PgPool) {
    let world = world(pool).await;
    let app = fresh("taken");
    let id = world
        .service
        .submit(&world.dev, &typed(&app, &app))
        .await
        .unwrap();
    let iam = iam().await;
    iam.send(&Call::CreateRole {
        role: format!("test-{app}"),
        path: "/".to_owned(),
        trust: serde_json::json!({"Version": "2012-10-17", "Statement": []}),
        description: "by hand".to_owned(),
        boundary: None,
        tags: Vec::new(),
    })
    .await
    .unwrap();
    planner::read(&world.pool, &iam, id).await.unwrap();
    let seen = page(&world, id).await;
    assert!(
        seen.plan.obstacles[0].as_str().contains("left alone"),
        "{:?}",
        seen.plan
    );
    assert!(!seen.plan.is_ready());
    let answer = world.send(&world.ops, id, Command::Approve).await;
    assert!(conflict(&answer), "{answer:?}");
    // Rejecting and asking for changes need no plan.
    world
        .send(&world.ops, id, Command::RequestChanges)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn aws_that_does_not_answer_blocks_until_it_does(pool: PgPool) {
    let world = world(pool).await;
    let app = fresh("down");
    let id = world
        .service
        .submit(&world.dev, &typed(&app, &app))
        .await
        .unwrap();
    let nobody = iam_at("http://127.0.0.1:9").await;
    assert!(planner::read(&world.pool, &nobody, id).await.is_err());
    let seen = page(&world, id).await;
    assert!(
        seen.plan.obstacles[0].as_str().contains("did not answer"),
        "{:?}",
        seen.plan
    );
    assert!(conflict(
        &world.send(&world.ops, id, Command::Approve).await
    ));
    planner::read(&world.pool, &iam().await, id).await.unwrap();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_plan_voids_what_was_decided_on_the_old_one(pool: PgPool) {
    let world = world(pool).await;
    world
        .rules(
            r#"
            [[rules]]
            name = "Two"
            require = [{ group = "approvers", count = 2 }]
            "#,
        )
        .await;
    let id = world.submitted("blue").await;
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    let half = page(&world, id).await;
    assert_eq!(half.demands[0].given, ["ops"]);

    // Another plan, and the same one once more: only the first is a change.
    blocked(&world, id).await;
    let changed = page(&world, id).await;
    assert_eq!(
        (changed.version, changed.shown),
        (half.version, half.shown + 1)
    );
    blocked(&world, id).await;
    assert_eq!(page(&world, id).await.shown, changed.shown);
    assert_eq!(changed.demands[0].given, Vec::<String>::new());

    planned(&world.pool, id).await;
    let stale = Sent {
        version: page(&world, id).await.version,
        hash: &half.hash,
        plan: &changed.plan.hash,
        comment: "",
    };
    let answer = world
        .service
        .command(&world.other_ops, id, Command::Approve, stale)
        .await;
    let Err(CommandError::Portal(PortalError::Conflict(words))) = answer else {
        panic!("a decision on another plan: {answer:?}");
    };
    assert!(words.as_str().contains("planned it anew"), "{words}");
    // The plan is the first one again, and so is the approval.
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
}

#[sqlx::test(migrations = "../migrations")]
async fn aws_that_changes_after_the_approval_sends_it_back(pool: PgPool) {
    let world = world(pool.clone()).await;
    let iam = iam().await;
    let app = fresh("back");
    let first = asked(&world, &app).await;
    world
        .send(&world.ops, first, Command::Approve)
        .await
        .unwrap();
    assert_eq!(settled(&pool, &iam, first).await, RequestState::Applied);

    let mut form = typed(&app, "change");
    form.role = page(&world, first).await.role_id;
    form.grants[0].set("bucket", "another-bucket".to_owned());
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let approved = page(&world, id).await;
    assert_eq!(approved.plan.steps.len(), 1);
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    // Somebody attaches the role's policy no more, by hand.
    let role = format!("test-{app}");
    iam.send(&Call::DetachRolePolicy {
        role: role.clone(),
        policy_arn: format!("arn:aws:iam::003250186609:policy/{role}"),
    })
    .await
    .unwrap();

    assert_eq!(settled(&pool, &iam, id).await, RequestState::Submitted);
    let again = page(&world, id).await;
    let calls: Vec<_> = again
        .plan
        .steps
        .iter()
        .map(|step| step.call.as_str())
        .collect();
    assert_eq!(calls, ["CreatePolicyVersion", "AttachRolePolicy"]);
    assert!(
        world
            .kinds(id)
            .await
            .contains(&"request.outdated".to_owned())
    );
    assert_eq!(
        world
            .count("select count(*) from application_steps where request_id = 2")
            .await,
        0
    );
    // The old approval does not count; the same person may give a new one.
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);
    let done = page(&world, id).await;
    let sent: Vec<_> = done
        .plan
        .steps
        .iter()
        .map(|step| step.call.as_str())
        .collect();
    assert_eq!(sent, ["CreatePolicyVersion", "AttachRolePolicy"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_plan_and_an_approval_at_once_never_both_count(pool: PgPool) {
    let world = world(pool).await;
    let mut won = [0, 0];
    for round in 0..100 {
        let app = format!("race-{round}");
        let id = world.submitted(&app).await;
        let (approval, ()) = tokio::join!(
            world.send(&world.ops, id, Command::Approve),
            blocked(&world, id),
        );
        let row = page(&world, id).await;
        if approval.is_ok() {
            // What was approved is the plan that was seen.
            assert_eq!(row.summary.state, RequestState::Approved);
            assert_eq!(row.plan.hash, crate::support::plan_hash());
            won[0] += 1;
        } else {
            assert!(conflict(&approval), "{approval:?}");
            assert_eq!(row.summary.state, RequestState::Submitted);
            assert!(!row.plan.is_ready());
            won[1] += 1;
        }
    }
    assert_eq!(won[0] + won[1], 100);
}
