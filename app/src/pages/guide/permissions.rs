//! How access is changed.

use leptos::prelude::*;

use super::names::Names;

pub(super) fn page(names: &Names, may_ask: bool) -> AnyView {
    let change = names
        .role
        .filter(|_| may_ask)
        .map(|role| view! { <a class="button button-primary" href=format!("/requests/new?role={role}")>"Request a change"</a> });
    view! {
        <section class="card" aria-labelledby="change">
            <h2 id="change">"Ask for more, or for less"</h2>
            <p>
                "Open the role and choose “Request a change”: the form has what it may do now. The approver sees the "
                "difference, in words and as policies. Nothing changes before somebody has approved it."
            </p>
            <p>
                "A change of permissions needs no new pods: the role stays the same, and AWS asks its policy with every call. "
                "It may take a minute until all of AWS knows the new policy."
            </p>
            <p class="actions">{change}</p>
        </section>
        <section class="card" aria-labelledby="little">
            <h2 id="little">"Ask for little"</h2>
            <ul class="bullets">
                <li>"A prefix rather than the whole bucket. It ends in a slash: " <code>"in"</code> " would open " <code>"in-secret/"</code> " as well."</li>
                <li>"List beside read, if your code tells a missing object from a forbidden one: without it S3 says 403 where you expect 404."</li>
                <li>"The key as well, where a bucket is encrypted with one of its own: reading needs to decrypt."</li>
                <li>"Delete only where the application deletes."</li>
            </ul>
        </section>
        <section class="card" aria-labelledby="end">
            <h2 id="end">"When it is not needed any more"</h2>
            <p>"Choose “Retire” on the role’s page. It is approved as everything else; the history stays."</p>
        </section>
    }
    .into_any()
}
