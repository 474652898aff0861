//! JSON to the organisation's own programs, and the client that sends it.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, redirect::Policy};
use url::Url;

use super::{
    SendError,
    config::{TargetConfig, TargetKind},
    internal::{self, PublicOnly},
    signature::sign,
    slack, words,
};
use crate::{config::Secret, store::deliveries::DeliveryRow};

/// How long a target has for its answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends to webhooks: to public addresses, or to any where that is allowed.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    public: Client,
    any: Client,
    public_url: String,
}

impl Sender {
    pub(super) fn new(public_url: &str) -> anyhow::Result<Self> {
        let client = || {
            Client::builder()
                .timeout(TIMEOUT)
                // A redirect could lead inside; a proxy would resolve names by itself.
                .redirect(Policy::none())
                .no_proxy()
                .user_agent(concat!("Roleport/", env!("CARGO_PKG_VERSION")))
        };
        Ok(Self {
            public: client().dns_resolver(Arc::new(PublicOnly)).build()?,
            any: client().build()?,
            public_url: public_url.to_owned(),
        })
    }

    pub(super) async fn send(
        &self,
        target: &TargetConfig,
        row: &DeliveryRow,
    ) -> Result<(), SendError> {
        let url = Url::parse(target.url.reveal())
            .map_err(|_| SendError::Never("its address is not valid".to_owned()))?;
        // A name is looked at when it is resolved, an address never is.
        if let Some(refusal) = internal::refused(&url, target.allow_internal) {
            return Err(SendError::Never(refusal));
        }
        let client = if target.allow_internal {
            &self.any
        } else {
            &self.public
        };
        let body = match target.kind {
            TargetKind::Slack => slack::body(row, &self.public_url),
            TargetKind::Webhook => body(row, &self.public_url),
        }
        .to_string();
        let mut request = client
            .post(url)
            .header("content-type", "application/json")
            .header("roleport-delivery", row.id.to_string());
        if let Some(secret) = target.secret.as_ref().map(Secret::reveal) {
            let now = chrono::Utc::now().timestamp();
            request = request.header("roleport-signature", sign(secret, now, &body));
        }
        // The address may hold a secret, and errors name it.
        let answer = request.body(body).send().await;
        let answer = answer.map_err(|error| SendError::Later(told(error.without_url())))?;
        judge(answer.status())
    }
}

/// What the answer means: a target that refuses now may be right later, or never.
fn judge(status: StatusCode) -> Result<(), SendError> {
    if status.is_success() {
        return Ok(());
    }
    let words = format!("it answered {status}");
    let later = status.is_server_error()
        || [
            StatusCode::REQUEST_TIMEOUT,
            StatusCode::TOO_EARLY,
            StatusCode::TOO_MANY_REQUESTS,
        ]
        .contains(&status);
    Err(if later {
        SendError::Later(words)
    } else {
        SendError::Never(words)
    })
}

/// The innermost cause says what was wrong; the outer ones say only that something was.
#[allow(clippy::needless_pass_by_value)] // `without_url` gives it away
fn told(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} s", TIMEOUT.as_secs());
    }
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// What a program reads (docs/notifications.md).
fn body(row: &DeliveryRow, public_url: &str) -> serde_json::Value {
    serde_json::json!({
        "delivery": row.id,
        "event": {
            "id": row.event_id,
            "kind": row.kind,
            "at": row.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "actor": row.actor,
            "words": row.words,
            "comment": row.comment,
        },
        "request": {
            "id": row.request_id,
            "state": row.request_state,
            "app": row.app,
            "cluster": row.cluster,
            "namespace": row.namespace,
            "url": words::link(public_url, row),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_done_or_worth_another_attempt_or_not() {
        for (status, wanted) in [(200, "done"), (204, "done"), (302, "never"), (404, "never")] {
            assert_eq!(outcome(status), wanted, "{status}");
        }
        for status in [408, 425, 429, 500, 503] {
            assert_eq!(outcome(status), "later", "{status}");
        }
    }

    fn outcome(status: u16) -> &'static str {
        match judge(StatusCode::from_u16(status).unwrap_or_default()) {
            Ok(()) => "done",
            Err(SendError::Later(_)) => "later",
            Err(SendError::Never(_)) => "never",
        }
    }
}
