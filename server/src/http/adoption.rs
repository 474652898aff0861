//! POST /unmanaged/read, /unmanaged/{id} and /unmanaged/table: has AWS read, and asks for adoptions.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use roleport_app::portal::{
    Portal as _,
    adoption::{PostedAdoption, PostedTable, TypedAdoption},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::SubmitError;

#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    key: String,
    #[serde(default)]
    app: String,
    #[serde(default)]
    namespace: String,
    #[serde(default)]
    service_account: String,
    #[serde(default)]
    reason: String,
}

/// POST /unmanaged/read: has AWS searched for roles.
pub(super) async fn read(State(state): State<AppState>, session: Session) -> Response {
    let uri = Uri::from_static("/unmanaged");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let asked = async {
        let before = state.service.unmanaged(&viewer, "", None).await?.readings;
        state.service.search_roles(&viewer).await?;
        Ok(before.iter().map(|one| one.times).sum::<i64>())
    };
    match asked.await {
        // The page waits until AWS was read once more than so often.
        Ok(times) => Redirect::to(&format!("/unmanaged?reading={times}")).into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

/// POST /unmanaged/{id}
pub(super) async fn adopt(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Response {
    let uri: Uri = format!("/unmanaged/{id}")
        .parse()
        .unwrap_or(Uri::from_static("/unmanaged"));
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let typed = TypedAdoption {
        app: fields.app,
        namespace: fields.namespace,
        service_account: fields.service_account,
        reason: fields.reason.replace("\r\n", "\n"),
    };
    match state.service.adopt(&viewer, id, &typed, &fields.key).await {
        Ok(request) => Redirect::to(&format!("/requests/{request}")).into_response(),
        Err(SubmitError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(SubmitError::Fields(errors)) => {
            let posted = PostedAdoption {
                typed: Some(typed),
                errors,
            };
            pages::refused(&state, viewer, &uri, posted).await
        }
    }
}

/// POST /unmanaged/table: compares a table with AWS, or asks for the adoption of the chosen ones.
pub(super) async fn table(
    State(state): State<AppState>,
    session: Session,
    body: String,
) -> Response {
    let uri = Uri::from_static("/unmanaged/table");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let posted = TableForm::read(&body);
    let service = &state.service;
    let read = if posted.adopt {
        service
            .adopt_table(
                &viewer,
                &posted.table,
                &posted.chosen,
                &posted.reason,
                &posted.key,
            )
            .await
    } else {
        service.read_table(&viewer, &posted.table).await
    };
    let (lines, errors) = match read {
        Ok(lines) => (lines, Vec::new()),
        Err(SubmitError::Portal(error)) => {
            return pages::error_page(&state, Some(viewer), &error).await;
        }
        // What was compared is shown beside what is missing.
        Err(SubmitError::Fields(errors)) => {
            let lines = service.read_table(&viewer, &posted.table).await;
            (lines.unwrap_or_default(), errors)
        }
    };
    let shown = PostedTable {
        table: posted.table,
        reason: posted.reason,
        lines,
        errors,
    };
    pages::posted(&state, viewer, &uri, shown).await
}

/// The form of a table: a list of chosen roles is the same name many times, which serde's form can't read.
#[derive(Debug, Default)]
struct TableForm {
    table: String,
    reason: String,
    key: String,
    adopt: bool,
    chosen: Vec<i64>,
}

impl TableForm {
    fn read(body: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
            match name.as_ref() {
                "table" => form.table = value.replace("\r\n", "\n"),
                "reason" => form.reason = value.replace("\r\n", "\n"),
                "key" => form.key = value.into_owned(),
                "adopt" => form.adopt = true,
                "chosen" => form.chosen.extend(value.parse::<i64>().ok()),
                _ => {}
            }
        }
        form
    }
}
