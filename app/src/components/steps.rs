//! The AWS calls of a plan, and how each of them went.

use leptos::prelude::*;

use super::{
    diff::diff_block,
    icon::{Icon, icon},
};
use crate::{
    language::{said, t},
    portal::{PlanStep, StepOutcome},
};

/// The calls in the order in which they are sent.
pub(crate) fn step_list(steps: &[PlanStep]) -> AnyView {
    let lines: Vec<_> = steps.iter().map(line).collect();
    view! { <ol class="steps" role="list">{lines}</ol> }.into_any()
}

fn line(step: &PlanStep) -> AnyView {
    let (tone, which, word, text) = match &step.outcome {
        None => ("quiet", Icon::Dot, t!(parts_step_planned), None),
        Some(StepOutcome::Running) => ("info", Icon::Spinner, t!(parts_step_running), None),
        Some(StepOutcome::Done) => ("good", Icon::Check, t!(parts_step_done), None),
        Some(StepOutcome::Failed(text)) => {
            ("bad", Icon::Alert, t!(parts_step_failed), Some(said(text)))
        }
    };
    let text = text.map(|text| view! { <p class="step-failure">{text}</p> });
    let difference = (!step.difference.is_empty()).then(|| {
        view! {
            <details class="step-difference">
                <summary>{t!(parts_step_before_after)}</summary>
                {diff_block(&step.difference, &t!(parts_step_changes))}
            </details>
        }
    });
    view! {
        <li class=format!("step step-{tone}")>
            <span class="step-outcome">{icon(which)} {word}</span>
            <div>
                <p><code>{step.call.clone()}</code> " " {said(&step.words)}</p>
                {text}
                {difference}
            </div>
        </li>
    }
    .into_any()
}
