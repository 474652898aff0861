//! The life of a request on a real Postgres: revisions, questions and answers, comments, drafts,
//! emergencies, and what becomes of a request that nobody looks after.

use std::cmp::Reverse;

use crate::support::{World, conflict, forbidden, typed, world};
use roleport_app::portal::{
    Portal as _, PortalError, RequestView, TimelineEntry, TypedRequest, Viewer,
};
use roleport_domain::{
    changes::{ChangeKind, risk},
    grant::{Access, Grant},
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    config::RequestConfig,
    service::{CommandError, Sent, SubmitError},
    store::requests,
};
use sqlx::PgPool;

fn more(app: &str) -> TypedRequest {
    let mut form = typed(app, "edit");
    form.grants[0].access = vec![Access::Read, Access::Write];
    form
}

async fn edit(
    world: &World,
    who: &Viewer,
    id: i64,
    form: &TypedRequest,
) -> Result<(), SubmitError> {
    let (_, version) = world.service.request_state(who, id).await.unwrap();
    world.service.revise(who, (id, version), form).await
}

#[sqlx::test(migrations = "../migrations")]
async fn an_edit_is_a_new_revision_and_voids_what_was_read_before(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let seen = world.service.request(&world.ops, id).await.unwrap();
    edit(&world, &world.dev, id, &more("blue")).await.unwrap();

    let sent = Sent {
        version: seen.version,
        hash: &seen.hash,
        plan: &seen.plan.hash,
        comment: "",
    };
    let stale = world
        .service
        .command(&world.ops, id, Command::Approve, sent)
        .await;
    let Err(CommandError::Portal(PortalError::Outdated {
        seen, now, changes, ..
    })) = stale
    else {
        panic!("{stale:?}");
    };
    assert_eq!((seen, now), (1, 2));
    let added: Vec<_> = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Added)
        .map(|change| change.words.as_str())
        .collect();
    assert_eq!(
        added,
        ["will be able to write objects under s3://price-tables/in/"]
    );

    let compared = world
        .service
        .compare(&world.ops, id, None, None)
        .await
        .unwrap();
    assert_eq!((compared.from, compared.to), (1, 2));
    assert!(
        compared
            .policy
            .iter()
            .any(|line| line.kind == ChangeKind::Added && line.text.contains("s3:PutObject"))
    );
    for (from, to) in [(0, 1), (1, 3)] {
        let none = world
            .service
            .compare(&world.ops, id, Some(from), Some(to))
            .await;
        assert!(matches!(none, Err(PortalError::NotFound)));
    }
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(
        world.kinds(id).await,
        ["request.submitted", "request.edited", "request.approved"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_edit_that_changes_nothing_or_comes_too_late_is_told_beside_the_form(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let Err(SubmitError::Fields(errors)) = edit(&world, &world.dev, id, &typed("blue", "e")).await
    else {
        panic!("a revision like the one before was taken");
    };
    assert_eq!(errors[0].code, "revision_unchanged");
    let Err(SubmitError::Fields(errors)) = world
        .service
        .revise(&world.dev, (id, 7), &more("blue"))
        .await
    else {
        panic!("a revision of another version was taken");
    };
    assert_eq!(errors[0].code, "request_changed");

    world.send(&world.ops, id, Command::Approve).await.unwrap();
    let late = edit(&world, &world.dev, id, &more("blue")).await;
    assert!(matches!(
        late,
        Err(SubmitError::Portal(PortalError::Conflict(_)))
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_edits_a_request_no_longer_decides_on_it_not_even_past_the_code(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    edit(&world, &world.ops, id, &more("blue")).await.unwrap();
    for command in [Command::Approve, Command::Reject, Command::RequestChanges] {
        assert!(forbidden(&world.send(&world.ops, id, command).await));
    }
    for verdict in ["approved", "rejected", "changes_requested"] {
        let past_the_code = sqlx::query(
            "insert into decisions (request_id, revision, author_id, person_id, verdict, comment, hash)
             values ($1, 2, $2, $3, $4, '', '')",
        )
        .bind(id)
        .bind(world.dev.person_id)
        .bind(world.ops.person_id)
        .bind(verdict)
        .execute(&world.pool)
        .await
        .unwrap_err();
        let constraint = past_the_code.into_database_error().unwrap();
        assert_eq!(constraint.constraint(), Some("decisions_four_eyes"));
    }
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_question_goes_to_the_author_and_comes_back_with_an_answer(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    world
        .send(&world.ops, id, Command::RequestChanges)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::ChangesRequested);
    let queue = world
        .service
        .requests(&world.ops, RequestView::Queue, None)
        .await
        .unwrap();
    assert!(queue.lines.is_empty());
    assert!(conflict(
        &world.send(&world.ops, id, Command::Approve).await
    ));
    assert!(forbidden(
        &world.send(&world.ops, id, Command::Answer).await
    ));
    world.send(&world.dev, id, Command::Answer).await.unwrap();
    // The one who asked may approve the same revision now.
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_content_never_changes_under_its_number(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    for sql in [
        "update requests set grants = '[]'",
        "update requests set hash = 'x'",
        "update requests set reason = 'x'",
        "update requests set revision = revision + 2",
        "update requests set author_id = (select max(id) from people)",
    ] {
        let error = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        let error = error.into_database_error().unwrap();
        assert_eq!(error.constraint(), Some("requests_revision"), "{sql}");
    }
    for sql in [
        "update revisions set reason = 'x'",
        "delete from revisions",
        "truncate revisions cascade",
    ] {
        let error = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(world.state(id).await, RequestState::Submitted);
}

#[sqlx::test(migrations = "../migrations")]
async fn breaking_the_glass_needs_an_admin_and_a_reason_and_stays_marked(pool: PgPool) {
    let world = world(pool).await;
    let id = world
        .service
        .submit(&world.admin, &typed("blue", "k"))
        .await
        .unwrap();
    assert!(forbidden(
        &world.send(&world.admin, id, Command::Approve).await
    ));
    assert!(forbidden(
        &world.send(&world.ops, id, Command::BreakGlass).await
    ));
    let request = world.service.request(&world.admin, id).await.unwrap();
    let silent = Sent {
        version: request.version,
        hash: &request.hash,
        plan: &request.plan.hash,
        comment: " ",
    };
    let answer = world
        .service
        .command(&world.admin, id, Command::BreakGlass, silent)
        .await;
    assert!(matches!(answer, Err(CommandError::Comment(_))));

    world
        .send(&world.admin, id, Command::BreakGlass)
        .await
        .unwrap();
    let request = world.service.request(&world.dev, id).await.unwrap();
    assert_eq!(request.summary.state, RequestState::Approved);
    assert!(request.summary.break_glass);
    assert_eq!(world.kinds(id).await.last().unwrap(), "request.break_glass");
    let unmarked = sqlx::query("update requests set break_glass = false")
        .execute(&world.pool)
        .await;
    assert!(unmarked.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_is_forgotten_a_request_is_reminded_of_once_and_then_expires(pool: PgPool) {
    let world = world(pool).await;
    let settings = RequestConfig::default();
    let id = world.submitted("blue").await;
    let fresh = world.submitted("fresh").await;
    assert_eq!(world.service.sweep(&settings).await.unwrap(), (0, 0));

    let age = |days: i32| {
        sqlx::query(
            "update requests set active_at = now() - make_interval(days => $2) where id = $1",
        )
        .bind(id)
        .bind(days)
        .execute(&world.pool)
    };
    age(28).await.unwrap();
    assert_eq!(world.service.sweep(&settings).await.unwrap(), (1, 0));
    assert_eq!(world.service.sweep(&settings).await.unwrap(), (0, 0));
    // Something to say about it makes it young again.
    world
        .service
        .comment(&world.dev, id, "Still needed.")
        .await
        .unwrap();
    assert_eq!(world.service.sweep(&settings).await.unwrap(), (0, 0));

    age(31).await.unwrap();
    let (one, other) = tokio::join!(
        world.service.sweep(&settings),
        world.service.sweep(&settings)
    );
    assert_eq!(one.unwrap().1 + other.unwrap().1, 1);
    assert_eq!(world.state(id).await, RequestState::Expired);
    assert_eq!(world.state(fresh).await, RequestState::Submitted);
    assert_eq!(
        world.kinds(id).await,
        [
            "request.submitted",
            "request.reminded",
            "request.commented",
            "request.expired"
        ]
    );
    // Its role is free for another request.
    world
        .service
        .submit(&world.dev, &typed("blue", "again"))
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn comments_are_edited_by_their_authors_and_keep_what_they_said(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let say = |text: &'static str| world.service.comment(&world.ops, id, text);
    say("Ask @dev and @DEV@example.com, not @nobody.")
        .await
        .unwrap();
    assert!(matches!(say(" ").await, Err(CommandError::Comment(_))));
    let long = "x".repeat(4001);
    let long = world.service.comment(&world.ops, id, &long).await;
    assert!(matches!(long, Err(CommandError::Comment(_))));
    assert_eq!(
        world.count("select count(*) from comment_mentions").await,
        1
    );

    let comment = |request: &roleport_app::portal::RequestDetail| {
        request
            .history
            .iter()
            .find_map(|entry| match entry {
                TimelineEntry::Comment(comment) => Some(comment.clone()),
                TimelineEntry::Event(_) => None,
            })
            .unwrap()
    };
    let first = comment(&world.service.request(&world.ops, id).await.unwrap());
    assert!(first.is_mine);
    let edit = |who, version| {
        world
            .service
            .edit_comment(who, id, first.id, version, "Ask nobody.")
    };
    assert!(forbidden(&edit(&world.admin, 1).await));
    edit(&world.ops, 1).await.unwrap();
    let stale = world
        .service
        .edit_comment(&world.ops, id, first.id, 1, "Ask everybody.")
        .await;
    assert!(conflict(&stale));
    let now = comment(&world.service.request(&world.dev, id).await.unwrap());
    assert_eq!(now.body, "Ask nobody.");
    assert!(!now.is_mine && now.edited.is_some());
    assert_eq!(now.earlier.len(), 1);
    assert_eq!(now.earlier[0].1, first.body);
    assert!(forbidden(
        &world.service.comment(&world.auditor, id, "Hm.").await
    ));
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'request.refused'")
            .await,
        2
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_is_its_persons_own_until_it_is_submitted(pool: PgPool) {
    let world = world(pool).await;
    let mut half = typed("Not a name!", "k");
    half.reason = "with a NUL \0".to_owned();
    let id = world.service.save_draft(&world.dev, &half).await.unwrap();
    let mut found = world.service.draft(&world.dev, id).await.unwrap();
    assert_eq!(found.app, "Not a name!");
    assert_eq!(found.draft, Some(id));
    assert!(matches!(
        world.service.draft(&world.ops, id).await,
        Err(PortalError::NotFound)
    ));
    world.service.discard_draft(&world.ops, id).await.unwrap();

    for name in [
        &mut found.app,
        &mut found.namespace,
        &mut found.service_account,
    ] {
        *name = "blue".to_owned();
    }
    found.reason = "Whole.".to_owned();
    assert_eq!(world.service.save_draft(&world.dev, &found).await, Ok(id));
    assert_eq!(world.service.drafts(&world.dev).await.unwrap().len(), 1);
    world.service.submit(&world.dev, &found).await.unwrap();
    assert!(world.service.drafts(&world.dev).await.unwrap().is_empty());
    assert!(matches!(
        world.service.save_draft(&world.auditor, &half).await,
        Err(PortalError::Forbidden(_))
    ));
    for round in 0..60 {
        let form = typed(&format!("d-{round}"), &format!("k-{round}"));
        world.service.save_draft(&world.dev, &form).await.unwrap();
    }
    let drafts = world.service.drafts(&world.dev).await.unwrap();
    assert_eq!(drafts.len(), 50);
    assert_eq!(drafts[0].app, "d-59");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_that_saves_itself_is_one_draft_and_none_once_it_is_submitted(pool: PgPool) {
    let world = world(pool).await;
    let drafts = async || world.service.drafts(&world.dev).await.unwrap().len();
    for round in 0..20 {
        let mut form = typed(&format!("own-{round}"), &format!("key-{round}"));
        let first = world.service.keep_draft(&world.dev, &form).await.unwrap();
        form.reason = "Typed on.".to_owned();
        assert_eq!(world.service.keep_draft(&world.dev, &form).await, Ok(first));
        // The button says the same of the same form.
        let saved = world.service.save_draft(&world.dev, &form).await;
        assert_eq!(saved.ok(), first);
        assert_eq!(drafts().await, 1);
        // Another person's form of the same key is another form.
        let theirs = world.service.keep_draft(&world.ops, &form).await.unwrap();
        assert_ne!(theirs, first);
        // What was on its way when the form was submitted does not come back, whichever is first.
        let (kept, submitted) = tokio::join!(
            world.service.keep_draft(&world.dev, &form),
            world.service.submit(&world.dev, &form),
        );
        kept.unwrap();
        submitted.unwrap();
        assert_eq!(drafts().await, 0, "round {round}");
        assert_eq!(world.service.keep_draft(&world.dev, &form).await, Ok(None));
    }
    let form = typed("own", "key");
    assert!(matches!(
        world.service.keep_draft(&world.auditor, &form).await,
        Err(PortalError::Forbidden(_))
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_names_what_it_was_copied_from(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let mut copy = world.service.typed(&world.ops, id).await.unwrap();
    assert_eq!(copy.role, None);
    copy.app = "green".to_owned();
    copy.namespace = "green".to_owned();
    copy.key = "copy".to_owned();
    copy.copied_from = Some(id);
    let made = world.service.submit(&world.ops, &copy).await.unwrap();
    let made = world.service.request(&world.ops, made).await.unwrap();
    assert_eq!(made.copied_from, Some(id));
    copy.key = "other".to_owned();
    copy.app = "red".to_owned();
    copy.namespace = "red".to_owned();
    copy.copied_from = Some(999_999);
    assert_eq!(
        world.service.submit(&world.ops, &copy).await,
        Err(SubmitError::Portal(PortalError::NotFound))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_is_read_page_by_page_without_gaps(pool: PgPool) {
    let world = world(pool).await;
    let mut made = Vec::new();
    for round in 0..105 {
        made.push(world.submitted(&format!("page-{round}")).await);
    }
    for view in [RequestView::Queue, RequestView::Mine, RequestView::All] {
        let mut read = Vec::new();
        let mut after = None;
        loop {
            let page = world
                .service
                .requests(&world.dev, view, after)
                .await
                .unwrap();
            assert!(page.lines.len() <= 50);
            read.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if view != RequestView::Queue {
            read.reverse();
        }
        assert_eq!(read, made, "{view:?}");
    }
}

/// The whole queue by risk, page by page: number, and how many things deserve a second look.
async fn by_risk(world: &World) -> Vec<(i64, usize)> {
    let mut read = Vec::new();
    let mut after = None;
    loop {
        let page = world
            .service
            .requests(&world.ops, RequestView::Riskiest, after);
        let page = page.await.unwrap();
        read.extend(
            page.lines
                .iter()
                .map(|line| (line.id, risk(&line.grants).len())),
        );
        after = page.next;
        if after.is_none() {
            return read;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_riskiest_of_all_that_wait_come_first_whatever_their_age(pool: PgPool) {
    let world = world(pool).await;
    let mut made = Vec::new();
    for round in 0..60 {
        let mut form = typed(&format!("page-{round}"), &format!("page-{round}"));
        if round % 20 == 19 {
            form.grants[0].access = vec![Access::Read, Access::Delete];
        }
        made.push(world.service.submit(&world.dev, &form).await.unwrap());
    }
    let mut wild = typed("wild", "wild");
    wild.grants = ["a", "b"]
        .map(|name| Grant::s3(&format!("{name}-price-tables"), "", &[Access::Delete]))
        .to_vec();
    let newest = world.service.submit(&world.dev, &wild).await.unwrap();
    made.push(newest);

    let ordered = by_risk(&world).await;
    let mut expected = ordered.clone();
    expected.sort_by_key(|(id, risks)| (Reverse(*risks), *id));
    assert_eq!(ordered, expected);
    let mut all: Vec<_> = ordered.iter().map(|(id, _)| *id).collect();
    assert_eq!(all[0], newest);
    assert!(
        ordered[0].1 > ordered[1].1 && ordered[1].1 > 0,
        "{ordered:?}"
    );
    all.sort_unstable();
    assert_eq!(all, made);

    // A revision is weighed as well.
    let mut wilder = typed("page-0", "edit");
    wilder.grants = ["c", "d", "e"]
        .map(|name| Grant::s3(&format!("{name}-price-tables"), "", &[Access::Delete]))
        .to_vec();
    edit(&world, &world.dev, made[0], &wilder).await.unwrap();
    let ordered = by_risk(&world).await;
    assert_eq!((ordered[0].0, ordered[1].0), (made[0], newest));

    // What another version of Roleport has counted, the server counts anew when it starts.
    sqlx::query("update requests set risks = id % 7")
        .execute(&world.pool)
        .await
        .unwrap();
    assert_ne!(by_risk(&world).await, ordered);
    let mut conn = world.pool.acquire().await.unwrap();
    requests::count_risks(&mut conn).await.unwrap();
    assert_eq!(by_risk(&world).await, ordered);
}
