//! From a role to pods that use it.

use leptos::prelude::*;

use super::names::Names;
use crate::components::{
    code::code_block,
    helm::{helm_section, validate_section},
};

pub(super) fn page(names: &Names) -> AnyView {
    let binding = names.binding();
    view! {
        <section class="card" aria-labelledby="there">
            <h2 id="there">"See what is there"</h2>
            <p>
                "A service account that has the role is annotated with its ARN. If it is, name it in your pods and skip the "
                "template. Every namespace has a service account " <code>"default"</code>
                "; don’t give that one a role, since every pod that names no other runs as it."
            </p>
            {code_block("Show the service account", &binding.pods().describe())}
        </section>
        {helm_section(&names.helm, &binding)}
        {validate_section(&binding)}
    }
    .into_any()
}
