//! Tokens of the API. Only the hash of a token is here.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// A token about to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// Whose.
    pub person_id: i64,
    /// What they call it.
    pub name: &'a str,
    /// `personal` or `service`.
    pub kind: &'a str,
    /// What it may be used for.
    pub scopes: &'a [String],
    /// SHA-256 of its text.
    pub hash: &'a [u8],
    /// The first six characters behind `rp_`.
    pub prefix: &'a str,
    /// Days until it expires, 1 to 366.
    pub days: i32,
}

/// A token as its person sees it.
#[derive(Debug, Clone)]
pub struct TokenRow {
    /// Row id.
    pub id: i64,
    /// What they call it.
    pub name: String,
    /// `personal` or `service`.
    pub kind: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// The first six characters behind `rp_`.
    pub prefix: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token that is good now, and its person as they are now.
#[derive(Debug, Clone)]
pub struct LiveToken {
    /// Row id.
    pub id: i64,
    /// What they call it.
    pub name: String,
    /// `personal` or `service`.
    pub kind: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// When it stops.
    pub expires_at: DateTime<Utc>,
    /// Its person.
    pub person_id: i64,
    /// Their name.
    pub person: String,
    /// Their e-mail address.
    pub email: String,
    /// Their roles, as of their last sign-in.
    pub roles: Vec<String>,
}

/// Writes a token; gives its id. An expired one of the same name makes room for it.
///
/// # Errors
/// [`StoreError::Refused`] with `tokens_name` when the person has a living one of this name.
pub async fn insert(conn: &mut PgConnection, token: NewToken<'_>) -> Result<i64, StoreError> {
    sqlx::query!(
        r#"
        update tokens set revoked_at = now()
        where person_id = $1 and lower(name) = lower($2) and revoked_at is null
            and expires_at <= now()
        "#,
        token.person_id,
        token.name
    )
    .execute(&mut *conn)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"
        insert into tokens (person_id, name, kind, scopes, hash, prefix, expires_at)
        values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
        returning id
        "#,
        token.person_id,
        token.name,
        token.kind,
        token.scopes,
        token.hash,
        token.prefix,
        token.days
    )
    .fetch_one(conn)
    .await?)
}

/// How many tokens of a person are good now.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn count_live(conn: &mut PgConnection, person_id: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from tokens
        where person_id = $1 and revoked_at is null and expires_at > now()
        "#,
        person_id
    )
    .fetch_one(conn)
    .await?)
}

/// A person's tokens, the newest first, at most 200.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_person(
    conn: &mut PgConnection,
    person_id: i64,
) -> Result<Vec<TokenRow>, StoreError> {
    Ok(sqlx::query_as!(
        TokenRow,
        r#"
        select id, name, kind, scopes, prefix, created_at, expires_at, revoked_at, last_used_at
        from tokens where person_id = $1 order by id desc limit 200
        "#,
        person_id
    )
    .fetch_all(conn)
    .await?)
}

/// Revokes a person's token; gives its name, or none when they have no living one of this id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn revoke(
    conn: &mut PgConnection,
    person_id: i64,
    id: i64,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        update tokens set revoked_at = now()
        where id = $1 and person_id = $2 and revoked_at is null returning name
        "#,
        id,
        person_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The token of this hash, if it is neither revoked nor expired.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find_live(
    conn: &mut PgConnection,
    hash: &[u8],
) -> Result<Option<LiveToken>, StoreError> {
    Ok(sqlx::query_as!(
        LiveToken,
        r#"
        select t.id, t.name, t.kind, t.scopes, t.expires_at, t.person_id, p.name as person,
               p.email, p.roles
        from tokens t join people p on p.id = t.person_id
        where t.hash = $1 and t.revoked_at is null and t.expires_at > now()
        "#,
        hash
    )
    .fetch_optional(conn)
    .await?)
}

/// Notes that a token was used; once a minute, so that reading seldom writes.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn touch(conn: &mut PgConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update tokens set last_used_at = now()
        where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')
        "#,
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}
