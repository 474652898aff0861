//! Roles that somebody changes in AWS by hand: that it is seen, told once, and can be undone.

use roleport_app::portal::{Portal as _, RoleCheck};
use roleport_domain::{
    grant::Grant,
    lifecycle::{Command, RequestKind, RequestState},
    plan::Call,
};
use roleport_server::{
    aws::iam::Iam,
    service::{AboutRole, SubmitError},
    worker::{drift, planner},
};
use sqlx::PgPool;

use crate::{
    applier::{fresh, iam, iam_at},
    support::{World, settled, typed, world},
};

/// An applied role: its number and its name.
pub(crate) async fn applied(world: &World, iam: &Iam) -> (i64, String) {
    let app = fresh("drift");
    let id = world
        .service
        .submit(&world.dev, &typed(&app, &app))
        .await
        .unwrap();
    assert_eq!(
        world.carried_out(iam, &world.ops, id).await,
        RequestState::Applied
    );
    let request = world.service.request(&world.dev, id).await.unwrap();
    (request.role_id.unwrap(), format!("test-{app}"))
}

fn policy(role: &str) -> String {
    format!("arn:aws:iam::003250186609:policy/{role}")
}

async fn checked(world: &World, iam: &Iam, role: i64) -> RoleCheck {
    drift::check(&world.pool, iam, role).await.unwrap();
    world
        .service
        .role(&world.dev, role)
        .await
        .unwrap()
        .check
        .unwrap()
}

fn calls(check: &RoleCheck) -> Vec<&str> {
    check.steps.iter().map(|step| step.call.as_str()).collect()
}

async fn told(world: &World, kind: &'static str) -> i64 {
    sqlx::query_scalar("select count(*) from events where kind = $1")
        .bind(kind)
        .fetch_one(&world.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_changed_by_hand_is_seen_told_once_and_restored(pool: PgPool) {
    let world = world(pool.clone()).await;
    let iam = iam().await;
    let (role, name) = applied(&world, &iam).await;
    let fine = checked(&world, &iam, role).await;
    assert_eq!((fine.drifted, calls(&fine)), (false, vec![]));
    let Err(SubmitError::Fields(errors)) = world
        .service
        .ask_about(&world.dev, AboutRole::Restore, role, "Nothing.", "nothing")
        .await
    else {
        panic!("a role in step was to be restored");
    };
    assert_eq!(errors[0].code, "role_in_step");

    for call in [
        Call::UpdateAssumeRolePolicy {
            role: name.clone(),
            trust: serde_json::json!({"Version": "2012-10-17", "Statement": []}),
        },
        Call::CreatePolicyVersion {
            policy_arn: policy(&name),
            document: serde_json::json!({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
            ]}),
        },
    ] {
        iam.send(&call).await.unwrap();
    }
    for _ in 0..2 {
        let found = checked(&world, &iam, role).await;
        assert!(found.drifted);
        assert_eq!(
            calls(&found),
            ["UpdateAssumeRolePolicy", "CreatePolicyVersion"]
        );
        let lines = &found.steps[1].difference;
        assert!(
            lines.iter().any(|line| line.text.contains("s3:*")),
            "what AWS has now is shown: {lines:?}"
        );
        assert_eq!(told(&world, "role.drifted").await, 1);
    }
    // Another difference is told again.
    iam.send(&Call::DetachRolePolicy {
        role: name.clone(),
        policy_arn: policy(&name),
    })
    .await
    .unwrap();
    assert_eq!(calls(&checked(&world, &iam, role).await).len(), 3);
    assert_eq!(told(&world, "role.drifted").await, 2);

    let id = world
        .service
        .ask_about(
            &world.dev,
            AboutRole::Restore,
            role,
            "It was a mistake.",
            "restore",
        )
        .await
        .unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let asked = world.service.request(&world.ops, id).await.unwrap();
    assert_eq!(asked.summary.kind, RequestKind::Restore);
    assert_eq!(asked.plan.steps.len(), 3);
    assert!(!asked.allowed.edit && !asked.allowed.copy);
    assert!(
        world.send(&world.dev, id, Command::Approve).await.is_err(),
        "its author can't approve it"
    );
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);
    let back = checked(&world, &iam, role).await;
    assert_eq!((back.drifted, calls(&back)), (false, vec![]));
    assert_eq!(told(&world, "role.in_step").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_somebody_else_attached_is_shown_and_left_alone(pool: PgPool) {
    let world = world(pool).await;
    let iam = iam().await;
    let (role, name) = applied(&world, &iam).await;
    let (_, other) = applied(&world, &iam).await;
    iam.send(&Call::AttachRolePolicy {
        role: name.clone(),
        policy_arn: policy(&other),
    })
    .await
    .unwrap();
    let found = checked(&world, &iam, role).await;
    assert!(!found.drifted);
    assert!(
        found.notices[0].as_str().contains(&policy(&other)),
        "{found:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_that_was_deleted_or_taken_over_is_drift(pool: PgPool) {
    let world = world(pool).await;
    let iam = iam().await;
    let (role, name) = applied(&world, &iam).await;
    iam.send(&Call::DetachRolePolicy {
        role: name.clone(),
        policy_arn: policy(&name),
    })
    .await
    .unwrap();
    iam.send(&Call::DeleteRole { role: name.clone() })
        .await
        .unwrap();
    let gone = checked(&world, &iam, role).await;
    assert_eq!(calls(&gone), ["CreateRole", "AttachRolePolicy"]);
    // Somebody makes one of the same name: not ours, not even to be restored.
    iam.send(&Call::CreateRole {
        role: name,
        path: "/".to_owned(),
        trust: serde_json::json!({"Version": "2012-10-17", "Statement": []}),
        description: "by hand".to_owned(),
        boundary: None,
        tags: Vec::new(),
    })
    .await
    .unwrap();
    let foreign = checked(&world, &iam, role).await;
    assert!(foreign.drifted && foreign.steps.is_empty());
    assert!(
        foreign.obstacles[0].as_str().contains("left alone"),
        "{foreign:?}"
    );
    assert!(
        foreign
            .notices
            .iter()
            .any(|n| n.as_str().contains("made again")),
        "{foreign:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn aws_that_does_not_answer_changes_nothing_of_what_is_known(pool: PgPool) {
    let world = world(pool.clone()).await;
    let iam = iam().await;
    let (role, _) = applied(&world, &iam).await;
    assert!(!checked(&world, &iam, role).await.drifted);
    let nobody = iam_at("http://127.0.0.1:9").await;
    assert!(drift::check(&pool, &nobody, role).await.is_err());
    let page = world.service.role(&world.dev, role).await.unwrap();
    let check = page.check.unwrap();
    assert!(
        !check.drifted
            && check
                .unreadable
                .unwrap()
                .as_str()
                .contains("did not answer")
    );
    // An auditor asks for nothing; a retired role is not compared.
    assert!(
        world
            .service
            .check_role(&world.auditor, role)
            .await
            .is_err()
    );
    world.service.check_role(&world.dev, role).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn what_aws_lets_it_do_can_be_asked_for(pool: PgPool) {
    let world = world(pool.clone()).await;
    let iam = iam().await;
    let (role, name) = applied(&world, &iam).await;
    assert_eq!(checked(&world, &iam, role).await.found, None);
    // Detached: there is nothing that somebody would want to keep.
    let detach = Call::DetachRolePolicy {
        role: name.clone(),
        policy_arn: policy(&name),
    };
    iam.send(&detach).await.unwrap();
    let found = checked(&world, &iam, role).await;
    assert!(found.drifted);
    assert_eq!(found.found, None);
    iam.send(&Call::CreatePolicyVersion {
        policy_arn: policy(&name),
        document: serde_json::json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
            {"Effect": "Allow", "Action": ["s3:DeleteObject"], "Resource": ["arn:aws:s3:::price-tables/old/*"]},
        ]}),
    })
    .await
    .unwrap();
    let found = checked(&world, &iam, role).await.found.unwrap();
    let words: Vec<_> = found.iter().map(Grant::describe).collect();
    assert_eq!(
        words,
        [
            "delete objects under s3://price-tables/old/",
            "call sqs:* on *"
        ]
    );
    let mut form = typed(name.trim_start_matches("test-"), "keep");
    form.role = Some(role);
    form.grants = found;
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let plan = world.service.request(&world.dev, id).await.unwrap().plan;
    let calls: Vec<_> = plan.steps.iter().map(|step| step.call.as_str()).collect();
    // The policy says it already; only what was detached is to come back.
    assert_eq!(calls, ["AttachRolePolicy"]);
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);
    assert!(!checked(&world, &iam, role).await.drifted);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_that_is_being_changed_is_not_compared(pool: PgPool) {
    let world = world(pool.clone()).await;
    let iam = iam().await;
    let (role, name) = applied(&world, &iam).await;
    let before = checked(&world, &iam, role).await;
    let mut form = typed(name.trim_start_matches("test-"), "change");
    form.role = Some(role);
    form.grants[0].set("bucket", "another-bucket".to_owned());
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    iam.send(&Call::DetachRolePolicy {
        role: name.clone(),
        policy_arn: policy(&name),
    })
    .await
    .unwrap();
    // Approved, not applied yet: what AWS shows is nobody's fault.
    assert_eq!(checked(&world, &iam, role).await, before);
}
