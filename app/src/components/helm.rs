//! What to put into a chart, and how to see that it works.

use leptos::prelude::*;
use roleport_domain::{helm::HelmSnippet, identity::Identity, kubectl::Pods};

use super::code::code_block;

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
            <h2 id="helm">"Use it in your Helm chart"</h2>
            <p>
                "Put the values into your release, keep the template in the chart, and name the service account in the pod. "
                "Every value is quoted: an unquoted name such as " <code>"on"</code> " or " <code>"0123"</code>
                " would turn into something else. The checksum makes the pods anew when the service account changes."
            </p>
            {(binding.identity == Identity::PodIdentity).then(|| view! {
                <p>
                    "There is no annotation: EKS associates the service account with the role. Where the chart has "
                    <code>"eks.amazonaws.com/role-arn"</code> ", take it out, since SDKs would go by it first."
                </p>
            })}
            {code_block("values.yaml", &snippet.values_yaml)}
            {code_block("templates/serviceaccount.yaml", &snippet.service_account_template)}
            {code_block("templates/deployment.yaml", &snippet.deployment_patch)}
            <details class="more">
                <summary>"Have Helm check the values"</summary>
                <p>
                    "With this file beside " <code>"values.yaml"</code> " Helm refuses a switch that is a text, a name that "
                    "is no text, and what is no role’s ARN. Where the chart has one already, take over what is under "
                    <code>"serviceAccount"</code> "."
                </p>
                {code_block("values.schema.json", &snippet.values_schema)}
            </details>
            {existing}
        </section>
    }.into_any()
}

fn existing_account(binding: &Binding<'_>) -> AnyView {
    let pods = binding.pods();
    let (after, title, command) = match binding.identity {
        Identity::Irsa => (
            " in the values, and annotate the account that is there:",
            "Annotate an existing service account",
            pods.annotate(binding.role_arn),
        ),
        Identity::PodIdentity => (
            " in the values. The account that is there must have no role’s annotation:",
            "Take the annotation off an existing service account",
            pods.without_annotation(),
        ),
    };
    view! {
        <details class="more">
            <summary>"Use an existing service account"</summary>
            <p>
                "When another tool (eksctl, Terraform) made the service account, Helm refuses to take it over: set "
                <code>"create: false"</code> {after}
            </p>
            {code_block(title, &command)}
        </details>
    }
    .into_any()
}

/// Commands that show, from inside a pod, that the role is used.
pub(crate) fn validate_section(binding: &Binding<'_>) -> AnyView {
    let pods = binding.pods();
    let (restart, environment, identity) = (pods.restart(), pods.environment(), pods.identity());
    let by_eks = binding.identity == Identity::PodIdentity;
    let (takes_effect, setting, must) = if by_eks {
        (
            "An association takes effect only when pods restart, and it may take a minute until EKS knows a new one. ",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            " must be there, and AWS_ROLE_ARN must not.",
        )
    } else {
        (
            "The annotation takes effect only when pods restart, and a fresh role may take up to a minute to be usable. ",
            "AWS_ROLE_ARN",
            " must be the ARN of this role.",
        )
    };
    view! {
        <section class="card" aria-labelledby="validate">
            <h2 id="validate">"Check that it works"</h2>
            <p>
                {takes_effect}
                "The commands take the deployment's name to be the application's name; put yours in where it differs."
            </p>
            <ol class="numbered">
                <li>"Restart the pods." {code_block("Restart the pods", &restart)}</li>
                <li>
                    "See that the pod has the role: " <code>{setting}</code> {must}
                    {code_block("Show the pod's AWS settings", &environment)}
                </li>
                <li>
                    "See that AWS accepts it: the answer must name this role. It needs the AWS CLI in the image."
                    {code_block("Ask AWS who the pod is", &identity)}
                </li>
            </ol>
            <details class="more">
                <summary>"When it does not work"</summary>
                <dl class="trouble">
                    {first_troubles(binding.identity)}
                    <dt>"403 where you expected 404"</dt>
                    <dd>"S3 hides missing objects from those who may not list: ask for list access as well."</dd>
                    <dt>"AccessDenied when you list a folder"</dt>
                    <dd>"List with the slash at the end: " <code>"in/"</code> ", not " <code>"in"</code> "."</dd>
                    <dt>"AccessDenied with KMS in the text"</dt>
                    <dd>"The bucket is encrypted with a key of its own: ask for that key too."</dd>
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
            <dd>"The pod runs in another namespace or with another service account than this role names."</dd>
            <dt>"No AWS_ROLE_ARN in the pod, or calls run as the node's role"</dt>
            <dd>"The pod was not restarted since, the annotation's key is misspelt, or the SDK is too old."</dd>
        }
        .into_any(),
        Identity::PodIdentity => view! {
            <dt>"No AWS_CONTAINER_CREDENTIALS_FULL_URI in the pod, or calls run as the node's role"</dt>
            <dd>"The pod was not restarted since, runs with another service account, or the SDK is too old."</dd>
            <dt>"The pod can’t reach 169.254.170.23"</dt>
            <dd>"The node has no agent: the cluster needs the add-on " <code>"eks-pod-identity-agent"</code> ". On Fargate and Windows there is none; ask for IRSA there."</dd>
        }
        .into_any(),
    }
}
