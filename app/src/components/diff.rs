//! The difference of two texts, line by line.

use leptos::prelude::*;
use roleport_domain::changes::ChangeKind;

use crate::{language::t, portal::DiffLine};

/// Lines that came, went or stayed, each with its sign; `label` names the whole.
pub(crate) fn diff_block(lines: &[DiffLine], label: &str) -> AnyView {
    let lines: Vec<_> = lines
        .iter()
        .map(|line| {
            let (class, sign, word) = match line.kind {
                ChangeKind::Added => ("diff-added", "+", t!(parts_diff_added)),
                ChangeKind::Removed => ("diff-removed", "−", t!(parts_diff_removed)),
                ChangeKind::Kept => ("diff-kept", " ", String::new()),
            };
            view! {
                <span class=format!("diff-line {class}")>
                    <span class="diff-sign" aria-hidden="true">{sign}</span>
                    <span class="visually-hidden">{word}</span>
                    {line.text.clone()}
                    "\n"
                </span>
            }
        })
        .collect();
    view! {
        <pre class="diff" tabindex="0" role="region" aria-label=label.to_owned()><code>{lines}</code></pre>
    }
    .into_any()
}
