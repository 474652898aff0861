//! Renders the app's pages, for a GET and after a POST.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri, header};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use roleport_app::portal::{LiveEvents, PageError, Portal, PortalError, RequestName, Viewer};
use tower_sessions::Session;

use super::{
    AppState,
    cookies::{self, Choices},
    request_id::RequestId,
    security,
};
use crate::auth::session;

/// The path that needs no sign-in.
const SIGNED_OUT: &str = "/signed-out";

/// Any page: signed-out visitors are sent to sign in first.
pub(super) async fn page(
    State(state): State<AppState>,
    session: Session,
    request: Request,
) -> Response {
    let uri = request.uri().clone();
    if uri.path() == SIGNED_OUT {
        return render(&state, None, &uri, || {}).await;
    }
    match signed_in(&state, &session, &uri).await {
        Ok(viewer) => match earlier_search(&uri) {
            Some(list) => Redirect::permanent(&list).into_response(),
            None => render(&state, Some(viewer), &uri, || {}).await,
        },
        Err(answer) => answer,
    }
}

/// The list of roles was on the home page once; links to a search of it still lead there.
fn earlier_search(uri: &Uri) -> Option<String> {
    let query = uri.query().filter(|_| uri.path() == "/")?;
    query
        .split('&')
        .any(|pair| pair.starts_with("q="))
        .then(|| format!("/roles?{query}"))
}

/// The viewer, or the answer that sends them to sign in.
pub(super) async fn signed_in(
    state: &AppState,
    session: &Session,
    uri: &Uri,
) -> Result<Viewer, Response> {
    visitor(state, session).await?.ok_or_else(|| {
        let next = uri.path_and_query().map_or("/", |path| path.as_str());
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        Redirect::to(&format!("/sign-in?next={next}")).into_response()
    })
}

/// The viewer where somebody is signed in, or the answer that this can't be found out.
pub(super) async fn visitor(
    state: &AppState,
    session: &Session,
) -> Result<Option<Viewer>, Response> {
    let visit = async {
        let viewer = session::viewer(session, state.absolute_hours).await?;
        if viewer.is_some() {
            session::touch(session).await?;
        }
        Ok::<_, tower_sessions::session::Error>(viewer)
    };
    match visit.await {
        Ok(viewer) => Ok(viewer),
        Err(error) => {
            tracing::error!(%error, "the session can't be read");
            Err(error_page(state, None, &PortalError::Broken).await)
        }
    }
}

/// Renders the page at a path with what a handler found out.
pub(super) async fn render(
    state: &AppState,
    viewer: Option<Viewer>,
    uri: &Uri,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let portal: Arc<dyn Portal> = state.service.clone();
    let assets = state.assets.clone();
    let live = LiveEvents(state.live.enabled());
    let Choices {
        theme,
        shortcuts,
        zone,
        language,
    } = cookies::current();
    let id = RequestId::current().map(|id| RequestName(id.as_str().to_owned()));
    let provide = move || {
        provide_context(Arc::clone(&portal));
        provide_context(live);
        provide_context(theme);
        provide_context(shortcuts);
        provide_context(zone);
        provide_context(language);
        if let Some(id) = id.clone() {
            provide_context(id);
        }
        if let Some(viewer) = viewer.clone() {
            provide_context(viewer);
        }
        context();
    };
    let shell = move || {
        let policy = leptos::nonce::use_nonce().and_then(|nonce| security::page_policy(&nonce));
        if let (Some(policy), Some(options)) = (policy, use_context::<ResponseOptions>()) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        roleport_app::shell(assets.clone())
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri.clone();
    leptos_axum::render_app_async_with_context(provide, shell)(request).await
}

/// Renders the page at a path with what was posted to it.
pub(super) async fn posted(
    state: &AppState,
    viewer: Viewer,
    uri: &Uri,
    posted: impl Clone + Send + Sync + 'static,
) -> Response {
    render(state, Some(viewer), uri, move || {
        provide_context(posted.clone());
    })
    .await
}

/// Renders the page at a path again, with what was typed and what is wrong with it.
pub(super) async fn refused(
    state: &AppState,
    viewer: Viewer,
    uri: &Uri,
    typed: impl Clone + Send + Sync + 'static,
) -> Response {
    let mut response = posted(state, viewer, uri, typed).await;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// A page that says why something can't be done, with its status.
pub(super) async fn error_page(
    state: &AppState,
    viewer: Option<Viewer>,
    error: &PortalError,
) -> Response {
    let status = match error {
        PortalError::NotFound => StatusCode::NOT_FOUND,
        PortalError::Forbidden(_) => StatusCode::FORBIDDEN,
        PortalError::Conflict(_) | PortalError::Outdated { .. } => StatusCode::CONFLICT,
        PortalError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        PortalError::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let shown = PageError(error.clone());
    let mut response = render(state, viewer, &Uri::from_static("/"), move || {
        provide_context(shown.clone());
    })
    .await;
    *response.status_mut() = status;
    response
}

/// GET /requests/{id}/state: state and version alone, for a page that waits. It is asked by a
/// timer, so it keeps no session alive and sends nobody to sign in.
pub(super) async fn progress(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let Ok(Some(viewer)) = session::viewer(&session, state.absolute_hours).await else {
        return (StatusCode::UNAUTHORIZED, "Sign in first.").into_response();
    };
    match state.service.request_state(&viewer, id).await {
        Ok((state, version)) => {
            let progress = serde_json::json!({ "state": state, "version": version });
            ([(header::CACHE_CONTROL, "no-store")], Json(progress)).into_response()
        }
        Err(PortalError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
