//! The difference that a request makes, in plain words, and what deserves a second look.

use leptos::prelude::*;
use roleport_domain::{
    changes::{ChangeKind, GrantChange},
    errors::FieldError,
};

use super::{
    icon::{Icon, icon},
    note::note,
};
use crate::fields::changed_class;

/// What will be different, line by line.
pub(crate) fn change_list(changes: &[GrantChange]) -> AnyView {
    change_list_with(changes, |_| None)
}

/// The same, with something below some of the lines; `below` is asked for each, from 0.
pub(crate) fn change_list_with(
    changes: &[GrantChange],
    below: impl Fn(usize) -> Option<AnyView>,
) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="quiet">"Nothing changes."</p> }.into_any();
    }
    let lines: Vec<_> = changes
        .iter()
        .enumerate()
        .map(|(place, change)| change_line(change.kind, sentence(change), below(place)))
        .collect();
    view! { <ul class="changes" role="list">{lines}</ul> }.into_any()
}

/// One line of a difference, with what stands below it.
pub(crate) fn change_line(kind: ChangeKind, text: AnyView, below: Option<AnyView>) -> AnyView {
    let (which, word) = match kind {
        ChangeKind::Added => (Icon::Plus, "Added"),
        ChangeKind::Removed => (Icon::Minus, "Removed"),
        ChangeKind::Kept => (Icon::Equal, "Kept"),
    };
    view! {
        <li class=format!("change {}", changed_class(kind)) data-stop="">
            <span class="change-kind">{icon(which)} {word}</span>
            <span class="change-text">{text}</span>
            {below.map(|view| view! { <div class="change-below">{view}</div> })}
        </li>
    }
    .into_any()
}

/// The domain leaves the subject out; the address inside the sentence is set as code.
fn sentence(change: &GrantChange) -> AnyView {
    match change.words.split_once(&change.resource) {
        Some((before, after)) => view! {
            {format!("Pods {before}")}
            <code>{change.resource.clone()}</code>
            {after.to_owned()}
        }
        .into_any(),
        None => view! {
            {format!("Pods {}: ", change.words)}
            <code>{change.resource.clone()}</code>
        }
        .into_any(),
    }
}

/// What an approver should look at twice, each said once; nothing when there is nothing.
pub(crate) fn finding_list(findings: &[String], warnings: &[FieldError]) -> Option<AnyView> {
    let mut said: Vec<&str> = findings.iter().map(String::as_str).collect();
    for warning in warnings {
        if !said.contains(&warning.message.as_str()) {
            said.push(&warning.message);
        }
    }
    let lines: Vec<_> = said
        .into_iter()
        .map(|text| view! { <li>{text.to_owned()}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        note(
            "attention",
            Icon::Alert,
            "Look twice",
            view! { <ul>{lines}</ul> },
        )
    })
}
