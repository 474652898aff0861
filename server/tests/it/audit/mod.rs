//! The audit history on a real Postgres: that it shows whatever is done to it, that the server can
//! only append, and that it answers who had access when.

mod chain;
mod reading;
mod rights;
mod timeline;

use crate::support::{self, cluster};
use roleport_app::portal::{
    TypedRequest, Viewer,
    origin::{Origin, Via},
};
use roleport_domain::{
    authorize::PersonRole,
    chain::{Break, Fault, Head},
};
use roleport_server::store::{
    self,
    events::{self, NewEvent},
};
use sqlx::PgPool;

/// Somebody who has come from somewhere.
async fn person(pool: &PgPool, name: &str, roles: &[PersonRole]) -> Viewer {
    Viewer {
        origin: Origin {
            address: Some("192.0.2.7".to_owned()),
            via: Via::Portal,
        },
        ..support::person(pool, name, roles).await
    }
}

fn typed(app: &str, bucket: &str) -> TypedRequest {
    let mut form = support::typed(app, &format!("key-{app}"));
    form.grants[0].set("bucket", bucket.to_owned());
    form
}

/// As many events as asked for.
async fn write_events(pool: &PgPool, count: usize) {
    let dev = person(pool, "dev", &[PersonRole::Developer]).await;
    let mut conn = pool.acquire().await.unwrap();
    for index in 0..count {
        let event = NewEvent {
            comment: Some("a comment"),
            after: Some(&serde_json::json!({ "index": index })),
            ..NewEvent::by(&dev, "test.happened", "did something")
        };
        events::append(&mut conn, event).await.unwrap();
    }
}

/// Runs statements as a superuser who knows what to disable.
async fn run(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(pool)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn verify(pool: &PgPool, noted: Option<Head>) -> Result<Head, Break> {
    store::chain::verify(pool, noted).await.unwrap()
}

#[allow(clippy::unnecessary_wraps)] // the shape that it is compared with
fn broken(position: i64, fault: Fault) -> Result<Head, Break> {
    Err(Break { position, fault })
}
