//! The history: one row an event, written in the transaction of what it tells, never changed.

use chrono::{DateTime, Utc};
use roleport_app::portal::Viewer;
use roleport_domain::audience::EventKind;
use sqlx::PgConnection;

use super::{
    StoreError,
    queue::{self, NewJob},
};

/// The worker's name for handing an event out to its audience.
pub const FAN_OUT: &str = "fan_out";

/// An event about to be written.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewEvent<'a> {
    /// Such as `request.approved`.
    pub kind: &'a str,
    /// Who; none for the worker.
    pub person_id: Option<i64>,
    /// Which request.
    pub request_id: Option<i64>,
    /// Which role.
    pub role_id: Option<i64>,
    /// What happened, as the rest of a sentence that starts with the person.
    pub words: &'a str,
    /// What the person wrote.
    pub comment: Option<&'a str>,
}

impl<'a> NewEvent<'a> {
    /// Something that a person did.
    pub fn by(person: &Viewer, kind: &'a str, words: &'a str) -> Self {
        Self {
            kind,
            person_id: Some(person.person_id),
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
pub async fn append(conn: &mut PgConnection, event: NewEvent<'_>) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        insert into events (kind, person_id, request_id, role_id, words, comment)
        values ($1, $2, $3, $4, $5, $6)
        returning id
        "#,
        event.kind,
        event.person_id,
        event.request_id,
        event.role_id,
        event.words,
        event.comment
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
    Ok(id)
}

/// A request's events, newest first, at most 200.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(conn: &mut PgConnection, id: i64) -> Result<Vec<EventRow>, StoreError> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"
        select e.at, p.name as "actor?", e.kind, e.words, e.comment, e.request_id
        from events e left join people p on p.id = e.person_id
        where e.request_id = $1 order by e.id desc limit 200
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// A role's events, newest first, at most 200: its own and those of its requests.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_role(conn: &mut PgConnection, id: i64) -> Result<Vec<EventRow>, StoreError> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"
        select e.at, p.name as "actor?", e.kind, e.words, e.comment, e.request_id
        from events e left join people p on p.id = e.person_id
        where e.role_id = $1 or e.request_id in (select id from requests where role_id = $1)
        order by e.id desc limit 200
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}
