//! Comments on one line of access: kept with what was read, and marked once that is no more.

use roleport_app::portal::{
    CommentView, Portal as _, PortalError, RequestDetail, TimelineEntry, TypedRequest,
};
use roleport_domain::{
    changes::ChangeKind,
    grant::{Access, Grant},
};
use roleport_server::service::{CommandError, LineNumber};
use sqlx::PgPool;

use crate::support::{World, forbidden, typed, world};

/// Reads under one prefix and writes under another.
fn two_lines(app: &str) -> TypedRequest {
    let mut form = typed(app, app);
    form.grants
        .push(Grant::s3("price-tables", "out/", &[Access::Write]));
    form
}

async fn submitted(world: &World) -> i64 {
    let form = two_lines("blue");
    world.service.submit(&world.dev, &form).await.unwrap()
}

fn line(revision: i32, line: i32) -> LineNumber {
    LineNumber { revision, line }
}

/// What is in the history of a request, newest first.
fn said(request: &RequestDetail) -> Vec<&CommentView> {
    let entries = request.history.iter();
    entries
        .filter_map(|entry| match entry {
            TimelineEntry::Comment(comment) => Some(comment),
            TimelineEntry::Event(_) => None,
        })
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_comment_stands_at_its_line_and_in_the_history(pool: PgPool) {
    let world = world(pool).await;
    let id = submitted(&world).await;
    let service = &world.service;
    service
        .comment_on_line(&world.ops, id, line(1, 2), "Why does it write, @dev?")
        .await
        .unwrap();
    service
        .comment(&world.ops, id, "Else it is fine.")
        .await
        .unwrap();

    let request = service.request(&world.dev, id).await.unwrap();
    let kinds: Vec<_> = request
        .lines
        .iter()
        .map(|line| (line.number, line.kind, line.comments.len()))
        .collect();
    assert_eq!(
        kinds,
        [(1, ChangeKind::Added, 0), (2, ChangeKind::Added, 1)]
    );
    let history = said(&request);
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].about, None);
    let about = history[1].about.as_ref().unwrap();
    assert_eq!((about.revision, about.line), (1, Some(2)));
    assert_eq!(about.grant.address(), "s3://price-tables/out/");

    let (words, after): (String, serde_json::Value) = sqlx::query_as(
        "select words, after from events where kind = 'request.commented' order by id limit 1",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap();
    assert_eq!(words, "commented on the access to s3://price-tables/out/");
    assert_eq!(after["revision"], 1);
    assert_eq!(after["line"]["prefix"], "out/");
    // Told like any other comment, to whom it mentions.
    assert_eq!(
        world.count("select count(*) from comment_mentions").await,
        1
    );
    assert_eq!(
        world
            .count("select count(*) from graphile_worker.jobs where task_identifier = 'fan_out'")
            .await,
        3
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_later_revision_changes_is_outdated_and_what_it_keeps_is_not(pool: PgPool) {
    let world = world(pool).await;
    let id = submitted(&world).await;
    let service = &world.service;
    for number in [1, 2] {
        service
            .comment_on_line(&world.ops, id, line(1, number), "Hm.")
            .await
            .unwrap();
    }
    // The second line writes no more but deletes.
    let mut form = two_lines("blue");
    form.grants[1].access = vec![Access::Delete];
    service.revise(&world.dev, (id, 1), &form).await.unwrap();

    let request = service.request(&world.ops, id).await.unwrap();
    let counts: Vec<_> = request
        .lines
        .iter()
        .map(|line| line.comments.len())
        .collect();
    assert_eq!(counts, [1, 0]);
    let lines: Vec<_> = said(&request)
        .into_iter()
        .map(|comment| comment.about.as_ref().unwrap())
        .map(|about| (about.revision, about.line, about.grant.access.clone()))
        .collect();
    assert_eq!(
        lines,
        [
            (1, None, vec![Access::Write]),
            (1, Some(1), vec![Access::List, Access::Read])
        ]
    );
    // Somebody who still has the first revision open speaks about what they read.
    service
        .comment_on_line(&world.admin, id, line(1, 2), "No writing, please.")
        .await
        .unwrap();
    let request = service.request(&world.ops, id).await.unwrap();
    let about = said(&request)[0].about.as_ref().unwrap();
    assert_eq!((about.revision, about.line), (1, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_rules_are_those_of_every_comment(pool: PgPool) {
    let world = world(pool).await;
    let id = submitted(&world).await;
    let service = &world.service;
    for (revision, number) in [(1, 0), (1, 3), (1, -1), (2, 1), (0, 1)] {
        let answer = service
            .comment_on_line(&world.ops, id, line(revision, number), "Hm.")
            .await;
        assert_eq!(
            answer,
            Err(CommandError::Portal(PortalError::NotFound)),
            "line {number} of revision {revision}"
        );
    }
    for text in [" ", "\0", &"x".repeat(4001)] {
        let answer = service
            .comment_on_line(&world.ops, id, line(1, 1), text)
            .await;
        assert!(matches!(answer, Err(CommandError::Comment(_))));
    }
    let auditor = service
        .comment_on_line(&world.auditor, id, line(1, 1), "Hm.")
        .await;
    assert!(forbidden(&auditor));

    service
        .comment_on_line(&world.ops, id, line(1, 1), "Hm.")
        .await
        .unwrap();
    let request = service.request(&world.ops, id).await.unwrap();
    let comment = said(&request)[0].clone();
    service
        .edit_comment(&world.ops, id, comment.id, comment.version, "Fine.")
        .await
        .unwrap();
    let request = service.request(&world.ops, id).await.unwrap();
    let now = &request.lines[0].comments[0];
    assert_eq!(now.body, "Fine.");
    assert_eq!(now.earlier[0].1, "Hm.");
    assert_eq!(now.about, comment.about);

    // Not past the code either.
    for sql in [
        "update comments set line = null, revision = null",
        "update comments set line = '{}'",
        "insert into comments (request_id, author_id, body, revision) select id, author_id, 'x', 1 from requests",
        "insert into comments (request_id, author_id, body, revision, line) select id, author_id, 'x', 9, '{}' from requests",
    ] {
        assert!(
            sqlx::query(sql).execute(&world.pool).await.is_err(),
            "{sql}"
        );
    }
}
