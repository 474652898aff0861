//! A role as Terraform, for those who keep their infrastructure in Git.

use leptos::prelude::*;
use roleport_domain::terraform::File;

use super::code::code_block;
use crate::language::{rich, t};

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
            <h2 id="terraform">{t!(parts_terraform)}</h2>
            <p>{rich!(parts_terraform_why)}</p>
            <details class="more">
                <summary>{t!(parts_terraform_files)}</summary>
                {blocks}
            </details>
        </section>
    }
    .into_any()
}
