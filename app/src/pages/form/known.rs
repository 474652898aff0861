//! What is known already: beside the form, and in its fields.

use leptos::prelude::*;

use crate::language::{said, t};
use crate::portal::{
    RoleSummary, TypedRequest,
    known::{Known, known_list},
};

/// The part of the form's page that another question replaces, as HTML: elements with the ids that the page has.
pub fn known_fragment(known: &Known, typed: &TypedRequest) -> String {
    let lists = lists(&known.lists);
    let roles = known.roles.as_ref().map(|roles| namesakes(roles, typed));
    view! { {roles} {lists} }.to_html()
}

/// Names to choose from.
pub(super) fn lists(lists: &[(String, Vec<String>)]) -> Vec<AnyView> {
    lists
        .iter()
        .map(|(id, names)| {
            let options: Vec<_> = names
                .iter()
                .map(|name| view! { <option value=name.clone()></option> })
                .collect();
            view! { <datalist id=id.clone()>{options}</datalist> }.into_any()
        })
        .collect()
}

/// An empty list for each of the form's fields that has none yet: a field keeps the one that it was made with.
pub(super) fn with_empty(mut known: Vec<(String, Vec<String>)>) -> Vec<(String, Vec<String>)> {
    let names = ["app", "namespace", "service_account", "like"].map(str::to_owned);
    let services = roleport_domain::service::Service::ALL.into_iter();
    let texts = services.flat_map(|service| {
        let fields = service.template().fields.iter();
        fields
            .filter(|field| !field.long)
            .map(move |field| format!("{service}-{}", field.name))
    });
    for list in names.into_iter().chain(texts).map(|name| known_list(&name)) {
        if !known.iter().any(|(id, _)| *id == list) {
            known.push((list, Vec::new()));
        }
    }
    known
}

/// Roles of the same application or service account, so that nobody asks for what is there; nothing is shown where there
/// are none.
pub(super) fn namesakes(roles: &[RoleSummary], typed: &TypedRequest) -> AnyView {
    let taken = roles.iter().any(|role| typed.is_account_of(role));
    let (title, words) = if taken {
        (t!(form_taken), t!(form_taken_lead))
    } else {
        (t!(form_namesakes), t!(form_namesakes_lead))
    };
    let lines: Vec<_> = roles.iter().map(namesake).collect();
    let class = if taken {
        "card namesakes taken"
    } else {
        "card namesakes"
    };
    view! {
        <section class=class id="namesakes" aria-labelledby="namesakes-title" hidden=roles.is_empty()>
            <h2 id="namesakes-title">{title}</h2>
            <p class="small">{words}</p>
            <ul class="plain">{lines}</ul>
        </section>
    }
    .into_any()
}

fn namesake(role: &RoleSummary) -> AnyView {
    let place = format!(
        "{}, {}/{}",
        role.cluster, role.namespace, role.service_account
    );
    let access: Vec<_> = role
        .grants
        .iter()
        .map(|grant| said(&grant.address()))
        .collect();
    view! {
        <li>
            <a href=format!("/roles/{}", role.id)>{role.role_name.clone()}</a>
            <p class="small quiet">{place}</p>
            <p class="small quiet">{access.join(", ")}</p>
            <a class="button button-small" href=format!("/requests/new?role={}", role.id)>
                {t!(form_namesake_change)} <span class="visually-hidden">{format!(" ({})", role.role_name)}</span>
            </a>
        </li>
    }
    .into_any()
}
