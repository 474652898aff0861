//! Whose approval a request needs, who has given it, who still can, and why they are asked.

use leptos::prelude::*;

use crate::{components::demands::demand_list, language::t, portal::RequestDetail};

/// What the rules ask for, while it matters.
pub(super) fn approvals(request: &RequestDetail) -> Option<AnyView> {
    let waits = request.summary.state.awaits_decision();
    waits.then(|| {
        view! {
            <section class="card" aria-labelledby="approvals">
                <h2 id="approvals">{t!(request_who_approves)}</h2>
                {demand_list(&request.demands)}
                <p class="quiet small"><a href="/rules">{t!(request_see_rules)}</a></p>
            </section>
        }
        .into_any()
    })
}
