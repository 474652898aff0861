//! The newer way to give pods a role.

use leptos::prelude::*;
use roleport_domain::trust;

use super::names::Names;
use crate::{
    components::{code::code_block, rich::link},
    language::{rich, t},
};

/// Stands for the reader’s own region and account, which the guide does not know.
const EXAMPLE: &str = "arn:aws:eks:eu-central-1:111122223333:cluster";

pub(super) fn page(names: &Names) -> AnyView {
    let cluster = format!("{EXAMPLE}/{}", names.cluster);
    let trust = trust::pod_identity(&cluster, &names.namespace, &names.service_account);
    let trust = format!("{trust:#}");
    view! {
        <section class="card" aria-labelledby="what">
            <h2 id="what">{t!(guide_identity)}</h2>
            <p>{rich!(guide_identity_what)}</p>
            <p>{rich!(guide_identity_chart, account = names.service_account)}</p>
        </section>
        <section aria-labelledby="differences">
            <h2 id="differences">{t!(guide_differences)}</h2>
            <table class="table cards">
                <caption>{t!(guide_differences_caption)}</caption>
                <thead>
                    <tr><th scope="col">{t!(guide_differences_question)}</th><th scope="col">"IRSA"</th><th scope="col">"Pod Identity"</th></tr>
                </thead>
                <tbody>
                    {row(t!(guide_differences_tie), t!(guide_differences_tie_irsa), t!(guide_differences_tie_eks))}
                    {row(t!(guide_differences_trust), t!(guide_differences_trust_irsa), t!(guide_differences_trust_eks))}
                    {row(t!(guide_differences_action), "sts:AssumeRoleWithWebIdentity", t!(guide_differences_action_eks))}
                    {row(t!(guide_differences_where), t!(guide_differences_where_irsa), t!(guide_differences_where_eks))}
                    {row(t!(guide_differences_needs), t!(guide_differences_needs_irsa), t!(guide_differences_needs_eks))}
                    {row(t!(guide_differences_pod), "AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")}
                    {row(t!(guide_differences_sdk), t!(guide_differences_sdk_irsa), t!(guide_differences_sdk_eks))}
                </tbody>
            </table>
            <p>{rich!(guide_differences_versions; link: link(super::Topic::Sdks.path()))}</p>
        </section>
        <section class="card" aria-labelledby="trust">
            <h2 id="trust">{t!(guide_trust)}</h2>
            <p>{t!(guide_trust_how)}</p>
            {code_block(&t!(guide_trust_policy), &trust)}
        </section>
        <section class="card" aria-labelledby="when">
            <h2 id="when">{t!(guide_effect)}</h2>
            <p>{t!(guide_effect_how)}</p>
            {code_block(&t!(guide_effect_restart), &names.binding().pods().restart())}
        </section>
    }
    .into_any()
}

fn row(question: String, irsa: impl Into<String>, pod_identity: impl Into<String>) -> AnyView {
    let (irsa, pod_identity) = (irsa.into(), pod_identity.into());
    view! {
        <tr>
            <th scope="row" data-label=t!(guide_differences_question)><span>{question}</span></th>
            <td data-label="IRSA"><span>{irsa}</span></td>
            <td data-label="Pod Identity"><span>{pod_identity}</span></td>
        </tr>
    }
    .into_any()
}
