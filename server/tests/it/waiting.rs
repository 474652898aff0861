//! Retirements that wait after their approval, and requests that are called off before they begin.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use roleport_app::portal::Portal as _;
use roleport_domain::{
    authorize::PersonRole,
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    aws::iam::Iam,
    config::WorkerConfig,
    service::{AboutRole, Service},
    worker::{self, planner},
};
use sqlx::PgPool;

use crate::{
    applier::{fresh, iam},
    drift::applied,
    support::{World, conflict, forbidden, person, settled, typed, world},
};

/// A world in which retirements wait for so long.
async fn waiting(pool: &PgPool, wait: TimeDelta) -> World {
    let mut world = world(pool.clone()).await;
    world.service = Service::new(pool.clone()).with_retirement_wait(wait);
    world
}

/// A role that is applied, and a request for its retirement that is planned.
async fn retiring(world: &World, iam: &Iam) -> (String, i64) {
    let (role, name) = applied(world, iam).await;
    let retire = world
        .service
        .ask_about(&world.dev, AboutRole::Retire, role, "Not needed.", "retire")
        .await
        .unwrap();
    planner::read(&world.pool, iam, retire).await.unwrap();
    (name, retire)
}

/// Lets the worker do what it finds for a while.
async fn work(pool: &PgPool, iam: &Iam) {
    worker::start(
        pool.clone(),
        iam.clone(),
        WorkerConfig::default(),
        tokio::time::sleep(Duration::from_millis(1500)),
    )
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_retirement_waits_and_can_be_called_off(pool: PgPool) {
    let (world, iam) = (waiting(&pool, TimeDelta::hours(24)).await, iam().await);
    let (name, id) = retiring(&world, &iam).await;
    let early = world.send(&world.dev, id, Command::CallOff).await;
    assert!(conflict(&early), "{early:?}");
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    work(&pool, &iam).await;
    assert_eq!(world.state(id).await, RequestState::Approved);
    let page = world.service.request(&world.dev, id).await.unwrap();
    assert!(page.not_before.is_some() && page.allowed.call_off);
    let hours: f64 = sqlx::query_scalar(
        "select extract(epoch from not_before - now())::float8 / 3600 from requests where id = $1",
    )
    .bind(id)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!((23.9..=24.0).contains(&hours), "{hours}");
    assert!(
        iam.role(&name).await.unwrap().is_some(),
        "it is there still"
    );

    let stranger = person(&pool, "stranger", &[PersonRole::Developer]).await;
    let refused = world.send(&stranger, id, Command::CallOff).await;
    assert!(forbidden(&refused), "{refused:?}");
    world.send(&world.dev, id, Command::CallOff).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Withdrawn);
    assert_eq!(
        world.kinds(id).await.last().map(String::as_str),
        Some("request.called_off")
    );
    // Its job comes, and finds nothing to do.
    sqlx::query("update graphile_worker._private_jobs set run_at = now()")
        .execute(&pool)
        .await
        .unwrap();
    work(&pool, &iam).await;
    assert_eq!(world.state(id).await, RequestState::Withdrawn);
    assert!(iam.role(&name).await.unwrap().is_some());
    let role = page.role_id.unwrap();
    let role = world.service.role(&world.dev, role).await.unwrap();
    assert!(!role.retired && role.open_request.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn when_the_time_is_over_the_role_is_removed(pool: PgPool) {
    let (world, iam) = (waiting(&pool, TimeDelta::seconds(1)).await, iam().await);
    let (name, id) = retiring(&world, &iam).await;
    let before = Utc::now();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);
    assert!(Utc::now() - before >= TimeDelta::seconds(1));
    assert!(iam.role(&name).await.unwrap().is_none());
    let late = world.send(&world.ops, id, Command::CallOff).await;
    assert!(conflict(&late), "{late:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_emergency_does_not_wait(pool: PgPool) {
    let (world, iam) = (waiting(&pool, TimeDelta::hours(24)).await, iam().await);
    let (name, id) = retiring(&world, &iam).await;
    world
        .send(&world.admin, id, Command::BreakGlass)
        .await
        .unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);
    assert!(iam.role(&name).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn calling_off_against_the_worker_one_of_them_wins(pool: PgPool) {
    let (world, iam) = (world(pool.clone()).await, iam().await);
    for round in 0..12 {
        let app = fresh("race");
        let id = world
            .service
            .submit(&world.dev, &typed(&app, &app))
            .await
            .unwrap();
        planner::read(&pool, &iam, id).await.unwrap();
        world.send(&world.ops, id, Command::Approve).await.unwrap();
        // Sooner or later than the other by a little, in each round by another bit.
        let called_off = world.send(&world.dev, id, Command::CallOff);
        let work = async {
            tokio::time::sleep(Duration::from_millis(round * 8)).await;
            settled(&pool, &iam, id).await
        };
        let (off, state) = tokio::join!(called_off, work);
        let there = iam.role(&format!("test-{app}")).await.unwrap().is_some();
        match off {
            Ok(()) => {
                assert_eq!((state, there), (RequestState::Withdrawn, false));
            }
            Err(error) => {
                assert!(conflict(&Err(error)));
                assert_eq!((state, there), (RequestState::Applied, true));
            }
        }
    }
}
