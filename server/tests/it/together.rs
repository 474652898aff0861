//! Several requests of low risk approved at once: each a decision of its own, under the rules of a single one.

use roleport_app::portal::{
    Portal as _, PortalError, RequestView, TypedRequest, Viewer, together::SeenRequest,
};
use roleport_domain::{
    grant::{Access, Grant},
    lifecycle::{Command, RequestState},
    rules::MOST_AT_ONCE,
};
use roleport_server::service::CommandError;
use sqlx::PgPool;

use crate::support::{World, planned, typed, world};

/// A request as its page shows it.
async fn seen(world: &World, id: i64) -> SeenRequest {
    let request = world.service.request(&world.ops, id).await.unwrap();
    SeenRequest::from(&request)
}

async fn submitted(world: &World, form: &TypedRequest) -> i64 {
    let id = world.service.submit(&world.dev, form).await.unwrap();
    planned(&world.pool, id).await;
    id
}

/// One that opens writing.
async fn risky(world: &World, app: &str) -> i64 {
    let mut form = typed(app, app);
    form.grants[0].access = vec![Access::Write];
    submitted(world, &form).await
}

/// Requests of the queue that have a box.
async fn boxes(world: &World, who: &Viewer) -> Vec<i64> {
    let queue = world.service.requests(who, RequestView::Queue, None);
    let lines = queue.await.unwrap().lines;
    let ticked = lines.into_iter().filter(|line| line.together);
    ticked.map(|line| line.id).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn each_is_approved_by_itself_and_what_has_changed_is_named(pool: PgPool) {
    let world = world(pool).await;
    let mut ids = Vec::new();
    for app in ["one", "two", "edited", "replanned", "rejected"] {
        ids.push(world.submitted(app).await);
    }
    let mut read = Vec::new();
    for id in &ids {
        read.push(seen(&world, *id).await);
    }
    let mut form = typed("edited", "edit");
    form.grants[0].set("prefix", "out/".to_owned());
    world
        .service
        .revise(&world.dev, (ids[2], 1), &form)
        .await
        .unwrap();
    planned(&world.pool, ids[2]).await;
    read[3].plan = "0".repeat(64);
    world
        .send(&world.other_ops, ids[4], Command::Reject)
        .await
        .unwrap();

    let done = world
        .service
        .approve_together(&world.ops, &read, "Fine.")
        .await
        .unwrap();
    assert_eq!(done.approved, ids[..2]);
    let left: Vec<_> = done.left_out.iter().map(|one| one.id).collect();
    assert_eq!(left, ids[2..]);
    for (one, word) in done.left_out.iter().zip(["revision", "AWS", "rejected"]) {
        assert!(one.reason.as_str().contains(word), "{}: {word}", one.reason);
    }
    for (id, state) in ids.iter().zip([
        RequestState::Approved,
        RequestState::Approved,
        RequestState::Submitted,
        RequestState::Submitted,
        RequestState::Rejected,
    ]) {
        assert_eq!(world.state(*id).await, state, "request {id}");
    }
    // The history and the decisions are those of single ones.
    let words: Vec<String> = sqlx::query_scalar(
        "select words from events where kind = 'request.approved' and comment = 'Fine.' order by id",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    assert_eq!(
        words,
        ["approved the request, read together with 4 others"; 2]
    );
    assert_eq!(
        world
            .count("select count(*) from decisions where verdict = 'approved' and plan_hash is not null")
            .await,
        2
    );
    assert_eq!(
        world
            .count(
                "select count(*) from graphile_worker.jobs where task_identifier = 'apply_request'"
            )
            .await,
        2
    );
    // Sent again, nothing happens twice.
    let again = world
        .service
        .approve_together(&world.ops, &read[..2], "Fine.")
        .await
        .unwrap();
    assert!(again.approved.is_empty());
    assert_eq!(world.count("select count(*) from decisions").await, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_risky_has_no_box_and_is_refused_even_when_it_is_forged(pool: PgPool) {
    let world = world(pool).await;
    let low = world.submitted("low").await;
    let mut whole = typed("whole", "whole");
    whole.grants = vec![Grant::s3("price-tables", "", &[Access::Read])];
    let mut shared = typed("shared", "shared");
    shared.service_account = "default".to_owned();
    let mut ids = vec![risky(&world, "writes").await];
    for form in [&whole, &shared] {
        ids.push(submitted(&world, form).await);
    }
    assert_eq!(boxes(&world, &world.ops).await, [low]);
    let page = world.service.together(&world.ops, &ids).await.unwrap();
    assert!(page.requests.is_empty());
    assert_eq!(page.left_out.len(), 3);

    let mut read = vec![seen(&world, low).await];
    for id in &ids {
        read.push(seen(&world, *id).await);
    }
    let done = world
        .service
        .approve_together(&world.ops, &read, "")
        .await
        .unwrap();
    assert_eq!(done.approved, [low]);
    for one in &done.left_out {
        assert!(
            one.reason.as_str().contains("Read it by itself"),
            "{}",
            one.reason
        );
    }
    for id in ids {
        assert_eq!(world.state(id).await, RequestState::Submitted);
        assert_eq!(world.kinds(id).await.last().unwrap(), "request.refused");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_who_may_approve_one_may_approve_several(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let own = world
        .service
        .submit(&world.ops, &typed("own", "own"))
        .await
        .unwrap();
    planned(&world.pool, own).await;
    let unread = world
        .service
        .submit(&world.dev, &typed("unread", "unread"))
        .await
        .unwrap();
    assert_eq!(boxes(&world, &world.ops).await, [id]);
    assert_eq!(boxes(&world, &world.other_ops).await, [id, own]);
    for who in [&world.dev, &world.auditor] {
        assert!(boxes(&world, who).await.is_empty());
    }
    let page = world
        .service
        .together(&world.ops, &[id, own, id, 999, unread])
        .await
        .unwrap();
    assert_eq!(page.requests.len(), 1);
    let left: Vec<_> = page.left_out.iter().map(|one| one.id).collect();
    assert_eq!(left, [own, 999, unread]);

    let read = [seen(&world, id).await, seen(&world, own).await];
    for who in [&world.dev, &world.auditor] {
        let done = world.service.approve_together(who, &read, "").await;
        assert!(done.unwrap().approved.is_empty());
    }
    let done = world
        .service
        .approve_together(&world.ops, &read, "")
        .await
        .unwrap();
    assert_eq!((done.approved, done.left_out[0].id), (vec![id], own));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_that_needs_two_is_approved_by_each_once(pool: PgPool) {
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
    let read = [seen(&world, id).await];
    let done = world
        .service
        .approve_together(&world.ops, &read, "")
        .await
        .unwrap();
    assert_eq!(done.approved, [id]);
    assert_eq!(world.state(id).await, RequestState::Submitted);
    assert!(boxes(&world, &world.ops).await.is_empty());
    assert_eq!(boxes(&world, &world.other_ops).await, [id]);
    let read = [seen(&world, id).await];
    let again = world.service.approve_together(&world.ops, &read, "").await;
    assert!(again.unwrap().approved.is_empty());
    world
        .service
        .approve_together(&world.other_ops, &read, "")
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
}

#[sqlx::test(migrations = "../migrations")]
async fn too_many_or_too_long_a_comment_approve_nothing(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let read = seen(&world, id).await;
    let long = "x".repeat(4001);
    let long = world
        .service
        .approve_together(&world.ops, std::slice::from_ref(&read), &long)
        .await;
    assert!(matches!(long, Err(CommandError::Comment(_))));
    let mut many = vec![read.clone()];
    many.extend((0..MOST_AT_ONCE).map(|other| SeenRequest {
        id: 1000 + i64::try_from(other).unwrap(),
        ..read.clone()
    }));
    for wrong in [many, vec![read.clone(), read]] {
        let answer = world.service.approve_together(&world.ops, &wrong, "").await;
        assert!(matches!(
            answer,
            Err(CommandError::Portal(PortalError::Conflict(_)))
        ));
    }
    assert_eq!(world.state(id).await, RequestState::Submitted);
}
