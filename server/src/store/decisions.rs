//! Decisions: who said what to which revision. Append-only; the database keeps four eyes as well.

use sqlx::PgConnection;

use super::StoreError;

/// A verdict about to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewDecision<'a> {
    /// Which request.
    pub request_id: i64,
    /// Which of its revisions.
    pub revision: i32,
    /// Who asked for it.
    pub author_id: i64,
    /// Who decides.
    pub person_id: i64,
    /// `approved`, `rejected`, `changes_requested` or `break_glass`.
    pub verdict: &'a str,
    /// What they say.
    pub comment: &'a str,
    /// Hash of the content they saw.
    pub hash: &'a str,
}

/// Records a verdict.
///
/// # Errors
/// [`StoreError::Refused`] with `decisions_four_eyes` when a writer of the request decides, and
/// with `decisions_once_a_person` when somebody approves a revision again.
pub async fn record(conn: &mut PgConnection, new: NewDecision<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into decisions (request_id, revision, author_id, person_id, verdict, comment, hash)
        values ($1, $2, $3, $4, $5, $6, $7)
        "#,
        new.request_id,
        new.revision,
        new.author_id,
        new.person_id,
        new.verdict,
        new.comment,
        new.hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Somebody who approved a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub person_id: i64,
    /// Their name.
    pub name: String,
}

/// Who has approved this revision with this content, in order.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn approvals(
    conn: &mut PgConnection,
    request_id: i64,
    revision: i32,
    hash: &str,
) -> Result<Vec<Approval>, StoreError> {
    Ok(sqlx::query_as!(
        Approval,
        r#"
        select d.person_id, p.name
        from decisions d join people p on p.id = d.person_id
        where d.request_id = $1 and d.revision = $2 and d.hash = $3 and d.verdict = 'approved'
        order by d.id
        "#,
        request_id,
        revision,
        hash
    )
    .fetch_all(conn)
    .await?)
}
