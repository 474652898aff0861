//! Sessions in a real Postgres: ended ones stay ended, waiting pages keep none alive.

use std::{collections::HashMap, sync::Arc};

use roleport_domain::authorize::PersonRole;
use roleport_server::{
    auth::{oidc::Identity, session},
    store::sessions::PostgresSessions,
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, Session, SessionStore as _,
    session::{Id, Record},
};

fn record(expires_in: Duration) -> Record {
    Record {
        id: Id::default(),
        data: HashMap::new(),
        expiry_date: OffsetDateTime::now_utc() + expires_in,
    }
}

fn identity() -> Identity {
    Identity {
        subject: "dana".to_owned(),
        email: "dana@example.com".to_owned(),
        name: "Dana".to_owned(),
        roles: vec![PersonRole::Developer],
        groups: Vec::new(),
        id_token: "token".to_owned(),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_that_was_ended_is_not_brought_back_by_a_late_request(pool: PgPool) {
    let store = PostgresSessions::new(pool);
    let mut late = record(Duration::hours(1));
    store.create(&mut late).await.unwrap();
    assert!(store.load(&late.id).await.unwrap().is_some());
    store.delete(&late.id).await.unwrap();
    store.save(&late).await.unwrap();
    assert!(store.load(&late.id).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_expired_session_is_nobodys_and_is_cleaned_away(pool: PgPool) {
    let store = PostgresSessions::new(pool);
    let (mut old, mut young) = (record(Duration::seconds(-5)), record(Duration::hours(1)));
    store.create(&mut old).await.unwrap();
    store.create(&mut young).await.unwrap();
    assert!(store.load(&old.id).await.unwrap().is_none());
    assert_eq!(store.delete_expired().await.unwrap(), 1);
    assert!(store.load(&young.id).await.unwrap().is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_taken_id_is_never_taken_over(pool: PgPool) {
    let store = PostgresSessions::new(pool);
    let mut first = record(Duration::hours(1));
    store.create(&mut first).await.unwrap();
    let mut second = first.clone();
    store.create(&mut second).await.unwrap();
    assert_ne!(first.id, second.id);
}

#[sqlx::test(migrations = "../migrations")]
async fn signing_in_changes_the_id_and_only_a_visit_counts_as_activity(pool: PgPool) {
    let store = Arc::new(PostgresSessions::new(pool));
    let idle = Some(Expiry::OnInactivity(Duration::minutes(5)));
    let before = Session::new(None, store.clone(), idle);
    before.insert("pending", 1).await.unwrap();
    before.save().await.unwrap();
    let known = before.id().unwrap();
    session::sign_in(&before, 7, identity()).await.unwrap();
    before.save().await.unwrap();
    let id = before.id().unwrap();
    assert_ne!(id, known);
    assert!(store.load(&known).await.unwrap().is_none());

    let asking = Session::new(Some(id), store.clone(), idle);
    let viewer = session::viewer(&asking, 12).await.unwrap().unwrap();
    assert_eq!((viewer.person_id, viewer.name.as_str()), (7, "Dana"));
    assert!(!asking.is_modified());
    session::touch(&asking).await.unwrap();
    assert!(asking.is_modified());

    // Older than it may be, however busy.
    let old = Session::new(Some(id), store.clone(), idle);
    let mut person: serde_json::Value = old.get("person").await.unwrap().unwrap();
    person["since"] = (OffsetDateTime::now_utc().unix_timestamp() - 13 * 3600).into();
    old.insert("person", person).await.unwrap();
    assert!(session::viewer(&old, 12).await.unwrap().is_none());
    assert!(store.load(&id).await.unwrap().is_none());
}
