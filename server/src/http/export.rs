//! GET /history/export.csv and /history/export.jsonl: the filtered history as a file, for the page
//! and for the API.
//!
//! It is read page by page while it is sent: constant memory, and no connection to the database
//! is held for a reader who is slow.

use axum::{
    body::{Body, Bytes},
    extract::{OriginalUri, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use futures::stream;
use http::header;
use roleport_app::portal::history::TypedFilter;
use serde_json::json;
use sqlx::PgPool;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::store::{
    StoreError,
    history::{self, Filter, HistoryRow},
};

/// Events that are read at once.
const CHUNK: i64 = 500;

/// A form of the file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// RFC 4180, with a header line.
    Csv,
    /// An object a line.
    JsonLines,
}

pub(super) async fn csv(
    state: State<AppState>,
    session: Session,
    uri: OriginalUri,
    filter: Query<TypedFilter>,
) -> Response {
    export(state, session, uri, filter, Form::Csv).await
}

pub(super) async fn json_lines(
    state: State<AppState>,
    session: Session,
    uri: OriginalUri,
    filter: Query<TypedFilter>,
) -> Response {
    export(state, session, uri, filter, Form::JsonLines).await
}

async fn export(
    State(state): State<AppState>,
    session: Session,
    OriginalUri(uri): OriginalUri,
    Query(typed): Query<TypedFilter>,
    form: Form,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let filter = match state.service.history_filter(&viewer, &typed).await {
        Ok(Ok(filter)) => filter,
        // The page shows the same filters with what is wrong with them.
        Ok(Err(_)) => {
            return Redirect::to(&format!("/history{}", typed.query(None))).into_response();
        }
        Err(error) => return pages::error_page(&state, Some(viewer), &error).await,
    };
    file(state.pool.clone(), filter, i64::MAX, form)
}

/// The events of a filter with a position smaller than `before`, as a file.
pub(super) fn file(pool: PgPool, filter: Filter, before: i64, form: Form) -> Response {
    let (media, name) = match form {
        Form::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Form::JsonLines => ("application/jsonl; charset=utf-8", "jsonl"),
    };
    let disposition = format!("attachment; filename=\"roleport-history.{name}\"");
    (
        [
            (header::CONTENT_TYPE, media.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        Body::from_stream(chunks(pool, filter, before, form)),
    )
        .into_response()
}

/// The file, chunk by chunk. An error ends the transfer, so that a part is never taken for all.
fn chunks(
    pool: PgPool,
    filter: Filter,
    before: i64,
    form: Form,
) -> impl futures::Stream<Item = Result<Bytes, StoreError>> {
    let first = match form {
        Form::Csv => Some(Bytes::from(line_of(&COLUMNS))),
        Form::JsonLines => None,
    };
    let head = stream::iter(first.map(Ok));
    let rows = stream::try_unfold(Some(before), move |before| {
        let (pool, filter) = (pool.clone(), filter.clone());
        async move {
            let Some(before) = before else {
                return Ok(None);
            };
            let rows = history::page(&pool, &filter, before, CHUNK)
                .await
                .inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
            let Some(last) = rows.last() else {
                return Ok(None);
            };
            let next = i64::try_from(rows.len())
                .is_ok_and(|count| count == CHUNK)
                .then_some(last.event.position);
            let text: String = match form {
                Form::Csv => rows.iter().map(|row| line_of(&cells(row))).collect(),
                Form::JsonLines => rows.iter().map(json_line).collect(),
            };
            Ok(Some((Bytes::from(text), next)))
        }
    });
    futures::StreamExt::chain(head, rows)
}

const COLUMNS: [&str; 17] = [
    "position",
    "at",
    "kind",
    "actor_name",
    "actor_email",
    "address",
    "via",
    "words",
    "comment",
    "request_id",
    "role_id",
    "role_name",
    "buckets",
    "before",
    "after",
    "previous_hash",
    "hash",
];

fn cells(row: &HistoryRow) -> [String; COLUMNS.len()] {
    let event = &row.event;
    let number = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        event.position.to_string(),
        exact(row),
        event.kind.clone(),
        text(&event.actor_name),
        text(&event.actor_email),
        text(&event.address),
        event.via.clone(),
        event.words.clone(),
        text(&event.comment),
        number(event.request_id),
        number(event.role_id),
        text(&event.role_name),
        event.buckets.join(" "),
        text(&event.before),
        text(&event.after),
        event.previous_hash.to_string(),
        event.hash.to_string(),
    ]
}

fn exact(row: &HistoryRow) -> String {
    row.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// A line of RFC 4180.
fn line_of<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell. One that a spreadsheet would take for a formula gets an apostrophe before it, which the
/// spreadsheet shows or hides but does not run (docs/audit.md).
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        "'"
    } else {
        ""
    };
    if guard.is_empty() && !text.contains(['"', ',', '\r', '\n']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// An event as one line of JSON, with the names of the CSV's columns.
fn json_line(row: &HistoryRow) -> String {
    let event = &row.event;
    let json = |text: &Option<String>| {
        text.as_deref()
            .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok())
    };
    let line = json!({
        "position": event.position,
        "at": exact(row),
        "kind": event.kind,
        "actor_name": event.actor_name,
        "actor_email": event.actor_email,
        "address": event.address,
        "via": event.via,
        "words": event.words,
        "comment": event.comment,
        "request_id": event.request_id,
        "role_id": event.role_id,
        "role_name": event.role_name,
        "buckets": event.buckets,
        "before": json(&event.before),
        "after": json(&event.after),
        "previous_hash": event.previous_hash.to_string(),
        "hash": event.hash.to_string(),
    });
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_cell_is_a_formula() {
        for (text, cell) in [
            ("plain", "plain"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("a=1", "a=1"),
        ] {
            assert_eq!(quoted(text), cell, "{text:?}");
        }
    }
}
