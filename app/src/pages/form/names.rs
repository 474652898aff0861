//! Which pods: cluster, application, namespace, service account.

use leptos::prelude::*;
use roleport_domain::{cluster::Cluster, identity::Identity};

use super::field::{Problems, TextField};
use crate::{
    components::field_error::{error_text, invalid},
    fields::{cluster_data, described},
    language::t,
    portal::{TypedRequest, known::known_list},
};

/// The four names; only shown, not asked, when the grants of an existing role change.
pub(super) fn names(clusters: &[Cluster], typed: &TypedRequest, problems: &Problems) -> AnyView {
    if typed.role.is_some() {
        fixed(clusters, typed, problems)
    } else {
        asked(clusters, typed, problems)
    }
}

fn fixed(clusters: &[Cluster], typed: &TypedRequest, problems: &Problems) -> AnyView {
    let own = |cluster: &&Cluster| cluster.name == typed.cluster;
    let cluster: Vec<_> = clusters.iter().find(own).cloned().into_iter().collect();
    let data = cluster.first().map(cluster_data);
    let rows = [
        ("cluster", t!(form_cluster), &typed.cluster, data),
        ("app", t!(form_application), &typed.app, None),
        ("namespace", t!(form_namespace), &typed.namespace, None),
        (
            "service_account",
            t!(form_service_account),
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
            <h2>{t!(form_pods)}</h2>
            <p class="hint">{t!(form_pods_fixed)}</p>
            <dl class="facts">{rows}</dl>
            {identity(&cluster, typed, problems.at("identity"))}
        </section>
    }
    .into_any()
}

fn asked(clusters: &[Cluster], typed: &TypedRequest, problems: &Problems) -> AnyView {
    let text = |name, label: String, hint: String, value| {
        TextField {
            id: name,
            name,
            label: &label,
            hint: &hint,
            value,
            error: problems.at(name),
            list: Some(known_list(name)),
        }
        .view()
    };
    let app = text(
        "app",
        t!(form_application),
        t!(form_application_hint),
        &typed.app,
    );
    let namespace = text(
        "namespace",
        t!(form_kubernetes_namespace),
        String::new(),
        &typed.namespace,
    );
    let account = text(
        "service_account",
        t!(form_service_account),
        String::new(),
        &typed.service_account,
    );
    view! {
        <section class="card">
            <h2>{t!(form_pods)}</h2>
            {cluster(clusters, &typed.cluster, problems.at("cluster"))}
            {app}
            <div class="field-row">{namespace} {account}</div>
            {identity(clusters, typed, problems.at("identity"))}
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
            let text = t!(
                form_cluster_option,
                cluster = name,
                account = cluster.account_id,
                region = cluster.region
            );
            view! {
                <option value=name selected=selected data-cluster=cluster_data(cluster)>{text}</option>
            }
        })
        .collect();
    view! {
        <div class="field">
            <label for="cluster">{t!(form_cluster)}</label>
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

/// How the pods come by the role: asked where one of these clusters leaves a choice, or where something is
/// wrong with what was chosen.
fn identity(clusters: &[Cluster], typed: &TypedRequest, error: Option<&str>) -> Option<AnyView> {
    let has_choice = clusters.iter().any(|cluster| cluster.eks_name.is_some());
    if !has_choice && error.is_none() {
        return None;
    }
    let usual = typed.role.is_none().then(|| {
        view! { <option value="" selected=typed.identity.is_none()>{t!(form_identity_usual)}</option> }
    });
    let options: Vec<_> = Identity::ALL
        .into_iter()
        .map(|one| {
            let text = match one {
                Identity::Irsa => t!(form_identity_irsa),
                Identity::PodIdentity => t!(form_identity_pod_identity),
            };
            let selected = typed.identity == Some(one);
            view! { <option value=one.as_str() selected=selected>{text}</option> }
        })
        .collect();
    Some(
        view! {
            <div class="field">
                <label for="identity">{t!(form_identity)}</label>
                <p class="hint" id="identity-hint">
                    {t!(form_identity_hint)}
                </p>
                {error_text("identity", error)}
                <select
                    id="identity"
                    name="identity"
                    aria-describedby=described("identity", true, error.is_some())
                    aria-invalid=invalid(error)
                >
                    {usual}
                    {options}
                </select>
            </div>
        }
        .into_any(),
    )
}
