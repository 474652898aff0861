//! The worker: carries approved requests out, one at a time per AWS account.

pub mod applier;
pub mod drift;
pub mod health;
mod jobs;
pub mod planner;
pub mod search;

pub(crate) use jobs::input;
pub use jobs::{ApplyRequest, JOB_SCHEMA, enqueue, migrate_queue, start};
