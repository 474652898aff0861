//! The form of a request, for a new role or for a change of a role's grants.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::{
    errors::FieldError,
    grant::{Grant, S3Grant},
};

use super::{
    form::{FormValues, RequestForm},
    load, query,
    review::review_view,
    set_status,
};
use crate::portal::{Portal, PortalError, Posted, TypedRequest, Viewer};

/// `/requests/new`, also after a POST, with what was typed.
#[component]
pub(crate) fn NewRequest() -> impl IntoView {
    let posted = use_context::<Posted>();
    let role = query("role");
    load(async move |portal, viewer| {
        let Posted {
            typed,
            errors,
            review,
        } = match posted {
            Some(posted) => posted,
            None => Posted {
                typed: first_values(portal.as_ref(), &viewer, &role).await?,
                ..Posted::default()
            },
        };
        if !review {
            return Ok(form_view(portal.as_ref(), typed, errors));
        }
        let found = portal.review(&viewer, &typed).await?;
        if found.preview.valid {
            Ok(review_view(&typed, &found).into_any())
        } else {
            Ok(form_view(portal.as_ref(), typed, found.preview.errors))
        }
    })
}

/// What the form holds when it is opened: nothing, or the role as it stands.
async fn first_values(
    portal: &dyn Portal,
    viewer: &Viewer,
    role: &str,
) -> Result<TypedRequest, PortalError> {
    let key = Nonce::new().to_string();
    if role.is_empty() {
        return Ok(TypedRequest {
            key,
            ..TypedRequest::default()
        });
    }
    let id = role.parse().map_err(|_| PortalError::NotFound)?;
    let summary = portal.role(viewer, id).await?.summary;
    let grants = summary.grants.into_iter().map(|Grant::S3(grant)| grant);
    Ok(TypedRequest {
        role: Some(id),
        cluster: summary.cluster,
        app: summary.app,
        namespace: summary.namespace,
        service_account: summary.service_account,
        grants: grants.collect(),
        reason: String::new(),
        key,
    })
}

fn form_view(portal: &dyn Portal, mut typed: TypedRequest, errors: Vec<FieldError>) -> AnyView {
    if !errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if typed.grants.is_empty() {
        typed.grants.push(S3Grant {
            bucket: String::new(),
            prefix: String::new(),
            access: Vec::new(),
        });
    }
    let (title, lead) = match typed.role {
        Some(_) => (
            format!("Change the access of {}", typed.app),
            "Add, change or remove lines. You see the exact difference before anything is submitted.",
        ),
        None => (
            "Ask for AWS access".to_owned(),
            "Say which pods need which S3 data. You see exactly what it would make before anything is submitted.",
        ),
    };
    let document_title = if errors.is_empty() {
        format!("{title} – Roleport")
    } else {
        format!("Error: {title} – Roleport")
    };
    let values = FormValues {
        clusters: portal.clusters(),
        typed,
        errors,
    };
    view! {
        <Title text=document_title/>
        <div class="page">
            <div class="page-head"><h1>{title}</h1></div>
            <p class="lead">{lead}</p>
            <RequestForm values/>
        </div>
    }
    .into_any()
}
