//! What depends on whether people reach the portal by HTTPS.

use axum::{body::Body, http::Request};
use http::header;
use roleport_server::config::LimitConfig;
use sqlx::PgPool;

use crate::support::portal::{PUBLIC_URL, generous, portal_at, send};

fn choose_theme(host: &str) -> Request<Body> {
    Request::builder()
        .method("POST")
        .uri("/theme")
        .header(header::HOST, host)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("theme=dark&next=/"))
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn with_https_nothing_goes_without_it(pool: PgPool) {
    let limits = LimitConfig::default();
    let portal = portal_at("https://roleport.example", &pool, generous(), limits);
    for path in [
        "/signed-out",
        "/healthz",
        "/nope",
        "/api/v1/me",
        "/assets/x",
        "/requests/live",
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = send(&portal, request).await;
        assert_eq!(
            answer.headers[header::STRICT_TRANSPORT_SECURITY],
            "max-age=31536000; includeSubDomains",
            "{path}"
        );
    }
    let answer = send(&portal, choose_theme("roleport.example")).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; HttpOnly; Secure"), "{cookie}");
}

#[sqlx::test(migrations = "../migrations")]
async fn without_https_a_laptop_is_not_locked_into_it(pool: PgPool) {
    let portal = portal_at(PUBLIC_URL, &pool, generous(), LimitConfig::default());
    let answer = send(&portal, choose_theme("127.0.0.1:3000")).await;
    assert!(
        !answer
            .headers
            .contains_key(header::STRICT_TRANSPORT_SECURITY)
    );
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; HttpOnly"), "{cookie}");
}
