//! Whose approval the rules ask for.

use leptos::prelude::*;
use roleport_domain::rules::Demand;

use super::icon::{Icon, icon};
use crate::language::{said, t};

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
        ("good", Icon::Check, t!(parts_demand_given))
    } else {
        ("attention", Icon::Clock, t!(parts_demand_needed))
    };
    let rule = demand
        .rule
        .as_ref()
        .map(|name| view! { <span class="quiet">{t!(parts_demand_rule, rule = name)}</span> });
    let given = (!demand.given.is_empty())
        .then(|| view! { <p>{t!(parts_demand_approved_by, names = names(&demand.given))}</p> });
    let possible = (missing > 0).then(|| {
        let text = if demand.possible.is_empty() {
            t!(parts_demand_nobody)
        } else {
            t!(parts_demand_possible, names = names(&demand.possible))
        };
        view! { <p class="quiet">{text}</p> }
    });
    view! {
        <li class="demand">
            <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span>
            <div>
                <p><strong>{said(&demand.words())}</strong> " " {rule}</p>
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
        more => t!(parts_demand_more, names = shown.join(", "), count = more),
    }
}
