//! The form of a request: ordinary HTML that posts itself. The island around it makes it quicker.

use leptos::prelude::*;
use roleport_domain::{cluster::Cluster, errors::FieldError};

pub(super) mod field;
mod grants;
mod known;
mod names;
mod panel;
mod several;
mod summary;

use self::{field::Problems, grants::grants, names::names, panel::Panel, summary::summary};
use crate::{
    components::text_area::TextArea,
    fields::grants_data,
    language::t,
    portal::{TypedRequest, known::Known},
    shell::page_script,
};

pub use self::known::known_fragment;

/// The form as it stands.
#[derive(Debug, Clone)]
pub(super) struct FormValues {
    /// The clusters to choose from.
    pub(super) clusters: Vec<Cluster>,
    /// What was typed, with at least one grant.
    pub(super) typed: TypedRequest,
    /// What the server found wrong with it.
    pub(super) errors: Vec<FieldError>,
    /// What is known of it already.
    pub(super) known: Known,
}

/// The form, and beside it what it makes.
#[component]
pub(super) fn RequestForm(
    /// What it holds.
    values: FormValues,
) -> impl IntoView {
    let FormValues {
        clusters,
        typed,
        errors,
        known,
    } = values;
    let problems = Problems(errors.clone());
    let names = names(&clusters, &typed, &problems);
    let grants = grants(&typed, &problems);
    let summary = summary(&errors);
    let hidden = hidden(&typed);
    let reason = reason(&typed.reason, &problems);
    let answer = typed.revises.map(|_| answer(&typed.answer, &problems));
    let action = typed.action();
    let saved = typed.draft.map(|_| t!(form_draft_saved));
    let namesakes = known::namesakes(&known.roles.unwrap_or_default(), &typed);
    let before = grants_data(&known.before);
    let lists = known::lists(&known::with_empty(known.lists));
    let cancel = typed
        .revises
        .map_or_else(|| "/".to_owned(), |(id, _)| format!("/requests/{id}"));
    view! {
        <div class="with-aside" data-island="request_form">
            <form id="request-form" class="form" method="post" action=action novalidate=true data-before=before>
                // Enter in a text field presses the first button: it must not be "Remove".
                <button class="visually-hidden" type="submit" name="intent" value="review" tabindex="-1" aria-hidden="true">
                    {t!(form_enter)}
                </button>
                {hidden}
                {summary}
                {names}
                {grants}
                {reason}
                {answer}
                <div class="actions">
                    <button class="button button-primary" type="submit" name="intent" value="review">{t!(form_review)}</button>
                    <button class="button" type="submit" name="intent" value="save">{t!(form_save)}</button>
                    <a class="button button-quiet" href=cancel>{t!(form_cancel)}</a>
                    // The script says there what became of its saving.
                    <span class="quiet" id="saved" role="status" data-kept=t!(form_kept) data-not-kept=t!(form_not_kept)>{saved}</span>
                </div>
                {lists}
            </form>
            <Panel namesakes/>
        </div>
        {page_script("request.js")}
    }
}

fn hidden(typed: &TypedRequest) -> Vec<AnyView> {
    typed
        .hidden()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}

/// What the writer of a new revision says to the approvers.
fn answer(typed: &str, problems: &Problems) -> AnyView {
    let field = TextArea {
        id: "answer",
        name: "answer".to_owned(),
        label: &t!(form_answer),
        hint: &t!(form_answer_hint),
        rows: 2,
        max: Some(4000),
        value: typed,
        error: problems.at("answer"),
    };
    view! { <section class="card"><h2>{t!(form_changed)}</h2> {field.view()}</section> }.into_any()
}

fn reason(typed: &str, problems: &Problems) -> AnyView {
    let field = TextArea {
        id: "reason",
        name: "reason".to_owned(),
        label: &t!(form_reason),
        hint: &t!(form_reason_hint),
        rows: 3,
        max: None,
        value: typed,
        error: problems.at("reason"),
    };
    view! { <section class="card"><h2>{t!(form_why)}</h2> {field.view()}</section> }.into_any()
}
