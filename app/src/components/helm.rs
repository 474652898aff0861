//! What to put into a chart, and how to see that it works.

use leptos::prelude::*;
use roleport_domain::{helm::HelmSnippet, identity::Identity, kubectl::Pods};

use super::code::code_block;
use crate::language::{rich, t};

/// The names that the commands use.
pub(crate) struct Binding<'a> {
    /// Application name, taken as the deployment's name.
    pub(crate) app: &'a str,
    /// Kubernetes namespace.
    pub(crate) namespace: &'a str,
    /// Kubernetes service account.
    pub(crate) service_account: &'a str,
    /// ARN of the role.
    pub(crate) role_arn: &'a str,
    /// How the pods come by it.
    pub(crate) identity: Identity,
}

impl Binding<'_> {
    /// Their pods, for commands.
    pub(crate) fn pods(&self) -> Pods<'_> {
        Pods {
            namespace: self.namespace,
            service_account: self.service_account,
            deployment: self.app,
        }
    }
}

/// The snippets, the way for a service account that is already there.
pub(crate) fn helm_section(snippet: &HelmSnippet, binding: &Binding<'_>) -> AnyView {
    let existing = existing_account(binding);
    view! {
        <section class="card" aria-labelledby="helm">
            <h2 id="helm">{t!(parts_helm)}</h2>
            <p>{rich!(parts_helm_how)}</p>
            {(binding.identity == Identity::PodIdentity).then(|| view! {
                <p>{rich!(parts_helm_no_annotation)}</p>
            })}
            {code_block("values.yaml", &snippet.values_yaml)}
            {code_block("templates/serviceaccount.yaml", &snippet.service_account_template)}
            {code_block("templates/deployment.yaml", &snippet.deployment_patch)}
            <details class="more">
                <summary>{t!(parts_helm_schema)}</summary>
                <p>{rich!(parts_helm_schema_why)}</p>
                {code_block("values.schema.json", &snippet.values_schema)}
            </details>
            {existing}
        </section>
    }
    .into_any()
}

fn existing_account(binding: &Binding<'_>) -> AnyView {
    let pods = binding.pods();
    let (words, title, command) = match binding.identity {
        Identity::Irsa => (
            rich!(parts_helm_existing_annotate),
            t!(parts_helm_annotate),
            pods.annotate(binding.role_arn),
        ),
        Identity::PodIdentity => (
            rich!(parts_helm_existing_without),
            t!(parts_helm_take_off),
            pods.without_annotation(),
        ),
    };
    view! {
        <details class="more">
            <summary>{t!(parts_helm_existing)}</summary>
            <p>{words}</p>
            {code_block(&title, &command)}
        </details>
    }
    .into_any()
}

/// Commands that show, from inside a pod, that the role is used.
pub(crate) fn validate_section(binding: &Binding<'_>) -> AnyView {
    let pods = binding.pods();
    let (restart, environment, identity) = (pods.restart(), pods.environment(), pods.identity());
    let (takes_effect, see) = match binding.identity {
        Identity::Irsa => (t!(parts_validate_irsa), rich!(parts_validate_see_irsa)),
        Identity::PodIdentity => (
            t!(parts_validate_pod_identity),
            rich!(parts_validate_see_pod_identity),
        ),
    };
    view! {
        <section class="card" aria-labelledby="validate">
            <h2 id="validate">{t!(parts_validate)}</h2>
            <p>{takes_effect}</p>
            <ol class="numbered">
                <li>{t!(parts_validate_restart)} {code_block(&t!(parts_command_restart), &restart)}</li>
                <li>
                    {see}
                    {code_block(&t!(parts_command_environment), &environment)}
                </li>
                <li>
                    {t!(parts_validate_accepts)}
                    {code_block(&t!(parts_command_identity), &identity)}
                </li>
            </ol>
            <details class="more">
                <summary>{t!(parts_trouble)}</summary>
                <dl class="trouble">
                    {first_troubles(binding.identity)}
                    <dt>{t!(parts_trouble_404)}</dt>
                    <dd>{t!(parts_trouble_404_why)}</dd>
                    <dt>{t!(parts_trouble_list)}</dt>
                    <dd>{rich!(parts_trouble_list_why)}</dd>
                    <dt>{t!(parts_trouble_kms)}</dt>
                    <dd>{t!(parts_trouble_kms_why)}</dd>
                </dl>
            </details>
        </section>
    }.into_any()
}

/// What goes wrong first, for each way to a role.
fn first_troubles(identity: Identity) -> AnyView {
    match identity {
        Identity::Irsa => view! {
            <dt>"AccessDenied … AssumeRoleWithWebIdentity"</dt>
            <dd>{t!(parts_trouble_assume_why)}</dd>
            <dt>{t!(parts_trouble_irsa)}</dt>
            <dd>{t!(parts_trouble_irsa_why)}</dd>
        }
        .into_any(),
        Identity::PodIdentity => view! {
            <dt>{t!(parts_trouble_pod_identity)}</dt>
            <dd>{t!(parts_trouble_pod_identity_why)}</dd>
            <dt>{t!(parts_trouble_agent)}</dt>
            <dd>{rich!(parts_trouble_agent_why)}</dd>
        }
        .into_any(),
    }
}
