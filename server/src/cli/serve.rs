//! `roleport serve` and `roleport migrate`.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use sqlx::PgPool;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    auth::oidc::Oidc,
    aws::Accounts,
    config::{Config, RequestConfig},
    git::{self, Pusher},
    http::{self, AppState},
    live::Live,
    notify::{self, Notifier},
    observe::{self, log},
    service::{Service, configuration, take_in},
    store::{
        protection::{self, Protection},
        sessions::PostgresSessions,
    },
    worker,
};

use super::database;

/// How often expired sessions are removed, and requests that nobody looks after.
const CLEANING: Duration = Duration::from_mins(10);

pub(super) async fn migrate() -> anyhow::Result<()> {
    let config = Config::load()?;
    let traces = log::start(&config)?;
    database::open(&config).await?;
    println!("the database is up to date");
    traces.end().await;
    Ok(())
}

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::load()?;
    config.check()?;
    let traces = log::start(&config)?;
    let served = serve(config).await;
    // Also what led to an error.
    traces.end().await;
    served
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let assets = http::assets::read_manifest(&config.site_dir)?;
    let pool = database::open(&config).await?;
    let protection = protection::protection(&mut *pool.acquire().await?).await?;
    match protection {
        Protection::OwnLogin => tracing::info!("{protection}"),
        Protection::Role | Protection::Triggers | Protection::Nothing => {
            tracing::warn!("{protection}");
        }
    }
    configuration::record(&pool, &config.recorded()).await?;
    let listener = TcpListener::bind(&config.listen).await.with_context(|| {
        format!(
            "can't listen on {}: set ROLEPORT_LISTEN to a free address",
            config.listen
        )
    })?;
    let address = listener.local_addr()?;
    let public_url = config.public_url.as_deref().map_or_else(
        || format!("http://{address}"),
        |url| url.trim_end_matches('/').to_owned(),
    );
    let (stop, stopped) = watch::channel(false);
    if let Some(address) = &config.metrics_listen {
        let handle = observe::metrics::start()?;
        observe::scrape::start(address, handle, pool.clone(), until(stopped.clone())).await?;
    }
    let seed = config.seed();
    for difference in take_in(&pool, &seed).await? {
        tracing::warn!("{difference} What the portal has is in force.");
    }
    let service = Service::new(pool.clone())
        .with_seed(seed)
        .with_email(config.notifications.smtp_url.is_some())
        .with_retirement_wait(chrono::TimeDelta::hours(
            config.requests.retirement_wait_hours.into(),
        ))
        .with_git(config.git.url.clone());
    let service = Arc::new(service);
    let state = AppState {
        service: Arc::clone(&service),
        oidc: Oidc::new(&config.oidc, &public_url)?,
        assets,
        pool: pool.clone(),
        absolute_hours: config.session.absolute_hours,
        trusted_proxies: config.trusted_proxies,
        refusals: Arc::default(),
        live: Live::start(pool.clone(), config.live, stopped.clone()),
        api: config.api.clone(),
    };
    // Made before listening: it also starts the executor that rendering runs on (style.md).
    let _ = leptos_axum::generate_route_list(roleport_app::App);
    let router = http::router(state, &config.site_dir, &config.session, &public_url);

    let accounts = Accounts::load(&config.aws).await;
    let mut worker = tokio::spawn(worker::start(
        pool.clone(),
        accounts,
        config.worker.clone(),
        until(stopped.clone()),
    ));
    let notifier = Notifier::new(pool.clone(), config.notifications.clone(), &public_url)?;
    let mut notifying = tokio::spawn(notify::start(notifier, until(stopped.clone())));
    let pusher = Pusher::new(pool.clone(), config.git.clone(), &public_url);
    let mut pushing = tokio::spawn(git::start(pusher, until(stopped.clone())));
    tokio::spawn(clean(pool, service, config.requests, stopped.clone()));
    println!("listening on http://{address}");
    let served = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(until(stopped))
    .into_future();
    tokio::pin!(served);
    tokio::select! {
        () = asked_to_stop() => {}
        ended = &mut served => ended?,
        ended = &mut worker => ended?.context("the worker ended")?,
        ended = &mut notifying => ended?.context("the worker of notifications ended")?,
        ended = &mut pushing => ended?.context("the worker that pushes to Git ended")?,
    }
    tracing::info!("stopping");
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(25), async {
        let _ = served.await;
        if !worker.is_finished() {
            let _ = worker.await;
        }
        if !notifying.is_finished() {
            let _ = notifying.await;
        }
        if !pushing.is_finished() {
            let _ = pushing.await;
        }
    })
    .await
    .context("some work was still under way after 25 s; it goes on at the next start")?;
    Ok(())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone: the program ends.
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn asked_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn clean(
    pool: PgPool,
    service: Arc<Service>,
    settings: RequestConfig,
    stopped: watch::Receiver<bool>,
) {
    let sessions = PostgresSessions::new(pool);
    let stop = until(stopped);
    tokio::pin!(stop);
    loop {
        if let Err(error) = sessions.delete_expired().await {
            tracing::warn!(%error, "expired sessions can't be removed now");
        }
        match service.sweep(&settings).await {
            Ok((0, 0)) => {}
            Ok((reminded, expired)) => tracing::info!(reminded, expired, "requests swept"),
            Err(error) => tracing::warn!(%error, "old requests can't be closed now"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(CLEANING) => {}
        }
    }
}
