//! The new-request form: an ordinary HTML form that the browser's half makes quicker.

use leptos::prelude::*;
use roleport_domain::{cluster::Cluster, errors::FieldError, grant::S3Grant};
use serde::{Deserialize, Serialize};

mod field;
mod grants;
mod names;
mod panel;
mod restore;
mod state;
mod summary;

use self::{grants::Grants, names::Names, panel::Panel, state::Form, summary::Summary};
use crate::fields::textarea_html;

/// What the form holds when the page comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormValues {
    /// The clusters to choose from.
    pub clusters: Vec<Cluster>,
    /// The role whose grants are to change; its names can't be.
    pub role: Option<i64>,
    /// Name of the chosen cluster; empty for none yet.
    pub cluster: String,
    /// Application name, as typed.
    pub app: String,
    /// Kubernetes namespace, as typed.
    pub namespace: String,
    /// Kubernetes service account, as typed.
    pub service_account: String,
    /// The lines of access, as typed; at least one.
    pub grants: Vec<S3Grant>,
    /// Why, as typed.
    pub reason: String,
    /// Makes a second submission of the same page harmless.
    pub key: String,
    /// What the server found wrong with it.
    pub errors: Vec<FieldError>,
}

/// A press on a button leaves the focus where it is: the field's error would else appear between
/// press and release, push the button away from under the pointer, and the click would be lost.
fn hold_still(event: &leptos::ev::MouseEvent) {
    use leptos::wasm_bindgen::JsCast as _;

    let pressed = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if pressed.is_some_and(|element| matches!(element.closest("button, a, .check"), Ok(Some(_)))) {
        event.prevent_default();
    }
}

/// The form. With JavaScript off, its buttons post it and the server answers with the next form.
#[island]
pub fn RequestForm(
    /// What it holds.
    values: FormValues,
) -> impl IntoView {
    let form = Form::new(&values);
    let errors = values.errors.clone();
    let key = values.key.clone();
    let reason = reason(form, &values.reason);
    let role = values.role;
    view! {
        <div class="with-aside">
            <form
                id="request-form"
                class="form"
                method="post"
                action="/requests/new"
                novalidate=true
                on:mousedown=|event| hold_still(&event)
            >
                // Enter in a text field presses the first button: it must not be "Remove".
                <button class="visually-hidden" type="submit" name="intent" value="review" tabindex="-1" aria-hidden="true">
                    "Review"
                </button>
                <input type="hidden" name="key" value=key/>
                {role.map(|role| view! { <input type="hidden" name="role" value=role/> })}
                <Summary errors/>
                <Names form values/>
                <Grants form/>
                {reason}
                <div class="actions">
                    <button class="button button-primary" type="submit" name="intent" value="review">"Review request"</button>
                    <a class="button button-quiet" href="/">"Cancel"</a>
                </div>
            </form>
            <Panel form/>
        </div>
    }
}

fn reason(form: Form, typed: &str) -> impl IntoView + use<> {
    let html = textarea_html(typed);
    let error = form.error("reason");
    view! {
        <section class="card">
            <h2>"Why"</h2>
            <div class="field">
                <label for="reason">"Reason"</label>
                <p class="hint" id="reason-hint">"One or two sentences for the person who approves it, and for whoever asks in a year."</p>
                {field::error_text("reason".to_owned().into(), error)}
                <textarea
                    id="reason"
                    name="reason"
                    rows="3"
                    aria-describedby=field::described("reason".to_owned().into(), true, error)
                    aria-invalid=field::invalid(error)
                    prop:value=form.reason
                    on:input:target=move |event| form.reason.set(event.target().value())
                    on:blur=move |_| form.touch("reason")
                    inner_html=html
                ></textarea>
            </div>
        </section>
    }
}
