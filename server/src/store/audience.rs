//! Who has to do with an event, and who may be told of it.

use roleport_domain::{
    audience::{Happened, Person},
    lifecycle::RequestState,
};
use sqlx::PgConnection;

use super::{StoreError, people::roles};

/// An event on a request, and those who have something to do with that.
#[derive(Debug, Clone)]
pub struct EventFacts {
    /// The request.
    pub request_id: i64,
    kind: String,
    actor: Option<i64>,
    state: String,
    author: i64,
    writers: Vec<i64>,
    commenters: Vec<i64>,
    mentioned: Vec<i64>,
}

impl EventFacts {
    /// As the domain has it, with those whom a rule asks.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when kind or state are none that the domain knows.
    pub fn happened<'a>(&'a self, asked: &'a [i64]) -> Result<Happened<'a>, StoreError> {
        let state: RequestState = self
            .state
            .parse()
            .map_err(|_| StoreError::Unreadable("requests.state"))?;
        Ok(Happened {
            kind: self
                .kind
                .parse()
                .map_err(|_| StoreError::Unreadable("events.kind"))?,
            actor: self.actor,
            state,
            author: self.author,
            writers: &self.writers,
            asked,
            commenters: &self.commenters,
            mentioned: &self.mentioned,
        })
    }
}

/// What there is to know about an event; nothing when it is about no request.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn facts(
    conn: &mut PgConnection,
    event_id: i64,
) -> Result<Option<EventFacts>, StoreError> {
    // An event says what its comment said then; the comment may have been edited since.
    Ok(sqlx::query_as!(
        EventFacts,
        r#"
        select r.id as request_id, e.kind, e.person_id as actor, r.state, r.author_id as author,
               array(select distinct person_id from revisions
                     where request_id = r.id) as "writers!",
               array(select distinct author_id from comments
                     where request_id = r.id) as "commenters!",
               array(select distinct m.person_id
                     from comment_mentions m join comments c on c.id = m.comment_id
                     where c.request_id = r.id and c.author_id = e.person_id
                       and (c.body = e.comment or exists (
                           select from comment_versions v
                           where v.comment_id = c.id and v.body = e.comment))) as "mentioned!"
        from events e join requests r on r.id = e.request_id
        where e.id = $1
        "#,
        event_id
    )
    .fetch_optional(conn)
    .await?)
}

/// Somebody who has access, and what they don't want to be told of.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who.
    pub person: Person,
    /// Names of topics.
    pub muted: Vec<String>,
}

/// Everybody whose roles were confirmed within so many days.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn readers(conn: &mut PgConnection, days: i32) -> Result<Vec<Reader>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select id, roles,
               array(select topic from muted_topics where person_id = people.id) as "muted!"
        from people
        where roles <> '{}' and roles_at > now() - make_interval(days => $1)
        "#,
        days
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Reader {
            person: Person {
                id: row.id,
                roles: roles(&row.roles),
            },
            muted: row.muted,
        })
        .collect())
}
