//! The difference that a request makes, in plain words, and what deserves a second look.

use leptos::prelude::*;
use roleport_domain::{
    changes::{ChangeKind, GrantChange},
    errors::FieldError,
};
use roleport_lang::Text;

use super::{
    icon::{Icon, icon},
    note::note,
};
use crate::{
    fields::changed_class,
    language::{said, t},
};

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
        return view! { <p class="quiet">{t!(parts_change_nothing)}</p> }.into_any();
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
        ChangeKind::Added => (Icon::Plus, t!(parts_change_added)),
        ChangeKind::Removed => (Icon::Minus, t!(parts_change_removed)),
        ChangeKind::Kept => (Icon::Equal, t!(parts_change_kept)),
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
    let (words, resource) = (said(&change.words), said(&change.resource));
    match words.split_once(&resource) {
        Some((before, after)) => view! {
            {format!("Pods {before}")}
            <code>{resource.clone()}</code>
            {after.to_owned()}
        }
        .into_any(),
        None => view! {
            {format!("Pods {words}: ")}
            <code>{resource}</code>
        }
        .into_any(),
    }
}

/// What an approver should look at twice, each said once; nothing when there is nothing.
pub(crate) fn finding_list(findings: &[Text], warnings: &[FieldError]) -> Option<AnyView> {
    let mut lines: Vec<_> = findings.iter().map(said).collect();
    for warning in warnings {
        let text = said(&warning.message);
        if !lines.contains(&text) {
            lines.push(text);
        }
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        note(
            "attention",
            Icon::Alert,
            t!(parts_look_twice),
            view! { <ul>{lines}</ul> },
        )
    })
}
