//! Drift: compares roles with AWS, on a schedule and when somebody asks.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use roleport_domain::{
    plan::{Goal, Plan, World, plan},
    request::ValidRequest,
};
use roleport_lang::english;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{
    applier::check_account,
    jobs::{text, tools},
};
use crate::{
    aws::iam::{Iam, IamError},
    store::{
        StoreError,
        events::{self, NewEvent},
        queue::{self, NewJob},
        role_checks::{self, Found},
        roles::{self, RoleRow},
    },
};

/// The job: compare every role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ScanRoles {}

/// The job: compare this role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CheckRole {
    role_id: i64,
}

/// Has a role compared with AWS soon, in the caller's transaction.
///
/// # Errors
/// [`StoreError`] when the queue refuses it.
pub async fn enqueue(conn: &mut PgConnection, role_id: i64) -> Result<(), StoreError> {
    let job = NewJob {
        task: CheckRole::IDENTIFIER,
        payload: &json!(CheckRole { role_id }),
        key: &format!("check-{role_id}"),
        // One after the other: a scan of many roles must not use up what AWS lets Roleport ask.
        queue: Some("drift"),
        attempts: 3,
    };
    queue::add(conn, job).await
}

impl TaskHandler for ScanRoles {
    const IDENTIFIER: &'static str = "scan_roles";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        scan(&tools.pool).await.map_err(text)
    }
}

impl TaskHandler for CheckRole {
    const IDENTIFIER: &'static str = "check_role";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        let mut conn = tools.pool.acquire().await.map_err(|e| e.to_string())?;
        let account = roles::account(&mut conn, self.role_id)
            .await
            .map_err(text)?;
        drop(conn);
        let Some(account) = account else {
            return Ok(());
        };
        let iam = tools.iam(&account).await?;
        check(&tools.pool, &iam, self.role_id).await
    }
}

async fn scan(pool: &PgPool) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    for role in role_checks::active(&mut tx).await? {
        enqueue(&mut tx, role).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Compares a role with AWS now, and records what differs.
///
/// # Errors
/// In words, when it is worth another try.
pub async fn check(pool: &PgPool, iam: &Iam, role_id: i64) -> Result<(), String> {
    let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
    let role = roles::find(&mut conn, role_id).await.map_err(text)?;
    let Some(role) = role.filter(|role| !role.retired) else {
        return Ok(());
    };
    let Some(cluster) = role_checks::as_applied(&mut conn, role_id)
        .await
        .map_err(text)?
    else {
        return Ok(());
    };
    let Ok(request) = role.input(cluster, "as it is").parse() else {
        let words = english!(aws_role_not_admitted);
        return role_checks::unreadable(&mut conn, role_id, &words)
            .await
            .map_err(text);
    };
    drop(conn);
    match look(&request, &role, iam).await {
        Ok((world, plan)) => record(pool, role_id, &world, &plan).await.map_err(text),
        Err(error) => {
            let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
            role_checks::unreadable(&mut conn, role_id, error.words())
                .await
                .map_err(text)?;
            error.worth_another_try()
        }
    }
}

async fn look(
    request: &ValidRequest,
    role: &RoleRow,
    iam: &Iam,
) -> Result<(World, Plan), IamError> {
    check_account(&request.cluster().account_id, iam).await?;
    let mut world = iam.observe(request, Goal::Present).await?;
    world.known_role_id.clone_from(&role.aws_role_id);
    let plan = plan(request, Goal::Present, &world);
    Ok((world, plan))
}

async fn record(pool: &PgPool, role_id: i64, world: &World, plan: &Plan) -> Result<(), StoreError> {
    let drifted = !plan.steps.is_empty() || plan.is_blocked();
    let last_used = world
        .role
        .as_ref()
        .and_then(|role| role.last_used.as_deref());
    let found = Found {
        plan,
        drifted,
        last_used,
    };
    let mut tx = pool.begin().await?;
    let before = role_checks::record(&mut tx, role_id, found).await?;
    let had = before.as_ref().is_some_and(|(drifted, _)| *drifted);
    let same = before.is_some_and(|(_, hash)| hash == plan.hash());
    let event = match (had, drifted) {
        // Told once for each difference, not once for each look.
        (true, true) if same => None,
        (_, true) => Some(("role.drifted", english!(events_found_drift))),
        (true, false) => Some(("role.in_step", english!(events_found_in_step))),
        (false, false) => None,
    };
    if let Some((kind, words)) = event {
        let differs: Vec<_> = plan
            .steps
            .iter()
            .map(|step| step.call.words().to_string())
            .collect();
        let stands: Vec<_> = plan.obstacles.iter().map(|o| o.message.as_str()).collect();
        events::append(
            &mut tx,
            NewEvent {
                role_id: Some(role_id),
                after: Some(&json!({ "to_restore": differs, "obstacles": stands })),
                ..NewEvent::by_roleport(kind, &words)
            },
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
