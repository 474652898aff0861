//! The keyboard shortcuts, for who has no dialog.

use leptos::prelude::*;
use leptos_meta::Title;

use super::load;
use crate::{
    components::shortcuts::{shortcut_list, shortcut_switch},
    language::t,
};

/// `/shortcuts`
#[component]
pub(crate) fn ShortcutsPage() -> impl IntoView {
    load(async move |_portal, _viewer| {
        Ok(view! {
            <Title text=t!(parts_keys_title)/>
            <div class="page">
                <h1>{t!(parts_keys)}</h1>
                <section class="card" aria-labelledby="keys">
                    <h2 id="keys">{t!(parts_keys_what)}</h2>
                    {shortcut_list()}
                    {shortcut_switch()}
                </section>
            </div>
        }
        .into_any())
    })
}
