//! The job that pushes, in a worker of its own: a Git host that does not answer delays nothing else.

use std::{sync::Arc, time::Duration};

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use roleport_domain::terraform::File;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::sync::oneshot;

use super::{
    PUSH,
    config::GitConfig,
    message::{Message, message},
    push_soon,
    repository::{GitError, Remote},
};
use crate::{
    export,
    store::git_changes::{self, ChangeRow},
    worker::{JOB_SCHEMA, SIGN_OF_LIFE},
};

/// How long a host may take for one push.
const PATIENCE: Duration = Duration::from_mins(2);
/// Longest reason that is kept, in characters.
const MAX_ERROR: usize = 500;

/// All that pushing needs.
#[derive(Debug, Clone)]
pub struct Pusher {
    pool: PgPool,
    config: Arc<GitConfig>,
    public_url: Arc<str>,
}

impl Pusher {
    /// As configured; links begin with `public_url`, which has no trailing slash.
    pub fn new(pool: PgPool, config: GitConfig, public_url: &str) -> Self {
        Self {
            pool,
            config: Arc::new(config),
            public_url: public_url.into(),
        }
    }
}

/// Pushes until `stop` completes. It begins with a push of its own: what was missed while no
/// repository was configured, or it could not be reached for days, comes with the next start.
///
/// # Errors
/// When the queue can't be reached at the start.
pub async fn start(
    pusher: Pusher,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    if pusher.config.url.is_some() {
        push_soon(&mut *pusher.pool.acquire().await?).await?;
    }
    let worker = WorkerOptions::default()
        .pg_pool(pusher.pool.clone())
        .schema(JOB_SCHEMA)
        .concurrency(1)
        .poll_interval(Duration::from_secs(2))
        .define_job::<PushGit>()
        .add_extension(pusher)
        .worker_recovery(
            graphile_worker::WorkerRecoveryConfig::default()
                .heartbeat_interval(SIGN_OF_LIFE)
                .sweep_interval(Duration::from_secs(30))
                .sweep_threshold(Duration::from_mins(1)),
        )
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop)
        .shutdown_grace_period(Duration::from_secs(20))
        .init()
        .await?;
    worker.run().await?;
    Ok(())
}

/// The job: bring the repository up to date.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PushGit {}

impl TaskHandler for PushGit {
    const IDENTIFIER: &'static str = PUSH;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let pusher = context
            .extensions()
            .get::<Pusher>()
            .ok_or_else(|| "the worker was started without its pusher".to_owned())?;
        pusher.run().await
    }
}

impl Pusher {
    /// One attempt. An error means: try again later.
    async fn run(&self) -> Result<(), String> {
        let outcome = match self.read().await {
            Ok((changes, Some(files))) => {
                let message = message(&changes, &self.public_url);
                let pushed = in_time(self.config.as_ref().clone(), files, message).await;
                pushed.map(|commit| (changes, Some(commit)))
            }
            Ok((changes, None)) => Ok((changes, None)),
            Err(words) => Err(words),
        };
        let mut tx = self.pool.begin().await.map_err(text)?;
        match &outcome {
            Ok((changes, pushed)) => {
                let ids: Vec<_> = changes.iter().map(|change| change.request_id).collect();
                git_changes::settle(&mut tx, &ids).await.map_err(text)?;
                if let Some(commit) = pushed {
                    git_changes::pushed(&mut tx, commit.as_deref())
                        .await
                        .map_err(text)?;
                }
            }
            Err(error) => {
                tracing::warn!(error, "the roles can't be pushed to Git now");
                let short: String = error.chars().take(MAX_ERROR).collect();
                git_changes::failed(&mut tx, &short).await.map_err(text)?;
            }
        }
        tx.commit().await.map_err(text)?;
        outcome.map(|_| ())
    }

    /// What waits, and all roles as of the same moment; no files where no repository is configured.
    async fn read(&self) -> Result<(Vec<ChangeRow>, Option<Vec<File>>), String> {
        let isolated = "begin isolation level repeatable read read only";
        let mut tx = self.pool.begin_with(isolated).await.map_err(text)?;
        let changes = git_changes::waiting(&mut tx).await.map_err(text)?;
        if self.config.url.is_none() {
            return Ok((changes, None));
        }
        let files = export::terraform(&mut tx).await.map_err(text)?;
        Ok((changes, Some(files)))
    }
}

#[allow(clippy::needless_pass_by_value)] // the shape that `map_err` wants
fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// libgit2 waits for its host without an end, and in a thread of its own, which nobody has to wait for.
async fn in_time(
    config: GitConfig,
    files: Vec<File>,
    message: Message,
) -> Result<Option<String>, String> {
    let (tell, told) = oneshot::channel();
    std::thread::Builder::new()
        .name("git-push".to_owned())
        .spawn(move || {
            let _ = tell.send(push(config, &files, &message).map_err(text));
        })
        .map_err(text)?;
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err("pushing broke off".to_owned()),
        Err(_) => Err(format!(
            "the host has not answered within {} s",
            PATIENCE.as_secs()
        )),
    }
}

fn push(config: GitConfig, files: &[File], message: &Message) -> Result<Option<String>, GitError> {
    Remote::new(config)?.publish(files, message)
}
