//! One role that is not Roleport's: what it is, what adopting it does, and for whom.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;

use crate::{
    components::{
        code::{code_block, copy_line},
        error_summary::error_summary,
        grants::grant_list,
        icon::Icon,
        note::note,
        rich::link,
        text_area::TextArea,
    },
    language::{rich, said, t},
    pages::{
        form::field::{Problems, TextField},
        id_of_path, load, set_status,
    },
    portal::{
        PortalError,
        adoption::{FoundPolicy, PostedAdoption, TypedAdoption, UnmanagedRole},
    },
};

/// `/unmanaged/{id}`, also after a POST, with what was typed.
#[component]
pub(crate) fn UnmanagedRolePage() -> impl IntoView {
    let id = id_of_path();
    let posted = use_context::<PostedAdoption>().unwrap_or_default();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let role = portal.unmanaged_role(&viewer, id).await?;
        Ok(role_view(&role, posted).into_any())
    })
}

fn role_view(role: &UnmanagedRole, posted: PostedAdoption) -> AnyView {
    if !posted.errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let line = &role.line;
    let fields = ["app", "namespace", "service_account", "reason"];
    let problems = posted.errors.iter().map(|error| {
        let field = fields.iter().find(|one| **one == error.field);
        (field.map(|id| (*id).to_owned()), said(&error.message))
    });
    let problems = error_summary(&t!(adoption_problems), problems);
    let last_used = line
        .last_used
        .clone()
        .unwrap_or_else(|| t!(adoption_role_unused));
    let typed = posted.typed.unwrap_or_else(|| role.suggested.clone());
    view! {
        <Title text=t!(adoption_role_page, role = line.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(adoption_role_eyebrow)}</p>
                    <h1>{line.role_name.clone()}</h1>
                </div>
            </div>
            {problems}
            {standing(role)}
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">{t!(adoption_facts)}</h2>
                <dl class="facts">
                    <div class="wide"><dt>{t!(adoption_arn)}</dt><dd>{copy_line(&line.arn, &t!(adoption_copy_arn))}</dd></div>
                    <div><dt>{t!(adoption_cluster)}</dt><dd>{line.cluster.clone()}</dd></div>
                    <div><dt>{t!(adoption_used_by)}</dt><dd>{used_by(role)}</dd></div>
                    <div><dt>{t!(adoption_last_used)}</dt><dd>{last_used}</dd></div>
                </dl>
            </section>
            <section class="card" aria-labelledby="access">
                <h2 id="access">{t!(adoption_may)}</h2>
                <p class="quiet">{t!(adoption_may_how)}</p>
                {grant_list(&line.grants)}
            </section>
            <section class="card" aria-labelledby="adopting">
                <h2 id="adopting">{t!(adoption_does)}</h2>
                {consequences(role)}
            </section>
            {(role.may_adopt && line.open_request.is_none()).then(|| form(line.id, &typed, &Problems(posted.errors)))}
            <section class="card" aria-labelledby="documents">
                <h2 id="documents">{t!(adoption_documents)}</h2>
                {documents(role)}
            </section>
        </div>
    }
    .into_any()
}

/// The one thing to know first.
fn standing(role: &UnmanagedRole) -> Option<AnyView> {
    if let Some(id) = role.line.open_request {
        return Some(note(
            "info",
            Icon::Clock,
            t!(adoption_asked),
            view! { <p>{rich!(adoption_asked_where, number = id; link: link(format!("/requests/{id}")))}</p> },
        ));
    }
    let problem = said(role.line.problem.as_ref()?);
    Some(note(
        "attention",
        Icon::Alert,
        t!(adoption_problem),
        view! { <p>{problem}</p> },
    ))
}

fn used_by(role: &UnmanagedRole) -> String {
    let accounts: Vec<_> = role
        .line
        .service_accounts
        .iter()
        .map(|(namespace, account)| format!("{namespace}/{account}"))
        .collect();
    if accounts.is_empty() {
        t!(adoption_no_account)
    } else {
        accounts.join(", ")
    }
}

fn consequences(role: &UnmanagedRole) -> AnyView {
    let others = (!role.others.is_empty()).then(|| {
        let lines: Vec<_> = role
            .others
            .iter()
            .map(|one| view! { <li>{said(one)}</li> })
            .collect();
        note(
            "attention",
            Icon::Alert,
            t!(adoption_others),
            view! { <ul>{lines}</ul> },
        )
    });
    let boundary = role.new_boundary.clone().map(|arn| {
        view! { <li>{rich!(adoption_boundary, boundary = arn)}</li> }
    });
    view! {
        <ul class="bullets">
            <li>{t!(adoption_policies)}</li>
            <li>{t!(adoption_tags)}</li>
            {boundary}
            <li>{rich!(adoption_terraform)}</li>
        </ul>
        {others}
    }
    .into_any()
}

fn form(id: i64, typed: &TypedAdoption, problems: &Problems) -> AnyView {
    let text = |id: &'static str, label: &str, hint: &str, value: &str| {
        TextField {
            id,
            name: id,
            label,
            hint,
            value,
            error: problems.at(id),
            list: None,
        }
        .view()
    };
    let reason = TextArea {
        id: "reason",
        name: "reason".to_owned(),
        label: &t!(adoption_form_reason),
        hint: &t!(adoption_form_reason_hint),
        rows: 3,
        max: None,
        value: &typed.reason,
        error: problems.at("reason"),
    };
    view! {
        <section class="card" aria-labelledby="adopt">
            <h2 id="adopt">{t!(adoption_form)}</h2>
            <form method="post" action=format!("/unmanaged/{id}")>
                <input type="hidden" name="key" value=Nonce::new().to_string()/>
                {text("app", &t!(adoption_form_app), &t!(adoption_form_app_hint), &typed.app)}
                {text("namespace", &t!(adoption_form_namespace), "", &typed.namespace)}
                {text("service_account", &t!(adoption_form_account), &t!(adoption_form_account_hint), &typed.service_account)}
                {reason.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">{t!(adoption_form_ask)}</button>
                    <a class="button button-quiet" href="/unmanaged">{t!(adoption_form_cancel)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn documents(role: &UnmanagedRole) -> AnyView {
    let policies: Vec<_> = role.policies.iter().map(policy).collect();
    let trust = serde_json::to_string_pretty(&role.trust).unwrap_or_default();
    view! {
        <div class="documents">
            {policies}
            <details class="document">
                <summary>{t!(adoption_trust_policy)}</summary>
                {code_block(&t!(adoption_trust_policy_json), &trust)}
            </details>
        </div>
    }
    .into_any()
}

fn policy(policy: &FoundPolicy) -> AnyView {
    let Some(document) = &policy.document else {
        return view! {
            <p><code>{policy.name.clone()}</code> " " <span class="quiet">{said(&policy.fate)}</span></p>
        }
        .into_any();
    };
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    view! {
        <details class="document">
            <summary><code>{policy.name.clone()}</code> " " <span class="quiet">{said(&policy.fate)}</span></summary>
            {code_block(&t!(adoption_policy_json, policy = policy.name), &text)}
        </details>
    }
    .into_any()
}
