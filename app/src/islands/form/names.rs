//! Which pods: cluster, application, namespace, service account.

use leptos::{either::Either, prelude::*};
use roleport_domain::cluster::Cluster;

use super::{FormValues, field, field::TextField, state::Form};

/// The four names; only shown, not asked, when the grants of an existing role change.
#[component]
pub(super) fn Names(
    /// The form they belong to.
    form: Form,
    /// What the page came with.
    values: FormValues,
) -> impl IntoView {
    if values.role.is_some() {
        Either::Left(fixed(values))
    } else {
        Either::Right(asked(form, &values.clusters))
    }
}

fn fixed(values: FormValues) -> impl IntoView + use<> {
    let rows = [
        ("cluster", "Cluster", values.cluster),
        ("app", "Application", values.app),
        ("namespace", "Namespace", values.namespace),
        ("service_account", "Service account", values.service_account),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, label, value)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{value.clone()} <input id=name type="hidden" name=name value=value/></dd>
                </div>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>"Which pods"</h2>
            <p class="hint">"These names make the role and can’t change. Other names need a new role."</p>
            <dl class="facts">{rows}</dl>
        </section>
    }
}

fn asked(form: Form, clusters: &[Cluster]) -> impl IntoView + use<> {
    let app_error = form.error("app");
    let namespace_error = form.error("namespace");
    let account_error = form.error("service_account");
    view! {
        <section class="card">
            <h2>"Which pods"</h2>
            {cluster(form, clusters)}
            <TextField
                id="app".to_owned()
                name="app".to_owned()
                label="Application"
                hint="As in your Helm release: lower-case letters, digits and hyphens, such as blue-raven."
                value=form.app
                error=app_error
                on_type=move |typed| form.set_app(typed)
                on_leave=move |()| form.touch("app")
            />
            <div class="field-row">
                <TextField
                    id="namespace".to_owned()
                    name="namespace".to_owned()
                    label="Kubernetes namespace"
                    value=form.namespace
                    error=namespace_error
                    on_type=move |typed| form.set_namespace(typed)
                    on_leave=move |()| form.touch("namespace")
                />
                <TextField
                    id="service_account".to_owned()
                    name="service_account".to_owned()
                    label="Service account"
                    value=form.service_account
                    error=account_error
                    on_type=move |typed| form.set_service_account(typed)
                    on_leave=move |()| form.touch("service_account")
                />
            </div>
        </section>
    }
}

fn cluster(form: Form, clusters: &[Cluster]) -> impl IntoView + use<> {
    let chosen = form.cluster.get_untracked();
    let error = form.error("cluster");
    let options: Vec<_> = clusters
        .iter()
        .map(|cluster| {
            let name = cluster.name.clone();
            let selected = name == chosen;
            let text = format!(
                "{name} (account {}, {})",
                cluster.account_id, cluster.region
            );
            view! { <option value=name selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for="cluster">"Cluster"</label>
            {field::error_text("cluster".to_owned().into(), error)}
            <select
                id="cluster"
                name="cluster"
                aria-describedby=field::described("cluster".to_owned().into(), false, error)
                aria-invalid=field::invalid(error)
                on:change:target=move |event| {
                    form.cluster.set(event.target().value());
                    form.touch("cluster");
                }
            >
                {options}
            </select>
        </div>
    }
}
