//! Text to copy, and the JSON documents of a role.

use leptos::prelude::*;
use roleport_domain::preview::Preview;
use serde_json::Value;

use crate::language::t;

/// A block of text with a button that copies it. `title` says what the block is.
pub(crate) fn code_block(title: &str, text: &str) -> AnyView {
    let (heading, name) = (title.to_owned(), t!(parts_copy_named, title = title));
    view! {
        <figure class="code">
            <figcaption>
                <span>{heading}</span>
                {copy_button(&name)}
            </figcaption>
            // A box that scrolls has to be reachable by keyboard.
            <pre tabindex="0" role="region" aria-label=title.to_owned()><code>{text.to_owned()}</code></pre>
        </figure>
    }.into_any()
}

/// One short value, such as an ARN, with its copy button.
pub(crate) fn copy_line(text: &str, label: &str) -> AnyView {
    view! {
        <span class="copy-line">
            <code>{text.to_owned()}</code>
            {copy_button(label)}
        </span>
    }
    .into_any()
}

/// A button that copies the text beside it; `label` is its accessible name, such as "Copy ARN". The script `copy.js` shows it:
/// without JavaScript it could do nothing.
fn copy_button(label: &str) -> AnyView {
    copy(label, None)
}

/// A button that copies a text that does not stand beside it in one piece.
pub(crate) fn copy_text(label: &str, text: &str) -> AnyView {
    copy(label, Some(text.to_owned()))
}

fn copy(label: &str, text: Option<String>) -> AnyView {
    view! {
        <span class="copy" data-text=text data-copied=t!(parts_copied) data-failed=t!(parts_copy_failed) hidden>
            <button class="button button-small" type="button" aria-label=label.to_owned()>{t!(parts_copy)}</button>
            <span class="visually-hidden" role="status"></span>
        </span>
    }
    .into_any()
}

/// The trust policy and the permission policies, folded away unless `open`.
pub(crate) fn documents(preview: &Preview, open: bool) -> AnyView {
    let trust = preview.trust_policy.as_ref().map(|document| {
        document_block(&t!(parts_trust_policy), "trust-policy", document, "", open)
    });
    let several = preview.policies.len() > 1;
    let policies: Vec<_> = preview
        .policies
        .iter()
        .enumerate()
        .map(|(index, policy)| {
            let title = if several {
                t!(parts_permission_policy_number, number = index + 1)
            } else {
                t!(parts_permission_policy)
            };
            let id = format!("permission-policy-{}", index + 1);
            let size = t!(parts_policy_size, name = policy.name, size = policy.size);
            document_block(&title, &id, &policy.document, &size, open)
        })
        .collect();
    view! { <div class="documents">{policies} {trust}</div> }.into_any()
}

fn document_block(title: &str, id: &str, document: &Value, note: &str, open: bool) -> AnyView {
    // Pretty-printing a value that is already in memory can't fail; an empty block would show it.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    view! {
        <details class="document" id=id.to_owned() open=open>
            <summary>{title.to_owned()}</summary>
            {code_block(&t!(parts_document_json, title = title), &text)}
            {(!note.is_empty()).then(|| view! { <p class="quiet small">{note.to_owned()}</p> })}
        </details>
    }
    .into_any()
}
