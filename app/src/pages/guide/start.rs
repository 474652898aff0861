//! What a service account and IRSA are.

use leptos::prelude::*;

use super::{names::Names, picture::picture};

pub(super) fn page(names: &Names, may_ask: bool) -> AnyView {
    let subject = format!(
        "system:serviceaccount:{}:{}",
        names.namespace, names.service_account
    );
    let ask = may_ask.then(|| {
        view! { <a class="button button-primary" href="/requests/new">"Ask for access"</a> }
    });
    view! {
        <section class="card" aria-labelledby="idea">
            <h2 id="idea">"The idea"</h2>
            <p>
                "A pod that reads a bucket has to tell AWS who it is. It could carry a key, and somebody would have to make it, "
                "hide it and change it. Here the cluster vouches for the pod instead: no key is stored anywhere."
            </p>
            <p>
                "A " <strong>"service account"</strong> " is a pod’s name in its cluster. A " <strong>"role"</strong>
                " in AWS IAM has a list of what may be done. " <strong>"IRSA"</strong>
                ", IAM roles for service accounts, ties the one to the other."
            </p>
        </section>
        <section class="card" aria-labelledby="way">
            <h2 id="way">"The way of a call"</h2>
            <div class="guide-way">
                {picture(names)}
                <ol class="numbered">
                    <li>
                        "The cluster puts a " <strong>"token"</strong> " into the pod: a file that says "
                        <code>{subject}</code> ", signed by the cluster and renewed by it. The SDK takes it to AWS STS."
                    </li>
                    <li>
                        "STS checks the signature, and asks the role’s " <strong>"trust policy"</strong>
                        " whether it trusts just this service account. If so the pod gets " <strong>"keys"</strong>
                        " that soon run out; the SDK fetches new ones by itself."
                    </li>
                    <li>
                        "With these keys the pod " <strong>"calls"</strong> " S3 and others. The role "
                        <code>{names.role_name.clone()}</code> " has a " <strong>"policy"</strong> " that says what it may do there."
                    </li>
                </ol>
            </div>
        </section>
        <section class="card" aria-labelledby="steps">
            <h2 id="steps">"What you do, and what Roleport does"</h2>
            <ol class="numbered">
                <li>"You say which application needs what. You see the policies before you send it."</li>
                <li>"An approver reads the same, and says yes or no."</li>
                <li>"Roleport makes the role, its trust policy and its policy in AWS."</li>
                <li>"You copy the Helm values into your chart and deploy. Your pods have access, and nothing else."</li>
            </ol>
            <p class="actions">{ask}</p>
        </section>
    }
    .into_any()
}
