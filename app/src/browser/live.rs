//! Keeps a request's page current while somebody else, or the worker, has the next move.

use std::{cell::Cell, rc::Rc, time::Duration};

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::{
    feed::{Source, follow},
    page,
};

/// Often enough to feel immediate, one small query each.
const EVERY: Duration = Duration::from_millis(1500);

/// After so long, whoever seemed to leave is still there.
const STAYS: Duration = Duration::from_secs(10);

/// Reloads the page when the request's version changes; says so instead while a comment is typed.
pub(super) fn wake(island: &HtmlElement) {
    let id = page::data(island, "id");
    let version = page::data(island, "version").parse::<i32>();
    let (Ok(version), Some(note)) = (version, page::first(island, ".note")) else {
        return;
    };
    let source = Source {
        stream: island
            .has_attribute("data-stream")
            .then(|| format!("/requests/{id}/live")),
        question: format!("/requests/{id}/state"),
        every: EVERY,
        field: "version",
    };
    let leaving = leaving();
    follow(source, move |now| {
        now == version || leaving.get() || !changed(&id, &note)
    });
}

/// Whoever has clicked away is on their way: a reload would call them back.
fn leaving() -> Rc<Cell<bool>> {
    let leaving = Rc::new(Cell::new(false));
    let told = leaving.clone();
    page::listen(&page::window(), "beforeunload", move |_| {
        told.set(true);
        // A download, say, leaves the page where it is.
        let told = told.clone();
        page::later(STAYS, move || told.set(false));
    });
    leaving
}

/// Shows what has changed, or says that something has; whether that was done.
fn changed(id: &str, note: &HtmlElement) -> bool {
    if typing() {
        note.set_hidden(false);
        return true;
    }
    // Not reload(): this page may be the answer to a POST, and would be sent again.
    let place = page::window().location();
    place.replace(&format!("/requests/{id}")).is_ok()
}

/// Whether the reader has typed into any of the page's fields, or is about to.
fn typing() -> bool {
    let active = page::document().active_element();
    page::all("main textarea")
        .into_iter()
        .filter_map(|field| field.dyn_into().ok())
        .any(|field| typed(&field) || active.as_ref() == Some(field.as_ref()))
}

/// The field of a comment that is edited starts with its text; any other starts empty. After a
/// refused POST a field holds what was typed before, and is marked.
fn typed(field: &HtmlTextAreaElement) -> bool {
    let start = if field.id().starts_with("edit-") {
        field.default_value().unwrap_or_default()
    } else {
        String::new()
    };
    field.value() != start || field.has_attribute("aria-invalid")
}
