//! One role: what it may do, how to use it, how it came to be.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_lang::Text;

use super::{id_of_path, load};
use crate::{
    components::{
        code::{copy_line, documents},
        grants::grant_list,
        helm::{Binding, helm_section, validate_section},
        icon::{Icon, icon},
        layout::may_ask,
        note::note,
        rich::link,
        terraform::terraform_section,
        timeline::timeline,
    },
    language::{rich, said, t},
    portal::{PortalError, RoleDetail, Viewer},
};

mod check;

/// `/roles/{id}`
#[component]
pub(crate) fn RolePage() -> impl IntoView {
    let id = id_of_path();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let role = portal.role(&viewer, id).await?;
        Ok(role_view(&role, &viewer).into_any())
    })
}

fn role_view(role: &RoleDetail, viewer: &Viewer) -> AnyView {
    let summary = &role.summary;
    let aws_id = role.aws_role_id.clone().map(|id| {
        view! { <div><dt>{t!(role_aws_id)}</dt><dd><code>{id}</code></dd></div> }
    });
    view! {
        <Title text=format!("{} – Roleport", summary.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(role)}</p>
                    <h1>{summary.role_name.clone()}</h1>
                </div>
                {change_button(role, viewer)}
            </div>
            {role.retired.then(retired_note)}
            {behind_note(role, viewer)}
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">{t!(role_facts)}</h2>
                <dl class="facts">
                    <div class="wide"><dt>{t!(role_arn)}</dt><dd>{copy_line(&summary.arn, &t!(role_copy_arn))}</dd></div>
                    <div><dt>{t!(role_cluster)}</dt><dd>{summary.cluster.clone()}</dd></div>
                    <div><dt>{t!(role_application)}</dt><dd>{summary.app.clone()}</dd></div>
                    <div><dt>{t!(role_namespace)}</dt><dd>{summary.namespace.clone()}</dd></div>
                    <div><dt>{t!(role_service_account)}</dt><dd>{summary.service_account.clone()}</dd></div>
                    <div><dt>{t!(parts_fact_identity)}</dt><dd>{role.preview.identity.title()}</dd></div>
                    {aws_id}
                </dl>
            </section>
            {(!role.retired).then(|| check::in_aws(role, viewer))}
            {(!role.retired).then(|| usage(role))}
            {timeline(&role.history)}
        </div>
    }.into_any()
}

/// The cluster has changed since the role was applied.
fn behind_note(role: &RoleDetail, viewer: &Viewer) -> Option<AnyView> {
    if role.behind.is_empty() {
        return None;
    }
    let fields = said(&Text::joined(&role.behind, ", "));
    let href = format!("/requests/new?role={}", role.summary.id);
    let ask = may_ask(viewer).then(|| view! { " " {rich!(role_behind_ask; link: link(href))} });
    let body = view! { <p>{t!(role_behind_lead, fields = fields)} {ask}</p> };
    Some(note("attention", Icon::Alert, t!(role_behind), body))
}

/// What its pods may do, and how they come to it.
fn usage(role: &RoleDetail) -> AnyView {
    let summary = &role.summary;
    let binding = Binding {
        app: &summary.app,
        namespace: &summary.namespace,
        service_account: &summary.service_account,
        role_arn: &summary.arn,
        identity: role.preview.identity,
    };
    let helm = role
        .preview
        .helm
        .as_ref()
        .map(|snippet| helm_section(snippet, &binding));
    let doctor = format!("/doctor?role={}", summary.id);
    let guide = format!("/guide/pods?role={}", summary.id);
    view! {
        <section class="card" aria-labelledby="access">
            <h2 id="access">{t!(role_access)}</h2>
            {grant_list(&summary.grants)}
        </section>
        {helm}
        {validate_section(&binding)}
        {terraform_section(&role.terraform)}
        <p>{rich!(role_help; doctor: link(doctor), guide: link(guide))}</p>
        <section class="card" aria-labelledby="documents">
            <h2 id="documents">{t!(role_policies)}</h2>
            {documents(&role.preview, false)}
        </section>
    }
    .into_any()
}

fn retired_note() -> AnyView {
    note(
        "quiet",
        Icon::Undo,
        t!(role_retired),
        view! { <p>{t!(role_retired_lead)}</p> },
    )
}

/// A role has one open request at most: while there is one, the way leads there.
fn change_button(role: &RoleDetail, viewer: &Viewer) -> AnyView {
    if let Some(id) = role.open_request {
        return view! {
            <a class="button" href=format!("/requests/{id}")>
                {icon(Icon::Clock)} {t!(role_request_open, number = id)}
            </a>
        }
        .into_any();
    }
    (may_ask(viewer) && !role.retired)
        .then(|| {
            let change = format!("/requests/new?role={}", role.summary.id);
            let retire = format!("/roles/{}/retire", role.summary.id);
            view! {
                <div class="actions actions-head">
                    <a class="button button-primary" href=change>{t!(role_request_change)}</a>
                    <a class="button" href=retire>{t!(role_retire)}</a>
                </div>
            }
        })
        .into_any()
}
