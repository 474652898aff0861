//! Lines of access that come and go. Their ids and names count from 0, as the server reads them.

use leptos::wasm_bindgen::JsCast as _;
use roleport_domain::grant::split_url;
use web_sys::{Element, HtmlInputElement, Node};

use super::{check, dom, read::line_count};

/// What names a line's place.
const NUMBERED: [&str; 5] = ["id", "name", "for", "aria-describedby", "aria-labelledby"];

/// A pasted `s3://bucket/prefix` goes into both fields.
pub(super) fn spread_address(id: &str) {
    let Some(line) = id.strip_suffix("-bucket") else {
        return;
    };
    let typed = dom::value(id);
    if let Some((bucket, prefix)) = split_url(&typed) {
        dom::set_value(id, bucket);
        dom::set_value(&format!("{line}-prefix"), prefix);
    }
}

/// Adds an empty line, made of the last one.
pub(super) fn add() {
    let count = line_count();
    let last = count
        .checked_sub(1)
        .and_then(|index| dom::by_id(&format!("grants-{index}")));
    let Some(last) = last else {
        return;
    };
    let Some(new) = copy(&last) else {
        return;
    };
    blank(&new);
    number(&new, count - 1, count);
    let _ = last.after_with_node_1(&Node::from(new));
    show_removal(count + 1);
}

/// Removes a line; those after it move up.
pub(super) fn remove(index: usize) {
    let count = line_count();
    let Some(line) = dom::by_id(&format!("grants-{index}")) else {
        return;
    };
    line.remove();
    for from in index + 1..count {
        if let Some(line) = dom::by_id(&format!("grants-{from}")) {
            number(&line, from, from - 1);
        }
    }
    show_removal(count - 1);
}

fn copy(line: &Element) -> Option<Element> {
    line.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

fn inside(line: &Element, what: &str) -> Vec<Element> {
    let found = line.query_selector_all(what);
    found
        .map(|list| dom::elements(list).collect())
        .unwrap_or_default()
}

fn blank(line: &Element) {
    for field in inside(line, "input, [role=group]") {
        check::forget(&field);
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            if input.type_() == "text" {
                input.set_value("");
            }
            input.set_checked(false);
        }
    }
    for error in inside(line, ".field-error") {
        error.remove();
    }
}

/// Gives a line another place.
fn number(line: &Element, from: usize, to: usize) {
    let (from_id, to_id) = (format!("grants-{from}"), format!("grants-{to}"));
    let (from_name, to_name) = (format!("grants[{from}]"), format!("grants[{to}]"));
    let parts = inside(line, "*").into_iter().chain([line.clone()]);
    for part in parts {
        for attribute in NUMBERED {
            if let Some(value) = part.get_attribute(attribute) {
                let value = value
                    .replace(&from_id, &to_id)
                    .replace(&from_name, &to_name);
                let _ = part.set_attribute(attribute, &value);
            }
        }
    }
    for legend in inside(line, "legend") {
        legend.set_text_content(Some(&format!("Line {}", to + 1)));
    }
    for button in inside(line, "button") {
        button.set_text_content(Some(&format!("Remove line {}", to + 1)));
        let _ = button.set_attribute("value", &format!("remove-grant-{to}"));
    }
}

/// The only line can't be removed.
fn show_removal(count: usize) {
    for index in 0..count {
        let line = dom::by_id(&format!("grants-{index}"));
        for button in line.iter().flat_map(|line| inside(line, "button")) {
            let _ = button.toggle_attribute_with_force("hidden", count < 2);
        }
    }
}
