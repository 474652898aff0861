//! What the request would make: the island fills it while the form is typed.

use leptos::prelude::*;

/// Role name, access in plain words, size and warnings; then what happens next. Without
/// JavaScript only the last.
#[component]
pub(super) fn Panel() -> impl IntoView {
    view! {
        <aside class="aside" aria-label="What this request makes">
            <section class="card" id="made" hidden=true>
                <h2>"What this makes"</h2>
                <h3>"Role name"</h3>
                <p><code id="made-name"></code></p>
                <p class="quiet" id="made-no-name">"Shown once the names are complete."</p>
                <h3>"Access"</h3>
                <ul id="made-access"></ul>
                <p class="quiet" id="made-no-access">"Name a resource and tick what the pods need."</p>
                <p class="quiet small" id="made-size"></p>
                <div id="made-warnings"></div>
            </section>
            <section class="card">
                <h2>"What happens next"</h2>
                <ol class="numbered small">
                    <li>"You review the exact role, policy and Helm values."</li>
                    <li>"Somebody else, who may approve, decides on it."</li>
                    <li>"Roleport applies it to AWS, usually within seconds."</li>
                    <li>"You copy the Helm values and restart the pods."</li>
                </ol>
            </section>
        </aside>
    }
}
