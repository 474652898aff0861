//! What the request would make, while it is typed.

use leptos::prelude::*;
use roleport_domain::{
    grant::{Access, Grant, S3Grant},
    preview::preview,
};

use super::{
    field::{flag, text},
    state::Form,
};

/// AWS counts a managed policy without its white space.
const POLICY_LIMIT: usize = 6144;

/// Stands in for the reason, which changes nothing of what is shown here.
const REASON: &str = "Only to see what it makes.";

/// Role name, access in plain words, size and warnings; then what happens next. Without
/// JavaScript only the last.
#[component]
pub(super) fn Panel(
    /// The form it follows.
    form: Form,
) -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    view! {
        <aside class="aside" aria-label="What this request makes">
            <section class="card" hidden=flag(move || !awake.get())>
                <h2>"What this makes"</h2>
                {move || awake.get().then(|| live(form))}
            </section>
            <section class="card">
                <h2>"What happens next"</h2>
                <ol class="numbered small">
                    <li>"You review the exact role, policy and Helm values."</li>
                    <li>"Somebody else, who may approve, decides on it."</li>
                    <li>"Roleport applies it to AWS, usually within seconds."</li>
                    <li>"You copy the Helm values and restart the pods."</li>
                </ol>
            </section>
        </aside>
    }
}

fn live(form: Form) -> impl IntoView {
    let name = Memo::new(move |_| role_name(form));
    let words = Memo::new(move |_| access_words(form));
    let made = Memo::new(move |_| {
        let mut input = form.input()?;
        // The size is worth knowing before the reason is written.
        REASON.clone_into(&mut input.reason);
        let made = preview(&input);
        let sizes: Vec<usize> = made.policies.iter().map(|policy| policy.size).collect();
        let warnings: Vec<String> = made
            .warnings
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        Some((sizes, warnings))
    });
    view! {
        <h3>"Role name"</h3>
        <p hidden=flag(move || name.with(Option::is_none))><code>{text(move || name.get().unwrap_or_default())}</code></p>
        <p class="quiet" hidden=flag(move || name.with(Option::is_some))>"Shown once the names are complete."</p>
        <h3>"Access"</h3>
        <ul hidden=flag(move || words.with(Vec::is_empty))>
            {move || words.get().into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>()}
        </ul>
        <p class="quiet" hidden=flag(move || !words.with(Vec::is_empty))>"Name a bucket and tick what the pods need."</p>
        {move || made.get().map(|(sizes, warnings)| {
            let sizes: Vec<_> = sizes
                .into_iter()
                .map(|size| view! { <p class="quiet small">{format!("Policy: {size} of {POLICY_LIMIT} characters")}</p> })
                .collect();
            let warnings: Vec<_> = warnings
                .into_iter()
                .map(|text| view! { <p class="warning">{text}</p> })
                .collect();
            (sizes, warnings)
        })}
    }
}

/// The name as soon as the names alone are right: the rest is filled in for the asking.
fn role_name(form: Form) -> Option<String> {
    let mut input = form.input()?;
    input.grants = vec![Grant::S3(S3Grant {
        bucket: "example-bucket".to_owned(),
        prefix: String::new(),
        access: vec![Access::Read],
    })];
    REASON.clone_into(&mut input.reason);
    input
        .parse()
        .ok()
        .map(|request| request.role_name().to_owned())
}

fn access_words(form: Form) -> Vec<String> {
    let Some(input) = form.input() else {
        return Vec::new();
    };
    let lines = input.grants.iter().enumerate();
    lines
        .filter(|(index, _)| form.row_is_fine(*index))
        .map(|(_, grant)| format!("May {}.", grant.describe()))
        .collect()
}
