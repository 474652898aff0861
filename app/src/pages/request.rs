//! One request: where it stands, what it changes, and the next step.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    changes::ChangeKind,
    lifecycle::{RequestKind, RequestState},
};

use super::{id_of_path, load};
use crate::{
    components::{
        badge::{break_glass_badge, state_badge},
        changes::finding_list,
        code::copy_line,
        helm::{Binding, helm_section, validate_section},
        icon::Icon,
        live::live_request,
        moment::ago,
        note::note,
        rich::link,
        side_by_side::document,
    },
    language::{rich, t},
    portal::{PortalError, PostedComment, RequestDetail},
};

mod actions;
mod approvals;
mod comment;
mod conversation;
mod lines;
mod next;
mod plan;

/// `/requests/{id}`, also after a refused command, with the comment that was typed.
#[component]
pub(crate) fn RequestPage() -> impl IntoView {
    let id = id_of_path();
    let posted = use_context::<PostedComment>();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let request = portal.request(&viewer, id).await?;
        let posted = posted.map(|posted| posted.as_of(request.revision));
        Ok(request_view(&request, posted.as_ref()).into_any())
    })
}

fn request_view(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let summary = &request.summary;
    let when = |_| ago(&summary.submitted);
    let asked = if summary.is_mine {
        rich!(request_asked_by_you; when: when)
    } else {
        rich!(request_asked_by, author = summary.author; when: when)
    };
    view! {
        <Title text=t!(request_title, id = summary.id, app = summary.app)/>
        <div class="page">
            {actions::comment_summary(posted)}
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(request_eyebrow, id = summary.id, kind = summary.kind.label())}</p>
                    <h1>{summary.app.clone()} " " <span class="quiet">{t!(request_on_cluster, cluster = summary.cluster)}</span></h1>
                    <p class="byline">
                        {state_badge(summary.state)}
                        {summary.break_glass.then(break_glass_badge)}
                        <span>{asked}</span>
                        {copied_from(request)}
                    </p>
                </div>
                {more(request)}
            </div>
            {waiting(request)}
            {next::next_step(request)}
            {usage(request)}
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">{t!(parts_what_changes)}</h2>
                {revision_line(request)}
                {adoption_proof(request)}
                {lines::changes(request, posted)}
                {finding_list(&request.findings, &request.preview.warnings)}
                <h3>{t!(parts_reason)}</h3>
                <p class="typed">{request.reason.clone()}</p>
            </section>
            {documents_section(request)}
            {plan::plan(request)}
            {approvals::approvals(request)}
            {actions::actions(request, posted)}
            {facts(request)}
            {conversation::conversation(request, posted)}
        </div>
    }.into_any()
}

/// The JSON that the plan below sends, before and after.
fn documents_section(request: &RequestDetail) -> AnyView {
    let open = request.summary.state == RequestState::Submitted;
    let documents: Vec<_> = request
        .documents
        .iter()
        .map(|one| document(one, open))
        .collect();
    view! {
        <section class="card" aria-labelledby="documents">
            <h2 id="documents">{documents_title(request.summary.kind)}</h2>
            <div class="documents">{documents}</div>
        </section>
    }
    .into_any()
}

fn documents_title(kind: RequestKind) -> String {
    match kind {
        RequestKind::NewRole
        | RequestKind::ChangeGrants
        | RequestKind::Restore
        | RequestKind::Adopt => t!(parts_policies_in_aws),
        RequestKind::Retire => t!(request_documents_removed),
    }
}

/// What an adoption comes to for pods, once the documents of before and after were compared.
fn adoption_proof(request: &RequestDetail) -> Option<AnyView> {
    let compared = !request.plan.hash.is_empty() && request.plan.obstacles.is_empty();
    if request.summary.kind != RequestKind::Adopt || !compared {
        return None;
    }
    let same = request
        .changes
        .iter()
        .all(|change| change.kind == ChangeKind::Kept);
    Some(if same {
        note(
            "good",
            Icon::Check,
            t!(request_adopts_same),
            view! { <p>{t!(request_adopts_same_why)}</p> },
        )
    } else {
        note(
            "attention",
            Icon::Alert,
            t!(request_adopts_less),
            view! { <p>{t!(request_adopts_less_why)}</p> },
        )
    })
}

/// Other things to do with it, quieter than the next step.
fn more(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    let edit = (request.allowed.edit && !request.allowed.answer).then(|| {
        view! { <a class="button button-small" href=format!("/requests/{id}/edit")>{t!(request_edit)}</a> }
    });
    let copy = request.allowed.copy.then(|| {
        view! { <a class="button button-small" href=format!("/requests/new?copy={id}")>{t!(request_duplicate)}</a> }
    });
    view! { <div class="actions actions-head">{edit} {copy}</div> }.into_any()
}

fn copied_from(request: &RequestDetail) -> Option<AnyView> {
    request.copied_from.map(|id| {
        let request = link(format!("/requests/{id}"));
        view! { <span>{rich!(request_copied_from, id = id; link: request)}</span> }.into_any()
    })
}

/// Which revision this is, where there is more than one.
fn revision_line(request: &RequestDetail) -> Option<AnyView> {
    let last = request.revisions.last().filter(|last| last.number > 1)?;
    let words = rich!(
        request_revision,
        number = last.number,
        writer = last.writer;
        when: |_| ago(&last.made),
        link: link(format!("/requests/{}/revisions", request.summary.id))
    );
    Some(view! { <p class="quiet">{words}</p> }.into_any())
}

/// Keeps the page current while somebody or something else has the next move.
fn waiting(request: &RequestDetail) -> AnyView {
    let moving = matches!(
        request.summary.state,
        RequestState::Approved | RequestState::Applying
    );
    let waits = moving || request.summary.state.awaits_decision();
    let live = waits.then(|| live_request(request));
    // A planned request may wait for days, with a comment half typed: no reload there.
    let planning = waits && request.plan.hash.is_empty();
    // One that waits for a day may be looked at for long.
    let moving = moving && request.not_before.is_none();
    let reload = (moving || planning)
        .then(|| view! { <noscript><meta http-equiv="refresh" content="3"/></noscript> });
    (live, reload).into_any()
}

/// Helm values and the check in the pod, once the role is there.
fn usage(request: &RequestDetail) -> Option<AnyView> {
    if request.summary.state != RequestState::Applied || request.summary.kind == RequestKind::Retire
    {
        return None;
    }
    let snippet = request.preview.helm.as_ref()?;
    let binding = Binding {
        app: &request.summary.app,
        namespace: &request.summary.namespace,
        service_account: &request.service_account,
        role_arn: request.preview.role_arn.as_deref()?,
        identity: request.preview.identity,
    };
    Some((helm_section(snippet, &binding), validate_section(&binding)).into_any())
}

fn facts(request: &RequestDetail) -> AnyView {
    let name = request.preview.role_name.clone().unwrap_or_default();
    let arn = request.preview.role_arn.as_ref().map(
        |arn| view! { <div class="wide"><dt>"ARN"</dt><dd>{copy_line(arn, &t!(parts_copy_arn))}</dd></div> },
    );
    let role = match request.role_id {
        Some(id) => view! { <a href=format!("/roles/{id}")>{name}</a> }.into_any(),
        None => view! { <code>{name}</code> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">{t!(parts_facts)}</h2>
            <dl class="facts">
                <div class="wide"><dt>{t!(parts_fact_name)}</dt><dd>{role}</dd></div>
                {arn}
                <div><dt>{t!(parts_fact_cluster)}</dt><dd>{request.summary.cluster.clone()}</dd></div>
                <div><dt>{t!(parts_fact_app)}</dt><dd>{request.summary.app.clone()}</dd></div>
                <div><dt>{t!(parts_fact_namespace)}</dt><dd>{request.summary.namespace.clone()}</dd></div>
                <div><dt>{t!(parts_fact_service_account)}</dt><dd>{request.service_account.clone()}</dd></div>
                <div><dt>{t!(parts_fact_identity)}</dt><dd>{request.preview.identity.title()}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}
