//! The one page that nobody has to be signed in for.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::language::t;

/// Says that the session is over, and leads back in.
#[component]
pub(crate) fn SignedOut() -> impl IntoView {
    view! {
        <Title text=t!(refusal_signed_out_page)/>
        <div class="page page-narrow">
            <h1>{t!(refusal_signed_out)}</h1>
            <p>{t!(refusal_signed_out_lead)}</p>
            // A link, not a form: the page's policy allows forms to lead to Roleport only.
            <p class="actions"><a class="button button-primary" href="/sign-in">{t!(refusal_signed_out_sign_in)}</a></p>
        </div>
    }
}
