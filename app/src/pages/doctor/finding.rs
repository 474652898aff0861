//! One thing that was found: how bad it is, why, what to do, and what shows it.

use leptos::prelude::*;
use roleport_domain::doctor::{Finding, Permission, Standing};

use crate::{
    components::{
        code::code_block,
        grants::grant_list,
        icon::{Icon, icon},
    },
    language::{said, t},
    pages::prefill,
};

/// A finding; `ask` is whether the reader may ask for a permission.
pub(super) fn finding(found: &Finding, ask: bool) -> AnyView {
    let cause = said(&found.cause);
    let (heading, more) = first_sentence(&cause);
    let commands: Vec<_> = found
        .commands
        .iter()
        .map(|command| code_block(&said(&command.title), &command.text))
        .collect();
    let evidence = (!found.evidence.as_str().is_empty()).then(|| {
        view! { <p class="evidence"><span class="quiet">{t!(doctor_seen)} " "</span><code>{said(&found.evidence)}</code></p> }
    });
    let permission = found
        .permission
        .as_ref()
        .map(|permission| permission_view(permission, ask));
    view! {
        <article class=format!("card finding finding-{}", tone(found.standing)) data-code=found.code>
            {badge(found.standing)}
            <h3>{heading.to_owned()}</h3>
            {(!more.is_empty()).then(|| view! { <p>{more.to_owned()}</p> })}
            {evidence}
            <p><strong>{t!(doctor_cure)} " "</strong>{said(&found.cure)}</p>
            {permission}
            {commands}
        </article>
    }
    .into_any()
}

/// A badge of an icon and a word.
pub(super) fn badge(standing: Standing) -> AnyView {
    let which = match standing {
        Standing::Wrong => Icon::Cross,
        Standing::Suspect => Icon::Alert,
        Standing::Known => Icon::Chat,
        Standing::Right => Icon::Check,
    };
    view! {
        <span class=format!("badge badge-{}", tone(standing))>{icon(which)} {said(&standing.label())}</span>
    }
    .into_any()
}

/// The end of its classes.
pub(super) const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Wrong => "bad",
        Standing::Suspect => "attention",
        Standing::Known => "info",
        Standing::Right => "good",
    }
}

fn permission_view(permission: &Permission, ask: bool) -> AnyView {
    let button = if ask {
        view! {
            <a class="button button-primary" href=prefill::link(permission)>{t!(doctor_ask)}</a>
        }
        .into_any()
    } else {
        view! { <p class="quiet">{t!(doctor_ask_other)}</p> }.into_any()
    };
    view! {
        <div class="wanted">
            {grant_list(std::slice::from_ref(&permission.grant))}
            {button}
        </div>
    }
    .into_any()
}

/// The first sentence is the heading, without its stop.
fn first_sentence(text: &str) -> (&str, &str) {
    text.split_once(". ")
        .unwrap_or((text.strip_suffix('.').unwrap_or(text), ""))
}
