//! The parts of a page that live in the browser. Each renders on the server first, as plain HTML
//! that already works, and is woken later.

mod copy;
mod feed;
mod form;
mod live;
mod live_list;

pub use copy::CopyButton;
pub use form::LiveForm;
pub use live::LiveState;
pub use live_list::LiveList;
