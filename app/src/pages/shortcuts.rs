//! The keyboard shortcuts, for who has no dialog.

use leptos::prelude::*;
use leptos_meta::Title;

use super::load;
use crate::components::shortcuts::{shortcut_list, shortcut_switch};

/// `/shortcuts`
#[component]
pub(crate) fn ShortcutsPage() -> impl IntoView {
    load(async move |_portal, _viewer| {
        Ok(view! {
            <Title text="Keyboard shortcuts – Roleport"/>
            <div class="page">
                <h1>"Keyboard shortcuts"</h1>
                <section class="card" aria-labelledby="keys">
                    <h2 id="keys">"What keys do"</h2>
                    {shortcut_list()}
                    {shortcut_switch()}
                </section>
            </div>
        }
        .into_any())
    })
}
