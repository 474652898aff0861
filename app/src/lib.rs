//! Roleport's pages, islands and server functions.
#[cfg(feature = "ssr")]
pub mod portal;
