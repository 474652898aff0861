//! The audit history on a real Postgres: that it shows whatever is done to it, that the server can
//! only append, and that it answers who had access when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod chain;
mod reading;
mod rights;
mod timeline;

use roleport_app::portal::{
    TypedRequest, Viewer,
    origin::{Origin, Via},
};
use roleport_domain::{
    authorize::PersonRole,
    chain::{Break, Fault, Head},
    cluster::Cluster,
    grant::{Access, S3Grant},
};
use roleport_server::store::{
    self,
    events::{self, NewEvent},
    people,
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
        role_name_pattern: "audit-{app}".to_owned(),
        role_path: "/".to_owned(),
        permissions_boundary: None,
    }
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
        origin: Origin {
            address: Some("192.0.2.7".to_owned()),
            via: Via::Portal,
        },
    }
}

fn typed(app: &str, bucket: &str) -> TypedRequest {
    TypedRequest {
        role: None,
        cluster: "production".to_owned(),
        app: app.to_owned(),
        namespace: app.to_owned(),
        service_account: app.to_owned(),
        grants: vec![S3Grant {
            bucket: bucket.to_owned(),
            prefix: "in/".to_owned(),
            access: vec![Access::Read],
        }],
        reason: "A test.".to_owned(),
        key: format!("key-{app}"),
    }
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
