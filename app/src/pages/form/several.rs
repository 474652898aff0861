//! Lines that nobody has to type one by one: from a list, for a kind of job, as another role has them.

use leptos::prelude::*;
use roleport_domain::starting_point::StartingPoint;

use super::field::{Problems, TextField};
use crate::{
    components::text_area::TextArea,
    language::{said, t},
    portal::{TypedRequest, known::known_list},
};

/// Where a list is pasted.
pub(super) const PASTED: &str = "pasted";
/// Where another role is named.
pub(super) const LIKE: &str = "like";

/// Folded until somebody wants it, or has left something in it.
pub(super) fn several(typed: &TypedRequest, problems: &Problems) -> AnyView {
    let is_used = |field| problems.at(field).is_some();
    let open =
        !typed.pasted.is_empty() || !typed.like.is_empty() || is_used(PASTED) || is_used(LIKE);
    view! {
        <details class="several" open=open>
            <summary>{t!(form_several)}</summary>
            <div class="several-ways">
                {list(typed, problems)}
                {role(typed, problems)}
                {jobs()}
            </div>
        </details>
    }
    .into_any()
}

fn list(typed: &TypedRequest, problems: &Problems) -> AnyView {
    let field = TextArea {
        id: PASTED,
        name: PASTED.to_owned(),
        label: &t!(form_pasted),
        hint: &t!(form_pasted_hint),
        rows: 4,
        max: None,
        value: &typed.pasted,
        error: problems.at(PASTED),
    };
    way(field.view(), t!(form_pasted_add))
}

fn role(typed: &TypedRequest, problems: &Problems) -> AnyView {
    let field = TextField {
        id: LIKE,
        name: LIKE,
        label: &t!(form_like),
        hint: &t!(form_like_hint),
        value: &typed.like,
        error: problems.at(LIKE),
        list: Some(known_list(LIKE)),
    };
    way(field.view(), t!(form_like_add))
}

/// A field, and the button that makes lines of what it holds.
fn way(field: AnyView, button: String) -> AnyView {
    view! {
        <div class="way">
            {field}
            <button class="button button-small" type="submit" name="intent" value="add-lines">
                {button}
            </button>
        </div>
    }
    .into_any()
}

fn jobs() -> AnyView {
    let jobs: Vec<_> = StartingPoint::ALL
        .into_iter()
        .map(|job| {
            let words = format!("job-{}", job.id);
            view! {
                <li>
                    <button
                        class="button button-small"
                        type="submit"
                        name="intent"
                        value=format!("start-{}", job.id)
                        aria-describedby=words.clone()
                    >
                        {said(&job.title())}
                    </button>
                    <span class="small quiet" id=words>{said(&job.words())}</span>
                </li>
            }
        })
        .collect();
    view! {
        <div class="way">
            <h3 id="jobs">{t!(form_jobs)}</h3>
            <ul class="plain jobs" aria-labelledby="jobs">{jobs}</ul>
        </div>
    }
    .into_any()
}
