//! /history and /access: what was done, by whom, and who had access when.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use roleport_app::portal::{Portal as _, access::TypedQuestion, history::TypedFilter};
use roleport_domain::authorize::Action;
use serde::{Deserialize, Deserializer, de::IntoDeserializer as _};
use utoipa::IntoParams;

use super::{
    input::{Asked, Numbers, place},
    problem::Problem,
    token::Caller,
    views::{AccessAnswer, HistoryEvent, HistoryPage},
    wire::GrantAccess,
};
use crate::http::{
    AppState,
    export::{self, Form},
};

/// Which events; each part narrows it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Part of a person’s name or e-mail address.
    #[param(required = false)]
    person: String,
    /// Part of a role’s name.
    #[param(required = false)]
    role: String,
    /// A bucket’s name, or an address in it.
    #[param(required = false, example = "price-tables")]
    bucket: String,
    /// First day, in UTC.
    #[param(required = false, example = "2026-11-25")]
    from: String,
    /// Last day, in UTC.
    #[param(required = false, example = "2026-11-25")]
    to: String,
    /// A kind such as `request.approved`, a group of them such as `request`, or `refused`.
    #[param(required = false, example = "request.approved")]
    kind: String,
    /// The `next` of the page before; events with a smaller position.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<i64>,
}

impl Which {
    fn typed(self) -> Result<(TypedFilter, Option<i64>), Problem> {
        let after = place(self.after)?;
        let typed = TypedFilter {
            person: self.person,
            role: self.role,
            bucket: self.bucket,
            from: self.from,
            to: self.to,
            kind: self.kind,
            before: after.map(|after| after.to_string()).unwrap_or_default(),
        };
        Ok((typed, after))
    }
}

/// Read the history
///
/// A page of at most 50 events, newest first; `next` leads to the one after it. Scope: `read`.
#[utoipa::path(get, path = "/history", operation_id = "list_history", tag = "History", params(Which),
    responses(
        (status = 200, description = "A page of events", body = HistoryPage),
        (status = 422, description = "A filter can’t be understood; `errors` has all of them", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Json<HistoryPage>, Problem> {
    caller.may(Action::SeeHistory)?;
    let (typed, _) = which.typed()?;
    let page = state.service.history(&caller.0.viewer, &typed).await?;
    if page.errors.is_empty() {
        Ok(Json(page.into()))
    } else {
        Err(Problem::invalid(page.errors))
    }
}

/// An event
///
/// With its fields before and after, and its place in the chain of hashes. Scope: `read`.
#[utoipa::path(get, path = "/history/{position}", operation_id = "show_event", tag = "History",
    params(("position" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Place of the event in the history")),
    responses((status = 200, description = "The event", body = HistoryEvent)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(position): Numbers<i64>,
) -> Result<Json<HistoryEvent>, Problem> {
    caller.may(Action::SeeHistory)?;
    let event = state.service.event(&caller.0.viewer, position).await?;
    Ok(Json(event.into()))
}

async fn export(
    state: &AppState,
    caller: &Caller,
    which: Which,
    form: Form,
) -> Result<Response, Problem> {
    caller.may(Action::SeeHistory)?;
    let (typed, after) = which.typed()?;
    let filter = state
        .service
        .history_filter(&caller.0.viewer, &typed)
        .await?
        .map_err(Problem::invalid)?;
    let before = after.unwrap_or(i64::MAX);
    Ok(export::file(state.pool.clone(), filter, before, form).into_response())
}

/// Export the history as CSV
///
/// All events of the filter, newest first, sent while they are read: a transfer that breaks off is
/// not the whole. Scope: `read`.
#[utoipa::path(get, path = "/history/export.csv", operation_id = "export_history_csv", tag = "History", params(Which),
    responses(
        (status = 200, description = "The events, as RFC 4180 has it", body = String, content_type = "text/csv"),
        (status = 422, description = "A filter can’t be understood; `errors` has all of them", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn csv(
    State(state): State<AppState>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    export(&state, &caller, which, Form::Csv).await
}

/// Export the history as JSON Lines
///
/// All events of the filter, newest first, sent while they are read: a transfer that breaks off is
/// not the whole. Scope: `read`.
#[utoipa::path(get, path = "/history/export.jsonl", operation_id = "export_history_json_lines", tag = "History", params(Which),
    responses(
        (status = 200, description = "The events, an object a line", body = String, content_type = "application/jsonl"),
        (status = 422, description = "A filter can’t be understood; `errors` has all of them", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn json_lines(
    State(state): State<AppState>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    export(&state, &caller, which, Form::JsonLines).await
}

/// Who had access to what, when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// A bucket’s name, or an address in it such as `s3://price-tables/in/`.
    #[param(min_length = 1, example = "price-tables")]
    bucket: String,
    /// The start of the keys; the whole bucket without it.
    #[serde(default)]
    #[param(required = false, example = "in/")]
    prefix: String,
    /// The day, in UTC; today without it.
    #[serde(default)]
    #[param(required = false, example = "2026-11-25")]
    day: String,
    /// Any of these, with commas; `read` without it.
    #[serde(default, deserialize_with = "with_commas")]
    #[param(required = false, style = Form, explode = false)]
    access: Vec<GrantAccess>,
}

/// A query string has no lists of its own.
fn with_commas<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<GrantAccess>, D::Error> {
    let text = String::deserialize(from)?;
    text.split(',')
        .filter(|word| !word.is_empty())
        .map(|word| GrantAccess::deserialize(word.into_deserializer()))
        .collect()
}

/// Ask who had access
///
/// The roles that could reach a bucket on a day, since when, and who allowed it. Scope: `read`.
#[utoipa::path(get, path = "/access", operation_id = "who_had_access", tag = "History", params(Question),
    responses(
        (status = 200, description = "Every role that had access", body = AccessAnswer),
        (status = 422, description = "The question can’t be understood; `errors` says why", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn access(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<Question>,
) -> Result<Json<AccessAnswer>, Problem> {
    caller.may(Action::SeeHistory)?;
    if asked.bucket.trim().is_empty() {
        return Err(Problem::field(
            "bucket",
            "bucket_empty",
            "Enter the bucket’s name.",
        ));
    }
    let question = TypedQuestion {
        bucket: asked.bucket,
        prefix: asked.prefix,
        day: asked.day,
        access: asked.access.into_iter().map(Into::into).collect(),
    };
    let answer = state.service.access(&caller.0.viewer, &question).await?;
    if answer.errors.is_empty() {
        Ok(Json(answer.into()))
    } else {
        Err(Problem::invalid(answer.errors))
    }
}
