//! What the request would make: the island fills it while the form is typed.

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};

/// Role name, difference in plain words, risks, size, policy and Helm values; then what happens next. Without
/// JavaScript only the last.
#[component]
pub(super) fn Panel(
    /// Roles that may be what is asked for.
    namesakes: AnyView,
) -> impl IntoView {
    view! {
        <aside class="aside" aria-label="What this request makes">
            {namesakes}
            <section class="card" id="made" hidden=true>
                <h2>"What this makes"</h2>
                <h3>"Role name"</h3>
                <p><code id="made-name"></code></p>
                <p class="quiet" id="made-no-name">"Shown once the names are complete."</p>
                <h3>"What changes"</h3>
                <ul class="plain made-changes small" id="made-access" role="list"></ul>
                <p class="quiet" id="made-no-access">"Name a resource and tick what the pods need."</p>
                <div class="note note-attention made-risks" id="made-risks" hidden=true>
                    {icon(Icon::Alert)}
                    <div>
                        <p class="note-title">"Look twice"</p>
                        <ul class="small" id="made-warnings"></ul>
                    </div>
                </div>
                <p class="quiet small">
                    <span id="made-size"></span>
                    <meter id="made-meter" class="meter" min="0" max="1" value="0" aria-labelledby="made-size" hidden=true></meter>
                </p>
                <div id="made-documents" hidden=true>
                    {folded("Policy", "made-policy")}
                    {folded("Helm values, once it is applied", "made-helm")}
                </div>
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

/// A text of several lines that is looked at now and then.
fn folded(title: &'static str, id: &'static str) -> AnyView {
    view! {
        <details class="made-document">
            <summary>{title}</summary>
            // A box that scrolls has to be reachable by keyboard.
            <pre tabindex="0" role="region" aria-label=title><code id=id></code></pre>
        </details>
    }
    .into_any()
}
