//! Roleport's pages, and what brings them to life in the browser.
//!
//! Pages and components render on the server only (feature `ssr`), as plain HTML that works. The browser's half
//! (feature `browser`) wakes parts of that HTML; it draws no page. Everything works without it.

// The component macros make a `pub` struct of props whatever the function's own reach is.
#![allow(unreachable_pub)]
#![recursion_limit = "256"]

pub mod fields;

#[cfg(feature = "browser")]
pub mod browser;

#[cfg(feature = "ssr")]
mod app;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod language;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod portal;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod shortcuts;
#[cfg(feature = "ssr")]
pub mod theme;
#[cfg(feature = "ssr")]
pub mod zone;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::{Assets, shell};
#[cfg(feature = "ssr")]
pub use shortcuts::Shortcuts;
#[cfg(feature = "ssr")]
pub use theme::Theme;
#[cfg(feature = "ssr")]
pub use zone::{Zone, ZoneSource};
