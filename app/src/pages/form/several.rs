//! Lines that nobody has to type one by one: from a list, for a kind of job, as another role has them.

use leptos::prelude::*;
use roleport_domain::starting_point::StartingPoint;

use super::field::{Problems, TextField};
use crate::{
    components::text_area::TextArea,
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
            <summary>"Add several lines at once"</summary>
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
        label: "A list of addresses",
        hint: "One a line: s3://bucket/prefix/ or an ARN, then what the pods may do, such as “read, write”. Without words: read.",
        rows: 4,
        max: None,
        value: &typed.pasted,
        error: problems.at(PASTED),
    };
    way(field.view(), "Add these lines")
}

fn role(typed: &TypedRequest, problems: &Problems) -> AnyView {
    let field = TextField {
        id: LIKE,
        name: LIKE,
        label: "The lines of another role",
        hint: "Its name or ARN. They are copied; the other role stays as it is.",
        value: &typed.like,
        error: problems.at(LIKE),
        list: Some(known_list(LIKE)),
    };
    way(field.view(), "Copy its lines")
}

/// A field, and the button that makes lines of what it holds.
fn way(field: AnyView, button: &'static str) -> AnyView {
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
                        {job.title}
                    </button>
                    <span class="small quiet" id=words>{job.words}</span>
                </li>
            }
        })
        .collect();
    view! {
        <div class="way">
            <h3 id="jobs">"The lines of a usual job"</h3>
            <ul class="plain jobs" aria-labelledby="jobs">{jobs}</ul>
        </div>
    }
    .into_any()
}
