//! Routes and layers.

mod adoption;
mod again;
mod api;
pub mod assets;
mod clusters;
mod commands;
mod cookies;
mod deliveries;
mod doctor;
mod export;
mod health;
mod language;
mod limit;
mod live;
mod observed;
mod pages;
mod refusals;
mod request_form;
mod request_id;
mod request_lines;
mod retirement;
mod rules;
mod saved_views;
mod security;
mod settings;
mod shortcuts;
mod sign_in;
mod theme;
mod together;
mod tokens;
mod zone;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use roleport_app::portal::origin::Via;
use sqlx::PgPool;
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer, timeout::TimeoutLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    auth::{oidc::Oidc, origin},
    config::{ApiConfig, LimitConfig, SessionConfig},
    live::Live,
    service::Service,
    store::sessions::PostgresSessions,
};

pub use refusals::Refusals;

/// What handlers work with.
#[derive(Clone)]
pub struct AppState {
    /// The product.
    pub service: Arc<Service>,
    /// Sign-in.
    pub oidc: Oidc,
    /// Names of the built assets.
    pub assets: roleport_app::Assets,
    /// The database, for readiness and for people.
    pub pool: PgPool,
    /// Hours that a session lives at most.
    pub absolute_hours: u32,
    /// Proxies in front of this server that name the client.
    pub trusted_proxies: u8,
    /// Refused sign-ins that were recorded lately.
    pub refusals: Arc<Refusals>,
    /// What open pages are told.
    pub live: Live,
    /// The API's limits.
    pub api: ApiConfig,
    /// The limits of sign-ins and forms.
    pub limits: LimitConfig,
}

/// Largest body of a form: 64 KiB.
const MAX_BODY: usize = 64 * 1024;
/// Longest time that an answer takes.
const TIMEOUT: Duration = Duration::from_secs(30);

/// All routes with their layers. `public_url` has no trailing slash.
pub fn router(
    state: AppState,
    site_dir: &std::path::Path,
    session: &SessionConfig,
    public_url: &str,
) -> Router {
    let secure = public_url.starts_with("https://");
    let sessions = sessions(&state, session, secure);
    let trusted_proxies = state.trusted_proxies;
    let form_limit = middleware::from_fn_with_state(
        limit::limited(&state, state.limits.forms_per_minute),
        limit::forms,
    );
    let pages_of_app = observed::Pages::of_app();
    // Neither compressed nor timed: these answers go on for as long as the page is open.
    let streams = Router::new()
        .route("/requests/live", get(live::list))
        .route("/requests/{id}/live", get(live::request))
        .layer(sessions.clone())
        .with_state(state.clone());
    let pages = Router::new()
        .route("/requests/new", get(pages::page).post(request_form::post))
        .route("/requests/together", get(pages::page).post(together::post))
        .route("/requests/changes", get(live::changes))
        .route("/requests/{id}/state", get(pages::progress))
        .route(
            "/requests/{id}/edit",
            get(pages::page).post(request_form::revise),
        )
        .route("/requests/{id}/revisions", get(pages::page))
        .route("/requests/{id}/comments", post(commands::comment))
        .route("/requests/{id}/plan", post(commands::plan_again))
        .route(
            "/requests/{id}/comments/{comment}",
            post(commands::edit_comment),
        )
        .route("/requests/{id}/{command}", post(commands::post))
        .route("/drafts/{id}/discard", post(request_form::discard))
        .route(
            "/roles/{id}/retire",
            get(pages::page).post(retirement::retire),
        )
        .route(
            "/roles/{id}/restore",
            get(pages::page).post(retirement::restore),
        )
        .merge(saved_views::routes())
        .route("/roles/{id}/check", post(retirement::check))
        .merge(clusters::routes())
        .route("/unmanaged/read", post(adoption::read))
        .route("/unmanaged/table", get(pages::page).post(adoption::table))
        .route("/unmanaged/{id}", get(pages::page).post(adoption::adopt))
        .route("/rules", get(pages::page).post(rules::propose))
        .route("/rules/{version}/{decision}", post(rules::decide))
        .route("/history/export.csv", get(export::csv))
        .route("/history/export.jsonl", get(export::json_lines))
        .route(
            "/doctor",
            get(pages::page)
                .post(doctor::post)
                .layer(DefaultBodyLimit::max(doctor::MAX_BODY)),
        )
        .route("/settings", get(pages::page).post(settings::post))
        .route("/deliveries/{id}/send", post(deliveries::send))
        .route("/tokens", get(pages::page).post(tokens::create))
        .route("/tokens/{id}/revoke", post(tokens::revoke))
        .route("/api", get(api::page))
        .route("/api/schemas", get(api::page))
        .merge(cookies::routes(secure))
        .merge(sign_in_routes(&state, secure))
        .fallback(get(pages::page))
        .layer(form_limit)
        .layer(sessions)
        .layer(middleware::from_fn(move |request, next| {
            origin::within(Via::Portal, trusted_proxies, request, next)
        }))
        .layer(middleware::from_fn(cookies::within))
        .layer(CompressionLayer::new());
    let api = api::router(&state)
        .layer(middleware::from_fn(move |request, next| {
            origin::within(Via::Api, trusted_proxies, request, next)
        }))
        .layer(CompressionLayer::new());
    Router::new()
        .merge(pages)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(state)
        .nest_service("/assets", assets::service(site_dir))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(
            http::StatusCode::SERVICE_UNAVAILABLE,
            TIMEOUT,
        ))
        .layer(middleware::from_fn(again::ask_again))
        .merge(streams)
        .layer(CsrfLayer::new())
        // No cookie counts there, so that no other site can use it.
        .merge(api)
        .layer(middleware::from_fn(move |request, next| {
            security::headers(secure, request, next)
        }))
        .layer(middleware::from_fn(move |request, next| {
            observed::observe(pages_of_app.clone(), request, next)
        }))
}

/// Sessions in Postgres, known by a cookie.
fn sessions(
    state: &AppState,
    session: &SessionConfig,
    secure: bool,
) -> SessionManagerLayer<PostgresSessions> {
    SessionManagerLayer::new(PostgresSessions::new(state.pool.clone()))
        // `__Host-` needs Secure, and Secure needs HTTPS; a laptop's portal has none.
        .with_name(if secure {
            "__Host-roleport"
        } else {
            "roleport"
        })
        .with_secure(secure)
        .with_http_only(true)
        // Strict would keep the cookie from the provider's redirect back.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::minutes(
            session.idle_minutes.into(),
        )))
}

/// Beginning and completing a sign-in have an allowance each: they are asked by nobody in particular.
fn sign_in_routes(state: &AppState, secure: bool) -> Router<AppState> {
    let limit = || {
        let limited = limit::limited(state, state.limits.sign_ins_per_minute);
        middleware::from_fn_with_state(limited, limit::by_address)
    };
    let callback = move |state, session, query, headers| {
        sign_in::callback(state, session, query, headers, secure)
    };
    Router::new()
        .route("/sign-in", get(sign_in::begin).layer(limit()))
        .route("/sign-in/callback", get(callback).layer(limit()))
        .route("/sign-out", post(sign_in::sign_out))
}
