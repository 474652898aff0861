//! One role: what it may do, how to use it, how it came to be.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{id_of_path, load};
use crate::{
    components::{
        code::{copy_line, documents},
        grants::grant_list,
        helm::{Binding, helm_section, validate_section},
        icon::{Icon, icon},
        layout::may_ask,
        note::note,
        terraform::terraform_section,
        timeline::timeline,
    },
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
        view! { <div><dt>"AWS role id"</dt><dd><code>{id}</code></dd></div> }
    });
    view! {
        <Title text=format!("{} – Roleport", summary.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">"Role"</p>
                    <h1>{summary.role_name.clone()}</h1>
                </div>
                {change_button(role, viewer)}
            </div>
            {role.retired.then(retired_note)}
            {behind_note(role, viewer)}
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">"What it is"</h2>
                <dl class="facts">
                    <div class="wide"><dt>"ARN"</dt><dd>{copy_line(&summary.arn, "Copy ARN")}</dd></div>
                    <div><dt>"Cluster"</dt><dd>{summary.cluster.clone()}</dd></div>
                    <div><dt>"Application"</dt><dd>{summary.app.clone()}</dd></div>
                    <div><dt>"Namespace"</dt><dd>{summary.namespace.clone()}</dd></div>
                    <div><dt>"Service account"</dt><dd>{summary.service_account.clone()}</dd></div>
                    <div><dt>"Pods get it by"</dt><dd>{role.preview.identity.title()}</dd></div>
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
    let fields = role.behind.join(", ");
    let href = format!("/requests/new?role={}", role.summary.id);
    let ask = may_ask(viewer)
        .then(|| view! { " " <a href=href>"Ask for it, with the same grants"</a> "." });
    let body = view! {
        <p>
            {format!("Changed since it was applied: {fields}. The role stays as it is until a request brings it in step.")}
            {ask}
        </p>
    };
    Some(note(
        "attention",
        Icon::Alert,
        "It is as its cluster was before",
        body,
    ))
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
    view! {
        <section class="card" aria-labelledby="access">
            <h2 id="access">"What its pods may do"</h2>
            {grant_list(&summary.grants)}
        </section>
        {helm}
        {validate_section(&binding)}
        {terraform_section(&role.terraform)}
        <p>
            <a href=format!("/doctor?role={}", summary.id)>"Something does not work?"</a>
            " The Doctor reads what you see and says why. "
            <a href=format!("/guide/pods?role={}", summary.id)>"Guide with its names"</a>
        </p>
        <section class="card" aria-labelledby="documents">
            <h2 id="documents">"Policies in AWS"</h2>
            {documents(&role.preview, false)}
        </section>
    }
    .into_any()
}

fn retired_note() -> AnyView {
    note(
        "quiet",
        Icon::Undo,
        "This role is retired",
        view! {
            <p>"It is not in AWS any more. Ask for a new role for the same service account to bring it back."</p>
        },
    )
}

/// A role has one open request at most: while there is one, the way leads there.
fn change_button(role: &RoleDetail, viewer: &Viewer) -> AnyView {
    if let Some(id) = role.open_request {
        return view! {
            <a class="button" href=format!("/requests/{id}")>
                {icon(Icon::Clock)} {format!("Request {id} is open")}
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
                    <a class="button button-primary" href=change>"Request a change"</a>
                    <a class="button" href=retire>"Retire"</a>
                </div>
            }
        })
        .into_any()
}
