//! A pod's token, read in the browser and never sent: the field has no name and stands in no form.

use leptos::prelude::*;
use roleport_domain::doctor::Standing;

use super::finding::{badge, tone};
use crate::{
    components::code::code_block, language::t, portal::doctor::Patient, shell::page_script,
};

/// The field, for a browser that runs the script; a command, for one that does not.
pub(super) fn section(patient: Option<&Patient>) -> AnyView {
    let file = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
    let show = super::pods(patient).inside(&format!("cat {file}"));
    let decode = format!("{show} \\\n  | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null; echo");
    view! {
        <section class="card" aria-labelledby="token-title">
            <h2 id="token-title">{t!(doctor_token)}</h2>
            <p>{t!(doctor_token_secret)}</p>
            // The script shows it.
            <div id="token-check" class="token-check" hidden>
                <div class="field">
                    <label for="token">{t!(doctor_token_field)}</label>
                    <p class="hint" id="token-hint">{t!(doctor_token_hint)}</p>
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
                {code_block(&t!(doctor_token_show), &show)}
                <div id="token-answer" role="status" class="findings"></div>
                {templates()}
                {script_words()}
            </div>
            <noscript>
                <p>{t!(doctor_token_yourself)}</p>
                {code_block(&t!(doctor_token_decode), &decode)}
            </noscript>
            {page_script("token.js")}
        </section>
    }
    .into_any()
}

/// What the script says, with what it fills in between braces.
fn script_words() -> AnyView {
    view! {
        <template
            id="token-words"
            data-claims=t!(pod_token_claims)
            data-none=t!(pod_token_none)
            data-none-cure=t!(pod_token_none_cure)
            data-issuer=t!(pod_token_issuer)
            data-issuer-cure=t!(pod_token_issuer_cure, role = "{role}", issuer = "{issuer}")
            data-subject=t!(pod_token_subject)
            data-subject-cure=t!(pod_token_subject_cure, role = "{role}", subject = "{subject}")
            data-audience=t!(pod_token_audience, audience = "{audience}")
            data-audience-cure=t!(pod_token_audience_cure)
            data-endless=t!(pod_token_endless)
            data-endless-cure=t!(pod_token_endless_cure)
            data-expired=t!(pod_token_expired, minutes = "{minutes}")
            data-expired-cure=t!(pod_token_expired_cure)
            data-early=t!(pod_token_early)
            data-early-cure=t!(pod_token_early_cure)
            data-right=t!(pod_token_right)
            data-right-cure=t!(pod_token_right_cure)
            data-alone=t!(pod_token_alone)
            data-alone-cure=t!(pod_token_alone_cure)
        ></template>
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
