//! The page and the window, as far as its parts need them.

use std::time::Duration;

use roleport_lang::Language;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTemplateElement, HtmlTextAreaElement, Node, NodeList, Window,
};

/// The window that the page is in.
///
/// # Panics
/// Outside a window, where nothing calls it.
#[allow(clippy::expect_used, reason = "the script runs in a page")]
pub(super) fn window() -> Window {
    web_sys::window().expect("a page is in a window")
}

/// The page.
///
/// # Panics
/// As [`window`].
#[allow(clippy::expect_used, reason = "the script runs in a page")]
pub(super) fn document() -> Document {
    window().document().expect("a window has a page")
}

/// The language that the page is in.
pub(super) fn language() -> Language {
    document()
        .document_element()
        .and_then(|html| html.get_attribute("lang")?.parse().ok())
        .unwrap_or_default()
}

/// Calls `run` on every event of a kind, for as long as the page is there.
pub(super) fn listen(target: &EventTarget, kind: &str, run: impl FnMut(Event) + 'static) {
    let run: Box<dyn FnMut(Event)> = Box::new(run);
    let closure = Closure::wrap(run).into_js_value();
    // Refused for no kind of event that there is.
    let _ = target.add_event_listener_with_callback(kind, closure.unchecked_ref());
}

/// Calls `run` once, after a while.
pub(super) fn later(after: Duration, run: impl FnOnce() + 'static) {
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
        Closure::once_into_js(run).unchecked_ref(),
        millis(after),
    );
}

fn millis(time: Duration) -> i32 {
    i32::try_from(time.as_millis()).unwrap_or(i32::MAX)
}

pub(super) fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// What an event happened to.
pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// A copy of what a `<template>` holds.
pub(super) fn of_template(id: &str) -> Option<Element> {
    let template: HtmlTemplateElement = by_id(id)?.dyn_into().ok()?;
    let held = template.content().first_element_child()?;
    held.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

pub(super) fn focus(id: &str) {
    if let Some(field) = by_id(id).and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// Everything in the page that a selector finds, in its order.
pub(super) fn all(selector: &str) -> Vec<Element> {
    elements(document().query_selector_all(selector))
}

/// The same within an element.
pub(super) fn inside(element: &Element, selector: &str) -> Vec<Element> {
    elements(element.query_selector_all(selector))
}

fn elements(found: Result<NodeList, JsValue>) -> Vec<Element> {
    // Our own selectors are right: there is nothing to find, at worst.
    found.map_or_else(
        |_| Vec::new(),
        |list| {
            (0..list.length())
                .filter_map(|index| list.item(index)?.dyn_into().ok())
                .collect()
        },
    )
}

/// What a field holds; nothing where there is none.
pub(super) fn value(id: &str) -> String {
    let Some(field) = by_id(id) else {
        return String::new();
    };
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        return select.value();
    }
    let area = field.dyn_ref::<HtmlTextAreaElement>();
    area.map(HtmlTextAreaElement::value).unwrap_or_default()
}

pub(super) fn set_value(id: &str, text: &str) {
    if let Some(input) = by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

pub(super) fn ticked(id: &str) -> bool {
    let field = by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| field.checked())
}

pub(super) fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = by_id(id) {
        // A page that lost the element has nothing to hide.
        let _ = element.toggle_attribute_with_force("hidden", hidden);
    }
}

pub(super) fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id) {
        element.set_text_content(Some(text));
    }
}

/// A new element with a text.
pub(super) fn element(tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element.set_text_content(Some(text));
    Some(element)
}

/// Takes everything out of an element.
pub(super) fn clear(id: &str) {
    set_text(id, "");
}

/// Adds a new element with a text to the end of one.
pub(super) fn append(id: &str, tag: &str, class: &str, text: &str) {
    if let (Some(parent), Some(line)) = (by_id(id), element(tag, class, text)) {
        let _ = parent.append_child(&Node::from(line));
    }
}

/// How full a `<meter>` is.
pub(super) fn set_meter(id: &str, value: usize, most: usize) {
    if let Some(meter) = by_id(id) {
        let _ = meter.set_attribute("max", &most.to_string());
        let _ = meter.set_attribute("value", &value.to_string());
    }
}
