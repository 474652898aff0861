//! POST /requests/new and /requests/{id}/edit: the form of a request, every step of it.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri};
use leptos::prelude::provide_context;
use roleport_app::portal::{Portal as _, Posted, TypedRequest, Viewer};
use roleport_domain::{
    errors::FieldError,
    grant::{self, Access, S3Grant},
};
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::SubmitError;

const PATH: &str = "/requests/new";
/// More lines than a policy holds; a form with more was not made by a person.
const MAX_GRANTS: usize = 100;

/// What a button of the form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intent {
    Review,
    Edit,
    AddGrant,
    RemoveGrant(usize),
    Save,
    Submit,
}

impl Intent {
    fn parse(text: &str) -> Self {
        match text {
            "edit" => Self::Edit,
            "add-grant" => Self::AddGrant,
            "submit" => Self::Submit,
            "save" => Self::Save,
            // Enter in a field, or something unknown: looking is harmless.
            other => other
                .strip_prefix("remove-grant-")
                .and_then(|index| index.parse().ok())
                .map_or(Self::Review, Self::RemoveGrant),
        }
    }
}

/// Handles the form of a new request.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let (typed, intent, _) = read(pairs);
    handle(&state, &session, typed, intent).await
}

/// Handles the form of a new revision.
pub(super) async fn revise(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let (mut typed, intent, version) = read(pairs);
    typed.revises = Some((id, version));
    handle(&state, &session, typed, intent).await
}

/// POST /drafts/{id}/discard
pub(super) async fn discard(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let list = "/requests?view=mine";
    let viewer = match pages::signed_in(&state, &session, &Uri::from_static(list)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.discard_draft(&viewer, id).await {
        Ok(_) => Redirect::to(list).into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

fn page_of(typed: &TypedRequest) -> Uri {
    typed.action().parse().unwrap_or(Uri::from_static(PATH))
}

async fn handle(
    state: &AppState,
    session: &Session,
    mut typed: TypedRequest,
    intent: Intent,
) -> Response {
    let viewer = match pages::signed_in(state, session, &page_of(&typed)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match intent {
        Intent::Edit => show(state, viewer, typed, Vec::new(), false).await,
        Intent::AddGrant => {
            if typed.grants.len() < MAX_GRANTS {
                typed.grants.push(empty_grant());
            }
            show(state, viewer, typed, Vec::new(), false).await
        }
        Intent::RemoveGrant(index) => {
            if index < typed.grants.len() && typed.grants.len() > 1 {
                typed.grants.remove(index);
            }
            show(state, viewer, typed, Vec::new(), false).await
        }
        Intent::Review => match state.service.review(&viewer, &typed).await {
            Ok(review) => {
                let errors = review.preview.errors;
                let ready = errors.is_empty();
                show(state, viewer, typed, errors, ready).await
            }
            Err(error) => pages::error_page(state, Some(viewer), &error).await,
        },
        Intent::Save => match state.service.save_draft(&viewer, &typed).await {
            Ok(id) => Redirect::to(&format!("{PATH}?draft={id}")).into_response(),
            Err(error) => pages::error_page(state, Some(viewer), &error).await,
        },
        Intent::Submit => submit(state, viewer, typed).await,
    }
}

async fn submit(state: &AppState, viewer: Viewer, mut typed: TypedRequest) -> Response {
    let done = match typed.revises {
        Some(revised) => state
            .service
            .revise(&viewer, revised, &typed)
            .await
            .map(|()| revised.0),
        None => state.service.submit(&viewer, &typed).await,
    };
    match done {
        Ok(id) => Redirect::to(&format!("/requests/{id}")).into_response(),
        Err(SubmitError::Fields(errors)) => {
            if let Some((id, version)) = &mut typed.revises
                && let Ok(TypedRequest {
                    revises: Some((_, now)),
                    ..
                }) = state.service.typed(&viewer, *id).await
            {
                // The next attempt is made on what the page now says.
                *version = now;
            }
            show(state, viewer, typed, errors, false).await
        }
        Err(SubmitError::Portal(error)) => pages::error_page(state, Some(viewer), &error).await,
    }
}

async fn show(
    state: &AppState,
    viewer: Viewer,
    typed: TypedRequest,
    errors: Vec<FieldError>,
    review: bool,
) -> Response {
    let failed = !errors.is_empty();
    let uri = page_of(&typed);
    let posted = Posted {
        typed,
        errors,
        review,
    };
    let mut response = pages::render(state, Some(viewer), &uri, move || {
        provide_context(posted.clone());
    })
    .await;
    if failed && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn empty_grant() -> S3Grant {
    S3Grant {
        bucket: String::new(),
        prefix: String::new(),
        access: Vec::new(),
    }
}

/// Reads the pairs of the form; what it does not know it leaves out. The number is the version of
/// the request that a new revision is for.
fn read(pairs: Vec<(String, String)>) -> (TypedRequest, Intent, i32) {
    let mut typed = TypedRequest::default();
    let mut intent = Intent::Review;
    let mut version = 0;
    for (name, value) in pairs {
        match name.as_str() {
            "intent" => intent = Intent::parse(&value),
            "role" => typed.role = value.parse().ok(),
            "cluster" => typed.cluster = value,
            "app" => typed.app = value,
            "namespace" => typed.namespace = value,
            "service_account" => typed.service_account = value,
            // Browsers send CRLF for a line break in a text area.
            "reason" => typed.reason = value.replace("\r\n", "\n"),
            "key" => typed.key = value,
            "draft" => typed.draft = value.parse().ok(),
            "copied_from" => typed.copied_from = value.parse().ok(),
            "version" => version = value.parse().unwrap_or_default(),
            "answer" => typed.answer = value.replace("\r\n", "\n"),
            other => read_grant(&mut typed.grants, other, value),
        }
    }
    if typed.grants.is_empty() {
        typed.grants.push(empty_grant());
    }
    for grant in &mut typed.grants {
        split_url(grant);
        grant.access.sort_unstable();
        grant.access.dedup();
    }
    (typed, intent, version)
}

/// `grants[2][bucket]` and its kind.
fn read_grant(grants: &mut Vec<S3Grant>, name: &str, value: String) {
    let Some((index, field)) = name
        .strip_prefix("grants[")
        .and_then(|rest| rest.strip_suffix(']'))
        .and_then(|rest| rest.split_once("]["))
        .and_then(|(index, field)| Some((index.parse::<usize>().ok()?, field)))
        .filter(|(index, _)| *index < MAX_GRANTS)
    else {
        return;
    };
    if grants.len() <= index {
        grants.resize_with(index + 1, empty_grant);
    }
    let Some(grant) = grants.get_mut(index) else {
        return;
    };
    match field {
        "bucket" => grant.bucket = value,
        "prefix" => grant.prefix = value,
        other => grant.access.extend(
            Access::ALL
                .into_iter()
                .find(|access| access.as_str() == other),
        ),
    }
}

/// A pasted `s3://bucket/prefix` fills both fields.
fn split_url(grant: &mut S3Grant) {
    let typed = grant.bucket.clone();
    let Some((bucket, prefix)) = grant::split_url(&typed) else {
        return;
    };
    if !prefix.is_empty() && grant.prefix.is_empty() {
        prefix.clone_into(&mut grant.prefix);
    }
    bucket.clone_into(&mut grant.bucket);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> (TypedRequest, Intent) {
        let (typed, intent, _) = read(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        );
        (typed, intent)
    }

    #[test]
    fn a_form_is_read_whole() {
        let (typed, intent) = form(&[
            ("app", "blue"),
            ("grants[0][bucket]", "s3://one/in/"),
            ("grants[0][read]", "on"),
            ("grants[1][bucket]", "two"),
            ("grants[1][write]", "on"),
            ("grants[1][list]", "on"),
            ("intent", "submit"),
        ]);
        assert_eq!(intent, Intent::Submit);
        assert_eq!(typed.app, "blue");
        assert_eq!(typed.grants[0].bucket, "one");
        assert_eq!(typed.grants[0].prefix, "in/");
        assert_eq!(typed.grants[1].access, [Access::List, Access::Write]);
    }

    #[test]
    fn nothing_a_caller_can_send_makes_it_large_or_submits_unasked() {
        let (typed, intent) = form(&[
            ("grants[4000000000][bucket]", "x"),
            ("grants[-1][bucket]", "x"),
            ("grants[0][everything]", "on"),
            ("intent", "SUBMIT"),
        ]);
        assert_eq!(intent, Intent::Review);
        assert_eq!(typed.grants.len(), 1);
        assert!(typed.grants[0].access.is_empty());
    }
}
