//! Asking for a role to be removed, or to be brought back to what was approved.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::{changes::changes, errors::FieldError};

use super::{id_of_path, load, set_status};
use crate::{
    components::{
        changes::change_list, error_summary::error_summary, layout::may_ask, steps::step_list,
        text_area::TextArea,
    },
    portal::{PortalError, PostedRetirement, RoleDetail},
};

/// What is asked about a role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Retire,
    Restore,
}

/// `/roles/{id}/retire`, also after a POST, with what was typed.
#[component]
pub(crate) fn RetireRole() -> impl IntoView {
    page(Ask::Retire)
}

/// `/roles/{id}/restore`, also after a POST, with what was typed.
#[component]
pub(crate) fn RestoreRole() -> impl IntoView {
    page(Ask::Restore)
}

fn page(ask: Ask) -> impl IntoView {
    let id = id_of_path();
    let posted = use_context::<PostedRetirement>().unwrap_or_default();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let role = portal.role(&viewer, id).await?;
        if role.retired {
            return Err(PortalError::Conflict(
                "This role is retired already.".to_owned(),
            ));
        }
        if !may_ask(&viewer) {
            return Err(PortalError::Forbidden(
                "Auditors see everything and change nothing. A developer can do this.".to_owned(),
            ));
        }
        Ok(ask_view(ask, &role, &posted).into_any())
    })
}

fn ask_view(ask: Ask, role: &RoleDetail, posted: &PostedRetirement) -> AnyView {
    let summary = &role.summary;
    if !posted.errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let of_reason = |error: &&FieldError| error.field == "reason";
    let error = posted.errors.iter().find(of_reason);
    let error = error.map(|error| error.message.as_str());
    let problems = posted.errors.iter().map(|error| {
        let id = of_reason(&error).then(|| "reason".to_owned());
        (id, error.message.clone())
    });
    let problems = error_summary("Please check this", problems);
    let (eyebrow, verb, lead, hint, button) = match ask {
        Ask::Retire => (
            "Retirement",
            "Retire",
            "After approval Roleport removes the role and its policy from AWS. Its history stays.",
            "Why no pod needs this role any more.",
            "Ask for its retirement",
        ),
        Ask::Restore => (
            "Restoration",
            "Restore",
            "After approval Roleport brings the role in AWS back to what was approved. What somebody changed by hand is undone.",
            "Why what was changed in AWS should be undone.",
            "Ask for its restoration",
        ),
    };
    let reason = TextArea {
        id: "reason",
        name: "reason".to_owned(),
        label: "Reason",
        hint,
        rows: 3,
        max: None,
        value: &posted.reason,
        error,
    };
    let (action, button_class) = match ask {
        Ask::Retire => ("retire", "button button-danger"),
        Ask::Restore => ("restore", "button button-primary"),
    };
    let changes = match ask {
        Ask::Retire => change_list(&changes(&summary.grants, &[])),
        Ask::Restore => role
            .check
            .as_ref()
            .map(|check| step_list(&check.steps))
            .into_any(),
    };
    view! {
        <Title text=format!("{verb} {} – Roleport", summary.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{eyebrow}</p>
                    <h1>{format!("{verb} {}", summary.role_name)}</h1>
                </div>
            </div>
            {problems}
            <p class="lead">{lead}</p>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">"What changes"</h2>
                {changes}
            </section>
            <section class="card">
            <form method="post" action=format!("/roles/{}/{action}", summary.id)>
                <input type="hidden" name="key" value=Nonce::new().to_string()/>
                {reason.view()}
                <div class="actions">
                    <button class=button_class type="submit">{button}</button>
                    <a class="button button-quiet" href=format!("/roles/{}", summary.id)>"Cancel"</a>
                </div>
            </form>
            </section>
        </div>
    }.into_any()
}
