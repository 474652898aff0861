//! The worker: carries approved requests out, one at a time per AWS account.

pub mod applier;
pub mod drift;
pub mod health;
mod jobs;
pub mod planner;
pub mod search;

pub(crate) use jobs::input;
/// How often a worker shows that it lives. More often than `ROLEPORT_WORKER_TAKEOVER_SECONDS` can be set to, at the
/// least 3: a worker that is busy elsewhere must not be taken for one that died, its jobs run twice.
pub(crate) const SIGN_OF_LIFE: std::time::Duration = std::time::Duration::from_secs(1);

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

pub(crate) use jobs::reach;
pub use jobs::{ApplyRequest, JOB_SCHEMA, enqueue, migrate_queue, start};
