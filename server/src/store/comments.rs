//! What people say about a request. An edited comment keeps its earlier texts.

use chrono::{DateTime, Utc};
use roleport_domain::grant::Grant;
use sqlx::{PgConnection, types::Json};

use super::{StoreError, hit};

/// A comment.
#[derive(Debug, Clone)]
pub struct CommentRow {
    /// Row id.
    pub id: i64,
    /// Who wrote it.
    pub author_id: i64,
    /// Their name.
    pub author: String,
    /// Markdown, as typed.
    pub body: String,
    /// Counts its texts from 1.
    pub version: i32,
    /// When it was written.
    pub made_at: DateTime<Utc>,
    /// When it was edited last.
    pub edited_at: Option<DateTime<Utc>>,
    /// The revision that it is about, where it is about one line of access.
    pub revision: Option<i32>,
    /// That line, as it was read.
    pub line: Option<Json<Grant>>,
}

/// An earlier text of a comment.
#[derive(Debug, Clone)]
pub struct EarlierText {
    /// Whose.
    pub comment_id: i64,
    /// Markdown, as typed.
    pub body: String,
    /// When it was written.
    pub made_at: DateTime<Utc>,
}

/// Writes a comment, on one line of access of a revision or on the whole request, and notes the request as
/// active; gives the comment's id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn add(
    conn: &mut PgConnection,
    request_id: i64,
    author_id: i64,
    about: Option<(i32, &Grant)>,
    body: &str,
) -> Result<i64, StoreError> {
    let (revision, line) = about.unzip();
    Ok(sqlx::query_scalar!(
        r#"
        with active as (
            update requests set active_at = now(), reminded_at = null where id = $1
        )
        insert into comments (request_id, author_id, body, revision, line)
        values ($1, $2, $3, $4, $5) returning id
        "#,
        request_id,
        author_id,
        body,
        revision,
        line.map(Json) as _
    )
    .fetch_one(conn)
    .await?)
}

/// Gives a comment of this author another text and keeps the one it had.
///
/// # Errors
/// [`StoreError::Stale`] when it is not this author's, or was edited since.
pub async fn edit(
    conn: &mut PgConnection,
    id: i64,
    author_id: i64,
    version: i32,
    body: &str,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"
        with old as (
            select id, version, body, coalesce(edited_at, made_at) as made_at from comments
            where id = $1 and author_id = $2 and version = $3
            for update
        ), kept as (
            insert into comment_versions (comment_id, version, body, made_at)
            select id, version, body, made_at from old
        )
        update comments set body = $4, version = version + 1, edited_at = now()
        where id in (select id from old)
        "#,
        id,
        author_id,
        version,
        body
    )
    .execute(conn)
    .await?;
    hit(&done)
}

/// Notes whom a comment mentions; naming somebody again changes nothing.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn mention(conn: &mut PgConnection, id: i64, people: &[i64]) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into comment_mentions (comment_id, person_id)
        select $1, person from unnest($2::bigint[]) as person
        on conflict do nothing
        "#,
        id,
        people
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One comment of a request.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    request_id: i64,
    id: i64,
) -> Result<Option<CommentRow>, StoreError> {
    Ok(sqlx::query_as!(
        CommentRow,
        r#"
        select c.id, c.author_id, p.name as author, c.body, c.version, c.made_at, c.edited_at,
               c.revision, c.line as "line: Json<Grant>"
        from comments c join people p on p.id = c.author_id
        where c.request_id = $1 and c.id = $2
        "#,
        request_id,
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// A request's comments, oldest first, the newest 200.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(conn: &mut PgConnection, id: i64) -> Result<Vec<CommentRow>, StoreError> {
    let mut rows = sqlx::query_as!(
        CommentRow,
        r#"
        select c.id, c.author_id, p.name as author, c.body, c.version, c.made_at, c.edited_at,
               c.revision, c.line as "line: Json<Grant>"
        from comments c join people p on p.id = c.author_id
        where c.request_id = $1 order by c.id desc limit 200
        "#,
        id
    )
    .fetch_all(conn)
    .await?;
    rows.reverse();
    Ok(rows)
}

/// Earlier texts of a request's comments, oldest first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn earlier(conn: &mut PgConnection, id: i64) -> Result<Vec<EarlierText>, StoreError> {
    Ok(sqlx::query_as!(
        EarlierText,
        r#"
        select v.comment_id, v.body, v.made_at
        from comment_versions v join comments c on c.id = v.comment_id
        where c.request_id = $1 order by v.comment_id, v.version limit 1000
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}
