//! The one page that nobody has to be signed in for.

use leptos::prelude::*;
use leptos_meta::Title;

/// Says that the session is over, and leads back in.
#[component]
pub(crate) fn SignedOut() -> impl IntoView {
    view! {
        <Title text="Signed out – Roleport"/>
        <div class="page page-narrow">
            <h1>"You are signed out"</h1>
            <p>"Roleport gives your pods access to AWS. Sign in with your company account to ask for access or to decide on requests."</p>
            // A link, not a form: the page's policy allows forms to lead to Roleport only.
            <p class="actions"><a class="button button-primary" href="/sign-in">"Sign in"</a></p>
        </div>
    }
}
