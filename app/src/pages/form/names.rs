//! Which pods: cluster, application, namespace, service account.

use leptos::prelude::*;
use roleport_domain::cluster::Cluster;

use super::field::{Problems, TextField};
use crate::{
    components::field_error::{error_text, invalid},
    fields::{cluster_data, described},
    portal::TypedRequest,
};

/// The four names; only shown, not asked, when the grants of an existing role change.
pub(super) fn names(clusters: &[Cluster], typed: &TypedRequest, problems: &Problems) -> AnyView {
    if typed.role.is_some() {
        fixed(clusters, typed)
    } else {
        asked(clusters, typed, problems)
    }
}

fn fixed(clusters: &[Cluster], typed: &TypedRequest) -> AnyView {
    let cluster = clusters
        .iter()
        .find(|cluster| cluster.name == typed.cluster);
    let data = cluster.map(cluster_data);
    let rows = [
        ("cluster", "Cluster", &typed.cluster, data),
        ("app", "Application", &typed.app, None),
        ("namespace", "Namespace", &typed.namespace, None),
        (
            "service_account",
            "Service account",
            &typed.service_account,
            None,
        ),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, label, value, data)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>
                        {value.clone()}
                        <input id=name type="hidden" name=name value=value.clone() data-cluster=data/>
                    </dd>
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
    .into_any()
}

fn asked(clusters: &[Cluster], typed: &TypedRequest, problems: &Problems) -> AnyView {
    let text = |name, label, hint, value| TextField {
        id: name,
        name,
        label,
        hint,
        value,
        error: problems.at(name),
    };
    let app = text(
        "app",
        "Application",
        "As in your Helm release: lower-case letters, digits and hyphens, such as blue-raven.",
        &typed.app,
    );
    let namespace = text("namespace", "Kubernetes namespace", "", &typed.namespace);
    let account = text(
        "service_account",
        "Service account",
        "",
        &typed.service_account,
    );
    view! {
        <section class="card">
            <h2>"Which pods"</h2>
            {cluster(clusters, &typed.cluster, problems.at("cluster"))}
            {app.view()}
            <div class="field-row">{namespace.view()} {account.view()}</div>
        </section>
    }
    .into_any()
}

fn cluster(clusters: &[Cluster], chosen: &str, error: Option<&str>) -> AnyView {
    let options: Vec<_> = clusters
        .iter()
        .map(|cluster| {
            let name = cluster.name.clone();
            let selected = name == chosen;
            let text = format!(
                "{name} (account {}, {})",
                cluster.account_id, cluster.region
            );
            view! {
                <option value=name selected=selected data-cluster=cluster_data(cluster)>{text}</option>
            }
        })
        .collect();
    view! {
        <div class="field">
            <label for="cluster">"Cluster"</label>
            {error_text("cluster", error)}
            <select
                id="cluster"
                name="cluster"
                aria-describedby=described("cluster", false, error.is_some())
                aria-invalid=invalid(error)
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
