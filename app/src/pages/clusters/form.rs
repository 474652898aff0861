//! Adding a cluster, changing one, removing one: a proposal that another admin decides on.

use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use roleport_domain::cluster_settings::{Access, Changes, FIELDS, Field};

use crate::{
    components::{
        error_summary::error_summary,
        field_error::{error_text, invalid},
        icon::Icon,
        note::note,
        text_area::TextArea,
    },
    fields::described,
    pages::{
        form::field::{Problems, TextField},
        load, set_status,
    },
    portal::{
        PortalError,
        clusters::{ClusterForm, PostedCluster},
    },
};

/// What is proposed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Add,
    Change,
    Remove,
}

/// `/clusters/new`, also after a POST, with what was typed.
#[component]
pub(crate) fn NewCluster() -> impl IntoView {
    page(Ask::Add)
}

/// `/clusters/{name}/change`, also after a POST, with what was typed.
#[component]
pub(crate) fn ChangeCluster() -> impl IntoView {
    page(Ask::Change)
}

/// `/clusters/{name}/remove`, also after a POST, with what was typed.
#[component]
pub(crate) fn RemoveCluster() -> impl IntoView {
    page(Ask::Remove)
}

fn page(ask: Ask) -> impl IntoView {
    let name = use_params_map().with_untracked(|params| params.get("name"));
    let posted = use_context::<PostedCluster>();
    load(async move |portal, viewer| {
        let form = portal.cluster_form(&viewer, name.as_deref()).await?;
        if let Some(open) = form.open {
            return Err(PortalError::Conflict(format!(
                "Change {open} of this cluster waits for a decision already. Decide on it, or have it withdrawn, first."
            )));
        }
        Ok(form_view(ask, &form, posted).into_any())
    })
}

/// What the form holds when it is opened: the cluster as it is, or what most clusters have.
fn first_values(form: &ClusterForm) -> PostedCluster {
    let value = |field: Field| match (&form.settings, field.name) {
        (Some(settings), _) => field.read(settings).to_owned(),
        (None, "partition") => "aws".to_owned(),
        (None, "role_path") => "/".to_owned(),
        // Nobody guesses it, and nobody has to make one up.
        (None, "external_id") => format!(
            "roleport-{}",
            Nonce::new()
                .to_string()
                .replace(|letter: char| !letter.is_ascii_alphanumeric(), "")
        ),
        (None, _) => String::new(),
    };
    PostedCluster {
        values: FIELDS
            .into_iter()
            .map(|field| (field.name.to_owned(), value(field)))
            .collect(),
        errors: Vec::new(),
    }
}

fn form_view(ask: Ask, form: &ClusterForm, posted: Option<PostedCluster>) -> AnyView {
    let posted = posted.unwrap_or_else(|| first_values(form));
    if !posted.errors.is_empty() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let name = form
        .settings
        .as_ref()
        .map_or("", |settings| &settings.cluster.name);
    let (title, lead, action, button, class) = match ask {
        Ask::Add => (
            "Add a cluster".to_owned(),
            "People can ask for roles on it as soon as another admin has approved it.",
            "/clusters/new".to_owned(),
            "Propose it",
            "button button-primary",
        ),
        Ask::Change => (
            format!("Change {name}"),
            "Another admin approves the change. Roles that are there follow by requests; nothing in AWS changes by itself.",
            format!("/clusters/{name}/change"),
            "Propose the change",
            "button button-primary",
        ),
        Ask::Remove => (
            format!("Remove {name}"),
            "Nobody can ask for roles on it any more, once another admin has approved this. Nothing in AWS changes.",
            format!("/clusters/{name}/remove"),
            "Propose its removal",
            "button button-danger",
        ),
    };
    let shown = |name: &str| {
        name == "comment" || ask != Ask::Remove && FIELDS.iter().any(|field| field.name == name)
    };
    let lines: Vec<_> = posted
        .errors
        .iter()
        .map(|error| {
            let id = shown(&error.field).then(|| error.field.clone());
            (id, error.message.clone())
        })
        .collect();
    let why = posted.value("comment").to_owned();
    let problems = Problems(posted.errors.clone());
    let comment = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: "Why",
        hint: "The admin who decides on it reads this.",
        rows: 2,
        max: Some(4000),
        value: &why,
        error: problems.at("comment"),
    };
    let fields: Vec<_> = if ask == Ask::Remove {
        Vec::new()
    } else {
        FIELDS
            .into_iter()
            .map(|field| field_view(field, form, &posted, &problems))
            .collect()
    };
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page">
            <div class="page-head"><h1>{title}</h1></div>
            {error_summary("Please check these fields", lines)}
            <p class="lead">{lead}</p>
            {nobody(form)}
            {standing(ask, form)}
            <section class="card">
                <form method="post" action=action novalidate=true>
                    {fields}
                    {(ask != Ask::Remove).then(|| accounts(form))}
                    {comment.view()}
                    <div class="actions">
                        <button class=class type="submit">{button}</button>
                        <a class="button button-quiet" href="/clusters">"Cancel"</a>
                        <span class="quiet">{who(form)}</span>
                    </div>
                </form>
            </section>
        </div>
    }
    .into_any()
}

fn who(form: &ClusterForm) -> String {
    if form.deciders.is_empty() {
        return String::new();
    }
    format!("{} can approve it.", form.deciders.join(" or "))
}

/// Told before somebody types: it could never come into force.
fn nobody(form: &ClusterForm) -> Option<AnyView> {
    form.deciders.is_empty().then(|| {
        let body = view! { <p>"Nobody approves their own proposal, and no other admin has signed in yet. Ask a colleague who is in a group of admins to sign in once."</p> };
        note("attention", Icon::Alert, "Nobody else could approve it now", body)
    })
}

/// What stays as it is, and why.
fn standing(ask: Ask, form: &ClusterForm) -> Option<AnyView> {
    let words = form.standing.clone()?;
    let fixed: Vec<_> = FIELDS
        .iter()
        .filter(|field| field.changes == Changes::WhileUnused)
        .map(|field| field.label)
        .collect();
    let text = if ask == Ask::Remove {
        format!("{words}, so it can’t be removed yet. Have them retired and settled first.")
    } else {
        format!(
            "{words}. While they do, these stay: {}. To have others, add another cluster, ask for the roles there, and retire these.",
            fixed.join(", ")
        )
    };
    Some(note(
        "info",
        Icon::Alert,
        "The cluster is in use",
        view! { <p>{text}</p> },
    ))
}

/// The accounts that are known, so that nobody changes the way into one without knowing.
fn accounts(form: &ClusterForm) -> Option<AnyView> {
    let reached = |access: Option<&Access>| match access {
        Some(access) => format!("by {}", access.role_arn),
        None => "with Roleport’s own credentials".to_owned(),
    };
    let lines: Vec<_> = form
        .accounts
        .iter()
        .map(|(account, names, access)| {
            let text = format!(
                "{account} ({}): {}",
                names.join(", "),
                reached(access.as_ref())
            );
            view! { <li class="typed">{text}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! {
        <p class="hint">"The role to assume belongs to the account: another one here changes it for every cluster of that account. A new cluster without one takes its account’s. Known are:"</p>
        <ul class="bullets">{lines}</ul>
    }.into_any())
}

fn field_view(
    field: Field,
    form: &ClusterForm,
    posted: &PostedCluster,
    problems: &Problems,
) -> AnyView {
    let value = posted.value(field.name);
    let error = problems.at(field.name);
    if field.changes == Changes::Never && form.settings.is_some() {
        let text = value.to_owned();
        return view! {
            <input type="hidden" name=field.name value=text.clone()/>
            <dl class="facts"><div><dt>{field.label}</dt><dd>{text}</dd></div></dl>
            {error_text(field.name, error)}
        }
        .into_any();
    }
    let Some(choices) = field.choices else {
        return TextField {
            id: field.name,
            name: field.name,
            label: field.label,
            hint: field.hint,
            value,
            error,
            list: None,
        }
        .view();
    };
    let options: Vec<_> = choices()
        .into_iter()
        .map(|choice| view! { <option value=choice selected=choice == value>{choice}</option> })
        .collect();
    view! {
        <div class="field">
            <label for=field.name>{field.label}</label>
            {error_text(field.name, error)}
            <select
                id=field.name
                name=field.name
                aria-describedby=described(field.name, false, error.is_some())
                aria-invalid=invalid(error)
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
