//! The list of keyboard shortcuts, the dialog that shows it, and its switch.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    shell::page_script,
    shortcuts::{GROUPS, Shortcuts},
};

/// What each key does.
pub(crate) fn shortcut_list() -> AnyView {
    let groups: Vec<_> = GROUPS
        .into_iter()
        .map(|(title, keys)| {
            let lines: Vec<_> = keys.iter().map(|(keys, words)| line(keys, words)).collect();
            view! {
                <div>
                    <h3>{title}</h3>
                    <dl class="keys">{lines}</dl>
                </div>
            }
        })
        .collect();
    view! {
        <div class="key-groups">{groups}</div>
        <p class="quiet">"No key decides anything: it moves you to the button. In a field, keys are letters."</p>
    }
    .into_any()
}

fn line(keys: &[&'static str], words: &'static str) -> AnyView {
    let keys: Vec<_> = keys
        .iter()
        .enumerate()
        .map(|(place, key)| {
            let then = (place > 0).then_some(" then ");
            view! { {then} <kbd>{*key}</kbd> }
        })
        .collect();
    view! { <div><dt>{keys}</dt><dd>{words}</dd></div> }.into_any()
}

/// Switches them off, or on again; works without JavaScript.
pub(crate) fn shortcut_switch() -> AnyView {
    let on = use_context::<Shortcuts>().unwrap_or_default();
    let other = Shortcuts(!on.0);
    let (state, button) = if on.0 {
        ("Shortcuts are on.", "Switch them off")
    } else {
        ("Shortcuts are off.", "Switch them on")
    };
    let location = use_location();
    let path = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    let query = search.trim_start_matches('?');
    let here = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    view! {
        <form class="actions" method="post" action="/shortcuts">
            <input type="hidden" name="next" value=here/>
            <input type="hidden" name="shortcuts" value=other.as_str()/>
            <span>{state}</span>
            <button class="button button-small" type="submit">{button}</button>
        </form>
    }
    .into_any()
}

/// The dialog of every page, and the script that opens it.
pub(crate) fn shortcut_dialog() -> Option<AnyView> {
    let script = page_script("keys.js")?;
    let on = use_context::<Shortcuts>().unwrap_or_default();
    Some(
        view! {
            <dialog id="shortcuts" class="dialog" aria-labelledby="shortcuts-title" data-shortcuts=on.as_str()>
                <div class="section-head">
                    <h2 id="shortcuts-title">"Keyboard shortcuts"</h2>
                    <form method="dialog"><button class="button button-small" type="submit">"Close"</button></form>
                </div>
                {shortcut_list()}
                {shortcut_switch()}
            </dialog>
            {script}
        }
        .into_any(),
    )
}
