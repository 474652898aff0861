//! The jobs of notifications, in a worker of their own beside the one that applies requests.

use std::{sync::Arc, time::Duration};

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::{
    config::NotificationConfig, deliver::deliver, email::Mailer, fan_out::fan_out, webhook::Sender,
};
use crate::{
    store::events::FAN_OUT,
    worker::{JOB_SCHEMA, SIGN_OF_LIFE},
};

/// The worker's name for sending one delivery.
pub(crate) const DELIVER: &str = "deliver";
/// Deliveries under way at once.
const PLACES: usize = 6;

/// All that sending needs.
#[derive(Debug, Clone)]
pub struct Notifier {
    pub(super) pool: PgPool,
    pub(super) config: Arc<NotificationConfig>,
    pub(super) mailer: Option<Mailer>,
    pub(super) sender: Sender,
}

impl Notifier {
    /// As configured; links begin with `public_url`, which has no trailing slash.
    ///
    /// # Errors
    /// When the settings of e-mail can't be used.
    pub fn new(pool: PgPool, config: NotificationConfig, public_url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            pool,
            mailer: Mailer::new(&config, public_url)?,
            sender: Sender::new(public_url)?,
            config: Arc::new(config),
        })
    }
}

/// Hands out events and sends what follows from them until `stop` completes.
///
/// # Errors
/// When the queue can't be reached at the start.
pub async fn start(
    notifier: Notifier,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let worker = WorkerOptions::default()
        .pg_pool(notifier.pool.clone())
        .schema(JOB_SCHEMA)
        .concurrency(PLACES)
        .poll_interval(Duration::from_secs(1))
        .define_job::<FanOut>()
        .define_job::<Deliver>()
        .add_extension(notifier)
        .worker_recovery(
            graphile_worker::WorkerRecoveryConfig::default()
                .heartbeat_interval(SIGN_OF_LIFE)
                .sweep_interval(Duration::from_secs(10))
                // Longer than an attempt can take: a second one beside it would send twice.
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

/// The job: hand this event to its audience.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FanOut {
    event_id: i64,
}

impl TaskHandler for FanOut {
    const IDENTIFIER: &'static str = FAN_OUT;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let notifier = notifier(&context)?;
        fan_out(&notifier.pool, &notifier.config, self.event_id)
            .await
            .map_err(|error| error.to_string())
    }
}

/// The job: send this delivery.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Deliver {
    delivery_id: i64,
}

impl TaskHandler for Deliver {
    const IDENTIFIER: &'static str = DELIVER;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let last = *context.job().attempts() >= *context.job().max_attempts();
        deliver(notifier(&context)?, self.delivery_id, last).await
    }
}

fn notifier(context: &WorkerContext) -> Result<&Notifier, String> {
    context
        .extensions()
        .get::<Notifier>()
        .ok_or_else(|| "the worker was started without its notifier".to_owned())
}
