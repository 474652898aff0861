//! Whether AWS has a role as it was approved.

use leptos::prelude::*;

use crate::{
    components::{
        grants::grant_list,
        icon::{Icon, icon},
        layout::may_ask,
        moment::ago,
        note::note,
        steps::step_list,
    },
    language::{rich, said, t},
    portal::{RoleCheck, RoleDetail, Viewer},
};

/// What the last comparison found, and the next step.
pub(super) fn in_aws(role: &RoleDetail, viewer: &Viewer) -> AnyView {
    let id = role.summary.id;
    let found = match &role.check {
        None => view! { <p class="quiet">{t!(role_not_compared)}</p> }.into_any(),
        Some(check) => found(check),
    };
    let asks = may_ask(viewer);
    let drifted = role.check.as_ref().is_some_and(|check| check.drifted);
    let restore = (asks && drifted && role.open_request.is_none()).then(|| {
        view! { <a class="button button-primary" href=format!("/roles/{id}/restore")>{t!(role_restore)}</a> }
    });
    let kept = role
        .check
        .as_ref()
        .is_some_and(|check| check.found.is_some());
    let keep = (restore.is_some() && kept).then(|| {
        view! { <a class="button" href=format!("/requests/new?found={id}")>{t!(role_keep)}</a> }
    });
    let compare = asks.then(|| {
        view! {
            <form method="post" action=format!("/roles/{id}/check")>
                <button class="button" type="submit">{t!(role_compare)}</button>
            </form>
        }
    });
    view! {
        <section class="card" aria-labelledby="aws">
            <h2 id="aws">{t!(role_in_aws)}</h2>
            {found}
            <div class="actions">{restore} {keep} {compare}</div>
        </section>
    }
    .into_any()
}

fn found(check: &RoleCheck) -> AnyView {
    let when = |_| ago(&check.checked);
    let used = check.last_used.as_ref().map_or_else(
        || t!(role_never_used),
        |used| t!(role_last_used, used = used),
    );
    let unreadable = check
        .unreadable
        .as_ref()
        .map(|words| alert("attention", t!(role_unreadable), said(words)));
    let obstacles: Vec<_> = check
        .obstacles
        .iter()
        .chain(&check.notices)
        .map(|words| alert("attention", t!(role_notice), said(words)))
        .collect();
    let state = if check.drifted {
        let now = check.found.as_ref().map(|found| {
            view! {
                <h3>{t!(role_drifted_now)}</h3>
                {grant_list(found)}
            }
        });
        let steps = (!check.steps.is_empty()).then(|| {
            view! {
                <h3>{t!(role_drifted_steps)}</h3>
                {step_list(&check.steps)}
            }
        });
        view! {
            {alert("bad", t!(role_drifted), t!(role_drifted_lead))}
            {steps}
            {now}
        }
        .into_any()
    } else {
        view! { <p><span class="badge badge-good">{icon(Icon::Check)} {t!(role_as_approved)}</span></p> }
            .into_any()
    };
    view! {
        {unreadable}
        {state}
        {obstacles}
        <p class="quiet"><span>{rich!(role_compared; when: when)}</span> " " {used}</p>
    }
    .into_any()
}

fn alert(tone: &'static str, title: String, words: String) -> AnyView {
    note(tone, Icon::Alert, title, view! { <p>{words}</p> })
}
