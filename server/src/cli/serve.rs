//! `roleport serve` and `roleport migrate`.

use std::{net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum_server::accept::NoDelayAcceptor;
use sqlx::PgPool;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
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
/// How long a new connection has for the head of its first request.
const FIRST_HEAD: Duration = Duration::from_secs(10);
/// How long a connection may be silent between two requests, and how long it has for the head of the
/// next. Longer than the minute for which proxies keep connections open: one that sends a request on a
/// connection which is being closed here gets no answer to it.
const NEXT_HEAD: Duration = Duration::from_secs(75);
/// Completes when the server stops.
type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;
/// How long a worker that has lost the database waits before it starts again.
const PAUSE: Duration = Duration::from_secs(1);

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
    let accounts = Accounts::load(&config.aws).await;
    let service = Service::new(pool.clone())
        .with_seed(seed)
        .with_email(config.notifications.smtp_url.is_some())
        .with_retirement_wait(chrono::TimeDelta::hours(
            config.requests.retirement_wait_hours.into(),
        ))
        .with_git(config.git.url.clone())
        .with_accounts(accounts.clone());
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
        limits: config.limits.clone(),
    };
    // Made before listening: it also starts the executor that rendering runs on (style.md).
    let _ = leptos_axum::generate_route_list(roleport_app::App);
    let router = http::router(state, &config.site_dir, &config.session, &public_url);

    let mut workers = JoinSet::new();
    workers.spawn(keep("worker", stopped.clone(), {
        let pool = pool.clone();
        move |stop| worker::start(pool.clone(), accounts.clone(), config.worker.clone(), stop)
    }));
    let notifier = Notifier::new(pool.clone(), config.notifications.clone(), &public_url)?;
    workers.spawn(keep("worker of notifications", stopped.clone(), {
        move |stop| notify::start(notifier.clone(), stop)
    }));
    let pusher = Pusher::new(pool.clone(), config.git.clone(), &public_url);
    workers.spawn(keep(
        "worker that pushes to Git",
        stopped.clone(),
        move |stop| git::start(pusher.clone(), stop),
    ));
    tokio::spawn(clean(pool, service, config.requests, stopped.clone()));
    println!("listening on http://{address}");
    let served = listen(listener, router, stopped);
    tokio::pin!(served);
    tokio::select! {
        () = asked_to_stop() => {}
        ended = &mut served => ended?,
        Some(ended) = workers.join_next() => ended?,
    }
    tracing::info!("stopping");
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(25), async {
        let _ = served.await;
        while workers.join_next().await.is_some() {}
    })
    .await
    .context("some work was still under way after 25 s; it goes on at the next start")?;
    Ok(())
}

/// Answers until the server stops. Clients that are slow to send a request's head are not waited for:
/// a connection costs them nothing, and memory here. How long an answer may take, the request's body
/// included, is the router's matter.
async fn listen(
    listener: TcpListener,
    router: axum::Router,
    stopped: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let handle = axum_server::Handle::new();
    let mut server = axum_server::from_tcp(listener.into_std()?)?
        // Else the end of a streamed answer waits for the client to confirm what came before: 40 ms.
        .acceptor(NoDelayAcceptor::new())
        .handle(handle.clone())
        .http1_only()
        .first_request_timeout(FIRST_HEAD);
    server.http_builder().http1().header_read_timeout(NEXT_HEAD);
    tokio::spawn(async move {
        until(stopped).await;
        handle.graceful_shutdown(None);
    });
    server
        .serve(router.into_make_service_with_connect_info::<SocketAddr>())
        .await
}

/// Runs a worker until the server stops. One that loses the database ends with an error; it starts again,
/// as the pages do.
async fn keep<Work: Future<Output = anyhow::Result<()>>>(
    name: &'static str,
    stopped: watch::Receiver<bool>,
    start: impl Fn(Stop) -> Work,
) {
    while !*stopped.borrow() {
        if let Err(error) = start(Box::pin(until(stopped.clone()))).await {
            tracing::warn!("the {name} has ended, starting it again: {error:#}");
        }
        tokio::select! {
            () = until(stopped.clone()) => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
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
