//! The list of keyboard shortcuts, the dialog that shows it, and its switch.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    language::t,
    shell::page_script,
    shortcuts::{Shortcut, Shortcuts, groups},
};

/// What each key does.
pub(crate) fn shortcut_list() -> AnyView {
    let groups: Vec<_> = groups()
        .into_iter()
        .map(|(title, keys)| {
            let lines: Vec<_> = keys.into_iter().map(line).collect();
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
        <p class="quiet">{t!(parts_keys_lead)}</p>
    }
    .into_any()
}

fn line((keys, words): Shortcut) -> AnyView {
    let keys: Vec<_> = keys
        .iter()
        .enumerate()
        .map(|(place, key)| {
            let then = (place > 0).then(|| view! { " " {t!(parts_keys_then)} " " });
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
        (t!(parts_keys_on), t!(parts_keys_switch_off))
    } else {
        (t!(parts_keys_off), t!(parts_keys_switch_on))
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
                    <h2 id="shortcuts-title">{t!(parts_keys)}</h2>
                    <form method="dialog"><button class="button button-small" type="submit">{t!(parts_keys_close)}</button></form>
                </div>
                {shortcut_list()}
                {shortcut_switch()}
            </dialog>
            {script}
        }
        .into_any(),
    )
}
