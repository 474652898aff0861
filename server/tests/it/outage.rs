//! The database goes away and comes back: a server outlives it, with all its workers.

use std::time::Duration;

use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions, raw_sql};

use crate::{
    applier::endpoint,
    authorization::signed_in,
    support::{
        cluster,
        server::{self, Server},
        typed, world,
    },
};

/// Waits for what must come about.
async fn until(what: &str, server: &Server, mut seen: impl AsyncFnMut() -> bool) {
    for _ in 0..600 {
        if seen().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what}: {}", server.log());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_outlives_the_database_with_all_its_workers(pool: PgPool) {
    let world = world(pool.clone()).await;
    let options = pool.connect_options().as_ref().clone();
    let name = options.get_database().unwrap().to_owned();
    let outside = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(options.database("postgres"))
        .await
        .unwrap();
    let folder = server::folder(&cluster());
    let told = [
        ("ROLEPORT_LOG", "warn"),
        ("ROLEPORT_GIT_URL", "file:///nowhere"),
    ];
    let mut server = Server::start(folder.path(), &pool, &endpoint(), &told);
    let address = server.address().await;
    let cookie = signed_in(&pool, &world.dev).await;
    let ready = format!("{address}/readyz");
    let ready = async || reqwest::get(&ready).await.unwrap().status();
    assert_eq!(ready().await, 200);

    let tell = async |sql: String| {
        raw_sql(AssertSqlSafe(sql)).execute(&outside).await.unwrap();
    };
    tell(format!("alter database \"{name}\" allow_connections false")).await;
    tell(format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    ))
    .await;
    for worker in [
        "worker",
        "worker of notifications",
        "worker that pushes to Git",
    ] {
        let line = format!("the {worker} has ended, starting it again");
        until(&line, &server, async || server.log().contains(&line)).await;
    }
    assert_eq!(ready().await, 503);
    // A page that is asked for now comes back by itself.
    let page = reqwest::Client::new()
        .get(format!("{address}/requests/1"))
        .header("accept", "text/html")
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 500);
    assert_eq!(page.headers()["refresh"], "10");

    tell(format!("alter database \"{name}\" allow_connections true")).await;
    until("it is ready", &server, async || ready().await == 200).await;
    let id = world
        .service
        .submit(&world.dev, &typed("after", "after"))
        .await
        .unwrap();
    let planned = "select exists (select from plans where request_id = $1)";
    until("a plan is made", &server, async || {
        sqlx::query_scalar(planned)
            .bind(id)
            .fetch_one(&pool)
            .await
            .unwrap()
    })
    .await;
    let waiting =
        "select exists (select from graphile_worker.jobs where task_identifier = 'fan_out')";
    until("all else is done", &server, async || {
        !sqlx::query_scalar::<_, bool>(waiting)
            .fetch_one(&pool)
            .await
            .unwrap()
    })
    .await;
    assert!(server.stop().await);
}

#[sqlx::test(migrations = "../migrations")]
async fn no_living_worker_is_taken_for_dead(pool: PgPool) {
    let folder = server::folder(&cluster());
    // It takes over after 3 s, the least that can be set.
    let mut server = Server::start(
        folder.path(),
        &pool,
        &endpoint(),
        &[("ROLEPORT_LOG", "warn")],
    );
    server.address().await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let log = server.log();
    assert!(!log.contains("from inactive workers"), "{log}");
    assert!(server.stop().await);
}
