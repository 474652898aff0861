//! The parts of a page that live in the browser as Rust, since they ask the domain. Each renders on the server first, as plain
//! HTML that already works, and is woken later. What asks nothing of the domain is a plain script (`app/scripts`).

mod form;

pub use form::LiveForm;
