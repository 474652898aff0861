//! The libraries that take a pod's identity, and from which version on.

use leptos::prelude::*;
use roleport_domain::sdk::{SDKS, Sdk, version};

use crate::language::said;

use crate::language::{rich, t};

/// The pages that the versions are from.
const IRSA: &str = "https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html";
const POD_IDENTITY: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html";
const RUST: &str = "https://docs.rs/aws-config/latest/aws_config/web_identity_token/index.html";

pub(super) fn page() -> AnyView {
    let rows: Vec<_> = SDKS.iter().map(row).collect();
    view! {
        <section class="card" aria-labelledby="nothing">
            <h2 id="nothing">{t!(guide_sdk_code)}</h2>
            <p>{t!(guide_sdk_code_how)}</p>
            <p>{t!(guide_sdk_old)}</p>
        </section>
        <section aria-labelledby="versions">
            <h2 id="versions">{t!(guide_sdk_versions)}</h2>
            <table class="table cards">
                <caption>{t!(guide_sdk_caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(guide_sdk_language)}</th>
                        <th scope="col">{t!(guide_sdk_library)}</th>
                        <th scope="col">{t!(guide_sdk_irsa)}</th>
                        <th scope="col">"Pod Identity"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="quiet small">
                {rich!(guide_sdk_source; irsa: outside(IRSA), eks: outside(POD_IDENTITY), rust: outside(RUST))}
            </p>
        </section>
    }
    .into_any()
}

/// A link out of Roleport.
fn outside(href: &'static str) -> impl Fn(AnyView) -> AnyView {
    move |words| view! { <a href=href rel="noreferrer">{words}</a> }.into_any()
}

fn row(sdk: &Sdk) -> AnyView {
    let note = sdk
        .needs
        .map(|need| view! { <span class="under">{said(&need.words())}</span> });
    view! {
        <tr>
            <th scope="row" data-label=t!(guide_sdk_language)><span>{sdk.language}</span></th>
            <td data-label=t!(guide_sdk_library)><span>{sdk.library}</span> {note}</td>
            <td data-label="IRSA"><span>{said(&version(sdk.web_identity))}</span></td>
            <td data-label="Pod Identity"><span>{said(&version(sdk.pod_identity))}</span></td>
        </tr>
    }
    .into_any()
}
