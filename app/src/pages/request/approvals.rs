//! Whose approval a request needs, who has given it, who still can, and why they are asked.

use leptos::prelude::*;
use roleport_domain::{lifecycle::RequestState, rules::Demand};

use crate::{
    components::icon::{Icon, icon},
    portal::RequestDetail,
};

/// Names before "and others".
const SHOWN: usize = 8;

/// What the rules ask for, while it matters.
pub(super) fn approvals(request: &RequestDetail) -> Option<AnyView> {
    let waits = matches!(
        request.summary.state,
        RequestState::Submitted | RequestState::ChangesRequested
    );
    let lines: Vec<_> = request.demands.iter().map(demand).collect();
    waits.then(|| {
        view! {
            <section class="card" aria-labelledby="approvals">
                <h2 id="approvals">"Who approves it"</h2>
                <ul class="demands" role="list">{lines}</ul>
                <p class="quiet small"><a href="/rules">"See the approval rules"</a></p>
            </section>
        }
        .into_any()
    })
}

fn demand(demand: &Demand) -> AnyView {
    let missing = demand.missing();
    let (tone, which, word) = if missing == 0 {
        ("good", Icon::Check, "Given")
    } else {
        ("attention", Icon::Clock, "Needed")
    };
    let rule = demand
        .rule
        .as_ref()
        .map(|name| view! { <span class="quiet">{format!("by the rule “{name}”")}</span> });
    let given = (!demand.given.is_empty())
        .then(|| view! { <p>{format!("Approved by {}.", names(&demand.given))}</p> });
    let possible = (missing > 0).then(|| {
        let text = if demand.possible.is_empty() {
            "Nobody who could has signed in to Roleport yet.".to_owned()
        } else {
            format!("Can still approve: {}.", names(&demand.possible))
        };
        view! { <p class="quiet">{text}</p> }
    });
    view! {
        <li class="demand">
            <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span>
            <div>
                <p><strong>{demand.words()}</strong> " " {rule}</p>
                {given}
                {possible}
            </div>
        </li>
    }
    .into_any()
}

fn names(people: &[String]) -> String {
    let shown: Vec<_> = people.iter().take(SHOWN).map(String::as_str).collect();
    match people.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
