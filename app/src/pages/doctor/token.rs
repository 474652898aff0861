//! A pod's token, read in the browser and never sent: the field has no name and stands in no form.

use leptos::prelude::*;
use roleport_domain::doctor::Standing;

use super::finding::{badge, tone};
use crate::{components::code::code_block, portal::doctor::Patient, shell::page_script};

/// The field, for a browser that runs the script; a command, for one that does not.
pub(super) fn section(patient: Option<&Patient>) -> AnyView {
    let file = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
    let show = super::pods(patient).inside(&format!("cat {file}"));
    let decode = format!("{show} \\\n  | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null; echo");
    view! {
        <section class="card" aria-labelledby="token-title">
            <h2 id="token-title">"A pod’s token"</h2>
            <p>
                "Whoever has a token is the pod until it expires, so it is not for sending around. Here it is decoded and checked in your browser, and never sent anywhere."
            </p>
            // The script shows it.
            <div id="token-check" class="token-check" hidden>
                <div class="field">
                    <label for="token">"Token"</label>
                    <p class="hint" id="token-hint">
                        "Three parts with dots between. It is compared with the role chosen above."
                    </p>
                    // No name, and in no form: it can't be sent.
                    <textarea
                        id="token"
                        class="token-field"
                        rows="4"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="token-hint"
                    ></textarea>
                </div>
                {code_block("Show the pod's token", &show)}
                <div id="token-answer" role="status" class="findings"></div>
                {templates()}
            </div>
            <noscript>
                <p>"Without JavaScript, decode it yourself and paste the claims into the field above: those are sent, and of no use to a thief."</p>
                {code_block("Decode the pod's token", &decode)}
            </noscript>
            {page_script("token.js")}
        </section>
    }
    .into_any()
}

/// How a finding looks, for the script to fill in.
fn templates() -> Vec<AnyView> {
    [
        Standing::Wrong,
        Standing::Suspect,
        Standing::Known,
        Standing::Right,
    ]
    .into_iter()
    .map(|standing| {
        view! {
            <template id=format!("token-{}", tone(standing))>
                <article class=format!("finding finding-{}", tone(standing))>
                    {badge(standing)}
                    <h3></h3>
                    <p></p>
                </article>
            </template>
        }
        .into_any()
    })
    .collect()
}
