//! Asking for a role to be removed.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::changes::changes;

use super::{id_of_path, load, set_status};
use crate::{
    components::{
        changes::change_list, error_summary::error_summary, layout::may_ask, text_area::TextArea,
    },
    portal::{PortalError, PostedRetirement, RoleDetail},
};

/// `/roles/{id}/retire`, also after a POST, with what was typed.
#[component]
pub(crate) fn RetireRole() -> impl IntoView {
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
        Ok(retire_view(&role, &posted).into_any())
    })
}

fn retire_view(role: &RoleDetail, posted: &PostedRetirement) -> AnyView {
    let summary = &role.summary;
    if !posted.errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let error = posted.errors.first().map(|error| error.message.as_str());
    let problem = error.map(|text| (Some("reason".to_owned()), text.to_owned()));
    let problems = error_summary("Please check this", problem);
    let reason = TextArea {
        id: "reason",
        name: "reason",
        label: "Reason",
        hint: "Why no pod needs this role any more.",
        rows: 3,
        max: None,
        value: &posted.reason,
        error,
    };
    view! {
        <Title text=format!("Retire {} – Roleport", summary.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">"Retirement"</p>
                    <h1>{format!("Retire {}", summary.role_name)}</h1>
                </div>
            </div>
            {problems}
            <p class="lead">"After approval Roleport removes the role and its policy from AWS. Its history stays."</p>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">"What changes"</h2>
                {change_list(&changes(&summary.grants, &[]))}
            </section>
            <section class="card">
            <form method="post" action=format!("/roles/{}/retire", summary.id)>
                <input type="hidden" name="key" value=Nonce::new().to_string()/>
                {reason.view()}
                <div class="actions">
                    <button class="button button-danger" type="submit">"Ask for its retirement"</button>
                    <a class="button button-quiet" href=format!("/roles/{}", summary.id)>"Cancel"</a>
                </div>
            </form>
            </section>
        </div>
    }.into_any()
}
