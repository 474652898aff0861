//! The worker: carries approved requests out, one at a time per AWS account.

pub mod applier;
pub mod drift;
pub mod health;
mod jobs;
pub mod planner;
pub mod search;

pub(crate) use jobs::input;
/// Every task of the queue, by its name there.
pub const TASKS: [&str; 9] = [
    "apply_request",
    "plan_request",
    "check_role",
    "scan_roles",
    "search_account",
    "check_clusters",
    crate::store::events::FAN_OUT,
    crate::notify::DELIVER,
    crate::git::PUSH,
];

pub use jobs::{ApplyRequest, JOB_SCHEMA, enqueue, migrate_queue, start};
