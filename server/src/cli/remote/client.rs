//! The API, as seen from the command line.

use std::{fmt::Write as _, time::Duration};

use http::Method;
use reqwest::redirect::Policy;
use serde_json::Value;
use url::{Host, Url};

use super::{Failure, credentials::Credentials};

/// A server and how to ask it.
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    /// For this server.
    pub(super) fn new(credentials: &Credentials) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            // Elsewhere is not where the token belongs.
            .redirect(Policy::none())
            .timeout(Duration::from_mins(1))
            .build()
            .map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(Self {
            http,
            base: address(&credentials.url)?,
            token: credentials.token.clone(),
        })
    }

    /// Reads.
    pub(super) async fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Failure> {
        let request = self.http.get(self.url(path)).query(query);
        self.send(request).await
    }

    /// Changes something. With a key, the same again is harmless.
    pub(super) async fn post(
        &self,
        path: &str,
        body: &Value,
        key: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut request = self.http.request(Method::POST, self.url(path)).json(body);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.base)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value, Failure> {
        let unreachable = |error: reqwest::Error| {
            Failure::Refused(format!("{} does not answer: {error}", self.base))
        };
        let response = request
            .bearer_auth(&self.token)
            .send()
            .await
            .map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        let answer: Option<Value> = serde_json::from_str(&text).ok();
        match answer {
            Some(answer) if status.is_success() => Ok(answer),
            Some(problem) if problem["detail"].is_string() => Err(Failure::Refused(told(&problem))),
            _ => Err(Failure::Refused(format!(
                "{} answered {status}, and not as Roleport does: is the address right?",
                self.base
            ))),
        }
    }
}

/// A problem in words, each field on a line of its own.
fn told(problem: &Value) -> String {
    let mut text = problem["detail"].as_str().unwrap_or_default().to_owned();
    for error in problem["errors"].as_array().into_iter().flatten() {
        let field = error["field"].as_str().unwrap_or_default();
        let message = error["message"].as_str().unwrap_or_default();
        // Writing to a String never fails.
        let _ = write!(text, "\n  {field}: {message}");
    }
    text
}

/// The server's address without a slash at the end.
fn address(text: &str) -> Result<String, Failure> {
    let url = Url::parse(text)
        .map_err(|_| Failure::usage(format!("{text} is no address: write https://HOST")))?;
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => {
            return Err(Failure::usage(format!(
                "{text}: write https://, since the token would be sent for anyone to read"
            )));
        }
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_sent_in_the_clear_to_another_machine() {
        for good in [
            "https://roleport.example/",
            "http://127.0.0.1:3000",
            "http://localhost",
            "http://[::1]:3000",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://roleport.example",
            "roleport.example",
            "ftp://localhost",
            "http://127.0.0.1.example",
            "",
        ] {
            assert!(matches!(address(bad), Err(Failure::Usage(_))), "{bad}");
        }
        assert_eq!(address("https://a/").ok().as_deref(), Some("https://a"));
    }
}
