//! Asking for a role to be removed.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use roleport_domain::changes::changes;

use super::{id_of_path, load, set_status};
use crate::{
    components::{
        changes::change_list,
        field_error::{error_text, invalid},
        layout::may_ask,
    },
    fields::{described, textarea_html},
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
    let problems = error.map(|text| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=true aria-labelledby="error-summary">
                <h2 id="error-summary">"Please check this"</h2>
                <ul><li><a href="#reason">{text.to_owned()}</a></li></ul>
            </div>
        }
    });
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
                <div class="field">
                    <label for="reason">"Reason"</label>
                    <p class="hint" id="reason-hint">"Why no pod needs this role any more."</p>
                    {error_text("reason", error)}
                    <textarea
                        id="reason"
                        name="reason"
                        rows="3"
                        aria-describedby=described("reason", true, error.is_some())
                        aria-invalid=invalid(error)
                        inner_html=textarea_html(&posted.reason)
                    ></textarea>
                </div>
                <div class="actions">
                    <button class="button button-danger" type="submit">"Ask for its retirement"</button>
                    <a class="button button-quiet" href=format!("/roles/{}", summary.id)>"Cancel"</a>
                </div>
            </form>
            </section>
        </div>
    }.into_any()
}
