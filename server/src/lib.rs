//! Roleport's server: HTTP, sign-in, storage, the IAM adapter and the worker.
//!
//! `store` knows SQL, `aws` knows IAM; only `service` and `worker` see both.
#![recursion_limit = "256"]

pub mod auth;
pub mod aws;
pub mod cli;
pub mod config;
pub mod export;
pub mod git;
pub mod http;
pub mod live;
pub mod notify;
pub mod observe;
pub mod service;
pub mod store;
pub mod worker;
