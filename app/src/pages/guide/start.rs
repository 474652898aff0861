//! What a service account and IRSA are.

use leptos::prelude::*;

use super::{names::Names, picture::picture};
use crate::language::{rich, t};

pub(super) fn page(names: &Names, may_ask: bool) -> AnyView {
    let subject = format!(
        "system:serviceaccount:{}:{}",
        names.namespace, names.service_account
    );
    let ask = may_ask.then(|| {
        view! { <a class="button button-primary" href="/requests/new">{t!(guide_steps_button)}</a> }
    });
    view! {
        <section class="card" aria-labelledby="idea">
            <h2 id="idea">{t!(guide_idea)}</h2>
            <p>{t!(guide_idea_key)}</p>
            <p>{rich!(guide_idea_words)}</p>
        </section>
        <section class="card" aria-labelledby="way">
            <h2 id="way">{t!(guide_way)}</h2>
            <div class="guide-way">
                {picture(names)}
                <ol class="numbered">
                    <li>{rich!(guide_way_token, subject = subject)}</li>
                    <li>{rich!(guide_way_keys)}</li>
                    <li>{rich!(guide_way_calls, role = names.role_name)}</li>
                </ol>
            </div>
        </section>
        <section class="card" aria-labelledby="steps">
            <h2 id="steps">{t!(guide_steps)}</h2>
            <ol class="numbered">
                <li>{t!(guide_steps_ask)}</li>
                <li>{t!(guide_steps_approve)}</li>
                <li>{t!(guide_steps_make)}</li>
                <li>{t!(guide_steps_deploy)}</li>
            </ol>
            <p class="actions">{ask}</p>
        </section>
    }
    .into_any()
}
