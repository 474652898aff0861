//! Plans as they were read from AWS. Append-only: what an approval was about stays.

use chrono::{DateTime, Utc};
use roleport_domain::plan::Plan;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// A plan, and when AWS was read for it.
#[derive(Debug, Clone)]
pub struct PlanRow {
    /// The plan.
    pub plan: Json<Plan>,
    /// Its hash.
    pub hash: String,
    /// When AWS was read.
    pub read_at: DateTime<Utc>,
}

/// A plan as it is sent to a `json` column: as a value it would become jsonb on the way, and lose the
/// order of its keys.
pub(super) fn text(plan: &Plan) -> Result<String, StoreError> {
    serde_json::to_string(plan).map_err(|_| StoreError::Unreadable("a plan"))
}

/// Writes a plan of a request's revision; gives its id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    request_id: i64,
    revision: i32,
    plan: &Plan,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into plans (request_id, revision, hash, plan, blocked)
        values ($1, $2, $3, $4::text::json, $5) returning id
        "#,
        request_id,
        revision,
        plan.hash(),
        text(plan)?,
        plan.is_blocked()
    )
    .fetch_one(conn)
    .await?)
}

/// The present plan of a request, if it has one.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(
    conn: &mut PgConnection,
    request_id: i64,
) -> Result<Option<PlanRow>, StoreError> {
    Ok(sqlx::query_as!(
        PlanRow,
        r#"
        select l.plan as "plan: Json<Plan>", l.hash, l.read_at
        from plans l join requests r on r.plan_id = l.id
        where r.id = $1
        "#,
        request_id
    )
    .fetch_optional(conn)
    .await?)
}
