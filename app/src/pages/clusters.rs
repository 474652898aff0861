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
use roleport_lang::Text;

pub(crate) use change::ClusterChangePage;
pub(crate) use form::{ChangeCluster, NewCluster, RemoveCluster};

use super::load;
use crate::{
    components::{
        icon::{Icon, icon},
        layout::may_ask,
        moment::ago,
        note::note,
        rich::link,
    },
    language::{rich, said, t},
    portal::{
        ClusterHealth, Proposal, Viewer,
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
                    <button class="button" type="submit">{t!(clusters_look_again)}</button>
                </form>
            }
        });
        let add = page.may_propose.then(|| {
            view! { <a class="button button-primary" href="/clusters/new">{t!(clusters_add)}</a> }
        });
        let asks = may_ask(&viewer);
        let cards: Vec<_> = page
            .cards
            .iter()
            .map(|one| card(one, page.may_propose, asks))
            .collect();
        Ok(view! {
            <Title text=t!(clusters_page)/>
            <div class="page">
                <div class="page-head">
                    <div><h1>{t!(clusters_title)}</h1></div>
                    <div class="actions">{again} {add}</div>
                </div>
                <p class="lead">{t!(clusters_lead)}</p>
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
        let body = view! { <p>{t!(clusters_none_why)}</p> };
        note("attention", Icon::Alert, t!(clusters_none), body)
    })
}

/// Where the configuration's file says something else.
fn file(differences: &[Text]) -> Option<AnyView> {
    let lines: Vec<_> = differences
        .iter()
        .map(|one| view! { <li>{said(one)}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        let body = view! {
            <ul>{lines}</ul>
            <p>{t!(clusters_file_what)}</p>
        };
        note("attention", Icon::Alert, t!(clusters_file), body)
    })
}

/// A change as a line: its title leads to its page.
fn change_line(line: &ClusterChangeLine) -> AnyView {
    let proposal = &line.proposal;
    view! {
        <li>
            {rich!(
                clusters_change_line,
                title = line.title,
                author = proposal.author,
                comment = proposal.comment;
                link: link(format!("/cluster-changes/{}", proposal.number)),
                when: |_| ago(&proposal.proposed)
            )}
            " " <span class="quiet">{state(proposal)}</span>
        </li>
    }
    .into_any()
}

fn state(proposal: &Proposal) -> AnyView {
    let Some((who, at)) = &proposal.decided else {
        return t!(clusters_change_proposed).into_any();
    };
    let when = |_| ago(at);
    match proposal.state.as_str() {
        "approved" => rich!(clusters_change_approved, who = who; when: when),
        "rejected" => rich!(clusters_change_rejected, who = who; when: when),
        _ => rich!(clusters_change_withdrawn, who = who; when: when),
    }
}

/// One of these people, in words; none where there is nobody.
fn either(people: &[String]) -> Option<String> {
    let names = people.iter().cloned();
    names.reduce(|first, second| t!(clusters_either, first = first, second = second))
}

fn change_list(
    title: String,
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
    change_list(t!(clusters_waiting), "waiting", "card card-decision", open)
}

fn settled(changes: &[ClusterChangeLine]) -> Option<AnyView> {
    let settled = changes.iter().filter(|line| !is_open(line)).collect();
    change_list(t!(clusters_changes), "changes", "card", settled)
}

fn card(card: &ClusterCard, may_propose: bool, asks: bool) -> AnyView {
    let health = &card.health;
    let cluster = &health.cluster;
    let id = format!("cluster-{}", cluster.name);
    let heading = id.clone();
    let boundary = cluster.permissions_boundary.clone().map(|arn| {
        view! { <div class="wide"><dt>{t!(clusters_boundary)}</dt><dd><code>{arn}</code></dd></div> }
    });
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=heading>{cluster.name.clone()} " " {badge(&health.items)}</h2>
            {items(health)}
            {behind(&card.behind, asks)}
            <dl class="facts">
                <div><dt>{t!(clusters_account)}</dt><dd>{cluster.account_id.clone()}</dd></div>
                <div><dt>{t!(clusters_region)}</dt><dd>{cluster.region.clone()}</dd></div>
                <div><dt>{t!(clusters_role_names)}</dt><dd><code>{cluster.role_name_pattern.clone()}</code></dd></div>
                <div><dt>{t!(clusters_path)}</dt><dd><code>{cluster.role_path.clone()}</code></dd></div>
                <div class="wide"><dt>{t!(clusters_issuer)}</dt><dd><code>{cluster.oidc_issuer.clone()}</code></dd></div>
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
            <div><dt>{t!(clusters_eks_name)}</dt><dd><code>{name}</code></dd></div>
            <div><dt>{t!(clusters_identity)}</dt><dd>{cluster.identity.title()}</dd></div>
        }
        .into_any(),
    )
}

fn reached(access: Option<&Access>) -> Option<AnyView> {
    let access = access?;
    let role = if access.external_id.is_some() {
        rich!(clusters_reached_external, role = access.role_arn)
    } else {
        rich!(clusters_reached, role = access.role_arn)
    };
    Some(
        view! { <div class="wide"><dt>{t!(clusters_role_to_assume)}</dt><dd>{role}</dd></div> }
            .into_any(),
    )
}

/// Roles that still are as the cluster was, each with the way to ask for its change.
fn behind(behind: &RolesBehind, asks: bool) -> Option<AnyView> {
    let lines: Vec<_> = behind
        .seen
        .iter()
        .map(|(id, name)| {
            let ask = asks.then(|| view! { " " <a href=format!("/requests/new?role={id}")>{rich!(clusters_behind_ask, name = name; hidden: hidden)}</a> });
            view! { <li><a href=format!("/roles/{id}")><code>{name.clone()}</code></a> {ask}</li> }
        })
        .collect();
    if behind.number == 0 {
        return None;
    }
    let fields = said(&Text::joined(&behind.fields, ", "));
    Some(
        view! {
            <details class="more">
                <summary>{t!(clusters_behind, number = behind.number)}</summary>
                <p>{t!(clusters_behind_what, fields = fields)}</p>
                <ul class="bullets">{lines}</ul>
            </details>
        }
        .into_any(),
    )
}

fn hidden(words: AnyView) -> AnyView {
    view! { <span class="visually-hidden">{words}</span> }.into_any()
}

fn buttons(card: &ClusterCard) -> AnyView {
    let name = &card.health.cluster.name;
    match card.open {
        Some(id) => view! { <p><a href=format!("/cluster-changes/{id}")>{t!(clusters_open_change)}</a></p> }.into_any(),
        None => view! {
            <div class="actions">
                <a class="button" href=format!("/clusters/{name}/change")>{rich!(clusters_to_change, name = name; hidden: hidden)}</a>
                <a class="button button-quiet" href=format!("/clusters/{name}/remove")>{rich!(clusters_to_remove, name = name; hidden: hidden)}</a>
            </div>
        }
        .into_any(),
    }
}

fn looks(standing: Standing) -> (&'static str, Icon, String) {
    match standing {
        Standing::Good => ("good", Icon::Check, t!(clusters_item_good)),
        Standing::Unknown => ("quiet", Icon::Dot, t!(clusters_item_unknown)),
        Standing::Warning => ("attention", Icon::Alert, t!(clusters_item_soon)),
        Standing::Bad => ("bad", Icon::Alert, t!(clusters_item_bad)),
    }
}

/// The worst of what was found.
fn badge(items: &[Item]) -> AnyView {
    let worst = items.iter().map(|item| item.standing).max();
    let (tone, which, word) = match worst {
        None => ("quiet", Icon::Dot, t!(clusters_badge_new)),
        Some(Standing::Good) => ("good", Icon::Check, t!(clusters_badge_ready)),
        Some(Standing::Unknown) => ("quiet", Icon::Dot, t!(clusters_badge_unknown)),
        Some(Standing::Warning) => ("attention", Icon::Alert, t!(clusters_badge_soon)),
        Some(Standing::Bad) => ("bad", Icon::Alert, t!(clusters_badge_bad)),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}

fn items(health: &ClusterHealth) -> AnyView {
    let Some(checked) = &health.checked else {
        return view! { <p class="quiet">{t!(clusters_not_looked)}</p> }.into_any();
    };
    let lines: Vec<_> = health
        .items
        .iter()
        .map(|item| {
            let (tone, which, word) = looks(item.standing);
            view! {
                <li class=format!("step step-{tone}")>
                    <span class="step-outcome">{icon(which)} {word}</span>
                    <div><p>{said(&item.words)}</p></div>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="steps" role="list">{lines}</ol>
        <p class="quiet small">{rich!(clusters_looked; when: |_| ago(checked))}</p>
    }
    .into_any()
}
