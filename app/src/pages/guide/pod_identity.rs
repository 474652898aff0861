//! The newer way to give pods a role.

use leptos::prelude::*;
use roleport_domain::trust;

use super::names::Names;
use crate::components::code::code_block;

/// Stands for the reader’s own region and account, which the guide does not know.
const EXAMPLE: &str = "arn:aws:eks:eu-central-1:111122223333:cluster";

pub(super) fn page(names: &Names) -> AnyView {
    let cluster = format!("{EXAMPLE}/{}", names.cluster);
    let trust = trust::pod_identity(&cluster, &names.namespace, &names.service_account);
    let trust = format!("{trust:#}");
    view! {
        <section class="card" aria-labelledby="what">
            <h2 id="what">"Another way to the same role"</h2>
            <p>
                "With EKS Pod Identity the cluster’s own list says which service account has which role: an "
                <strong>"association"</strong> " of cluster, namespace, service account and role. The service account needs "
                "no annotation. An agent on each node gives the pods their keys. What is usual on a cluster, its admins set; a request can choose otherwise."
            </p>
            <p>
                "Your code and your requests are the same either way. In the chart the annotation is left out; the pods name "
                "the service account " <code>{names.service_account.clone()}</code> " as before."
            </p>
        </section>
        <section aria-labelledby="differences">
            <h2 id="differences">"What is different"</h2>
            <table class="table cards">
                <caption>"IRSA and Pod Identity beside each other"</caption>
                <thead>
                    <tr><th scope="col">"Question"</th><th scope="col">"IRSA"</th><th scope="col">"Pod Identity"</th></tr>
                </thead>
                <tbody>
                    {row("What ties them", "An annotation of the service account", "An association in EKS")}
                    {row("Whom the role trusts", "The cluster’s OIDC provider, for one service account", "The service pods.eks.amazonaws.com")}
                    {row("Action", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRole and sts:TagSession")}
                    {row("Where it works", "Any cluster whose issuer AWS can reach", "EKS, on Linux nodes on EC2: not Fargate, not Windows, no other clusters")}
                    {row("What the cluster needs", "An OIDC provider in the AWS account", "The add-on EKS Pod Identity Agent")}
                    {row("In the pod", "AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")}
                    {row("SDK", "Versions of 2019 and later, mostly", "Versions of November 2023 and later, mostly")}
                </tbody>
            </table>
            <p>"The exact versions are under " <a href=super::Topic::Sdks.path()>"SDKs"</a> "."</p>
        </section>
        <section class="card" aria-labelledby="trust">
            <h2 id="trust">"The trust policy"</h2>
            <p>"It lets EKS in, and only for this service account: EKS says by tags of the session for which pod it asks, and "
                "nobody else can set them. The account and region in the cluster’s ARN are an example’s."</p>
            {code_block("Trust policy with Pod Identity", &trust)}
        </section>
        <section class="card" aria-labelledby="when">
            <h2 id="when">"When it takes effect"</h2>
            <p>
                "Pods get their settings when they start: restart them after an association was made. It may take some "
                "seconds until EKS knows it everywhere."
            </p>
            {code_block("Restart the pods", &names.binding().pods().restart())}
        </section>
    }
    .into_any()
}

fn row(question: &'static str, irsa: &'static str, pod_identity: &'static str) -> AnyView {
    view! {
        <tr>
            <th scope="row" data-label="Question"><span>{question}</span></th>
            <td data-label="IRSA"><span>{irsa}</span></td>
            <td data-label="Pod Identity"><span>{pod_identity}</span></td>
        </tr>
    }
    .into_any()
}
