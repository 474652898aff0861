//! The clusters, and whether Roleport can do its work for each.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::health::{Item, Standing};

use super::load;
use crate::{
    components::{
        icon::{Icon, icon},
        layout::may_ask,
        moment::ago,
    },
    portal::ClusterHealth,
};

/// `/clusters`
#[component]
pub(crate) fn Clusters() -> impl IntoView {
    load(async move |portal, viewer| {
        let clusters = portal.clusters_health(&viewer).await?;
        let again = may_ask(&viewer).then(|| {
            view! {
                <form method="post" action="/clusters">
                    <button class="button" type="submit">"Look again now"</button>
                </form>
            }
        });
        let cards: Vec<_> = clusters.iter().map(card).collect();
        Ok(view! {
            <Title text="Clusters – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div><h1>"Clusters"</h1></div>
                    {again}
                </div>
                <p class="lead">"Where pods run, and whether Roleport can make their roles there. It looks by itself every night."</p>
                {cards}
            </div>
        }
        .into_any())
    })
}

fn card(health: &ClusterHealth) -> AnyView {
    let cluster = &health.cluster;
    let (id, heading) = (
        format!("cluster-{}", cluster.name),
        format!("cluster-{}", cluster.name),
    );
    let boundary = cluster.permissions_boundary.clone().map(|arn| {
        view! { <div class="wide"><dt>"Permissions boundary"</dt><dd><code>{arn}</code></dd></div> }
    });
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=heading>{cluster.name.clone()} " " {badge(&health.items)}</h2>
            {items(health)}
            <dl class="facts">
                <div><dt>"Account"</dt><dd>{cluster.account_id.clone()}</dd></div>
                <div><dt>"Region"</dt><dd>{cluster.region.clone()}</dd></div>
                <div><dt>"Role names"</dt><dd><code>{cluster.role_name_pattern.clone()}</code></dd></div>
                <div><dt>"Path"</dt><dd><code>{cluster.role_path.clone()}</code></dd></div>
                <div class="wide"><dt>"OIDC issuer"</dt><dd><code>{cluster.oidc_issuer.clone()}</code></dd></div>
                {boundary}
            </dl>
        </section>
    }
    .into_any()
}

fn looks(standing: Standing) -> (&'static str, Icon, &'static str) {
    match standing {
        Standing::Good => ("good", Icon::Check, "Good"),
        Standing::Unknown => ("quiet", Icon::Dot, "Not known"),
        Standing::Warning => ("attention", Icon::Alert, "Soon"),
        Standing::Bad => ("bad", Icon::Alert, "Mend this"),
    }
}

/// The worst of what was found.
fn badge(items: &[Item]) -> AnyView {
    let worst = items.iter().map(|item| item.standing).max();
    let (tone, which, word) = match worst {
        None => ("quiet", Icon::Dot, "Not looked at yet"),
        Some(Standing::Good) => ("good", Icon::Check, "Ready"),
        Some(Standing::Unknown) => ("quiet", Icon::Dot, "Not all is known"),
        Some(Standing::Warning) => ("attention", Icon::Alert, "Look soon"),
        Some(Standing::Bad) => ("bad", Icon::Alert, "Not ready"),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}

fn items(health: &ClusterHealth) -> AnyView {
    let Some(checked) = &health.checked else {
        return view! { <p class="quiet">"Nobody has looked yet. Choose “Look again now”."</p> }
            .into_any();
    };
    let lines: Vec<_> = health
        .items
        .iter()
        .map(|item| {
            let (tone, which, word) = looks(item.standing);
            view! {
                <li class=format!("step step-{tone}")>
                    <span class="step-outcome">{icon(which)} {word}</span>
                    <div><p>{item.words.clone()}</p></div>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="steps" role="list">{lines}</ol>
        <p class="quiet small">"Looked at " {ago(checked)} "."</p>
    }
    .into_any()
}
