//! POST /requests/new and /requests/{id}/edit: the form of a request, every step of it.

use axum::{
    Form, Json,
    extract::{Path, State},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri, header};
use leptos::prelude::{Owner, provide_context};
use roleport_app::{
    pages::known_fragment,
    portal::{Portal as _, PortalError, Posted, TypedRequest, Viewer},
};
use roleport_domain::{
    errors::FieldError,
    grant::{self, Grant},
    identity::Identity,
    service::Service,
    starting_point::StartingPoint,
};
use serde_json::json;
use tower_sessions::Session;

use super::{
    AppState, cookies, pages,
    request_lines::{self, MAX_GRANTS},
};
use crate::service::SubmitError;

const PATH: &str = "/requests/new";

/// What a button of the form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intent {
    Review,
    Edit,
    AddGrant,
    RemoveGrant(usize),
    /// The lines of a list that was pasted, or of another role.
    AddLines,
    /// The lines of a usual job.
    Start(StartingPoint),
    /// What is known of the field that is typed into, for the script.
    Look,
    /// The form saves itself.
    Keep,
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
            "add-lines" => Self::AddLines,
            "look" => Self::Look,
            "keep" => Self::Keep,
            // Enter in a field, or something unknown: looking is harmless.
            other => Self::with_argument(other).unwrap_or(Self::Review),
        }
    }

    fn with_argument(text: &str) -> Option<Self> {
        if let Some(index) = text.strip_prefix("remove-grant-") {
            return index.parse().ok().map(Self::RemoveGrant);
        }
        StartingPoint::parse(text.strip_prefix("start-")?).map(Self::Start)
    }
}

/// Handles the form of a new request.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    handle(&state, &session, read(pairs)).await
}

/// Handles the form of a new revision.
pub(super) async fn revise(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let mut sent = read(pairs);
    sent.typed.revises = Some((id, sent.version));
    handle(&state, &session, sent).await
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

async fn handle(state: &AppState, session: &Session, sent: Sent) -> Response {
    let Sent {
        mut typed,
        intent,
        field,
        ..
    } = sent;
    let viewer = match pages::signed_in(state, session, &page_of(&typed)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match intent {
        Intent::Edit => show(state, viewer, typed, Vec::new(), false).await,
        Intent::AddGrant => {
            if typed.grants.len() < MAX_GRANTS {
                // Of the kind that was asked for last.
                let service = typed
                    .grants
                    .last()
                    .map_or_else(Service::default, |last| last.service);
                typed.grants.push(Grant::empty(service));
            }
            show(state, viewer, typed, Vec::new(), false).await
        }
        Intent::RemoveGrant(index) => {
            if index < typed.grants.len() && typed.grants.len() > 1 {
                typed.grants.remove(index);
            }
            show(state, viewer, typed, Vec::new(), false).await
        }
        Intent::Start(job) => {
            request_lines::start(&mut typed, job);
            show(state, viewer, typed, Vec::new(), false).await
        }
        Intent::AddLines => match request_lines::add(state, &viewer, &mut typed).await {
            Ok(errors) => show(state, viewer, typed, errors, false).await,
            Err(error) => pages::error_page(state, Some(viewer), &error).await,
        },
        Intent::Review => review(state, viewer, typed).await,
        Intent::Look => look(state, &viewer, &typed, &field).await,
        Intent::Keep => keep(state, &viewer, &typed).await,
        Intent::Save => match state.service.save_draft(&viewer, &typed).await {
            Ok(id) => Redirect::to(&format!("{PATH}?draft={id}")).into_response(),
            Err(error) => pages::error_page(state, Some(viewer), &error).await,
        },
        Intent::Submit => submit(state, viewer, typed).await,
    }
}

/// The last look, at the form with all that was typed into it.
async fn review(state: &AppState, viewer: Viewer, mut typed: TypedRequest) -> Response {
    let reviewed = async {
        let mut errors = request_lines::add(state, &viewer, &mut typed).await?;
        errors.extend(state.service.review(&viewer, &typed).await?.preview.errors);
        Ok(errors)
    };
    match reviewed.await {
        Ok(errors) => {
            let ready = errors.is_empty();
            show(state, viewer, typed, errors, ready).await
        }
        Err(error) => pages::error_page(state, Some(viewer), &error).await,
    }
}

/// What is known of what is typed, as parts of the form's page.
async fn look(state: &AppState, viewer: &Viewer, typed: &TypedRequest, field: &str) -> Response {
    match state.service.known(viewer, typed, field).await {
        Ok(known) => {
            let parts = Owner::new().with(|| {
                provide_context(cookies::current().language);
                known_fragment(&known, typed)
            });
            ([(header::CACHE_CONTROL, "no-store")], Html(parts)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Saves the form as a draft while it is typed; an answer for the script.
async fn keep(state: &AppState, viewer: &Viewer, typed: &TypedRequest) -> Response {
    if typed.key.is_empty() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    match state.service.keep_draft(viewer, typed).await {
        Ok(Some(draft)) => Json(json!({ "draft": draft })).into_response(),
        Ok(None) => StatusCode::CONFLICT.into_response(),
        Err(PortalError::Forbidden(_)) => StatusCode::FORBIDDEN.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
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

/// What a form holds when it is sent.
struct Sent {
    typed: TypedRequest,
    intent: Intent,
    /// The version of the request that a new revision is for.
    version: i32,
    /// The field that is typed into.
    field: String,
}

/// Reads the pairs of the form; what it does not know it leaves out.
fn read(pairs: Vec<(String, String)>) -> Sent {
    let mut typed = TypedRequest::default();
    let mut intent = Intent::Review;
    let mut version = 0;
    let mut field = String::new();
    typed.grants = read_grants(&pairs);
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
            "identity" => typed.identity = Identity::parse(&value),
            "draft" => typed.draft = value.parse().ok(),
            "copied_from" => typed.copied_from = value.parse().ok(),
            "version" => version = value.parse().unwrap_or_default(),
            "admit_old_buckets" => typed.admit_old_buckets = true,
            "answer" => typed.answer = value.replace("\r\n", "\n"),
            "pasted" => typed.pasted = value.replace("\r\n", "\n"),
            "like" => typed.like = value,
            "field" => field = value,
            _ => {}
        }
    }
    if typed.grants.is_empty() {
        typed.grants.push(Grant::default());
    }
    Sent {
        typed,
        intent,
        version,
        field,
    }
}

/// `grants[2][bucket]` and its kind: the line and the field.
fn line_field(name: &str) -> Option<(usize, &str)> {
    let (index, field) = name
        .strip_prefix("grants[")?
        .strip_suffix(']')?
        .split_once("][")?;
    let index = index.parse().ok().filter(|index| *index < MAX_GRANTS)?;
    Some((index, field))
}

/// The lines; what a line's service does not have is left out.
fn read_grants(pairs: &[(String, String)]) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    let fields = pairs
        .iter()
        .filter_map(|(name, value)| Some((line_field(name)?, value)));
    // The service first: it says which fields there are.
    for ((index, field), value) in fields.clone() {
        if grants.len() <= index {
            grants.resize_with(index + 1, Grant::default);
        }
        if field == "service"
            && let (Some(grant), Some(service)) = (grants.get_mut(index), Service::parse(value))
        {
            *grant = Grant::empty(service);
        }
    }
    for ((index, field), value) in fields {
        let Some(grant) = grants.get_mut(index) else {
            continue;
        };
        // Browsers send CRLF for a line break in a text area.
        if !grant.set(field, value.replace("\r\n", "\n")) {
            let known = grant.service.template().accesses.iter();
            let chosen = known.copied().find(|access| access.as_str() == field);
            grant.access.extend(chosen);
        }
    }
    for grant in &mut grants {
        if let [only] = grant.service.template().accesses {
            grant.access = vec![*only];
        }
        split_url(grant);
        grant.access.sort_unstable();
        grant.access.dedup();
    }
    grants
}

/// A pasted `s3://bucket/prefix` fills both fields.
fn split_url(grant: &mut Grant) {
    let typed = grant.text("bucket").to_owned();
    let Some((bucket, prefix)) = grant::split_url(&typed) else {
        return;
    };
    if !prefix.is_empty() && grant.text("prefix").is_empty() {
        grant.set("prefix", prefix.to_owned());
    }
    grant.set("bucket", bucket.to_owned());
}

#[cfg(test)]
mod tests {
    use roleport_domain::grant::Access;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> (TypedRequest, Intent) {
        let sent = read(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        );
        (sent.typed, sent.intent)
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
        assert_eq!(
            typed.grants,
            [
                Grant::s3("one", "in/", &[Access::Read]),
                Grant::s3("two", "", &[Access::List, Access::Write]),
            ]
        );
    }

    #[test]
    fn a_line_has_the_fields_of_its_service_wherever_that_stands() {
        let (typed, _) = form(&[
            ("grants[0][queue]", "orders"),
            ("grants[0][send]", "on"),
            ("grants[0][read]", "on"),
            ("grants[0][bucket]", "data"),
            ("grants[0][service]", "sqs"),
            ("grants[1][service]", "sns"),
            ("grants[1][topic]", "alerts"),
            ("grants[2][service]", "toaster"),
            ("grants[2][bucket]", "data"),
        ]);
        let mut queue = Grant::empty(Service::Sqs);
        queue.set("queue", "orders".to_owned());
        queue.access = vec![Access::Send];
        let mut topic = Grant::empty(Service::Sns);
        topic.set("topic", "alerts".to_owned());
        topic.access = vec![Access::Publish];
        assert_eq!(typed.grants, [queue, topic, Grant::s3("data", "", &[])]);
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
