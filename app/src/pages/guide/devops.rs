//! What those who run Roleport and decide on requests need to know.

use leptos::prelude::*;

use crate::components::code::code_block;

pub(super) fn page() -> AnyView {
    view! {
        <section class="card" aria-labelledby="decide">
            <h2 id="decide">"Decide on a request"</h2>
            <ol class="numbered">
                <li><a href="/">"Home"</a> " has the queue: what waits longest, and what deserves a second look."</li>
                <li>"The request’s page has the change in words, the policies, and the exact calls that your approval would cause."</li>
                <li>"Approve, reject, or ask for changes. Nobody decides on what they wrote themselves."</li>
                <li>"Roleport sends the calls one by one and reads everything back. What fails says why, and can be tried again."</li>
            </ol>
            <p>"Whose approval a request needs is written in the " <a href="/rules">"rules"</a> "."</p>
        </section>
        <section class="card" aria-labelledby="cluster">
            <h2 id="cluster">"A new cluster"</h2>
            <ol class="numbered">
                <li>"Add the cluster’s issuer as an OIDC provider of its AWS account; without it no pod can assume any role."</li>
                <li>
                    "Give Roleport its own rights there. This prints the policy:"
                    {code_block("Roleport's own policy", "roleport aws policy")}
                </li>
                <li>"Write the cluster into Roleport’s configuration, and look at it under Clusters: what is missing stands there."</li>
            </ol>
        </section>
        <section class="card" aria-labelledby="old">
            <h2 id="old">"Roles from before"</h2>
            <p>
                "Roles that pods use and Roleport did not make are found and listed under “Roles to adopt”. Adopting one takes "
                "it over as it is, name and path included. A table that somebody kept by hand can be pasted and is held "
                "against AWS."
            </p>
            <p>"After that nobody edits policies or Terraform by hand: a change is a request. The roles can be exported as Terraform, and pushed to a Git repository."</p>
        </section>
        <section class="card" aria-labelledby="watch">
            <h2 id="watch">"Keep it right"</h2>
            <ul class="bullets">
                <li>"Every role is compared with AWS again and again. One that is otherwise than approved says so on its page, and can be brought back."</li>
                <li>"The " <a href="/history">"history"</a> " has everything that was done, tried and refused; a change of it would show."</li>
                <li><a href="/access">"Who had access"</a> " answers for any bucket and day."</li>
            </ul>
        </section>
    }
    .into_any()
}
