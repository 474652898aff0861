//! The browser's half: what brings parts of a page to life.
//!
//! A part is HTML of the server's that already works. It names the function of this module that wakes it
//! (`data-island`) and carries what that needs in attributes; the page's script calls it. Nothing here draws a page:
//! the rules of the domain are asked while somebody types, and open pages hear news
//! (docs/decisions/0026-browser-half.md).

mod copy;
mod feed;
mod form;
mod live;
mod live_list;
mod page;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// A button that copies the text of its `data-text`.
#[wasm_bindgen]
pub fn copy_button(island: &HtmlElement) {
    copy::wake(island);
}

/// A note on a request's page: reloads the page when the request has changed, or says so.
#[wasm_bindgen]
pub fn live_request(island: &HtmlElement) {
    live::wake(island);
}

/// A note above a list: says how many of its requests have changed.
#[wasm_bindgen]
pub fn live_list(island: &HtmlElement) {
    live_list::wake(island);
}

/// The form of a request, and the panel beside it.
#[wasm_bindgen]
pub fn request_form(island: &HtmlElement) {
    form::wake(island);
}
