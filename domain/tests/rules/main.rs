//! The rules as other crates see them: what typed requests become, and who may do what.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed, which is what it is for"
)]

mod abilities;
mod adoption;
mod approval;
mod audience;
mod authorization_table;
mod chain;
mod chance;
mod decompile;
#[cfg(feature = "statements")]
mod doctor;
mod documents;
mod enforcement_cases;
mod field_errors;
mod input;
mod low_risk;
mod own_rights;
mod policy_cases;
mod policy_decisions;
mod properties;
mod services;
mod terraform;
mod visibility;
