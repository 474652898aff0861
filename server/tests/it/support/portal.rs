//! The real router in front of a test's database, and tokens for it.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use http::{HeaderMap, StatusCode, header};
use roleport_app::{
    Assets,
    portal::{Viewer, tokens::TypedToken},
};
use roleport_domain::token::{TokenKind, TokenScope};
use roleport_server::{
    auth::oidc::Oidc,
    config::{ApiConfig, LiveMode, OidcConfig, SessionConfig},
    http::{AppState, router},
    live::Live,
    service::Service,
};
use serde_json::Value;
use sqlx::PgPool;
use tower::ServiceExt as _;

pub const PUBLIC_URL: &str = "http://127.0.0.1:3000";

/// The router as `serve` builds it, with these limits of the API.
pub fn portal(pool: &PgPool, api: ApiConfig) -> Router {
    // It also starts the executor that rendering runs on.
    let _ = leptos_axum::generate_route_list(roleport_app::App);
    let oidc = OidcConfig {
        issuer: Some("https://provider.example".to_owned()),
        client_id: Some("roleport".to_owned()),
        ..OidcConfig::default()
    };
    let (_, stopped) = tokio::sync::watch::channel(false);
    let asset = || "/assets/none".to_owned();
    let state = AppState {
        service: Arc::new(Service::new(pool.clone())),
        oidc: Oidc::new(&oidc, PUBLIC_URL).unwrap(),
        assets: Assets {
            js: asset(),
            wasm: asset(),
            css: asset(),
            scripts: BTreeMap::new(),
            present: false,
        },
        pool: pool.clone(),
        absolute_hours: 12,
        trusted_proxies: 0,
        refusals: Arc::default(),
        live: Live::start(pool.clone(), LiveMode::Polling, stopped),
        api,
    };
    let session = SessionConfig::default();
    router(state, Path::new("no-site"), &session, PUBLIC_URL)
}

/// Limits that no test meets by accident.
pub fn generous() -> ApiConfig {
    ApiConfig {
        requests_per_minute: 60_000,
        burst: 10_000,
    }
}

pub async fn token(
    service: &Service,
    viewer: &Viewer,
    name: &str,
    scopes: &[TokenScope],
) -> String {
    let typed = TypedToken {
        name: name.to_owned(),
        kind: TokenKind::Personal,
        scopes: scopes.to_vec(),
        days: 7,
    };
    service.create_token(viewer, &typed).await.unwrap()
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    #[allow(dead_code)] // shown where a test fails
    pub text: String,
    pub json: Value,
}

impl Answer {
    /// It is a problem as RFC 9457 has it, of this status and code.
    #[track_caller]
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{self:?}"
        );
        assert_eq!(self.json["status"], status, "{self:?}");
        assert_eq!(self.json["code"], code, "{self:?}");
        for field in ["type", "title", "detail"] {
            assert!(self.json[field].is_string(), "{field}: {self:?}");
        }
        assert!(self.headers.get(header::SET_COOKIE).is_none(), "{self:?}");
    }
}

/// Sends a request to the API.
pub async fn ask(
    portal: &Router,
    token: &str,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"));
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = match body {
        None => request.body(Body::empty()),
        Some(body) => request
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "a-key")
            .body(Body::from(body.to_string())),
    };
    send(portal, request.unwrap()).await
}

/// Sends any request.
pub async fn send(portal: &Router, request: Request<Body>) -> Answer {
    let response = portal.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer {
        status: parts.status,
        headers: parts.headers,
        json: serde_json::from_str(&text).unwrap_or_default(),
        text,
    }
}
