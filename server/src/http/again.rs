//! A page that could not be shown is asked for again by the browser.
//!
//! A page that follows a request loads itself anew when the request moves on. Should the database or a
//! server be away in just that moment, nobody has to come by to bring it back.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

/// In HTML's living standard; not in the crate.
const REFRESH: HeaderName = HeaderName::from_static("refresh");
/// Seconds until then.
const PAUSE: HeaderValue = HeaderValue::from_static("10");

/// The layer around pages.
pub(super) async fn ask_again(request: Request, next: Next) -> Response {
    let page = request.method() == Method::GET && wants_html(request.headers());
    let mut response = next.run(request).await;
    if page && response.status().is_server_error() {
        response.headers_mut().insert(REFRESH, PAUSE);
    }
    response
}

fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}
