//! The browser's half: what asks the domain while somebody types.
//!
//! A part of a page is HTML of the server's that already works. It names the function of this module that wakes it
//! (`data-island`); the page's script calls it. Nothing here draws a page (docs/decisions/0026-browser-half.md), and what
//! asks nothing of the domain is a plain script of `app/scripts` (docs/decisions/0025-light-pages.md).

mod form;
mod page;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// The form of a request, and the panel beside it.
#[wasm_bindgen]
pub fn request_form(island: &HtmlElement) {
    form::wake(island);
}
