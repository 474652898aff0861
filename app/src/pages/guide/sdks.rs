//! The libraries that take a pod's identity, and from which version on.

use leptos::prelude::*;
use roleport_domain::sdk::{SDKS, Sdk};

pub(super) fn page() -> AnyView {
    let rows: Vec<_> = SDKS.iter().map(row).collect();
    view! {
        <section class="card" aria-labelledby="nothing">
            <h2 id="nothing">"You write no code for it"</h2>
            <p>
                "Make a client without naming credentials. The SDK looks for them in several places in turn, and the pod’s "
                "identity is one of them. Keys in environment variables or in a file come earlier: take them out, else the "
                "pod goes on using them."
            </p>
            <p>"An SDK that is older than this table does not know the identity, and calls run as the node’s role."</p>
        </section>
        <section aria-labelledby="versions">
            <h2 id="versions">"The first versions that work"</h2>
            <table class="table cards">
                <caption>"SDKs, and the first version that supports a pod’s identity"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Language"</th>
                        <th scope="col">"Library"</th>
                        <th scope="col">"IRSA (web identity)"</th>
                        <th scope="col">"Pod Identity"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="quiet small">
                "From the Amazon EKS user guide, "
                <a href="https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html" rel="noreferrer">"IRSA"</a>
                " and "
                <a href="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html" rel="noreferrer">"Pod Identity"</a>
                "; for Rust and IRSA from the documentation of "
                <a href="https://docs.rs/aws-config/latest/aws_config/web_identity_token/index.html" rel="noreferrer">"aws-config"</a> "."
            </p>
        </section>
    }
    .into_any()
}

fn row(sdk: &Sdk) -> AnyView {
    let note = sdk
        .note
        .map(|note| view! { <span class="under">{note}</span> });
    view! {
        <tr>
            <th scope="row" data-label="Language"><span>{sdk.language}</span></th>
            <td data-label="Library"><span>{sdk.library}</span> {note}</td>
            <td data-label="IRSA"><span>{sdk.web_identity}</span></td>
            <td data-label="Pod Identity"><span>{sdk.pod_identity}</span></td>
        </tr>
    }
    .into_any()
}
