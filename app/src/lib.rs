//! Roleport's pages and islands.
//!
//! Pages and components render on the server only (feature `ssr`). Islands compile twice: for the
//! server, which renders their first HTML, and for the browser (feature `hydrate`), which brings
//! that HTML to life. Everything works without the second half.

// The component macros make a `pub` struct of props whatever the function's own reach is.
#![allow(unreachable_pub)]
// An island's view is one type. Erasing it in the middle would be kinder to the compiler, but
// costs the browser a third more code: a vtable keeps what islands never call.
#![recursion_limit = "256"]

pub mod fields;
pub mod islands;

#[cfg(feature = "ssr")]
mod app;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod portal;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod theme;
#[cfg(feature = "ssr")]
pub mod zone;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::{Assets, shell};
#[cfg(feature = "ssr")]
pub use theme::Theme;
#[cfg(feature = "ssr")]
pub use zone::{Zone, ZoneSource};

/// Starts the browser's half; the module script of [`shell`] calls it before it wakes each island.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
