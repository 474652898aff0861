//! Versions of the approval rules: proposed by one admin, decided on by another.

use chrono::{DateTime, Utc};
use roleport_domain::rules::RuleSet;
use sqlx::{PgConnection, types::Json};

use super::{StoreError, hit};

/// A version of the rules.
#[derive(Debug, Clone)]
pub struct RuleSetRow {
    /// Counts from 1.
    pub version: i64,
    /// As it was written.
    pub source: String,
    /// As it was understood.
    pub document: Json<RuleSet>,
    /// `proposed`, `active`, `superseded`, `rejected` or `withdrawn`.
    pub state: String,
    /// Who wrote it.
    pub author_id: i64,
    /// Their name.
    pub author: String,
    /// Why.
    pub comment: String,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// Who decided on it.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Rows of rule sets; the rest of the query follows.
macro_rules! select_rule_sets {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            RuleSetRow,
            r#"
            select s.version, s.source, s.document as "document: Json<RuleSet>", s.state,
                   s.author_id, a.name as author, s.comment, s.proposed_at,
                   d.name as "decider?", s.decided_at
            from rule_sets s
            join people a on a.id = s.author_id
            left join people d on d.id = s.decided_by
            "# + $rest
            $(, $argument)*
        )
    };
}

/// The rules in force; none while the built-in one holds.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn active(conn: &mut PgConnection) -> Result<Option<RuleSetRow>, StoreError> {
    Ok(select_rule_sets!("where s.state = 'active'")
        .fetch_optional(conn)
        .await?)
}

/// The newest versions, newest first, at most 50.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<RuleSetRow>, StoreError> {
    Ok(select_rule_sets!("order by s.version desc limit 50")
        .fetch_all(conn)
        .await?)
}

/// One version.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, version: i64) -> Result<Option<RuleSetRow>, StoreError> {
    Ok(select_rule_sets!("where s.version = $1", version)
        .fetch_optional(conn)
        .await?)
}

/// Proposes rules; gives their version.
///
/// # Errors
/// [`StoreError::Refused`] with `rule_sets_one_proposed` while others wait for a decision.
pub async fn propose(
    conn: &mut PgConnection,
    author_id: i64,
    source: &str,
    document: &RuleSet,
    comment: &str,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into rule_sets (source, document, author_id, comment) values ($1, $2, $3, $4)
        returning version
        "#,
        source,
        Json(document) as _,
        author_id,
        comment
    )
    .fetch_one(conn)
    .await?)
}

/// Writes what became of a proposal: `active`, `rejected` or `withdrawn`. What was in force before
/// is superseded by a new active one.
///
/// # Errors
/// [`StoreError::Stale`] when it is no proposal any more, and [`StoreError::Refused`] with
/// `rule_sets_four_eyes` when its writer puts it in force.
pub async fn decide(
    conn: &mut PgConnection,
    version: i64,
    person_id: i64,
    state: &str,
) -> Result<(), StoreError> {
    if state == "active" {
        sqlx::query!("update rule_sets set state = 'superseded' where state = 'active'")
            .execute(&mut *conn)
            .await?;
    }
    let done = sqlx::query!(
        r#"
        update rule_sets set state = $3, decided_by = $2, decided_at = now()
        where version = $1 and state = 'proposed'
        "#,
        version,
        person_id,
        state
    )
    .execute(conn)
    .await?;
    hit(&done)
}
