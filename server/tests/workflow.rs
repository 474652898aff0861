//! Storage and workflow against a real Postgres: what two people at once, a double click and a
//! careless administrator may do to a request.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use roleport_app::portal::{
    Portal as _, PortalError, RequestView, TypedRequest, Viewer, origin::Origin,
};
use roleport_domain::{
    authorize::PersonRole,
    cluster::Cluster,
    grant::{Access, S3Grant},
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    service::{CommandError, Sent, Service, SubmitError},
    store::people,
    worker,
};
use sqlx::PgPool;

fn cluster() -> Cluster {
    Cluster {
        name: "production".to_owned(),
        account_id: "003250186609".to_owned(),
        partition: "aws".to_owned(),
        region: "us-east-1".to_owned(),
        oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
            .to_owned(),
        role_name_pattern: "test-{app}".to_owned(),
        role_path: "/".to_owned(),
        permissions_boundary: None,
    }
}

struct World {
    pool: PgPool,
    service: Service,
    dev: Viewer,
    ops: Viewer,
    other_ops: Viewer,
}

async fn person(pool: &PgPool, name: &str, roles: &[PersonRole]) -> Viewer {
    let mut conn = pool.acquire().await.unwrap();
    let email = format!("{name}@example.com");
    Viewer {
        person_id: people::upsert(&mut conn, "test", name, &email, name)
            .await
            .unwrap(),
        name: name.to_owned(),
        email,
        roles: roles.to_vec(),
        origin: Origin::default(),
    }
}

async fn world(pool: PgPool) -> World {
    worker::migrate_queue(&pool).await.unwrap();
    World {
        service: Service::new(pool.clone(), vec![cluster()]),
        dev: person(&pool, "dev", &[PersonRole::Developer]).await,
        ops: person(&pool, "ops", &[PersonRole::Developer, PersonRole::Approver]).await,
        other_ops: person(&pool, "other", &[PersonRole::Approver]).await,
        pool,
    }
}

fn typed(app: &str, key: &str) -> TypedRequest {
    TypedRequest {
        role: None,
        cluster: "production".to_owned(),
        app: app.to_owned(),
        namespace: app.to_owned(),
        service_account: app.to_owned(),
        grants: vec![S3Grant {
            bucket: "price-tables".to_owned(),
            prefix: "in/".to_owned(),
            access: vec![Access::Read],
        }],
        reason: "A test.".to_owned(),
        key: key.to_owned(),
    }
}

impl World {
    async fn send(&self, who: &Viewer, id: i64, command: Command) -> Result<(), CommandError> {
        let request = self.service.request(who, id).await.unwrap();
        let sent = Sent {
            version: request.version,
            hash: &request.hash,
            comment: "because",
        };
        self.service.command(who, id, command, sent).await
    }

    async fn state(&self, id: i64) -> RequestState {
        self.service.request_state(&self.dev, id).await.unwrap().0
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }
}

fn forbidden(result: &Result<(), CommandError>) -> bool {
    matches!(result, Err(CommandError::Portal(PortalError::Forbidden(_))))
}

fn conflict(result: &Result<(), CommandError>) -> bool {
    matches!(result, Err(CommandError::Portal(PortalError::Conflict(_))))
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_leaves_its_decision_event_and_job_together(pool: PgPool) {
    let world = world(pool).await;
    let id = world
        .service
        .submit(&world.dev, &typed("blue", "k"))
        .await
        .unwrap();
    let queue = world
        .service
        .requests(&world.ops, RequestView::Queue)
        .await
        .unwrap();
    assert_eq!(queue.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);

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
            .count("select count(*) from graphile_worker.jobs")
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
    assert!(past_the_code.to_string().contains("decisions_four_eyes"));
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
async fn of_two_commands_at_once_exactly_one_wins(pool: PgPool) {
    let world = world(pool).await;
    let rivals = [
        (&world.other_ops, Command::Reject),
        (&world.dev, Command::Withdraw),
        (&world.other_ops, Command::Approve),
    ];
    for round in 0..30 {
        let (rival, command) = rivals[round % rivals.len()];
        let app = format!("race-{round}");
        let id = world
            .service
            .submit(&world.dev, &typed(&app, &app))
            .await
            .unwrap();
        let (first, second) = tokio::join!(
            world.send(&world.ops, id, Command::Approve),
            world.send(rival, id, command)
        );
        assert!(
            first.is_ok() != second.is_ok(),
            "round {round}: {first:?} {second:?}"
        );
        assert!(
            conflict(&first) || conflict(&second),
            "round {round}: {first:?} {second:?}"
        );
        let (_, version) = world.service.request_state(&world.dev, id).await.unwrap();
        assert_eq!(version, 2);
    }
    assert_eq!(
        world
            .count("select count(*) from events where kind <> 'request.submitted'")
            .await,
        30
    );
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
    world
        .service
        .submit(&world.dev, &typed("blue", "k"))
        .await
        .unwrap();
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
    let id = world
        .service
        .submit(&world.dev, &typed("blue", "k"))
        .await
        .unwrap();
    let request = world.service.request(&world.ops, id).await.unwrap();
    for (version, hash) in [
        (request.version + 1, request.hash.as_str()),
        (request.version, "other"),
    ] {
        let sent = Sent {
            version,
            hash,
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
    let id = world
        .service
        .submit(&world.dev, &typed("blue", "k"))
        .await
        .unwrap();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    for sql in [
        "update events set words = 'nothing'",
        "delete from events",
        "truncate events",
        "update decisions set comment = 'nothing'",
        "delete from decisions",
    ] {
        let error = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}
