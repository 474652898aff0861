//! Storage, workflow, API and applier through their public faces, against a real Postgres and a
//! server that speaks IAM.
//!
//! One program for all of them: each more would link the whole server once more.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::similar_names,
    missing_docs,
    unreachable_pub
)]

mod support;

mod account_names;
mod accounts;
mod adoption;
mod api;
mod applier;
mod audit;
mod authorization;
mod backup;
mod clusters;
mod drift;
mod growth;
mod health;
mod home;
mod kills;
mod known;
mod language;
mod life;
mod line_comments;
mod live;
mod notifications;
mod operation;
mod outage;
mod own_rights;
mod plans;
mod pod_identity;
mod races;
mod role_filters;
mod role_search;
mod rules;
mod schemathesis;
mod secure;
mod sessions;
mod terraform;
mod together;
mod visibility;
mod waiting;
mod workflow;
