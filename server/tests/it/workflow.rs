//! Storage and workflow against a real Postgres: what two people at once, a double click and a
//! careless administrator may do to a request.

use crate::support::{conflict, forbidden, typed, world};
use roleport_app::portal::{Portal as _, RequestView, TypedRequest};
use roleport_domain::{
    grant::{Access, Grant},
    lifecycle::{Command, RequestState},
};
use roleport_server::service::{CommandError, Sent, SubmitError};
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_leaves_its_decision_event_and_job_together(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let queue = world
        .service
        .requests(&world.ops, RequestView::Queue, None)
        .await
        .unwrap();
    assert_eq!(
        queue.lines.iter().map(|line| line.id).collect::<Vec<_>>(),
        [id]
    );

    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
    assert_eq!(world.count("select count(*) from decisions").await, 1);
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'request.approved'")
            .await,
        1
    );
    assert_eq!(
        world
            .count(
                "select count(*) from graphile_worker.jobs where task_identifier = 'apply_request'"
            )
            .await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_decides_on_their_own_request_not_even_past_the_code(pool: PgPool) {
    let world = world(pool).await;
    let id = world
        .service
        .submit(&world.ops, &typed("blue", "k"))
        .await
        .unwrap();
    assert!(forbidden(
        &world.send(&world.ops, id, Command::Approve).await
    ));
    assert!(forbidden(
        &world.send(&world.ops, id, Command::Reject).await
    ));
    assert_eq!(world.state(id).await, RequestState::Submitted);
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'request.refused'")
            .await,
        2
    );

    let past_the_code = sqlx::query(
        "insert into decisions (request_id, author_id, person_id, verdict, comment, hash)
         values ($1, $2, $2, 'approved', '', '')",
    )
    .bind(id)
    .bind(world.ops.person_id)
    .execute(&world.pool)
    .await
    .unwrap_err();
    let refusal = past_the_code.into_database_error().unwrap();
    assert_eq!(refusal.constraint(), Some("decisions_four_eyes"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_developer_can_only_withdraw_and_only_their_own(pool: PgPool) {
    let world = world(pool).await;
    let id = world
        .service
        .submit(&world.ops, &typed("blue", "k"))
        .await
        .unwrap();
    for command in [Command::Approve, Command::Reject, Command::Withdraw] {
        assert!(
            forbidden(&world.send(&world.dev, id, command).await),
            "{command:?}"
        );
    }
    world.send(&world.ops, id, Command::Withdraw).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Withdrawn);
}

#[sqlx::test(migrations = "../migrations")]
async fn submitting_twice_makes_one_request(pool: PgPool) {
    let world = world(pool).await;
    for round in 0..200 {
        let page = typed(&format!("twice-{round}"), &format!("key-{round}"));
        let submit = || world.service.submit(&world.dev, &page);
        let (one, two, three) = tokio::join!(submit(), submit(), submit());
        let id = one.clone().unwrap();
        assert_eq!([&one, &two, &three], [&Ok(id); 3], "round {round}");
        assert_eq!(submit().await, Ok(id));
    }
    assert_eq!(world.count("select count(*) from requests").await, 200);
    assert_eq!(world.count("select count(*) from events").await, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_has_one_open_request_and_a_name_one_owner(pool: PgPool) {
    let world = world(pool).await;
    world.submitted("blue").await;
    let mut same_name = typed("blue", "another");
    same_name.namespace = "elsewhere".to_owned();
    for again in [typed("blue", "other"), same_name] {
        let Err(SubmitError::Fields(errors)) = world.service.submit(&world.ops, &again).await
        else {
            panic!("a second open request was taken");
        };
        assert_eq!(errors[0].code, "role_has_open_request");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stale_page_decides_nothing(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let request = world.service.request(&world.ops, id).await.unwrap();
    for (version, hash) in [
        (request.version + 1, request.hash.as_str()),
        (request.version, "other"),
    ] {
        let sent = Sent {
            version,
            hash,
            plan: &request.plan.hash,
            comment: "",
        };
        let answer = world
            .service
            .command(&world.ops, id, Command::Approve, sent)
            .await;
        assert!(conflict(&answer), "{answer:?}");
    }
    let silent = Sent {
        version: request.version,
        hash: &request.hash,
        plan: &request.plan.hash,
        comment: "  ",
    };
    let answer = world
        .service
        .command(&world.ops, id, Command::Reject, silent)
        .await;
    assert!(matches!(answer, Err(CommandError::Comment(_))));
    assert_eq!(world.state(id).await, RequestState::Submitted);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_history_and_the_decisions_can_not_be_edited(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    for sql in [
        "update events set words = 'nothing'",
        "delete from events",
        "truncate events cascade",
        "update decisions set comment = 'nothing'",
        "delete from decisions",
    ] {
        let error = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_who_decides_admits_an_old_buckets_name_and_what_is_admitted_stays(pool: PgPool) {
    let world = world(pool).await;
    let form = |key: &str, admit_old_buckets| TypedRequest {
        grants: vec![Grant::s3("Old_Data", "in/", &[Access::Read])],
        admit_old_buckets,
        ..typed("old-bucket", key)
    };
    for (who, admits) in [(&world.dev, false), (&world.dev, true), (&world.ops, false)] {
        let Err(SubmitError::Fields(errors)) = world.service.submit(who, &form("no", admits)).await
        else {
            panic!("{} {admits}", who.name);
        };
        assert_eq!(errors[0].field, "grants[0].bucket");
    }
    let id = world
        .service
        .submit(&world.ops, &form("yes", true))
        .await
        .unwrap();
    assert!(forbidden(
        &world.send(&world.ops, id, Command::Approve).await
    ));
    let page = world.service.request(&world.other_ops, id).await.unwrap();
    assert!(page.preview.valid, "{:?}", page.preview.errors);
    // Whoever edits it later need not admit it again; another one is another one.
    let mut later = form("later", false);
    later.grants[0].access = vec![Access::Write];
    world
        .service
        .revise(&world.other_ops, (id, 1), &later)
        .await
        .unwrap();
    later.grants[0].set("bucket", "Other_Data".to_owned());
    assert!(
        world
            .service
            .revise(&world.other_ops, (id, 2), &later)
            .await
            .is_err()
    );
}
