//! Roleport's rules: names, grants, policies, trust, Helm values, request states, who may do what.
//!
//! Plain values and functions, without I/O or a clock, so that the browser's check and the
//! server's check are one function. A request comes in as a [`request::RequestInput`] (raw text)
//! and is parsed once into a [`request::ValidRequest`], or refused with every error at once.

pub mod abilities;
pub mod access_lines;
pub mod account;
pub mod adoption;
pub mod audience;
pub mod authorize;
pub mod aws_answers;
pub mod bucket;
#[cfg(feature = "statements")]
pub mod catalog;
pub mod chain;
pub mod changes;
pub mod cluster;
#[cfg(feature = "statements")]
pub mod cluster_settings;
pub mod compile;
pub mod decompile;
pub mod difference;
#[cfg(feature = "statements")]
pub mod doctor;
pub mod document;
pub mod errors;
pub mod grant;
pub mod health;
pub mod helm;
pub mod identity;
pub mod issuer;
pub mod kubectl;
pub mod lifecycle;
pub mod mention;
pub mod name;
pub mod own_rights;
pub mod partition;
#[cfg(feature = "statements")]
pub mod pasted;
pub mod plan;
pub mod policy;
pub mod prefix;
pub mod preview;
pub mod reach;
pub mod request;
pub mod role_name;
pub mod rules;
mod scope;
pub mod sdk;
pub mod service;
#[cfg(feature = "statements")]
pub mod starting_point;
pub mod terraform;
pub mod token;
pub mod trust;
pub mod visibility;
pub mod warnings;
