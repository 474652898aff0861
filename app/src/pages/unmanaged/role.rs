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
        text_area::TextArea,
    },
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
        (field.map(|id| (*id).to_owned()), error.message.clone())
    });
    let problems = error_summary("Please check this", problems);
    let last_used = line
        .last_used
        .clone()
        .unwrap_or_else(|| "AWS has not seen it used in the last 400 days".to_owned());
    let typed = posted.typed.unwrap_or_else(|| role.suggested.clone());
    view! {
        <Title text=format!("Adopt {} – Roleport", line.role_name)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">"Role to adopt"</p>
                    <h1>{line.role_name.clone()}</h1>
                </div>
            </div>
            {problems}
            {standing(role)}
            <section class="card" aria-labelledby="facts">
                <h2 id="facts">"What it is"</h2>
                <dl class="facts">
                    <div class="wide"><dt>"ARN"</dt><dd>{copy_line(&line.arn, "Copy ARN")}</dd></div>
                    <div><dt>"Cluster"</dt><dd>{line.cluster.clone()}</dd></div>
                    <div><dt>"Used by"</dt><dd>{used_by(role)}</dd></div>
                    <div><dt>"Last used"</dt><dd>{last_used}</dd></div>
                </dl>
            </section>
            <section class="card" aria-labelledby="access">
                <h2 id="access">"What its pods may do"</h2>
                <p class="quiet">"Read from its policies. What fits no kind of grant is kept word for word, as a statement of its own."</p>
                {grant_list(&line.grants)}
            </section>
            <section class="card" aria-labelledby="adopting">
                <h2 id="adopting">"What adopting it does"</h2>
                {consequences(role)}
            </section>
            {(role.may_adopt && line.open_request.is_none()).then(|| form(line.id, &typed, &Problems(posted.errors)))}
            <section class="card" aria-labelledby="documents">
                <h2 id="documents">"As AWS has it"</h2>
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
            "Somebody has asked for it",
            view! { <p><a href=format!("/requests/{id}")>{format!("Request {id}")}</a>" is open."</p> },
        ));
    }
    let problem = role.line.problem.clone()?;
    Some(note(
        "attention",
        Icon::Alert,
        "It can’t be adopted just like that",
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
        "No service account by name".to_owned()
    } else {
        accounts.join(", ")
    }
}

fn consequences(role: &UnmanagedRole) -> AnyView {
    let others = (!role.others.is_empty()).then(|| {
        let lines: Vec<_> = role
            .others
            .iter()
            .map(|one| view! { <li>{one.clone()}</li> })
            .collect();
        note(
            "attention",
            Icon::Alert,
            "Others can assume it now, and could not any more",
            view! { <ul>{lines}</ul> },
        )
    });
    let boundary = role.new_boundary.clone().map(|arn| {
        view! { <li>"It gets the cluster’s permissions boundary " <code>{arn}</code> ". Where that would cut what pods can do, the request says so."</li> }
    });
    view! {
        <ul class="bullets">
            <li>"Roleport writes managed policies that say the same, attaches them, and only then takes the old ones off. The request shows each AWS call and compares what pods can do before and after."</li>
            <li>"It gets Roleport’s tags and a trust policy for one service account. Name, path and ARN stay; pods need no restart."</li>
            {boundary}
            <li>"If Terraform or another tool keeps it today, take it out there once the request is applied (" <code>"terraform state rm"</code> "): two owners undo each other."</li>
        </ul>
        {others}
    }
    .into_any()
}

fn form(id: i64, typed: &TypedAdoption, problems: &Problems) -> AnyView {
    let text = |id: &'static str, label: &'static str, hint: &'static str, value: &str| {
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
        label: "Reason",
        hint: "Whoever approves it reads this.",
        rows: 3,
        max: None,
        value: &typed.reason,
        error: problems.at("reason"),
    };
    view! {
        <section class="card" aria-labelledby="adopt">
            <h2 id="adopt">"Adopt it"</h2>
            <form method="post" action=format!("/unmanaged/{id}")>
                <input type="hidden" name="key" value=Nonce::new().to_string()/>
                {text("app", "Application", "What people call it in Roleport; the role keeps its name.", &typed.app)}
                {text("namespace", "Namespace", "", &typed.namespace)}
                {text("service_account", "Service account", "The one that the role is for. AWS has to let it in already.", &typed.service_account)}
                {reason.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">"Ask for its adoption"</button>
                    <a class="button button-quiet" href="/unmanaged">"Cancel"</a>
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
                <summary>"Trust policy"</summary>
                {code_block("Trust policy (JSON)", &trust)}
            </details>
        </div>
    }
    .into_any()
}

fn policy(policy: &FoundPolicy) -> AnyView {
    let Some(document) = &policy.document else {
        return view! {
            <p><code>{policy.name.clone()}</code> " " <span class="quiet">{policy.fate}</span></p>
        }
        .into_any();
    };
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    view! {
        <details class="document">
            <summary><code>{policy.name.clone()}</code> " " <span class="quiet">{policy.fate}</span></summary>
            {code_block(&format!("{} (JSON)", policy.name), &text)}
        </details>
    }
    .into_any()
}
