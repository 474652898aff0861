//! What servers tell their open pages, on a real Postgres.

use std::time::Duration;

use crate::support::world;
use roleport_app::portal::{Portal as _, RequestSummary, RequestView};
use roleport_domain::lifecycle::Command;
use roleport_server::{
    config::LiveMode,
    live::{self, Change, Live, News},
    service::Watched,
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{
    sync::{broadcast::Receiver, watch},
    time::timeout,
};

/// A server of its own beside the one of the test: another pool, another listener.
async fn server(pool: &PgPool, stopped: &watch::Receiver<bool>) -> (Live, Receiver<News>) {
    let own = PgPoolOptions::new()
        .max_connections(2)
        .connect_with((*pool.connect_options()).clone())
        .await
        .unwrap();
    let live = Live::start(own, LiveMode::Events, stopped.clone());
    let mut news = live.subscribe();
    // It listens from here on.
    assert_eq!(heard(&mut news).await, News::LookAgain);
    (live, news)
}

async fn heard(news: &mut Receiver<News>) -> News {
    timeout(Duration::from_secs(5), live::next(news))
        .await
        .unwrap()
        .unwrap()
}

fn change(id: i64, version: i32, state: &str) -> News {
    News::Changed(Change {
        id,
        version,
        state: state.to_owned(),
    })
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_reaches_every_server(pool: PgPool) {
    let world = world(pool.clone()).await;
    let (_stop, stopped) = watch::channel(false);
    let (_one, mut one) = server(&pool, &stopped).await;
    let (_two, mut two) = server(&pool, &stopped).await;
    let id = world.submitted("blue").await;
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    for news in [&mut one, &mut two] {
        assert_eq!(heard(news).await, change(id, 1, "submitted"));
        assert_eq!(heard(news).await, change(id, 2, "approved"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_that_is_taken_back_is_told_to_nobody(pool: PgPool) {
    let world = world(pool.clone()).await;
    let id = world.submitted("blue").await;
    let (_stop, stopped) = watch::channel(false);
    let (_live, mut news) = server(&pool, &stopped).await;
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("update requests set state = 'withdrawn', version = 2 where id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    world.send(&world.dev, id, Command::Withdraw).await.unwrap();
    // The first that comes is the one that was kept.
    assert_eq!(heard(&mut news).await, change(id, 2, "withdrawn"));
    let more = timeout(Duration::from_millis(200), live::next(&mut news)).await;
    assert!(more.is_err(), "{more:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn after_a_lost_connection_everyone_looks_again(pool: PgPool) {
    let world = world(pool.clone()).await;
    let (_stop, stopped) = watch::channel(false);
    let (_live, mut news) = server(&pool, &stopped).await;
    let ended: i64 = sqlx::query_scalar(
        r"select count(pg_terminate_backend(pid)) from pg_stat_activity
           where datname = current_database() and query like 'LISTEN%'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(ended, 1);
    assert_eq!(heard(&mut news).await, News::LookAgain);
    let id = world.submitted("blue").await;
    assert_eq!(heard(&mut news).await, change(id, 1, "submitted"));
}

#[sqlx::test(migrations = "../migrations")]
async fn switched_off_it_holds_no_connection_and_says_nothing(pool: PgPool) {
    let world = world(pool.clone()).await;
    let (_stop, stopped) = watch::channel(false);
    let live = Live::start(pool, LiveMode::Polling, stopped);
    let mut news = live.subscribe();
    assert!(!live.enabled());
    world.submitted("blue").await;
    let told = timeout(Duration::from_millis(200), live::next(&mut news)).await;
    assert!(told.is_err(), "{told:?}");
}

fn watched(view: &str, lines: &[RequestSummary]) -> Watched {
    let shown: Vec<_> = lines
        .iter()
        .map(|line| format!("{}:{}", line.id, line.version))
        .collect();
    serde_json::from_value(serde_json::json!({ "view": view, "shown": shown.join(",") })).unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_knows_how_far_it_is_behind(pool: PgPool) {
    let world = world(pool).await;
    let ops = &world.ops;
    let (first, second) = (world.submitted("one").await, world.submitted("two").await);
    let queue = world.service.requests(ops, RequestView::Queue, None).await;
    let queue = watched("queue", &queue.unwrap().lines);
    let mine = world.service.requests(ops, RequestView::Mine, None).await;
    let mine = watched("mine", &mine.unwrap().lines);
    let riskiest = world.service.requests(ops, RequestView::Riskiest, None);
    let riskiest = watched("riskiest", &riskiest.await.unwrap().lines);
    let behind = async |list: &Watched| world.service.changed(ops, list).await.unwrap();
    assert_eq!(behind(&queue).await, 0);
    world.send(ops, first, Command::Reject).await.unwrap();
    assert_eq!(behind(&queue).await, 1);
    world.submitted("three").await;
    assert_eq!(behind(&queue).await, 2);
    world
        .send(&world.dev, second, Command::Withdraw)
        .await
        .unwrap();
    assert_eq!(behind(&queue).await, 3);
    assert_eq!(behind(&riskiest).await, 3);
    // Other people's requests are none of a list of one's own.
    assert_eq!(behind(&mine).await, 0);
    let unknown = watched("everything", &[]);
    assert!(world.service.changed(ops, &unknown).await.is_err());
}
