//! What the server may not do, whoever gets hold of it, and that it can still do its work.

use roleport_app::portal::Portal as _;
use roleport_domain::{
    authorize::PersonRole,
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    service::Sent,
    store::protection::{self, Protection},
    worker,
};
use sqlx::{PgPool, postgres::PgPoolOptions};

use crate::{
    applier::{fresh, iam},
    support::{service_for, settled},
};

use super::{cluster, person, run, typed, verify, write_events};

const FORBIDDEN: [&str; 16] = [
    "update events set words = 'forged'",
    "update events set words = 'forged' where false",
    "delete from events",
    "truncate events",
    "alter table events disable trigger events_append_only",
    "alter table events disable trigger all",
    "drop trigger events_chain on events",
    "drop table events cascade",
    "update event_head set position = 0",
    "delete from event_head",
    "insert into event_head (position, hash, at) values (0, '', now())",
    "create or replace function chain_event() returns trigger language plpgsql as 'begin return new; end'",
    "delete from decisions",
    "delete from role_grants",
    "update role_grants set grants = '[]'",
    "select grant_server_rights()",
];

async fn refused(pool: &PgPool) {
    for sql in FORBIDDEN {
        let error = sqlx::query(sql).execute(pool).await.unwrap_err();
        let code = error.as_database_error().unwrap().code().unwrap();
        assert_eq!(code, "42501", "{sql}: {error}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn in_its_role_the_server_appends_and_changes_nothing(pool: PgPool) {
    let server = PgPoolOptions::new()
        .max_connections(2)
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::query("set role roleport_server")
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .connect_with((*pool.connect_options()).clone())
        .await
        .unwrap();
    write_events(&server, 3).await;
    assert_eq!(verify(&server, None).await.unwrap().position, 3);
    refused(&server).await;
    // Neither place, time nor hash is the server's to choose.
    run(
        &server,
        "insert into events (kind, words, position, at, hash, previous_hash, actor_name, via)
         values ('test.forged', 'forged', 77, '2020-01-01', '', '', 'Somebody else', 'portal')",
    )
    .await;
    let forged: (i64, bool, Option<String>) = sqlx::query_as(
        "select position, at > now() - interval '1 hour', actor_name from events where kind = 'test.forged'",
    )
    .fetch_one(&server)
    .await
    .unwrap();
    assert_eq!(forged, (4, true, None));
    assert_eq!(verify(&server, None).await.unwrap().position, 4);

    let mut conn = server.acquire().await.unwrap();
    let found = protection::protection(&mut conn).await.unwrap();
    assert_eq!(found, Protection::Role);
    let mut owner = pool.acquire().await.unwrap();
    let found = protection::protection(&mut owner).await.unwrap();
    assert_eq!(found, Protection::Triggers);
    run(
        &pool,
        "alter table events disable trigger events_append_only",
    )
    .await;
    let found = protection::protection(&mut conn).await.unwrap();
    assert_eq!(found, Protection::Nothing);
}

/// A login of the server's own, and a whole request from the form to AWS with it.
#[sqlx::test(migrations = "../migrations")]
async fn with_a_login_of_its_own_the_server_does_all_its_work(pool: PgPool) {
    worker::migrate_queue(&pool).await.unwrap();
    let mut owner = pool.acquire().await.unwrap();
    assert!(protection::grant_server_rights(&mut owner).await.unwrap());
    // Logins belong to the whole cluster: one for this database alone.
    let database: String = sqlx::query_scalar("select current_database()::text")
        .fetch_one(&pool)
        .await
        .unwrap();
    let login = format!("{database}_server");
    run(
        &pool,
        // One that an earlier run has left behind belongs to the whole cluster.
        &format!(
            "drop role if exists \"{login}\"; create role \"{login}\" login in role roleport_server"
        ),
    )
    .await;
    let options = (*pool.connect_options()).clone().username(&login);
    let server = PgPoolOptions::new()
        .max_connections(8)
        .connect_with(options)
        .await
        .unwrap();

    let mut conn = server.acquire().await.unwrap();
    let found = protection::protection(&mut conn).await.unwrap();
    assert_eq!(found, Protection::OwnLogin);
    assert!(!protection::may_migrate(&mut conn).await.unwrap());
    drop(conn);
    refused(&server).await;
    work(&server).await;
    assert!(verify(&server, None).await.is_ok());

    server.close().await;
    run(&pool, &format!("drop role \"{login}\"")).await;
}

/// Asks, approves, and lets the worker apply it.
async fn work(pool: &PgPool) {
    let service = service_for(pool, &[cluster()]).await;
    let dev = person(pool, "dev", &[PersonRole::Developer]).await;
    let ops = person(pool, "ops", &[PersonRole::Approver]).await;
    let app = fresh("own");
    let id = service
        .submit(&dev, &typed(&app, "own-login"))
        .await
        .unwrap();
    let iam = iam().await;
    worker::planner::read(pool, &iam, id).await.unwrap();
    let request = service.request(&ops, id).await.unwrap();
    let sent = Sent {
        version: request.version,
        hash: &request.hash,
        plan: &request.plan.hash,
        comment: "",
    };
    service
        .command(&ops, id, Command::Approve, sent)
        .await
        .unwrap();

    assert_eq!(settled(pool, &iam, id).await, RequestState::Applied);
    let periods: i64 =
        sqlx::query_scalar("select count(*) from role_grants where valid_until is null")
            .fetch_one(pool)
            .await
            .unwrap();
    assert_eq!(periods, 1);
}

/// Servers that start at once give the same rights at once.
#[sqlx::test(migrations = "../migrations")]
async fn rights_are_given_again_without_harm(pool: PgPool) {
    let grants: Vec<_> = (0..4)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut conn = pool.acquire().await.unwrap();
                for _ in 0..5 {
                    assert!(protection::grant_server_rights(&mut conn).await.unwrap());
                }
            })
        })
        .collect();
    for grant in grants {
        grant.await.unwrap();
    }
}
