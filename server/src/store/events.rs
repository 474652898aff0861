//! The history, as it is written: one row an event, in the transaction of what it tells.
//!
//! The database links it to the event before, and holds the end of the chain until the transaction
//! ends: append last, shortly before the commit (docs/audit.md).

use chrono::{DateTime, Utc};
use roleport_app::portal::{
    Viewer,
    origin::{Origin, Via},
};
use roleport_domain::audience::EventKind;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    StoreError,
    queue::{self, NewJob},
    visibility::Sight,
};

/// The worker's name for handing an event out to its audience.
pub const FAN_OUT: &str = "fan_out";

/// An event about to be written. Names, role and buckets are added by the database.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewEvent<'a> {
    /// Such as `request.approved`.
    pub kind: &'a str,
    /// Who; none for the worker.
    pub person_id: Option<i64>,
    /// From which IP address.
    pub address: Option<&'a str>,
    /// Through which part of Roleport.
    pub via: Via,
    /// Which request.
    pub request_id: Option<i64>,
    /// Which role.
    pub role_id: Option<i64>,
    /// What happened, as the rest of a sentence that starts with the person.
    pub words: &'a str,
    /// What the person wrote.
    pub comment: Option<&'a str>,
    /// How it was: the fields that change.
    pub before: Option<&'a Value>,
    /// How it is.
    pub after: Option<&'a Value>,
}

impl<'a> NewEvent<'a> {
    /// Something that a person did.
    pub fn by(person: &'a Viewer, kind: &'a str, words: &'a str) -> Self {
        Self {
            person_id: Some(person.person_id),
            ..Self::from_outside(&person.origin, kind, words)
        }
    }

    /// Something that came from somewhere, whoever it was.
    pub fn from_outside(origin: &'a Origin, kind: &'a str, words: &'a str) -> Self {
        Self {
            kind,
            address: origin.address.as_deref(),
            via: origin.via,
            words,
            ..Self::default()
        }
    }

    /// Something that Roleport itself did.
    pub fn by_roleport(kind: &'a str, words: &'a str) -> Self {
        Self {
            kind,
            words,
            ..Self::default()
        }
    }
}

/// An event as it is shown.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// Its place in the chain.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The person's name; none for the worker.
    pub actor: Option<String>,
    /// Such as `request.approved`.
    pub kind: String,
    /// What happened.
    pub words: String,
    /// What the person wrote.
    pub comment: Option<String>,
    /// Which request.
    pub request_id: Option<i64>,
}

/// Appends an event, and hands it out to whoever is to be told of it once it is committed; gives
/// its id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn append(conn: &mut PgConnection, event: NewEvent<'_>) -> Result<(), StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        insert into events (kind, person_id, address, via, request_id, role_id, words, comment, before, after)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        returning id
        "#,
        event.kind,
        event.person_id,
        event.address,
        event.via.as_str(),
        event.request_id,
        event.role_id,
        event.words,
        event.comment,
        event.before as _,
        event.after as _
    )
    .fetch_one(&mut *conn)
    .await?;
    // In the same transaction: what is rolled back is told to nobody, what is kept is told for sure.
    if event.request_id.is_some() && event.kind.parse::<EventKind>().is_ok() {
        let job = NewJob {
            task: FAN_OUT,
            payload: &serde_json::json!({ "event_id": id }),
            key: &format!("fan-out-{id}"),
            queue: None,
            attempts: 25,
        };
        queue::add(conn, job).await?;
    }
    Ok(())
}

/// A request's events, newest first, at most 200.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(conn: &mut PgConnection, id: i64) -> Result<Vec<EventRow>, StoreError> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"
        select position, at, actor_name as actor, kind, words, comment, request_id
        from events where request_id = $1 order by id desc limit 200
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// A role's events that are seen, newest first, at most 200: its own and those of its requests.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_role(
    conn: &mut PgConnection,
    sight: &Sight,
    id: i64,
) -> Result<Vec<EventRow>, StoreError> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"
        select e.position as "position!", e.at as "at!", e.actor as "actor?", e.kind as "kind!",
               e.words as "words!", e.comment as "comment?", e.request_id as "request_id?"
        from (
            -- The names that the role has had: an event carries the one of its time.
            select role_name from roles where id = $1
            union
            select v.role_name from requests q join revisions v on v.request_id = q.id
            where q.role_id = $1
        ) as named
        cross join lateral (
            select position, at, actor_name as actor, kind, words, comment, request_id
            from events
            where role_name = named.role_name
              and (role_id = $1 or exists (
                  select from requests q where q.id = events.request_id and q.role_id = $1))
              and ($2::bigint is null
                   or event_is_seen(request_id, role_id, kind, person_id, $2, $3, $4, $5, $6))
            order by position desc limit 200
        ) as e
        order by e.position desc limit 200
        "#,
        id,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked
    )
    .fetch_all(conn)
    .await?)
}
