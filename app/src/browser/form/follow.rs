//! Namespace and service account follow the application's name until they are edited by hand.

use web_sys::Element;

use crate::browser::page;

const FOLLOWERS: [&str; 2] = ["namespace", "service_account"];

/// Marks a field that follows.
const FOLLOWS: &str = "data-follows";

/// Finds out which fields follow: those that are empty or agree already.
pub(super) fn start() {
    let app = page::value("app");
    for id in FOLLOWERS {
        let text = page::value(id);
        mark(id, text.is_empty() || text == app);
    }
}

/// Something was typed into a field: the others follow it, or it follows no longer.
pub(super) fn typed(field: &Element) {
    let id = field.id();
    let text = page::value(&id);
    if id == "app" {
        for id in FOLLOWERS {
            if page::by_id(id).is_some_and(|follower| follower.has_attribute(FOLLOWS)) {
                page::set_value(id, &text);
            }
        }
    } else if FOLLOWERS.contains(&id.as_str()) {
        mark(&id, text.is_empty());
    }
}

fn mark(id: &str, follows: bool) {
    if let Some(field) = page::by_id(id) {
        let _ = field.toggle_attribute_with_force(FOLLOWS, follows);
    }
}
