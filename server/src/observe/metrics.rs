//! The names of Roleport's metrics, and what is counted in this process. What several servers share is
//! read from Postgres when somebody asks: [`super::scrape`].
//!
//! Every label has few values, none of them anybody's text. Where no listener is configured nothing
//! is recorded.

use std::time::Duration;

use anyhow::Context as _;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Answers over HTTP by method, route pattern and class of status.
pub const HTTP_REQUESTS: &str = "roleport_http_requests_total";
/// How long they took to begin.
pub const HTTP_SECONDS: &str = "roleport_http_request_duration_seconds";
/// Sign-ins by how they ended.
pub const SIGN_INS: &str = "roleport_sign_ins_total";
/// Calls to AWS by operation, outcome and AWS's error code.
pub const AWS_CALLS: &str = "roleport_aws_calls_total";
/// How long they took, with what the SDK tried again by itself.
pub const AWS_SECONDS: &str = "roleport_aws_call_duration_seconds";
/// Attempts to carry a request out, by what it is about and how it ended.
pub const APPLICATIONS: &str = "roleport_applications_total";
/// How long they took.
pub const APPLICATION_SECONDS: &str = "roleport_application_duration_seconds";
/// Open requests by state.
pub const REQUESTS: &str = "roleport_requests";
/// Seconds that the one which has waited longest is in its state.
pub const REQUESTS_OLDEST: &str = "roleport_requests_oldest_seconds";
/// Jobs by task and state.
pub const JOBS: &str = "roleport_jobs";
/// Seconds that the job which has waited longest is due.
pub const JOBS_OLDEST: &str = "roleport_jobs_oldest_due_seconds";
/// Deliveries that wait or have failed.
pub const DELIVERIES: &str = "roleport_deliveries";
/// Changes that wait to be pushed to Git.
pub const GIT_CHANGES: &str = "roleport_git_changes_waiting";
/// Connections of this server's pool.
pub const CONNECTIONS: &str = "roleport_database_connections";
/// Whether the database answered.
pub const DATABASE_UP: &str = "roleport_database_up";
/// 1, with the version.
pub const BUILD: &str = "roleport_build_info";

/// Upper bounds for pages and calls, in seconds.
const QUICK: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// Upper bounds for applications: an attempt may wait a minute for IAM to show what was made.
const SLOW: [f64; 10] = [0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0];
/// How often what was recorded is summed up, also when nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);

/// Begins to record, once a process. Must be called within a Tokio runtime.
///
/// # Errors
/// When something records already.
pub fn start() -> anyhow::Result<PrometheusHandle> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(APPLICATION_SECONDS.to_owned()), &SLOW)?
        .set_buckets_for_metric(Matcher::Suffix("_duration_seconds".to_owned()), &QUICK)?
        .install_recorder()
        .context("metrics can't be recorded")?;
    describe();
    metrics::gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1);
    let upkept = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkept.run_upkeep();
        }
    });
    Ok(handle)
}

fn describe() {
    for (name, words) in [
        (HTTP_REQUESTS, "Answers over HTTP"),
        (SIGN_INS, "Sign-ins by how they ended"),
        (AWS_CALLS, "Calls to AWS by AWS's error code"),
        (APPLICATIONS, "Attempts to carry a request out"),
    ] {
        describe_counter!(name, words);
    }
    for (name, words) in [
        (HTTP_SECONDS, "Seconds until an answer began"),
        (AWS_SECONDS, "Seconds of a call to AWS, with its retries"),
        (
            APPLICATION_SECONDS,
            "Seconds of an attempt to carry a request out",
        ),
    ] {
        describe_histogram!(name, Unit::Seconds, words);
    }
    for (name, words) in [
        (REQUESTS, "Open requests, of all servers"),
        (
            REQUESTS_OLDEST,
            "Seconds since the last step of the open request that waits longest",
        ),
        (
            JOBS,
            "Jobs of all servers: due, scheduled, running, failed for good",
        ),
        (
            JOBS_OLDEST,
            "Seconds that the job which waits longest is due",
        ),
        (DELIVERIES, "Notifications that wait or could not be sent"),
        (
            GIT_CHANGES,
            "Changes of roles that wait to be pushed to Git",
        ),
        (
            CONNECTIONS,
            "Connections to the database that this server holds",
        ),
        (
            DATABASE_UP,
            "1 when the numbers of all servers could be read, else 0 and they are missing",
        ),
        (BUILD, "1, with the version of this server"),
    ] {
        describe_gauge!(name, words);
    }
}

/// An answer over HTTP. `route` is the pattern of its path, never the path.
pub fn answered(method: &'static str, route: &str, status: http::StatusCode, took: Duration) {
    let class = match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    let route = route.to_owned();
    counter!(HTTP_REQUESTS, "method" => method, "route" => route.clone(), "status" => class)
        .increment(1);
    histogram!(HTTP_SECONDS, "method" => method, "route" => route).record(took);
}

/// How a sign-in ended: `signed_in`, `no_role`, `not_completed` or `error`.
pub fn signed_in(outcome: &'static str) {
    counter!(SIGN_INS, "outcome" => outcome).increment(1);
}

/// A call to AWS has ended; `code` is why it did not succeed.
pub fn called_aws(operation: String, code: Option<&'static str>, took: Option<Duration>) {
    let outcome = if code.is_some() { "error" } else { "ok" };
    let code = code.unwrap_or_default();
    counter!(AWS_CALLS, "operation" => operation.clone(), "outcome" => outcome, "code" => code)
        .increment(1);
    if let Some(took) = took {
        histogram!(AWS_SECONDS, "operation" => operation).record(took);
    }
}

/// An attempt to carry out a request of this kind has ended: `applied`, `failed`, `outdated`, or
/// `again` when it is tried once more.
pub fn carried_out(kind: &'static str, outcome: &'static str, took: Duration) {
    counter!(APPLICATIONS, "kind" => kind, "outcome" => outcome).increment(1);
    histogram!(APPLICATION_SECONDS, "kind" => kind, "outcome" => outcome).record(took);
}
