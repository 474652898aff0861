//! What comes in: bodies, queries and numbers, each refused as a problem.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
};
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::Problem;

/// Longest idempotency key.
const MAX_KEY: usize = 64;

/// A body of JSON, of this form and nothing else in it.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::unsupported_type());
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
                    _ => Problem::bad_request("unreadable", "The body can’t be read."),
                })?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::bad_request("not_json", format!("The body is no JSON: {error}."))
        })?;
        if let Some(field) = nul(&value, String::new()) {
            // Postgres stores none.
            return Err(Problem::field(
                &field,
                "nul_character",
                "Leave the NUL character out.",
            ));
        }
        serde_path_to_error::deserialize(value)
            .map(Self)
            .map_err(|error| {
                let field = error.path().to_string();
                Problem::field(&field, "wrong_form", format!("{}.", error.inner()))
            })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}

/// Where a text with a NUL character stands.
fn nul(value: &Value, path: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then_some(path),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| nul(item, format!("{path}[{index}]"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let dot = if path.is_empty() { "" } else { "." };
            nul(field, format!("{path}{dot}{name}"))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The query string, of this form and nothing else in it.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(asked) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Problem::bad_request("query_invalid", rejection.body_text()))?;
        Ok(Self(asked))
    }
}

/// Where a page starts.
///
/// # Errors
/// 400 for what is the `next` of no page.
pub(super) fn place(after: Option<i64>) -> Result<Option<i64>, Problem> {
    match after {
        Some(..0) => Err(Problem::bad_request(
            "query_invalid",
            "after is the `next` of the page before.",
        )),
        after => Ok(after),
    }
}

/// The numbers in the path; anything else names nothing.
pub(super) struct Numbers<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Numbers<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(numbers) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::not_found())?;
        Ok(Self(numbers))
    }
}

/// The header `Idempotency-Key`: the same key again gives the same request.
pub(super) struct Key(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|key| (1..=MAX_KEY).contains(&key.len()));
        key.map(|key| Self(key.to_owned())).ok_or_else(|| {
            Problem::bad_request(
                "idempotency_key_missing",
                "Send the header Idempotency-Key with 1 to 64 printable ASCII characters, such as a UUID. Sent again with it, a request is not made twice.",
            )
        })
    }
}
