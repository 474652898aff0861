//! The queue on Postgres: a job is enqueued in the transaction that approves, runs in its
//! account's own queue one at a time, and is taken over from a server that died.

use std::time::Instant;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use graphile_worker::{
    IntoTaskHandlerResult, JobSpec, TaskHandler, WorkerContext, WorkerOptions, WorkerUtils,
};
use roleport_domain::{
    grant::Grant,
    identity::Identity,
    lifecycle::{Command, RequestKind, RequestState},
    plan::Plan,
    request::{RequestInput, ValidRequest},
};
use roleport_lang::english;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{
    applier::{self, Journal, Order, Outcome},
    drift::{self, CheckRole, ScanRoles},
    health::CheckClusters,
    planner::{self, PlanRequest},
    search::SearchAccount,
};
use crate::{
    aws::{
        Accounts,
        iam::{Iam, IamError},
    },
    config::WorkerConfig,
    git,
    observe::metrics,
    store::{
        StoreError, clusters,
        events::{self, NewEvent},
        plans,
        requests::{self, RequestRow},
        role_grants,
        roles::{self, existing_role},
        steps,
    },
};

/// The queue's own schema in the database.
pub const JOB_SCHEMA: &str = "graphile_worker";
/// The worker reads requests as nobody in particular.
pub(super) const NOBODY: i64 = 0;
/// Attempts before a person is asked: with the queue's backoff about 20 minutes.
const MAX_ATTEMPTS: i16 = 8;

/// The job: carry this request out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApplyRequest {
    /// Which request.
    pub request_id: i64,
}

/// What the job works with.
#[derive(Debug, Clone)]
pub(super) struct Tools {
    pub(super) pool: PgPool,
    pub(super) accounts: Accounts,
}

impl Tools {
    /// IAM of an account, reached as the portal says now.
    pub(super) async fn iam(&self, account_id: &str) -> Result<Iam, String> {
        reach(&self.pool, &self.accounts, account_id).await
    }
}

/// IAM of an account, reached as the portal says now.
///
/// # Errors
/// In words, when the database can't be read.
pub(crate) async fn reach(
    pool: &PgPool,
    accounts: &Accounts,
    account_id: &str,
) -> Result<Iam, String> {
    let mut conn = pool.acquire().await.map_err(|e| e.to_string())?;
    let access = clusters::access(&mut conn, account_id)
        .await
        .map_err(text)?;
    drop(conn);
    Ok(accounts.of(account_id, access.as_ref()).await)
}

/// Makes or updates the queue's tables.
///
/// # Errors
/// When the database refuses.
pub async fn migrate_queue(pool: &PgPool) -> anyhow::Result<()> {
    WorkerUtils::new(pool.clone(), JOB_SCHEMA).migrate().await?;
    Ok(())
}

/// Puts a request into its account's queue, in the caller's transaction; it waits there until `not_before`.
///
/// # Errors
/// [`StoreError::Queue`] when the queue refuses it.
pub async fn enqueue(
    pool: &PgPool,
    conn: &mut PgConnection,
    account_id: &str,
    request_id: i64,
    not_before: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let spec = JobSpec::builder()
        .queue_name(format!("aws-{account_id}"))
        .job_key(format!("apply-{request_id}"))
        .max_attempts(MAX_ATTEMPTS);
    let spec = match not_before {
        Some(not_before) => spec.run_at(not_before).build(),
        None => spec.build(),
    };
    WorkerUtils::new(pool.clone(), JOB_SCHEMA)
        .with_executor(conn)
        .add_job(ApplyRequest { request_id }, spec)
        .await
        .map_err(|e| StoreError::Queue(e.to_string()))?;
    Ok(())
}

/// Runs jobs until `stop` completes; then lets the ones under way end, for 20 s at most.
///
/// # Errors
/// When the queue can't be reached at the start.
pub async fn start(
    pool: PgPool,
    accounts: impl Into<Accounts>,
    config: WorkerConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    planner::catch_up(&pool).await?;
    requests::count_risks(&mut *pool.acquire().await?).await?;
    let takeover = std::time::Duration::from_secs(config.takeover_seconds.into());
    let mut options = WorkerOptions::default();
    if let Some(crontab) = config.crontab() {
        options = options.with_cron(crontab.as_str())?;
    }
    let worker = options
        .pg_pool(pool.clone())
        .schema(JOB_SCHEMA)
        .concurrency(4)
        .poll_interval(std::time::Duration::from_millis(500))
        .define_job::<ApplyRequest>()
        .define_job::<PlanRequest>()
        .define_job::<CheckRole>()
        .define_job::<ScanRoles>()
        .define_job::<SearchAccount>()
        .define_job::<CheckClusters>()
        .add_extension(Tools {
            pool,
            accounts: accounts.into(),
        })
        .worker_recovery(
            graphile_worker::WorkerRecoveryConfig::default()
                .heartbeat_interval(takeover / 6)
                .sweep_interval(takeover / 3)
                .sweep_threshold(takeover)
                // The silence was the wait already.
                .recovery_delay(std::time::Duration::ZERO),
        )
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop)
        .shutdown_grace_period(std::time::Duration::from_secs(20))
        .init()
        .await?;
    worker.run().await?;
    Ok(())
}

impl TaskHandler for ApplyRequest {
    const IDENTIFIER: &'static str = "apply_request";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = tools(&context)?;
        let last = *context.job().attempts() >= *context.job().max_attempts();
        run(tools, self.request_id, last).await
    }
}

/// What the worker was started with.
pub(super) fn tools(context: &WorkerContext) -> Result<&Tools, String> {
    context
        .extensions()
        .get::<Tools>()
        .ok_or_else(|| "the worker was started without its tools".to_owned())
}

/// One attempt. An error means: try again later.
#[tracing::instrument(name = "apply_request", skip(tools, last_attempt))]
async fn run(tools: &Tools, id: i64, last_attempt: bool) -> Result<(), String> {
    let Some((row, at)) = begin(&tools.pool, id).await.map_err(text)? else {
        // Handled already, by another attempt or another server.
        return Ok(());
    };
    let started = Instant::now();
    let kind = row.kind().map_err(text)?.as_str();
    let outcome = match content(&row) {
        Ok(request) => attempt(tools, &row, &request)
            .await?
            .map(|outcome| (request, outcome)),
        Err(words) => Err(IamError::Refused(words)),
    };
    let pool = &tools.pool;
    let (ended, recorded) = match outcome {
        Ok((_, Outcome::Outdated(now))) => ("outdated", outdate(pool, &row, at, &now).await),
        Ok((request, Outcome::Done { role_id: Some(aws) })) => {
            ("applied", succeed(pool, &row, at, &request, &aws).await)
        }
        Ok((_, Outcome::Done { role_id: None })) => ("applied", retired(pool, &row, at).await),
        Err(IamError::Transient(words)) if !last_attempt => {
            metrics::carried_out(kind, "again", started.elapsed());
            return Err(words);
        }
        Err(error) => ("failed", fail(pool, id, at, error.words()).await),
    };
    metrics::carried_out(kind, ended, started.elapsed());
    tracing::info!(outcome = ended, "the attempt has ended");
    recorded.map_err(text)
}

/// Carries the approved plan out, or what is left of it.
async fn attempt(
    tools: &Tools,
    row: &RequestRow,
    request: &ValidRequest,
) -> Result<Result<Outcome, IamError>, String> {
    let mut conn = tools.pool.acquire().await.map_err(|e| e.to_string())?;
    let approved = plans::of_request(&mut conn, row.id).await.map_err(text)?;
    let sent = steps::of_request(&mut conn, row.id).await.map_err(text)?;
    drop(conn);
    let journal = PostgresJournal {
        pool: &tools.pool,
        request_id: row.id,
    };
    let order = Order {
        request,
        goal: planner::goal(row.kind().map_err(text)?),
        approved: approved.as_ref().map(|row| &row.plan.0),
        begun: !sent.is_empty(),
    };
    let iam = tools.iam(&row.cluster_spec.account_id).await?;
    Ok(applier::carry_out(order, &iam, &journal).await)
}

#[allow(clippy::needless_pass_by_value)] // the shape that `map_err` wants
pub(super) fn text(error: StoreError) -> String {
    error.to_string()
}

type At = (RequestState, i32);

/// Takes the request on; none when there is nothing to do.
async fn begin(pool: &PgPool, id: i64) -> Result<Option<(RequestRow, At)>, StoreError> {
    let mut tx = pool.begin().await?;
    let Some(row) = requests::find(&mut tx, id, NOBODY).await? else {
        return Ok(None);
    };
    let state = row.state()?;
    let Ok(next) = state.next(Command::Start) else {
        return Ok(None);
    };
    if next == state {
        // A server died on the way: go on with its work.
        let version = row.version;
        return Ok(Some((row, (state, version))));
    }
    requests::transition(&mut tx, id, (state, row.version), next, None).await?;
    events::append(
        &mut tx,
        NewEvent {
            request_id: Some(id),
            role_id: row.role_id,
            before: Some(&json!({ "state": state })),
            after: Some(&json!({ "state": next })),
            ..NewEvent::by_roleport("request.applying", &english!(events_applying))
        },
    )
    .await?;
    tx.commit().await?;
    let version = row.version + 1;
    Ok(Some((row, (next, version))))
}

/// The content that was approved, or why it can't be carried out as it was.
fn content(row: &RequestRow) -> Result<ValidRequest, String> {
    let request = input(row).parse().map_err(|errors| {
        let reasons: Vec<_> = errors
            .into_iter()
            .map(|error| String::from(error.message))
            .collect();
        english!(aws_not_admitted, why = reasons.join(" "))
    })?;
    let hash = if row.kind == RequestKind::Retire.as_str() {
        request.retirement_hash()
    } else {
        request.hash()
    };
    if hash == row.hash {
        Ok(request)
    } else {
        Err(english!(aws_other_documents))
    }
}

/// The request as the domain reads it. A retirement is about what the role could do until then.
pub(crate) fn input(row: &RequestRow) -> RequestInput {
    let grants = if row.kind == RequestKind::Retire.as_str() {
        &row.grants_before
    } else {
        &row.grants
    };
    RequestInput {
        cluster: row.cluster_spec.0.clone(),
        app: row.app.clone(),
        namespace: row.namespace.clone(),
        service_account: row.service_account.clone(),
        grants: grants.0.clone(),
        reason: row.reason.clone(),
        existing_role: existing_role(&row.role_name, row.existing_path.as_deref()),
        // They were admitted when it was written.
        admitted_buckets: Grant::old_buckets(row.grants.0.iter().chain(&row.grants_before.0)),
        identity: Identity::parse(&row.identity),
    }
}

async fn succeed(
    pool: &PgPool,
    row: &RequestRow,
    at: At,
    request: &ValidRequest,
    aws_role_id: &str,
) -> Result<(), StoreError> {
    let words = if row.kind()? == RequestKind::Adopt {
        english!(events_adopted)
    } else {
        english!(events_applied)
    };
    let mut tx = pool.begin().await?;
    requests::transition(&mut tx, row.id, at, RequestState::Applied, None).await?;
    let role_id = roles::record(
        &mut tx,
        roles::AppliedRole {
            cluster: &request.cluster().name,
            account_id: &request.cluster().account_id,
            app: &row.app,
            namespace: &row.namespace,
            service_account: &row.service_account,
            role_name: request.role_name(),
            arn: &request.role_arn(),
            grants: &row.grants.0,
            aws_role_id,
            existing_path: row.existing_path.as_deref(),
            identity: request.identity(),
        },
    )
    .await?;
    requests::set_role(&mut tx, row.id, role_id).await?;
    role_grants::record(&mut tx, role_id, Some(row.id), &row.grants.0).await?;
    drift::enqueue(&mut tx, role_id).await?;
    git::enqueue(&mut tx, row.id).await?;
    events::append(
        &mut tx,
        NewEvent {
            request_id: Some(row.id),
            role_id: Some(role_id),
            before: Some(&json!({ "grants": row.grants_before.0 })),
            after: Some(&json!({ "grants": row.grants.0 })),
            ..NewEvent::by_roleport("request.applied", &words)
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Sends a request back to its approvers, with the plan as of now.
async fn outdate(pool: &PgPool, row: &RequestRow, at: At, now: &Plan) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    let seen = plans::of_request(&mut tx, row.id).await?;
    let plan_id = plans::insert(&mut tx, row.id, row.revision, now).await?;
    let next = RequestState::Submitted;
    requests::transition(&mut tx, row.id, at, next, None).await?;
    requests::replace_plan(&mut tx, row.id, plan_id).await?;
    let calls = |plan: &Plan| -> Vec<_> {
        plan.steps
            .iter()
            .map(|step| step.call.words().to_string())
            .collect()
    };
    events::append(
        &mut tx,
        NewEvent {
            request_id: Some(row.id),
            role_id: row.role_id,
            before: Some(&json!({
                "state": at.0,
                "plan": seen.map(|row| calls(&row.plan.0)),
            })),
            after: Some(&json!({ "state": next, "plan": calls(now) })),
            ..NewEvent::by_roleport("request.outdated", &english!(events_outdated))
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn retired(pool: &PgPool, row: &RequestRow, at: At) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    requests::transition(&mut tx, row.id, at, RequestState::Applied, None).await?;
    if let Some(role) = row.role_id {
        roles::retire(&mut tx, role).await?;
        role_grants::close(&mut tx, role).await?;
        git::enqueue(&mut tx, row.id).await?;
    }
    events::append(
        &mut tx,
        NewEvent {
            request_id: Some(row.id),
            role_id: row.role_id,
            before: Some(&json!({ "grants": row.grants_before.0 })),
            after: Some(&json!({ "grants": [] })),
            ..NewEvent::by_roleport("role.retired", &english!(events_removed))
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn fail(pool: &PgPool, id: i64, at: At, words: &str) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    requests::transition(&mut tx, id, at, RequestState::Failed, Some(words)).await?;
    events::append(
        &mut tx,
        NewEvent {
            request_id: Some(id),
            comment: Some(words),
            before: Some(&json!({ "state": at.0 })),
            after: Some(&json!({ "state": RequestState::Failed })),
            ..NewEvent::by_roleport("request.failed", &english!(events_failed))
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

struct PostgresJournal<'a> {
    pool: &'a PgPool,
    request_id: i64,
}

#[async_trait]
impl Journal for PostgresJournal<'_> {
    async fn start(&self, call: &str, words: &str) -> Result<i64, String> {
        let mut conn = self.pool.acquire().await.map_err(|e| e.to_string())?;
        steps::start(&mut conn, self.request_id, call, words)
            .await
            .map_err(text)
    }

    async fn finish(&self, step: i64, error: Option<&str>) -> Result<(), String> {
        let mut conn = self.pool.acquire().await.map_err(|e| e.to_string())?;
        steps::finish(&mut conn, step, error).await.map_err(text)
    }
}
