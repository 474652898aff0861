//! Decisions: who said what to which revision. Append-only; the database keeps four eyes as well.

use std::collections::BTreeSet;

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
    /// Hash of the plan they saw, where there was one.
    pub plan_hash: Option<&'a str>,
}

/// Records a verdict.
///
/// # Errors
/// [`StoreError::Refused`] with `decisions_four_eyes` when a writer of the request decides, and
/// with `decisions_once_a_person` when somebody approves a revision again.
pub async fn record(conn: &mut PgConnection, new: NewDecision<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into decisions (request_id, revision, author_id, person_id, verdict, comment, hash,
            plan_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        new.request_id,
        new.revision,
        new.author_id,
        new.person_id,
        new.verdict,
        new.comment,
        new.hash,
        new.plan_hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who has approved this revision with this content and this plan.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn approvals(
    conn: &mut PgConnection,
    request_id: i64,
    revision: i32,
    hash: &str,
    plan_hash: Option<&str>,
) -> Result<BTreeSet<i64>, StoreError> {
    let people = sqlx::query_scalar!(
        r#"
        select person_id from decisions
        where request_id = $1 and revision = $2 and hash = $3 and verdict = 'approved'
          and plan_hash is not distinct from $4
        "#,
        request_id,
        revision,
        hash,
        plan_hash
    )
    .fetch_all(conn)
    .await?;
    Ok(people.into_iter().collect())
}

/// Those of these requests that somebody has approved as they are: content and plan.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn approved_by(
    conn: &mut PgConnection,
    person_id: i64,
    requests: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"
        select d.request_id
        from decisions d join requests r on r.id = d.request_id left join plans l on l.id = r.plan_id
        where d.person_id = $1 and d.request_id = any ($2) and d.verdict = 'approved'
          and d.revision = r.revision and d.hash = r.hash
          and d.plan_hash is not distinct from l.hash
        "#,
        person_id,
        requests
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().collect())
}
