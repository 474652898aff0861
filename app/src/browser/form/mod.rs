//! Brings the request form to life: checks each field as it is left, adds and removes lines, shows
//! what the request would make.
//!
//! The form is the server's HTML and stays it. Nothing here keeps a copy of what is typed: it reads
//! the page when something happens, asks the domain, and writes the answer beside the field. So
//! what was typed before it woke is simply there, and the browser carries no second form.

use std::time::Duration;

use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlElement, InputEvent};

use crate::browser::page;

mod check;
mod follow;
mod lines;
mod panel;
mod read;

/// Listens to what bubbles up from the form's fields, and shows the panel.
pub(super) fn wake(island: &HtmlElement) {
    page::listen(island, "mousedown", |event| hold_still(&event));
    page::listen(island, "input", |event| typed(&event));
    page::listen(island, "change", |event| changed(&event));
    page::listen(island, "focusout", |event| left(&event));
    page::listen(island, "click", |event| clicked(&event));
    follow::start();
    refresh();
    page::set_hidden("made", false);
}

/// Says what is wrong with the fields that were visited, and what the whole would make.
fn refresh() {
    // Without one of our clusters there is nothing to check against; the server says so.
    let Some(input) = read::request() else {
        return;
    };
    let problems = input.parse().err().unwrap_or_default();
    check::show(&problems);
    panel::show(&input, &read::before(), &problems);
}

fn typed(event: &Event) {
    let Some(field) = page::target(event) else {
        return;
    };
    let id = field.id();
    if !id.starts_with("grants-") {
        follow::typed(&field);
    } else if !is_one_letter(event) {
        lines::spread_address(&id);
    }
    refresh();
}

/// Typed letter by letter an address is whole only when its field is left.
fn is_one_letter(event: &Event) -> bool {
    let letters = event.dyn_ref::<InputEvent>().and_then(InputEvent::data);
    letters.is_some_and(|letters| letters.chars().nth(1).is_none())
}

/// A choice or a tick is made at once: it counts as visited without being left.
fn changed(event: &Event) {
    let Some(field) = page::target(event) else {
        return;
    };
    if let Some(index) = lines::of_kind(&field.id()) {
        // Not within the event: the field it is about goes, and its going is an event as well.
        page::later(Duration::ZERO, move || {
            lines::turn(index);
            refresh();
        });
    } else if let Ok(Some(chosen)) = field.closest("[role=group], select") {
        check::visit(&chosen);
        refresh();
    }
}

fn left(event: &Event) {
    let Some(field) = page::target(event) else {
        return;
    };
    if field.matches("input[type=text], textarea") == Ok(true) {
        lines::spread_address(&field.id());
        check::visit(&field);
        refresh();
    }
}

/// Takes the buttons that the server would answer with the next form; the others post as ever.
fn clicked(event: &Event) {
    let button = page::target(event).and_then(|pressed| pressed.closest("button").ok().flatten());
    let Some(intent) = button.and_then(|button| button.get_attribute("value")) else {
        return;
    };
    if intent == "add-grant" {
        lines::add();
    } else if let Some(index) = intent.strip_prefix("remove-grant-") {
        lines::remove(index.parse().unwrap_or_default());
    } else {
        return;
    }
    event.prevent_default();
    refresh();
}

/// A press on a button leaves the focus where it is: the field's error would else appear between
/// press and release, push the button away from under the pointer, and the click would be lost.
fn hold_still(event: &Event) {
    let pressed = page::target(event);
    if pressed.is_some_and(|element| matches!(element.closest("button, a, .check"), Ok(Some(_)))) {
        event.prevent_default();
    }
}
