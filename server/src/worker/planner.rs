//! Plans a request from what AWS shows, before anybody decides on it.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use roleport_domain::{
    lifecycle::RequestKind,
    plan::{Finding, Goal, Plan, plan},
};
use roleport_lang::english;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{
    applier::check_account,
    jobs::{NOBODY, input, text, tools},
};
use crate::{
    aws::iam::{Iam, IamError},
    store::{
        StoreError, plans,
        queue::{self, NewJob},
        requests::{self, RequestRow},
        roles,
    },
};

/// The job: read AWS and plan this request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanRequest {
    /// Which request.
    pub request_id: i64,
}

/// Has a request planned soon, in the caller's transaction. Once more while it waits changes
/// nothing.
///
/// # Errors
/// [`StoreError`] when the queue refuses it.
pub async fn enqueue(conn: &mut PgConnection, request_id: i64) -> Result<(), StoreError> {
    let job = NewJob {
        task: PlanRequest::IDENTIFIER,
        payload: &json!(PlanRequest { request_id }),
        key: &format!("plan-{request_id}"),
        // Reading waits for nobody.
        queue: None,
        attempts: 8,
    };
    queue::add(conn, job).await
}

/// Has every request planned that waits for a decision and has no plan: those of a version of
/// Roleport before plans.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub(super) async fn catch_up(pool: &PgPool) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    for id in requests::without_plan(&mut tx).await? {
        enqueue(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}

impl TaskHandler for PlanRequest {
    const IDENTIFIER: &'static str = "plan_request";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        let mut conn = tools.pool.acquire().await.map_err(|e| e.to_string())?;
        let account = requests::account(&mut conn, self.request_id)
            .await
            .map_err(text)?;
        drop(conn);
        let Some(account) = account else {
            return Ok(());
        };
        let iam = tools.iam(&account).await?;
        read(&tools.pool, &iam, self.request_id).await
    }
}

/// Plans a request now and records the plan. Where AWS could not be read the plan says so, and
/// blocks.
///
/// # Errors
/// In words, when it is worth another try.
#[tracing::instrument(name = "plan_request", skip(pool, iam))]
pub async fn read(pool: &PgPool, iam: &Iam, id: i64) -> Result<(), String> {
    let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
    let Some(row) = requests::find(&mut conn, id, NOBODY).await.map_err(text)? else {
        return Ok(());
    };
    let known = match row.role_id {
        Some(role) => roles::find(&mut conn, role).await.map_err(text)?,
        None => None,
    };
    drop(conn);
    let state = row.state().map_err(text)?;
    if !state.awaits_decision() {
        return Ok(());
    }
    let known = known.and_then(|role| role.aws_role_id);
    let made = make(&row, iam, known).await;
    let (plan, again) = match made {
        Ok(plan) => (plan, None),
        Err(error) => {
            let again = matches!(error, IamError::Transient(_)).then(|| error.words().to_owned());
            (unreadable(&error), again)
        }
    };
    record(pool, &row, &plan).await.map_err(text)?;
    again.map_or(Ok(()), Err)
}

async fn make(row: &RequestRow, iam: &Iam, known: Option<String>) -> Result<Plan, IamError> {
    let request = input(row).parse().map_err(|errors| {
        let reasons: Vec<_> = errors
            .into_iter()
            .map(|error| String::from(error.message))
            .collect();
        IamError::Refused(english!(aws_not_admitted_edit, why = reasons.join(" ")))
    })?;
    check_account(&request.cluster().account_id, iam).await?;
    let goal = goal(row.kind().map_err(|e| IamError::Refused(text(e)))?);
    let mut world = iam.observe(&request, goal).await?;
    world.known_role_id = known;
    world.surroundings = iam.surroundings(&request).await;
    Ok(plan(&request, goal, &world))
}

fn unreadable(error: &IamError) -> Plan {
    Plan {
        obstacles: vec![Finding {
            code: "aws_unreadable".to_owned(),
            message: error.words().into(),
        }],
        ..Plan::default()
    }
}

/// What a kind of request wants of its role.
pub(super) const fn goal(kind: RequestKind) -> Goal {
    match kind {
        RequestKind::NewRole | RequestKind::ChangeGrants | RequestKind::Restore => Goal::Present,
        RequestKind::Retire => Goal::Absent,
        RequestKind::Adopt => Goal::Adopted,
    }
}

/// Records a plan of a request's present revision. Where it says something else than the one before,
/// pages that show the old one are told, and decisions made on it are refused.
///
/// # Errors
/// [`StoreError`] when the database refuses. That the request has moved on meanwhile is no error.
pub async fn record(pool: &PgPool, row: &RequestRow, plan: &Plan) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    let plan_id = plans::insert(&mut tx, row.id, row.revision, plan).await?;
    if requests::set_plan(&mut tx, row, plan_id).await? {
        tx.commit().await?;
    }
    Ok(())
}
