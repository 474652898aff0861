//! Parts that several pages share. They render on the server only.

pub(crate) mod access_table;
pub(crate) mod audit_tabs;
pub(crate) mod badge;
pub(crate) mod changes;
pub(crate) mod code;
pub(crate) mod demands;
pub(crate) mod diff;
pub(crate) mod error_summary;
pub(crate) mod field_error;
pub(crate) mod git;
pub(crate) mod grants;
pub(crate) mod helm;
pub(crate) mod history_table;
pub(crate) mod icon;
pub(crate) mod layout;
pub(crate) mod live;
pub(crate) mod markdown;
pub(crate) mod moment;
pub(crate) mod note;
pub(crate) mod pager;
pub(crate) mod request_table;
pub(crate) mod role_table;
pub(crate) mod steps;
pub(crate) mod terraform;
pub(crate) mod text_area;
pub(crate) mod timeline;
