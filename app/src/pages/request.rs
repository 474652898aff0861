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
        side_by_side::document,
    },
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
    let author = if summary.is_mine {
        "you".to_owned()
    } else {
        summary.author.clone()
    };
    view! {
        <Title text=format!("Request {}: {} – Roleport", summary.id, summary.app)/>
        <div class="page">
            {actions::comment_summary(posted)}
            <div class="page-head">
                <div>
                    <p class="eyebrow">{format!("Request {} · {}", summary.id, summary.kind.label())}</p>
                    <h1>{summary.app.clone()} " " <span class="quiet">{format!("on {}", summary.cluster)}</span></h1>
                    <p class="byline">
                        {state_badge(summary.state)}
                        {summary.break_glass.then(break_glass_badge)}
                        <span>"Asked by " {author} " " {ago(&summary.submitted)}</span>
                        {copied_from(request)}
                    </p>
                </div>
                {more(request)}
            </div>
            {waiting(request)}
            {next::next_step(request)}
            {usage(request)}
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">"What changes"</h2>
                {revision_line(request)}
                {adoption_proof(request)}
                {lines::changes(request, posted)}
                {finding_list(&request.findings, &request.preview.warnings)}
                <h3>"Reason"</h3>
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

fn documents_title(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::NewRole
        | RequestKind::ChangeGrants
        | RequestKind::Restore
        | RequestKind::Adopt => "Policies in AWS",
        RequestKind::Retire => "Policies that are removed",
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
            "Nothing changes for its pods",
            view! { <p>"Roleport has compared the documents that AWS has with those that it would write: they allow the same."</p> },
        )
    } else {
        note(
            "attention",
            Icon::Alert,
            "This changes what its pods can do",
            view! { <p>"Its new permissions boundary cuts what its policies allow. Read below what that is."</p> },
        )
    })
}

/// Other things to do with it, quieter than the next step.
fn more(request: &RequestDetail) -> AnyView {
    let id = request.summary.id;
    let edit = (request.allowed.edit && !request.allowed.answer).then(|| {
        view! { <a class="button button-small" href=format!("/requests/{id}/edit")>"Edit"</a> }
    });
    let copy = request.allowed.copy.then(|| {
        view! { <a class="button button-small" href=format!("/requests/new?copy={id}")>"Duplicate"</a> }
    });
    view! { <div class="actions actions-head">{edit} {copy}</div> }.into_any()
}

fn copied_from(request: &RequestDetail) -> Option<AnyView> {
    request.copied_from.map(|id| {
        view! {
            <span>"Copied from " <a href=format!("/requests/{id}")>{format!("request {id}")}</a></span>
        }
        .into_any()
    })
}

/// Which revision this is, where there is more than one.
fn revision_line(request: &RequestDetail) -> Option<AnyView> {
    let last = request.revisions.last().filter(|last| last.number > 1)?;
    Some(
        view! {
            <p class="quiet">
                {format!("Revision {} by {} ", last.number, last.writer)} {ago(&last.made)} ". "
                <a href=format!("/requests/{}/revisions", request.summary.id)>"Compare revisions"</a>
            </p>
        }
        .into_any(),
    )
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
        |arn| view! { <div class="wide"><dt>"ARN"</dt><dd>{copy_line(arn, "Copy ARN")}</dd></div> },
    );
    let role = match request.role_id {
        Some(id) => view! { <a href=format!("/roles/{id}")>{name}</a> }.into_any(),
        None => view! { <code>{name}</code> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">"The role"</h2>
            <dl class="facts">
                <div class="wide"><dt>"Role name"</dt><dd>{role}</dd></div>
                {arn}
                <div><dt>"Cluster"</dt><dd>{request.summary.cluster.clone()}</dd></div>
                <div><dt>"Application"</dt><dd>{request.summary.app.clone()}</dd></div>
                <div><dt>"Namespace"</dt><dd>{request.summary.namespace.clone()}</dd></div>
                <div><dt>"Service account"</dt><dd>{request.service_account.clone()}</dd></div>
                <div><dt>"Pods get it by"</dt><dd>{request.preview.identity.title()}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}
