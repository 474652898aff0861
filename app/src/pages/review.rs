//! The last look before a request is submitted.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{helm::HelmSnippet, lifecycle::RequestKind};

use crate::{
    components::{
        changes::{change_list, finding_list},
        code::{code_block, copy_line, documents},
        demands::demand_list,
    },
    fields::ADMIT_OLD_BUCKETS,
    language::{said, t},
    portal::{Review, TypedRequest},
};

/// Everything that the request would make, with the buttons to submit it or to go back.
pub(crate) fn review_view(typed: &TypedRequest, review: &Review) -> AnyView {
    let preview = &review.preview;
    let kind = match typed.role {
        Some(_) => RequestKind::ChangeGrants,
        None => RequestKind::NewRole,
    };
    let arn = preview.role_arn.clone().unwrap_or_default();
    view! {
        <Title text=t!(review_title)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{said(&kind.label())}</p>
                    <h1>{t!(review_heading, app = typed.app)}</h1>
                </div>
            </div>
            <p>{t!(review_lead)}</p>
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">{t!(parts_what_changes)}</h2>
                {change_list(&review.changes)}
                {finding_list(&review.findings, &preview.warnings)}
            </section>
            {decision(typed)}
            {approvals(review)}
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">{t!(parts_facts)}</h2>
                <dl class="facts">
                    <div class="wide">
                        <dt>{t!(parts_fact_name)}</dt>
                        <dd><code>{preview.role_name.clone().unwrap_or_default()}</code></dd>
                    </div>
                    <div class="wide"><dt>"ARN"</dt><dd>{copy_line(&arn, &t!(parts_copy_arn))}</dd></div>
                    <div><dt>{t!(parts_fact_cluster)}</dt><dd>{typed.cluster.clone()}</dd></div>
                    <div><dt>{t!(parts_fact_app)}</dt><dd>{typed.app.clone()}</dd></div>
                    <div><dt>{t!(parts_fact_namespace)}</dt><dd>{typed.namespace.clone()}</dd></div>
                    <div><dt>{t!(parts_fact_service_account)}</dt><dd>{typed.service_account.clone()}</dd></div>
                    <div><dt>{t!(parts_fact_identity)}</dt><dd>{preview.identity.title()}</dd></div>
                    <div class="wide"><dt>{t!(parts_reason)}</dt><dd class="typed">{typed.reason.clone()}</dd></div>
                </dl>
            </section>
            <section class="card" aria-labelledby="documents">
                <h2 id="documents">{t!(parts_policies_in_aws)}</h2>
                {documents(preview, true)}
            </section>
            {preview.helm.as_ref().map(helm)}
        </div>
    }.into_any()
}

/// Whom it would be put to.
fn approvals(review: &Review) -> AnyView {
    let whom = match &review.approved_by_rule {
        Some(rule) => view! {
            <p>{t!(review_approved_by_rule, rule = rule)}</p>
        }
        .into_any(),
        None => demand_list(&review.demands),
    };
    view! {
        <section class="card" aria-labelledby="approvals">
            <h2 id="approvals">{t!(review_who)}</h2>
            {whom}
        </section>
    }
    .into_any()
}

/// Before approval the snippet is for reading ahead; the request's page has it with all the steps.
fn helm(snippet: &HelmSnippet) -> AnyView {
    view! {
        <section class="card" aria-labelledby="helm">
            <h2 id="helm">{t!(review_helm)}</h2>
            {code_block("values.yaml", &snippet.values_yaml)}
        </section>
    }
    .into_any()
}

fn decision(typed: &TypedRequest) -> AnyView {
    view! {
        <form class="actions" method="post" action=typed.action()>
            {hidden_fields(typed)}
            <button class="button button-primary" type="submit" name="intent" value="submit">
                {if typed.revises.is_some() { t!(review_submit_revision) } else { t!(review_submit) }}
            </button>
            <button class="button" type="submit" name="intent" value="edit">{t!(review_change)}</button>
        </form>
    }.into_any()
}

fn hidden_fields(typed: &TypedRequest) -> Vec<AnyView> {
    let mut fields = vec![
        ("cluster".to_owned(), typed.cluster.clone()),
        ("app".to_owned(), typed.app.clone()),
        ("namespace".to_owned(), typed.namespace.clone()),
        ("service_account".to_owned(), typed.service_account.clone()),
        ("reason".to_owned(), typed.reason.clone()),
        ("answer".to_owned(), typed.answer.clone()),
    ];
    fields.extend(
        typed
            .hidden()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    );
    if let Some(identity) = typed.identity {
        fields.push(("identity".to_owned(), identity.as_str().to_owned()));
    }
    if typed.admit_old_buckets {
        fields.push((ADMIT_OLD_BUCKETS.to_owned(), "on".to_owned()));
    }
    for (index, grant) in typed.grants.iter().enumerate() {
        let name = |part: &str| format!("grants[{index}][{part}]");
        fields.push((name("service"), grant.service.to_string()));
        let texts = grant.texts();
        fields.extend(texts.map(|(field, text)| (name(field.name), text.to_owned())));
        let accesses = grant.access.iter();
        fields.extend(accesses.map(|access| (name(access.as_str()), "on".to_owned())));
    }
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}
