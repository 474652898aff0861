//! How access is changed.

use leptos::prelude::*;

use super::names::Names;
use crate::language::{rich, t};

pub(super) fn page(names: &Names, may_ask: bool) -> AnyView {
    let change = names
        .role
        .filter(|_| may_ask)
        .map(|role| view! { <a class="button button-primary" href=format!("/requests/new?role={role}")>{t!(guide_change_button)}</a> });
    view! {
        <section class="card" aria-labelledby="change">
            <h2 id="change">{t!(guide_change)}</h2>
            <p>{t!(guide_change_how)}</p>
            <p>{t!(guide_change_when)}</p>
            <p class="actions">{change}</p>
        </section>
        <section class="card" aria-labelledby="little">
            <h2 id="little">{t!(guide_little)}</h2>
            <ul class="bullets">
                <li>{rich!(guide_little_prefix)}</li>
                <li>{t!(guide_little_list)}</li>
                <li>{t!(guide_little_key)}</li>
                <li>{t!(guide_little_delete)}</li>
            </ul>
        </section>
        <section class="card" aria-labelledby="end">
            <h2 id="end">{t!(guide_end)}</h2>
            <p>{t!(guide_end_how)}</p>
        </section>
    }
    .into_any()
}
