//! Whose approval the rules ask for.

use leptos::prelude::*;
use roleport_domain::rules::Demand;

use super::icon::{Icon, icon};

/// Names before "and others".
const SHOWN: usize = 8;

/// A line for each thing that is asked for.
pub(crate) fn demand_list(demands: &[Demand]) -> AnyView {
    let lines: Vec<_> = demands.iter().map(demand).collect();
    view! { <ul class="demands" role="list">{lines}</ul> }.into_any()
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
