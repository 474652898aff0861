//! The API, version 1: everything that the pages do, for programs, through the same service.
//!
//! A token is the only way in: no cookie is read, so no other site's page can make a browser use
//! it, and no session is made.

mod clusters;
mod comments;
mod decisions;
mod doctor;
mod document;
mod drafts;
mod grants;
mod history;
mod input;
mod me;
mod notifications;
mod page;
mod preview;
mod problem;
mod requests;
mod roles;
mod rules;
mod token;
mod unmanaged;
mod views;
mod wire;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::header::CONTENT_TYPE;
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, MAX_BODY, TIMEOUT, limit::Limiter};
use problem::Problem;

pub(super) use page::page;

/// Where the API stands.
const BASE: &str = "/api/v1";

fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(me::me))
        .routes(routes!(me::tokens))
        .routes(routes!(me::clusters))
        .routes(routes!(roles::list))
        .routes(routes!(roles::show))
        .routes(routes!(roles::retire))
        .routes(routes!(roles::restore))
        .routes(routes!(roles::check))
        .routes(routes!(unmanaged::list))
        .routes(routes!(unmanaged::show))
        .routes(routes!(unmanaged::read))
        .routes(routes!(unmanaged::table))
        .routes(routes!(unmanaged::adopt))
        .routes(routes!(doctor::diagnose))
        .routes(routes!(requests::list, requests::submit))
        .routes(routes!(requests::show, requests::revise))
        .routes(routes!(requests::revisions))
        .routes(routes!(preview::request))
        .routes(routes!(preview::revision))
        .routes(routes!(drafts::list, drafts::save))
        .routes(routes!(drafts::show, drafts::replace, drafts::discard))
        .routes(routes!(comments::list, comments::add))
        .routes(routes!(comments::edit))
        .routes(routes!(decisions::approve))
        .routes(routes!(decisions::reject))
        .routes(routes!(decisions::request_changes))
        .routes(routes!(decisions::answer))
        .routes(routes!(decisions::withdraw))
        .routes(routes!(decisions::break_glass))
        .routes(routes!(decisions::retry))
        .routes(routes!(decisions::give_up))
        .routes(routes!(decisions::call_off))
        .routes(routes!(decisions::plan_again))
        .routes(routes!(rules::show, rules::propose))
        .routes(routes!(rules::activate))
        .routes(routes!(rules::reject))
        .routes(routes!(rules::withdraw))
        .routes(routes!(clusters::list, clusters::propose))
        .routes(routes!(clusters::show))
        .routes(routes!(clusters::approve))
        .routes(routes!(clusters::reject))
        .routes(routes!(clusters::withdraw))
        .routes(routes!(history::list))
        .routes(routes!(history::show))
        .routes(routes!(history::csv))
        .routes(routes!(history::json_lines))
        .routes(routes!(history::access))
        .routes(routes!(notifications::deliveries))
        .routes(routes!(notifications::send_again))
        .routes(routes!(notifications::settings, notifications::choose))
}

/// The document of all operations, with the answers that every one of them can give.
fn openapi() -> OpenApi {
    document::completed(operations().into_openapi())
}

/// The API under `/api/v1`, with its own answers to everything that goes wrong there.
pub(super) fn router(state: &AppState) -> Router {
    let (router, document) = operations().split_for_parts();
    // Written once. What can't be written would be empty here, and tests that read it would say so.
    let document = serde_json::to_vec(&document::completed(document)).unwrap_or_default();
    let document = Bytes::from(document);
    let limits = Arc::new(Limiter::new(state.api.requests_per_minute, state.api.burst));
    let api = router
        .route_layer(middleware::from_fn_with_state(
            (state.clone(), limits),
            token::check,
        ))
        .route(
            "/openapi.json",
            get(async move || ([(CONTENT_TYPE, "application/json")], document.clone())),
        )
        .method_not_allowed_fallback(async || Problem::method_not_allowed().into_response())
        .fallback(async || Problem::not_found().into_response())
        .layer(middleware::from_fn(in_time))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(state.clone());
    Router::new().nest(BASE, api)
}

/// Ends what takes too long, with an answer that programs understand.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::too_slow().into_response(),
    }
}
