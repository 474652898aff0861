//! The one thing to do next.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::language::t;

/// What to do, or that there is nothing.
pub(crate) struct NextStep {
    words: String,
    /// The button's label and where it leads.
    action: Option<(String, String)>,
}

impl NextStep {
    /// Something to do: the button, why, and where.
    pub(crate) fn new(
        label: impl Into<String>,
        words: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        Self {
            words: words.into(),
            action: Some((label.into(), href.into())),
        }
    }

    /// Nothing to do.
    pub(crate) fn done(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            action: None,
        }
    }
}

/// Shows it.
pub(crate) fn next_step(step: &NextStep) -> AnyView {
    let words = step.words.clone();
    match &step.action {
        Some((label, href)) => view! {
            <section class="card next-step" aria-label=t!(parts_next)>
                <p>{words}</p>
                <a class="button button-primary" href=href.clone()>{label.clone()}</a>
            </section>
        }
        .into_any(),
        None => view! {
            <div class="card next-step next-step-done">
                <p>{icon(Icon::Check)} " " {words}</p>
            </div>
        }
        .into_any(),
    }
}
