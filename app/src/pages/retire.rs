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
    language::{of_page, said, t},
    portal::{PortalError, PostedRetirement, RoleDetail},
};
use roleport_lang::text;

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
            return Err(PortalError::Conflict(text!(answers_retired_already)));
        }
        if !may_ask(&viewer) {
            return Err(PortalError::Forbidden(text!(
                lifecycle_refused_not_a_requester
            )));
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
    let error = error.map(|error| error.message.say(of_page()));
    let problems = posted.errors.iter().map(|error| {
        let id = of_reason(&error).then(|| "reason".to_owned());
        (id, said(&error.message))
    });
    let problems = error_summary(t!(retirement_check), problems);
    let (eyebrow, title, lead, hint, button) = match ask {
        Ask::Retire => (
            t!(retirement),
            t!(retirement_title, role = summary.role_name),
            t!(retirement_lead),
            t!(retirement_hint),
            t!(retirement_ask),
        ),
        Ask::Restore => (
            t!(retirement_restoration),
            t!(retirement_restoration_title, role = summary.role_name),
            t!(retirement_restoration_lead),
            t!(retirement_restoration_hint),
            t!(retirement_restoration_ask),
        ),
    };
    let reason = TextArea {
        id: "reason",
        name: "reason".to_owned(),
        label: &t!(retirement_reason),
        hint: &hint,
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
        <Title text=t!(retirement_document, title = title)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{eyebrow}</p>
                    <h1>{title}</h1>
                </div>
            </div>
            {problems}
            <p class="lead">{lead}</p>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">{t!(retirement_changes)}</h2>
                {changes}
            </section>
            <section class="card">
            <form method="post" action=format!("/roles/{}/{action}", summary.id)>
                <input type="hidden" name="key" value=Nonce::new().to_string()/>
                {reason.view()}
                <div class="actions">
                    <button class=button_class type="submit">{button}</button>
                    <a class="button button-quiet" href=format!("/roles/{}", summary.id)>{t!(retirement_cancel)}</a>
                </div>
            </form>
            </section>
        </div>
    }.into_any()
}
