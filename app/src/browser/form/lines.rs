//! Lines of access that come and go. Their ids and names count from 0, as the server reads them.

use roleport_domain::{grant::split_url, service::Service};
use roleport_lang::say;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, Node};

use super::check;
use crate::{browser::page, fields::line_template};

/// What names a line's place.
const NUMBERED: [&str; 5] = ["id", "name", "for", "aria-describedby", "aria-labelledby"];

/// A line's button that removes it.
const REMOVE: &str = "button[value^=remove-grant-]";

/// A pasted `s3://bucket/prefix` goes into both fields.
pub(super) fn spread_address(id: &str) {
    let Some(line) = id.strip_suffix("-bucket") else {
        return;
    };
    let typed = page::value(id);
    if let Some((bucket, prefix)) = split_url(&typed) {
        page::set_value(id, bucket);
        page::set_value(&format!("{line}-prefix"), prefix);
    }
}

/// Adds an empty line of the last one's service.
pub(super) fn add() {
    let lines = all();
    let Some(last) = lines.last() else {
        return;
    };
    let Some(new) = copy(last) else {
        return;
    };
    blank(&new);
    number(&new, lines.len() - 1, lines.len());
    let _ = last.after_with_node_1(&Node::from(new));
    show_removal();
}

/// The line whose service the field of this id is; none for any other field.
pub(super) fn of_kind(id: &str) -> Option<usize> {
    let index = id.strip_prefix("grants-")?.strip_suffix("-service")?;
    index.parse().ok()
}

/// Makes a line one of another service, with nothing typed into it yet.
pub(super) fn turn(index: usize) {
    let lines = all();
    let Some(line) = lines.get(index) else {
        return;
    };
    let kind = format!("grants-{index}-service");
    let service = Service::parse(&page::value(&kind)).unwrap_or_default();
    let Some(new) = page::of_template(&line_template(service)) else {
        return;
    };
    number(&new, 0, index);
    let _ = line.replace_with_with_node_1(&Node::from(new));
    show_removal();
    page::focus(&kind);
}

/// Removes a line; those after it move up.
pub(super) fn remove(index: usize) {
    let lines = all();
    let Some(line) = lines.get(index) else {
        return;
    };
    line.remove();
    for (from, line) in lines.iter().enumerate().skip(index + 1) {
        number(line, from, from - 1);
    }
    show_removal();
}

/// The lines there are, in order.
pub(super) fn all() -> Vec<Element> {
    page::all("#grants > .line")
}

fn copy(line: &Element) -> Option<Element> {
    line.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

fn blank(line: &Element) {
    for field in page::inside(line, "input, textarea, [role=group]") {
        check::forget(&field);
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            if input.type_() == "text" {
                input.set_value("");
            }
            input.set_checked(false);
        }
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value("");
        }
    }
    for error in page::inside(line, ".field-error") {
        error.remove();
    }
}

/// Gives a line another place.
fn number(line: &Element, from: usize, to: usize) {
    let (from_id, to_id) = (format!("grants-{from}"), format!("grants-{to}"));
    let (from_name, to_name) = (format!("grants[{from}]"), format!("grants[{to}]"));
    let parts = page::inside(line, "*").into_iter().chain([line.clone()]);
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
    let language = page::language();
    for legend in page::inside(line, "legend") {
        let words = say!(language, preview_line, number = to + 1);
        legend.set_text_content(Some(&words));
    }
    for button in page::inside(line, REMOVE) {
        let words = say!(language, preview_line_remove, number = to + 1);
        button.set_text_content(Some(&words));
        let _ = button.set_attribute("value", &format!("remove-grant-{to}"));
    }
}

/// The only line can't be removed.
fn show_removal() {
    let buttons = page::all(&format!("#grants > .line {REMOVE}"));
    for button in &buttons {
        let _ = button.toggle_attribute_with_force("hidden", buttons.len() < 2);
    }
}
