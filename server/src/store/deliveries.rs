//! What is sent to whom, and how that went.

use chrono::{DateTime, Utc};
use roleport_domain::authorize::PersonRole;
use roleport_lang::Language;
use sqlx::PgConnection;

use super::{StoreError, people};

/// A delivery about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewDelivery<'a> {
    /// Of what.
    pub event_id: i64,
    /// `email`, `slack` or `webhook`.
    pub channel: &'a str,
    /// The target's name.
    pub target: &'a str,
    /// Whom an e-mail is for, and why.
    pub person: Option<(i64, &'a str)>,
}

/// Makes a delivery; nothing when the event was handed to this target before.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    new: NewDelivery<'_>,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into deliveries (event_id, channel, target, person_id, topic)
        values ($1, $2, $3, $4, $5)
        on conflict on constraint deliveries_once do nothing
        returning id
        "#,
        new.event_id,
        new.channel,
        new.target,
        new.person.map(|(id, _)| id),
        new.person.map(|(_, topic)| topic)
    )
    .fetch_optional(conn)
    .await?)
}

/// A delivery with all that its text tells.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    /// Row id; the same at every attempt.
    pub id: i64,
    /// `waiting` until it is settled.
    pub state: String,
    /// `email`, `slack` or `webhook`.
    pub channel: String,
    /// The target's name.
    pub target: String,
    /// Why a person is told.
    pub topic: Option<String>,
    /// The event.
    pub event_id: i64,
    /// Its kind.
    pub kind: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; none for Roleport.
    pub actor: Option<String>,
    /// What happened.
    pub words: String,
    /// What was written.
    pub comment: Option<String>,
    /// The request.
    pub request_id: i64,
    /// Its state now.
    pub request_state: String,
    /// Its application.
    pub app: String,
    /// Its cluster.
    pub cluster: String,
    /// Its namespace.
    pub namespace: String,
    /// The person, where it is one who is told.
    pub person_id: Option<i64>,
    /// The person's name.
    pub name: Option<String>,
    /// The person's address.
    pub email: Option<String>,
    /// The tag of the person's language.
    language: Option<String>,
    /// What the person is, if that was confirmed lately.
    roles: Vec<String>,
    /// Whether the person does not want it any more.
    pub muted: bool,
}

impl DeliveryRow {
    /// What the person is, if that was confirmed lately.
    pub fn roles(&self) -> Vec<PersonRole> {
        people::roles(&self.roles)
    }

    /// The person's language; English for all that is told to nobody in particular.
    pub fn language(&self) -> Language {
        let tag = self.language.as_deref();
        tag.and_then(|tag| tag.parse().ok()).unwrap_or_default()
    }
}

/// One delivery; the person's roles count when they were confirmed within so many days.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    id: i64,
    days: i32,
) -> Result<Option<DeliveryRow>, StoreError> {
    Ok(sqlx::query_as!(
        DeliveryRow,
        r#"
        select d.id, d.state, d.channel, d.target, d.topic, d.person_id, d.event_id, e.kind, e.at,
               a.name as "actor?", e.words, e.comment, r.id as request_id,
               r.state as request_state, r.app, r.cluster, r.namespace,
               p.name as "name?", p.email as "email?", p.language as "language?",
               case when p.roles_at > now() - make_interval(days => $2)
                    then p.roles else '{}' end as "roles!",
               exists (select from muted_topics m
                       where m.person_id = d.person_id and m.topic = d.topic) as "muted!"
        from deliveries d
        join events e on e.id = d.event_id
        join requests r on r.id = e.request_id
        left join people a on a.id = e.person_id
        left join people p on p.id = d.person_id
        where d.id = $1
        "#,
        id,
        days
    )
    .fetch_optional(conn)
    .await?)
}

/// Notes that something is about to be sent; gives the attempt's id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn begin(conn: &mut PgConnection, id: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        "insert into delivery_attempts (delivery_id) values ($1) returning id",
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Notes how an attempt ended.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn end(
    conn: &mut PgConnection,
    attempt: i64,
    error: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update delivery_attempts set finished_at = now(), error = $2 where id = $1",
        attempt,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes where a waiting delivery stands; `waiting` again after an attempt that is repeated.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn settle(
    conn: &mut PgConnection,
    id: i64,
    state: &str,
    error: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update deliveries
        set state = $2, last_error = $3,
            settled_at = case when $2 = 'waiting' then null else now() end
        where id = $1 and state = 'waiting'
        "#,
        id,
        state,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A delivery that waits again.
#[derive(Debug, Clone)]
pub struct Reopened {
    /// `email`, `slack` or `webhook`.
    pub channel: String,
    /// The target's name.
    pub target: String,
    /// The request it is about.
    pub request_id: Option<i64>,
}

/// Lets a settled delivery wait again; nothing when there is none to send again.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn reopen(conn: &mut PgConnection, id: i64) -> Result<Option<Reopened>, StoreError> {
    Ok(sqlx::query_as!(
        Reopened,
        r#"
        update deliveries d set state = 'waiting', settled_at = null
        from events e
        where d.id = $1 and d.state in ('failed', 'sent') and e.id = d.event_id
        returning d.channel, d.target, e.request_id
        "#,
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// A delivery as it is listed.
#[derive(Debug, Clone)]
pub struct DeliveryLineRow {
    /// Row id.
    pub id: i64,
    /// Where it stands.
    pub state: String,
    /// `email`, `slack` or `webhook`.
    pub channel: String,
    /// The target's name.
    pub target: String,
    /// Whom an e-mail is for.
    pub person: Option<String>,
    /// The event's kind.
    pub kind: String,
    /// The request, and its application.
    pub request_id: i64,
    /// The request's application.
    pub app: String,
    /// When the event was handed out.
    pub made_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed, waits or was dropped.
    pub last_error: Option<String>,
}

/// Deliveries before the one of this number, newest first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(
    conn: &mut PgConnection,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<DeliveryLineRow>, StoreError> {
    Ok(sqlx::query_as!(
        DeliveryLineRow,
        r#"
        select d.id, d.state, d.channel, d.target, p.name as "person?", e.kind,
               r.id as request_id, r.app, d.made_at,
               (select count(*) from delivery_attempts a
                where a.delivery_id = d.id) as "attempts!",
               d.last_error
        from deliveries d
        join events e on e.id = d.event_id
        join requests r on r.id = e.request_id
        left join people p on p.id = d.person_id
        where d.id < $1
        order by d.id desc limit $2
        "#,
        before.unwrap_or(i64::MAX),
        limit
    )
    .fetch_all(conn)
    .await?)
}
