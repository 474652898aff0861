//! The guide: from what a service account is to why it does not work, with the reader's own names.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::{names::Names, topic::Topic};
use super::{load, query};
use crate::{
    components::{layout::may_ask, rich::link},
    language::{rich, t},
    portal::PortalError,
};

mod devops;
mod names;
mod permissions;
mod picture;
mod pod_identity;
mod pods;
mod sdks;
mod start;
mod topic;
mod trouble;

/// `/guide`
#[component]
pub(crate) fn Guide() -> impl IntoView {
    page(Some(Topic::Start))
}

/// `/guide/{topic}`
#[component]
pub(crate) fn GuideTopic() -> impl IntoView {
    page(use_params_map().with_untracked(|params| Topic::parse(&params.get("topic")?)))
}

fn page(topic: Option<Topic>) -> impl IntoView {
    let asked = query("role").parse().ok();
    load(async move |portal, viewer| {
        let topic = topic.ok_or(PortalError::NotFound)?;
        let names = match topic {
            // They speak of no role: nothing is read for them.
            Topic::Sdks | Topic::DevOps => Names::example(),
            _ => Names::read(portal.as_ref(), &viewer, asked).await?,
        };
        let body = match topic {
            Topic::Start => start::page(&names, may_ask(&viewer)),
            Topic::Pods => pods::page(&names),
            Topic::Permissions => permissions::page(&names, may_ask(&viewer)),
            Topic::Sdks => sdks::page(),
            Topic::Trouble => trouble::page(&names),
            Topic::PodIdentity => pod_identity::page(&names),
            Topic::DevOps => devops::page(),
        };
        let banner = match topic {
            Topic::Sdks | Topic::DevOps => None,
            _ => Some(names.banner(topic)),
        };
        Ok(view! {
            <Title text=t!(guide_page, topic = topic.label())/>
            <div class="guide">
                {contents(topic, asked)}
                <div class="page">
                    <div class="page-head">
                        <div>
                            <p class="eyebrow">{t!(guide_title)}</p>
                            <h1>{topic.label()}</h1>
                        </div>
                    </div>
                    {banner}
                    {body}
                    {onward(topic, asked)}
                </div>
            </div>
        }
        .into_any())
    })
}

fn address(topic: Topic, role: Option<i64>) -> String {
    match role {
        Some(role) => format!("{}?role={role}", topic.path()),
        None => topic.path().to_owned(),
    }
}

fn contents(shown: Topic, role: Option<i64>) -> AnyView {
    let links: Vec<_> = Topic::ALL
        .into_iter()
        .map(|topic| {
            let current = (topic == shown).then_some("page");
            view! { <li><a href=address(topic, role) aria-current=current>{topic.label()}</a></li> }
        })
        .collect();
    view! {
        <nav class="guide-contents" aria-label=t!(guide_title)>
            <ol role="list">{links}</ol>
        </nav>
    }
    .into_any()
}

fn onward(shown: Topic, role: Option<i64>) -> Option<AnyView> {
    let next = Topic::ALL
        .into_iter()
        .skip_while(|topic| *topic != shown)
        .nth(1)?;
    Some(
        view! {
            <p class="onward">
                {rich!(guide_next, topic = next.label(); link: link(address(next, role)))}
            </p>
        }
        .into_any(),
    )
}
