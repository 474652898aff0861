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
    portal::{RoleCheck, RoleDetail, Viewer},
};

/// What the last comparison found, and the next step.
pub(super) fn in_aws(role: &RoleDetail, viewer: &Viewer) -> AnyView {
    let id = role.summary.id;
    let found = match &role.check {
        None => view! { <p class="quiet">"Not compared with AWS yet."</p> }.into_any(),
        Some(check) => found(check),
    };
    let asks = may_ask(viewer);
    let drifted = role.check.as_ref().is_some_and(|check| check.drifted);
    let restore = (asks && drifted && role.open_request.is_none()).then(|| {
        view! { <a class="button button-primary" href=format!("/roles/{id}/restore")>"Ask to restore it"</a> }
    });
    let kept = role
        .check
        .as_ref()
        .is_some_and(|check| check.found.is_some());
    let keep = (restore.is_some() && kept).then(|| {
        view! { <a class="button" href=format!("/requests/new?found={id}")>"Ask to keep what AWS has"</a> }
    });
    let compare = asks.then(|| {
        view! {
            <form method="post" action=format!("/roles/{id}/check")>
                <button class="button" type="submit">"Compare with AWS now"</button>
            </form>
        }
    });
    view! {
        <section class="card" aria-labelledby="aws">
            <h2 id="aws">"As AWS has it"</h2>
            {found}
            <div class="actions">{restore} {keep} {compare}</div>
        </section>
    }
    .into_any()
}

fn found(check: &RoleCheck) -> AnyView {
    let when = view! { <span>"Compared " {ago(&check.checked)} "."</span> };
    let used = check.last_used.as_ref().map_or_else(
        || "AWS has not seen it used in the last 400 days.".to_owned(),
        |used| format!("AWS saw it used last on {used}."),
    );
    let unreadable = check
        .unreadable
        .as_ref()
        .map(|words| alert("attention", "It could not be compared", words.clone()));
    let obstacles: Vec<_> = check
        .obstacles
        .iter()
        .chain(&check.notices)
        .map(|words| alert("attention", "Look at this", words.clone()))
        .collect();
    let state = if check.drifted {
        let now = check.found.as_ref().map(|found| {
            view! {
                <h3>"What AWS lets it do now"</h3>
                {grant_list(found)}
            }
        });
        let steps = (!check.steps.is_empty()).then(|| {
            view! {
                <h3>"What would bring it back"</h3>
                {step_list(&check.steps)}
            }
        });
        view! {
            {alert("bad", "AWS has this role otherwise than it was approved", "Somebody has changed it outside Roleport. Ask to restore it, or request a change so that what it should be is approved.".to_owned())}
            {steps}
            {now}
        }
        .into_any()
    } else {
        view! { <p><span class="badge badge-good">{icon(Icon::Check)} "As approved"</span></p> }
            .into_any()
    };
    view! {
        {unreadable}
        {state}
        {obstacles}
        <p class="quiet">{when} " " {used}</p>
    }
    .into_any()
}

fn alert(tone: &'static str, title: &'static str, words: String) -> AnyView {
    note(tone, Icon::Alert, title, view! { <p>{words}</p> })
}
