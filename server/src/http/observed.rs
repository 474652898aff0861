//! Every request is named, timed, counted and logged here, and nowhere else.
//!
//! What is told of it is its method, its route's pattern and its status: a path or a query may hold
//! what is nobody's business, such as the code of a sign-in.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use opentelemetry::global;
use opentelemetry_http::HeaderExtractor;
use tracing::{Instrument as _, Span, field};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::request_id::{self, RequestId};
use crate::observe::metrics;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");
/// What has no route.
const UNKNOWN: &str = "unknown";

/// The patterns of the pages, which axum knows only as its fallback.
#[derive(Debug, Clone)]
pub(super) struct Pages(Arc<[String]>);

impl Pages {
    /// The app's routes.
    pub(super) fn of_app() -> Self {
        let routes = leptos_axum::generate_route_list(roleport_app::App);
        Self(routes.iter().map(|route| route.path().to_owned()).collect())
    }

    /// The pattern of a path; of several the one with the fewest parameters.
    fn pattern(&self, path: &str) -> Option<&str> {
        let parts = || path.trim_end_matches('/').split('/');
        let fits = |pattern: &&String| {
            let mut given = parts();
            pattern.trim_end_matches('/').split('/').all(|part| {
                given
                    .next()
                    .is_some_and(|given| part == given || is_parameter(part) && !given.is_empty())
            }) && given.next().is_none()
        };
        self.0
            .iter()
            .filter(fits)
            .min_by_key(|pattern| pattern.split('/').filter(|part| is_parameter(part)).count())
            .map(String::as_str)
    }
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

/// The layer around all others.
pub(super) async fn observe(pages: Pages, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let method = method(request.method());
    let route = match request.extensions().get::<MatchedPath>() {
        Some(matched) => matched.as_str(),
        None => pages.pattern(request.uri().path()).unwrap_or(UNKNOWN),
    }
    .to_owned();
    let span = tracing::info_span!(
        target: "roleport_server::http",
        "request",
        request_id = id.as_str(),
        http.request.method = method,
        http.route = route,
        http.response.status_code = field::Empty,
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = field::Empty,
    );
    continue_trace(&span, request.headers());
    let header = id.header();
    let answer = async {
        let response = next.run(request).await;
        told(method, &route, response.status(), started);
        response
    };
    let mut response = id.within(answer.instrument(span)).await;
    let headers = response.headers_mut();
    if let Some(header) = header {
        headers.insert(request_id::HEADER, header);
    }
    let timing = format!("total;dur={:.1}", started.elapsed().as_secs_f64() * 1000.0);
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        headers.insert(SERVER_TIMING, timing);
    }
    response
}

/// The trace of whoever asks goes on, where they named one (W3C Trace Context).
fn continue_trace(span: &Span, headers: &http::HeaderMap) {
    let parent =
        global::get_text_map_propagator(|propagator| propagator.extract(&HeaderExtractor(headers)));
    // Without an exporter there is nothing to continue.
    let _ = span.set_parent(parent);
}

fn told(method: &'static str, route: &str, status: StatusCode, started: Instant) {
    let took = started.elapsed();
    let span = Span::current();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "error");
    }
    metrics::answered(method, route, status, took);
    let milliseconds = took.as_millis();
    // Asked every few seconds, for ever.
    if matches!(route, "/healthz" | "/readyz") || route.starts_with("/assets") {
        tracing::debug!(status = status.as_u16(), milliseconds, "answered");
    } else {
        tracing::info!(status = status.as_u16(), milliseconds, "answered");
    }
}

/// Anybody can send any word as a method.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_as_its_pattern_and_what_has_none_as_nothing() {
        let pages = Pages(
            ["/", "/requests/{id}", "/requests/new", "/roles/{id}/retire"]
                .map(str::to_owned)
                .into(),
        );
        for (path, pattern) in [
            ("/", Some("/")),
            ("/requests/7", Some("/requests/{id}")),
            ("/requests/new", Some("/requests/new")),
            ("/requests/new/", Some("/requests/new")),
            ("/roles/3/retire", Some("/roles/{id}/retire")),
            ("/roles/3", None),
            ("/requests//", None),
            ("/wp-login.php", None),
        ] {
            assert_eq!(pages.pattern(path), pattern, "{path}");
        }
    }
}
