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
    language::{of_page, said, t},
    pages::{
        form::field::{Problems, TextField},
        load, set_status,
    },
    portal::{
        PortalError,
        clusters::{ClusterForm, PostedCluster},
    },
};
use roleport_lang::text;

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
            return Err(PortalError::Conflict(text!(
                answers_cluster_open,
                change = open
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
            t!(clusters_add),
            t!(clusters_form_add_lead),
            "/clusters/new".to_owned(),
            t!(clusters_form_propose_add),
            "button button-primary",
        ),
        Ask::Change => (
            t!(clusters_form_change, name = name),
            t!(clusters_form_change_lead),
            format!("/clusters/{name}/change"),
            t!(clusters_form_propose_change),
            "button button-primary",
        ),
        Ask::Remove => (
            t!(clusters_form_remove, name = name),
            t!(clusters_form_remove_lead),
            format!("/clusters/{name}/remove"),
            t!(clusters_form_propose_remove),
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
            (id, said(&error.message))
        })
        .collect();
    let why = posted.value("comment").to_owned();
    let problems = Problems(posted.errors.clone());
    let comment = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: &t!(clusters_form_why),
        hint: &t!(clusters_form_why_hint),
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
            {error_summary(&t!(clusters_form_problems), lines)}
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
                        <a class="button button-quiet" href="/clusters">{t!(clusters_form_cancel)}</a>
                        <span class="quiet">{who(form)}</span>
                    </div>
                </form>
            </section>
        </div>
    }
    .into_any()
}

fn who(form: &ClusterForm) -> String {
    super::either(&form.deciders)
        .map(|people| t!(clusters_form_who, people = people))
        .unwrap_or_default()
}

/// Told before somebody types: it could never come into force.
fn nobody(form: &ClusterForm) -> Option<AnyView> {
    form.deciders.is_empty().then(|| {
        let body = view! { <p>{t!(clusters_form_nobody_why)}</p> };
        note("attention", Icon::Alert, t!(clusters_form_nobody), body)
    })
}

/// What stays as it is, and why.
fn standing(ask: Ask, form: &ClusterForm) -> Option<AnyView> {
    let words = said(form.standing.as_ref()?);
    let fixed: Vec<_> = FIELDS
        .iter()
        .filter(|field| field.changes == Changes::WhileUnused)
        .map(|field| said(&field.label()))
        .collect();
    let text = if ask == Ask::Remove {
        t!(clusters_form_stands_remove, standing = words)
    } else {
        t!(
            clusters_form_stands_change,
            standing = words,
            fields = fixed.join(", ")
        )
    };
    Some(note(
        "info",
        Icon::Alert,
        t!(clusters_form_in_use),
        view! { <p>{text}</p> },
    ))
}

/// The accounts that are known, so that nobody changes the way into one without knowing.
fn accounts(form: &ClusterForm) -> Option<AnyView> {
    let reached = |account: &str, clusters: String, access: Option<&Access>| {
        if let Some(access) = access {
            t!(
                clusters_form_account_by_role,
                account = account,
                clusters = clusters,
                role = access.role_arn
            )
        } else {
            t!(
                clusters_form_account_by_own,
                account = account,
                clusters = clusters
            )
        }
    };
    let lines: Vec<_> = form
        .accounts
        .iter()
        .map(|(account, names, access)| {
            let text = reached(account, names.join(", "), access.as_ref());
            view! { <li class="typed">{text}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <p class="hint">{t!(clusters_form_accounts)}</p>
            <ul class="bullets">{lines}</ul>
        }
        .into_any()
    })
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
            <dl class="facts"><div><dt>{said(&field.label())}</dt><dd>{text}</dd></div></dl>
            {error_text(field.name, error)}
        }
        .into_any();
    }
    let Some(choices) = field.choices else {
        return TextField {
            id: field.name,
            name: field.name,
            label: field.label().say(of_page()),
            hint: field.hint().say(of_page()),
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
            <label for=field.name>{said(&field.label())}</label>
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
