//! What Roleport tells the people who run it: logs, traces and metrics (docs/operation.md).

pub mod log;
pub mod metrics;
pub mod scrape;
mod traces;

pub use traces::Traces;
