//! The form of a request, for a new role or for a change of a role's grants.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::{errors::FieldError, grant::Grant};

use super::{
    clusters::may_change,
    form::{FormValues, RequestForm},
    id_of_path, load,
    prefill::Prefill,
    query,
    review::review_view,
    set_status,
};
use crate::{
    components::{icon::Icon, note::note, rich::link},
    language::{rich, t},
    portal::{Portal, PortalError, Posted, TypedRequest, Viewer},
};
use roleport_lang::text;

/// `/requests/new`, also after a POST, with what was typed.
#[component]
pub(crate) fn NewRequest() -> impl IntoView {
    let posted = use_context::<Posted>();
    let from = Origin::of_query();
    let prefill = Prefill::of_query();
    load(async move |portal, viewer| {
        let Some(posted) = posted else {
            let mut typed = first_values(portal.as_ref(), &viewer, from).await?;
            let filled = prefill.map(|prefill| prefill.fill(&mut typed)).is_some();
            return form_view(portal.as_ref(), &viewer, typed, (Vec::new(), filled)).await;
        };
        form_or_review(portal.as_ref(), &viewer, posted).await
    })
}

/// `/requests/{id}/edit`, also after a POST, with what was typed.
#[component]
pub(crate) fn EditRequest() -> impl IntoView {
    let posted = use_context::<Posted>();
    let id = id_of_path();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let request = portal.request(&viewer, id).await?;
        if !request.allowed.edit {
            return Err(PortalError::Conflict(text!(
                answers_no_edit_now,
                id = id,
                state = request.summary.state.words()
            )));
        }
        let posted = match posted {
            Some(posted) => posted,
            None => Posted {
                typed: TypedRequest {
                    key: Nonce::new().to_string(),
                    ..portal.typed(&viewer, id).await?
                },
                ..Posted::default()
            },
        };
        form_or_review(portal.as_ref(), &viewer, posted).await
    })
}

async fn form_or_review(
    portal: &dyn Portal,
    viewer: &Viewer,
    posted: Posted,
) -> Result<AnyView, PortalError> {
    let Posted {
        typed,
        errors,
        review,
    } = posted;
    if !review {
        return form_view(portal, viewer, typed, (errors, false)).await;
    }
    let found = portal.review(viewer, &typed).await?;
    if found.preview.valid {
        Ok(review_view(&typed, &found).into_any())
    } else {
        form_view(portal, viewer, typed, (found.preview.errors, false)).await
    }
}

/// What a new request starts from.
enum Origin {
    Nothing,
    Role(String),
    /// A role as AWS has it now.
    Found(String),
    Draft(String),
    Copy(String),
}

impl Origin {
    fn of_query() -> Self {
        let named = [
            ("role", Self::Role as fn(String) -> Self),
            ("found", Self::Found),
            ("draft", Self::Draft),
            ("copy", Self::Copy),
        ];
        named
            .into_iter()
            .map(|(name, origin)| (query(name), origin))
            .find(|(value, _)| !value.is_empty())
            .map_or(Self::Nothing, |(value, origin)| origin(value))
    }
}

/// What the form holds when it is opened.
async fn first_values(
    portal: &dyn Portal,
    viewer: &Viewer,
    origin: Origin,
) -> Result<TypedRequest, PortalError> {
    let key = Nonce::new().to_string();
    let number = |text: String| text.parse::<i64>().map_err(|_| PortalError::NotFound);
    match origin {
        Origin::Nothing => Ok(TypedRequest {
            key,
            ..TypedRequest::default()
        }),
        Origin::Role(id) => of_role(portal, viewer, number(id)?, key, false).await,
        Origin::Found(id) => of_role(portal, viewer, number(id)?, key, true).await,
        Origin::Draft(id) => portal.draft(viewer, number(id)?).await,
        Origin::Copy(id) => {
            let id = number(id)?;
            Ok(TypedRequest {
                key,
                copied_from: Some(id),
                revises: None,
                ..portal.typed(viewer, id).await?
            })
        }
    }
}

/// A change of a role starts from the role as it was approved, or from what AWS was found to let it do.
async fn of_role(
    portal: &dyn Portal,
    viewer: &Viewer,
    id: i64,
    key: String,
    as_found: bool,
) -> Result<TypedRequest, PortalError> {
    let role = portal.role(viewer, id).await?;
    let found = role.check.and_then(|check| check.found);
    let summary = role.summary;
    Ok(TypedRequest {
        role: Some(id),
        cluster: summary.cluster,
        app: summary.app,
        namespace: summary.namespace,
        service_account: summary.service_account,
        grants: found.filter(|_| as_found).unwrap_or(summary.grants),
        identity: Some(role.preview.identity),
        key,
        ..TypedRequest::default()
    })
}

/// The form; `filled` is whether a link has filled something in, which its reader should know.
async fn form_view(
    portal: &dyn Portal,
    viewer: &Viewer,
    mut typed: TypedRequest,
    (errors, filled): (Vec<FieldError>, bool),
) -> Result<AnyView, PortalError> {
    let clusters = portal.clusters().await?;
    if clusters.is_empty() {
        return Ok(no_cluster(viewer));
    }
    if !errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if typed.grants.is_empty() {
        typed.grants.push(Grant::default());
    }
    let (title, lead) = match (typed.revises, typed.role) {
        (Some((id, _)), _) => (t!(form_title_edit, number = id), t!(form_lead_edit)),
        (None, Some(_)) => (t!(form_title_change, app = typed.app), t!(form_lead_change)),
        (None, None) => (t!(form_title_new), t!(form_lead_new)),
    };
    let document_title = if errors.is_empty() {
        t!(form_document, title = title)
    } else {
        t!(form_document_error, title = title)
    };
    let known = portal.known(viewer, &typed, "").await?;
    let values = FormValues {
        clusters,
        typed,
        errors,
        known,
    };
    Ok(view! {
        <Title text=document_title/>
        <div class="page">
            <div class="page-head"><h1>{title}</h1></div>
            <p class="lead">{lead}</p>
            {filled.then(filled_note)}
            <RequestForm values/>
        </div>
    }
    .into_any())
}

/// In place of the form, while there is nothing to choose from.
fn no_cluster(viewer: &Viewer) -> AnyView {
    let body = if may_change(viewer) {
        rich!(form_no_cluster_admin; link: link("/clusters/new"))
    } else {
        t!(form_no_cluster_other).into_any()
    };
    let title = t!(form_title_new);
    view! {
        <Title text=t!(form_document, title = title)/>
        <div class="page">
            <div class="page-head"><h1>{title}</h1></div>
            {note("attention", Icon::Alert, t!(form_no_cluster), view! { <p>{body}</p> })}
        </div>
    }
    .into_any()
}

fn filled_note() -> AnyView {
    note(
        "info",
        Icon::Pencil,
        t!(form_filled),
        view! { <p>{t!(form_filled_lead)}</p> },
    )
}
