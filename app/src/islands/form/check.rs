//! Errors beside the fields that the reader has been in; elsewhere the server's word stays.

use leptos::prelude::document;
use roleport_domain::errors::FieldError;
use web_sys::{Element, Node};

use super::dom;
use crate::fields::element_id;

/// Marks a visited field in the page, so that the mark moves with its line.
const VISITED: &str = "data-visited";

/// The reader has been in this field: from now on its problems are shown.
pub(super) fn visit(field: &Element) {
    let _ = field.set_attribute(VISITED, "");
}

/// Says what is wrong, and takes back what is not wrong any more.
pub(super) fn show(problems: &[FieldError]) {
    let Ok(visited) = document().query_selector_all("#request-form [data-visited]") else {
        return;
    };
    for field in dom::elements(visited) {
        let id = field.id();
        let problem = problems.iter().find(|one| element_id(&one.field) == id);
        say(&field, problem.map(|problem| problem.message.as_str()));
    }
}

/// Forgets that a field was visited, and what was said of it.
pub(super) fn forget(field: &Element) {
    let _ = field.remove_attribute(VISITED);
    say(field, None);
}

fn say(field: &Element, problem: Option<&str>) {
    let id = field.id();
    let error_id = format!("{id}-error");
    // Within the field's own box: a line that is being made has the ids of the one it was made of.
    let said = field
        .closest(".field")
        .ok()
        .flatten()
        .and_then(|around| around.query_selector(".field-error").ok().flatten());
    match (problem, said) {
        (Some(text), Some(said)) => said.set_text_content(Some(text)),
        (Some(text), None) => insert(field, &error_id, text),
        (None, Some(said)) => said.remove(),
        (None, None) => {}
    }
    let hint_id = format!("{id}-hint");
    let hint = dom::by_id(&hint_id).map(|_| hint_id.as_str());
    let described: Vec<&str> = hint
        .into_iter()
        .chain(problem.map(|_| error_id.as_str()))
        .collect();
    set(field, "aria-describedby", &described.join(" "));
    // A group can't be invalid, only what is in it.
    if !field.has_attribute("role") {
        set(field, "aria-invalid", problem.map_or("", |_| "true"));
    }
}

/// Sets an attribute, or takes it away where there is nothing to say.
fn set(element: &Element, name: &str, value: &str) {
    let _ = if value.is_empty() {
        element.remove_attribute(name)
    } else {
        element.set_attribute(name, value)
    };
}

/// Where the server puts it as well: before the input, after a group's label.
fn insert(field: &Element, id: &str, text: &str) {
    let Some(error) = dom::element("p", "field-error", text) else {
        return;
    };
    error.set_id(id);
    let error = Node::from(error);
    let _ = match field.first_element_child() {
        Some(label) if field.has_attribute("role") => label.after_with_node_1(&error),
        _ => field.before_with_node_1(&error),
    };
}
