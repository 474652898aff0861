//! The clusters: whether Roleport can do its work for each, and what admins change about them.

mod change;
mod form;

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    authorize::{Action, Stake, Subject, may},
    cluster::Cluster,
    cluster_settings::Access,
    health::{Item, Standing},
};

pub(crate) use change::ClusterChangePage;
pub(crate) use form::{ChangeCluster, NewCluster, RemoveCluster};

use super::load;
use crate::{
    components::{
        icon::{Icon, icon},
        layout::may_ask,
        moment::ago,
        note::note,
    },
    portal::{
        ClusterHealth, Viewer,
        clusters::{ClusterCard, ClusterChangeLine, ClustersPage, RolesBehind},
    },
};

/// Whether this person may propose changes of the clusters.
pub(super) fn may_change(viewer: &Viewer) -> bool {
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    may(subject, Action::ProposeClusters, None).is_ok()
}

/// `/clusters`
#[component]
pub(crate) fn Clusters() -> impl IntoView {
    load(async move |portal, viewer| {
        let page = portal.clusters_page(&viewer).await?;
        let again = (may_ask(&viewer) && !page.cards.is_empty()).then(|| {
            view! {
                <form method="post" action="/clusters">
                    <button class="button" type="submit">"Look again now"</button>
                </form>
            }
        });
        let add = page.may_propose.then(|| {
            view! { <a class="button button-primary" href="/clusters/new">"Add a cluster"</a> }
        });
        let asks = may_ask(&viewer);
        let cards: Vec<_> = page
            .cards
            .iter()
            .map(|one| card(one, page.may_propose, asks))
            .collect();
        Ok(view! {
            <Title text="Clusters – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div><h1>"Clusters"</h1></div>
                    <div class="actions">{again} {add}</div>
                </div>
                <p class="lead">"Where pods run, and whether Roleport can make their roles there. It looks by itself every night. One admin proposes a change, another approves it."</p>
                {none(&page)}
                {file(&page.file)}
                {waiting(&page.changes)}
                {cards}
                {settled(&page.changes)}
            </div>
        }
        .into_any())
    })
}

fn none(page: &ClustersPage) -> Option<AnyView> {
    page.cards.is_empty().then(|| {
        let body = view! { <p>"Nobody can ask for a role yet. An admin adds the first cluster, and another admin approves it."</p> };
        note("attention", Icon::Alert, "There is no cluster", body)
    })
}

/// Where the configuration's file says something else.
fn file(said: &[String]) -> Option<AnyView> {
    let lines: Vec<_> = said
        .iter()
        .map(|one| view! { <li>{one.clone()}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        let body = view! {
            <ul>{lines}</ul>
            <p>"What you see here is in force. The file only fills an empty portal: bring it up to date, or take these lines out of it."</p>
        };
        note("attention", Icon::Alert, "The configuration’s file is not up to date", body)
    })
}

/// A change as a line: its title leads to its page.
fn change_line(line: &ClusterChangeLine) -> AnyView {
    let proposal = &line.proposal;
    let decided = proposal
        .decided
        .as_ref()
        .map(|(who, at)| view! { " by " {who.clone()} " " {ago(at)} });
    view! {
        <li>
            <a href=format!("/cluster-changes/{}", proposal.number)>{line.title.clone()}</a>
            {format!(" by {} ", proposal.author)} {ago(&proposal.proposed)}
            {format!(": {} ", proposal.comment)}
            <span class="quiet">{proposal.state.clone()} {decided}</span>
        </li>
    }
    .into_any()
}

fn change_list(
    title: &'static str,
    id: &'static str,
    class: &'static str,
    lines: Vec<&ClusterChangeLine>,
) -> Option<AnyView> {
    let lines: Vec<_> = lines.into_iter().map(change_line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class=class aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ol class="rule-list" role="list">{lines}</ol>
            </section>
        }
        .into_any()
    })
}

fn is_open(line: &ClusterChangeLine) -> bool {
    line.proposal.state == "proposed"
}

fn waiting(changes: &[ClusterChangeLine]) -> Option<AnyView> {
    let open = changes.iter().filter(|line| is_open(line)).collect();
    change_list(
        "Waiting for a decision",
        "waiting",
        "card card-decision",
        open,
    )
}

fn settled(changes: &[ClusterChangeLine]) -> Option<AnyView> {
    let settled = changes.iter().filter(|line| !is_open(line)).collect();
    change_list("Changes", "changes", "card", settled)
}

fn card(card: &ClusterCard, may_propose: bool, asks: bool) -> AnyView {
    let health = &card.health;
    let cluster = &health.cluster;
    let id = format!("cluster-{}", cluster.name);
    let heading = id.clone();
    let boundary = cluster.permissions_boundary.clone().map(|arn| {
        view! { <div class="wide"><dt>"Permissions boundary"</dt><dd><code>{arn}</code></dd></div> }
    });
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=heading>{cluster.name.clone()} " " {badge(&health.items)}</h2>
            {items(health)}
            {behind(&card.behind, asks)}
            <dl class="facts">
                <div><dt>"Account"</dt><dd>{cluster.account_id.clone()}</dd></div>
                <div><dt>"Region"</dt><dd>{cluster.region.clone()}</dd></div>
                <div><dt>"Role names"</dt><dd><code>{cluster.role_name_pattern.clone()}</code></dd></div>
                <div><dt>"Path"</dt><dd><code>{cluster.role_path.clone()}</code></dd></div>
                <div class="wide"><dt>"OIDC issuer"</dt><dd><code>{cluster.oidc_issuer.clone()}</code></dd></div>
                {boundary}
                {in_eks(cluster)}
                {reached(card.access.as_ref())}
            </dl>
            {may_propose.then(|| buttons(card))}
        </section>
    }
    .into_any()
}

/// Its name in EKS, and how pods get roles, where there is a choice.
fn in_eks(cluster: &Cluster) -> Option<AnyView> {
    let name = cluster.eks_name.clone()?;
    Some(
        view! {
            <div><dt>"Name in EKS"</dt><dd><code>{name}</code></dd></div>
            <div><dt>"Pods get roles by"</dt><dd>{cluster.identity.title()}</dd></div>
        }
        .into_any(),
    )
}

fn reached(access: Option<&Access>) -> Option<AnyView> {
    let access = access?;
    let external = if access.external_id.is_some() {
        " with an external id"
    } else {
        ""
    };
    Some(view! { <div class="wide"><dt>"Role to assume"</dt><dd><code>{access.role_arn.clone()}</code> {external}</dd></div> }.into_any())
}

/// Roles that still are as the cluster was, each with the way to ask for its change.
fn behind(behind: &RolesBehind, asks: bool) -> Option<AnyView> {
    let lines: Vec<_> = behind
        .seen
        .iter()
        .map(|(id, name)| {
            let ask = asks.then(|| view! { " " <a href=format!("/requests/new?role={id}")>"Ask for a change" <span class="visually-hidden">{format!(" of {name}")}</span></a> });
            view! { <li><a href=format!("/roles/{id}")><code>{name.clone()}</code></a> {ask}</li> }
        })
        .collect();
    let title = match behind.number {
        0 => return None,
        1 => "1 role still is as the cluster was before".to_owned(),
        number => format!("{number} roles still are as the cluster was before"),
    };
    let fields = behind.fields.join(", ");
    Some(view! {
        <details class="more">
            <summary>{title}</summary>
            <p>{format!("Changed since: {fields}. A request with the same grants brings a role in step.")}</p>
            <ul class="bullets">{lines}</ul>
        </details>
    }.into_any())
}

fn buttons(card: &ClusterCard) -> AnyView {
    let name = &card.health.cluster.name;
    let hidden = || view! { <span class="visually-hidden">{format!(" {name}")}</span> };
    match card.open {
        Some(id) => view! { <p><a href=format!("/cluster-changes/{id}")>"A change of it waits for a decision"</a></p> }.into_any(),
        None => view! {
            <div class="actions">
                <a class="button" href=format!("/clusters/{name}/change")>"Change" {hidden()}</a>
                <a class="button button-quiet" href=format!("/clusters/{name}/remove")>"Remove" {hidden()}</a>
            </div>
        }
        .into_any(),
    }
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
