//! A role as Terraform, for those who keep their infrastructure in Git.

use leptos::prelude::*;
use roleport_domain::terraform::File;

use super::code::code_block;

/// Every file with its path, folded away: few need them. Nothing where there are none.
pub(crate) fn terraform_section(files: &[File]) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    // What is read and pasted first; the documents follow.
    let (documents, code): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.path.contains('/'));
    let blocks: Vec<_> = code
        .into_iter()
        .chain(documents)
        .map(|file| code_block(&file.path, &file.text))
        .collect();
    view! {
        <section class="card" aria-labelledby="terraform">
            <h2 id="terraform">"Keep it in Terraform"</h2>
            <p>
                "The same role as code, for reviews and for what builds on it. The import blocks take over what is in AWS, so that "
                <code>"terraform plan"</code> " has nothing to change. Changes are asked for here all the same: what another tool changes, Roleport shows as drift."
            </p>
            <details class="more">
                <summary>"Terraform files of this role"</summary>
                {blocks}
            </details>
        </section>
    }
    .into_any()
}
