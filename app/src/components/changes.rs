//! The difference that a request makes, in plain words, and what deserves a second look.

use leptos::prelude::*;
use roleport_domain::changes::{ChangeKind, GrantChange};

use super::icon::{Icon, icon};

/// What will be different, line by line.
pub(crate) fn change_list(changes: &[GrantChange]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="quiet">"Nothing changes."</p> }.into_any();
    }
    let lines: Vec<_> = changes
        .iter()
        .map(|change| {
            let (tone, which, word) = match change.kind {
                ChangeKind::Added => ("added", Icon::Plus, "Added"),
                ChangeKind::Removed => ("removed", Icon::Minus, "Removed"),
                ChangeKind::Kept => ("kept", Icon::Equal, "Kept"),
            };
            view! {
                <li class=format!("change change-{tone}")>
                    <span class="change-kind">{icon(which)} {word}</span>
                    <span class="change-text">
                        <code>{change.resource.clone()}</code>
                        <span>{change.words.clone()}</span>
                    </span>
                </li>
            }
        })
        .collect();
    view! { <ul class="changes" role="list">{lines}</ul> }.into_any()
}

/// What an approver should look at twice; nothing when there is nothing.
pub(crate) fn finding_list(findings: &[String]) -> AnyView {
    let lines: Vec<_> = findings
        .iter()
        .map(|finding| view! { <li>{finding.clone()}</li> })
        .collect();
    (!lines.is_empty())
        .then(|| {
            view! {
                <div class="note note-attention">
                    {icon(Icon::Alert)}
                    <div>
                        <p class="note-title">"Look twice"</p>
                        <ul>{lines}</ul>
                    </div>
                </div>
            }
        })
        .into_any()
}
