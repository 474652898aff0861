//! Errors beside the fields that the reader has been in; elsewhere the server's word stays.

use roleport_domain::errors::FieldError;
use web_sys::{Element, Node};

use crate::{
    browser::page,
    fields::{described, element_id},
};

/// Marks a visited field in the page, so that the mark moves with its line.
const VISITED: &str = "data-visited";

/// The reader has been in this field: from now on its problems are shown.
pub(super) fn visit(field: &Element) {
    let _ = field.set_attribute(VISITED, "");
}

/// Says what is wrong, and takes back what is not wrong any more.
pub(super) fn show(problems: &[FieldError]) {
    let language = page::language();
    for field in page::all(&format!("#request-form [{VISITED}]")) {
        let id = field.id();
        let problem = problems.iter().find(|one| element_id(&one.field) == id);
        say(&field, problem.map(|problem| problem.message.say(language)));
    }
}

/// Forgets that a field was visited, and what was said of it.
pub(super) fn forget(field: &Element) {
    let _ = field.remove_attribute(VISITED);
    say(field, None);
}

fn say(field: &Element, problem: Option<&str>) {
    let id = field.id();
    // Within the field's own box: a line that is being made has the ids of the one it was made of.
    let said = field
        .closest(".field")
        .ok()
        .flatten()
        .and_then(|around| around.query_selector(".field-error").ok().flatten());
    match (problem, said) {
        (Some(text), Some(said)) => said.set_text_content(Some(text)),
        (Some(text), None) => insert(field, text),
        (None, Some(said)) => said.remove(),
        (None, None) => {}
    }
    let hint = page::by_id(&format!("{id}-hint")).is_some();
    let described = described(&id, hint, problem.is_some());
    set(field, "aria-describedby", described.as_deref());
    // A group can't be invalid, only what is in it.
    if !field.has_attribute("role") {
        set(field, "aria-invalid", problem.map(|_| "true"));
    }
}

/// Sets an attribute, or takes it away where there is nothing to say.
fn set(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Where the server puts it as well: before the input, after a group's label.
fn insert(field: &Element, text: &str) {
    let Some(error) = page::element("p", "field-error", text) else {
        return;
    };
    error.set_id(&format!("{}-error", field.id()));
    let error = Node::from(error);
    let _ = match field.first_element_child() {
        Some(label) if field.has_attribute("role") => label.after_with_node_1(&error),
        _ => field.before_with_node_1(&error),
    };
}
