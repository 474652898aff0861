//! What those who run Roleport and decide on requests need to know.

use leptos::prelude::*;

use crate::{
    components::{code::code_block, rich::link},
    language::{rich, t},
};

pub(super) fn page() -> AnyView {
    view! {
        <section class="card" aria-labelledby="decide">
            <h2 id="decide">{t!(guide_decide)}</h2>
            <ol class="numbered">
                <li>{rich!(guide_decide_queue; link: link("/"))}</li>
                <li>{t!(guide_decide_read)}</li>
                <li>{t!(guide_decide_say)}</li>
                <li>{t!(guide_decide_apply)}</li>
            </ol>
            <p>{rich!(guide_decide_rules; link: link("/rules"))}</p>
        </section>
        <section class="card" aria-labelledby="cluster">
            <h2 id="cluster">{t!(guide_cluster)}</h2>
            <ol class="numbered">
                <li>{t!(guide_cluster_provider)}</li>
                <li>
                    {t!(guide_cluster_rights)}
                    {code_block(&t!(guide_cluster_policy), "roleport aws policy")}
                </li>
                <li>{t!(guide_cluster_write)}</li>
            </ol>
        </section>
        <section class="card" aria-labelledby="old">
            <h2 id="old">{t!(guide_old)}</h2>
            <p>{t!(guide_old_adopt)}</p>
            <p>{t!(guide_old_after)}</p>
        </section>
        <section class="card" aria-labelledby="watch">
            <h2 id="watch">{t!(guide_watch)}</h2>
            <ul class="bullets">
                <li>{t!(guide_watch_drift)}</li>
                <li>{rich!(guide_watch_history; link: link("/history"))}</li>
                <li>{rich!(guide_watch_access; link: link("/access"))}</li>
            </ul>
        </section>
    }
    .into_any()
}
