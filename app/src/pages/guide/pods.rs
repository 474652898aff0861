//! From a role to pods that use it.

use leptos::prelude::*;

use super::names::Names;
use crate::{
    components::{
        code::code_block,
        helm::{helm_section, validate_section},
    },
    language::{rich, t},
};

pub(super) fn page(names: &Names) -> AnyView {
    let binding = names.binding();
    view! {
        <section class="card" aria-labelledby="there">
            <h2 id="there">{t!(guide_there)}</h2>
            <p>{rich!(guide_there_how)}</p>
            {code_block(&t!(guide_show_account), &binding.pods().describe())}
        </section>
        {helm_section(&names.helm, &binding)}
        {validate_section(&binding)}
    }
    .into_any()
}
