//! What the request would make: the island fills it while the form is typed.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, icon},
    language::t,
};

/// Role name, difference in plain words, risks, size, policy and Helm values; then what happens next. Without
/// JavaScript only the last.
#[component]
pub(super) fn Panel(
    /// Roles that may be what is asked for.
    namesakes: AnyView,
) -> impl IntoView {
    view! {
        <aside class="aside" aria-label=t!(form_makes)>
            {namesakes}
            <section class="card" id="made" hidden=true>
                <h2>{t!(form_makes_title)}</h2>
                <h3>{t!(form_makes_name)}</h3>
                <p><code id="made-name"></code></p>
                <p class="quiet" id="made-no-name">{t!(form_makes_no_name)}</p>
                <h3>{t!(form_makes_changes)}</h3>
                <ul class="plain made-changes small" id="made-access" role="list"></ul>
                <p class="quiet" id="made-no-access">{t!(form_makes_no_access)}</p>
                <div class="note note-attention made-risks" id="made-risks" hidden=true>
                    {icon(Icon::Alert)}
                    <div>
                        <p class="note-title">{t!(form_makes_risks)}</p>
                        <ul class="small" id="made-warnings"></ul>
                    </div>
                </div>
                <p class="quiet small">
                    <span id="made-size"></span>
                    <meter id="made-meter" class="meter" min="0" max="1" value="0" aria-labelledby="made-size" hidden=true></meter>
                </p>
                <div id="made-documents" hidden=true>
                    {folded(t!(form_makes_policy), "made-policy")}
                    {folded(t!(form_makes_helm), "made-helm")}
                </div>
            </section>
            <section class="card">
                <h2>{t!(form_next)}</h2>
                <ol class="numbered small">
                    <li>{t!(form_next_review)}</li>
                    <li>{t!(form_next_decide)}</li>
                    <li>{t!(form_next_apply)}</li>
                    <li>{t!(form_next_use)}</li>
                </ol>
            </section>
        </aside>
    }
}

/// A text of several lines that is looked at now and then.
fn folded(title: String, id: &'static str) -> AnyView {
    view! {
        <details class="made-document">
            <summary>{title.clone()}</summary>
            // A box that scrolls has to be reachable by keyboard.
            <pre tabindex="0" role="region" aria-label=title><code id=id></code></pre>
        </details>
    }
    .into_any()
}
