//! The API, as seen from the command line.

use std::{fmt::Write as _, time::Duration};

use http::{StatusCode, header};
use reqwest::{RequestBuilder, Response, redirect::Policy};
use serde_json::Value;
use url::{Host, Url};

use super::{Failure, Pages, credentials::Credentials};

/// Longest wait for a server that says nothing, and longest answer that is no file.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often somebody who asks too fast is told so before they give up.
const TRIES: u32 = 5;

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
            .read_timeout(PATIENCE)
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

    /// Reads a page of a list; with `all`, the pages after it as well, as one.
    pub(super) async fn pages(
        &self,
        path: &str,
        query: &[(&str, String)],
        pages: Pages,
    ) -> Result<Value, Failure> {
        let mut after = pages.after.map(|after| after.to_string());
        let mut whole: Option<Value> = None;
        loop {
            let mut query = query.to_vec();
            query.extend(after.map(|after| ("after", after)));
            let mut page = self.get(path, &query).await?;
            let next = page["next"].take();
            let mut list = match whole.take() {
                None => page,
                Some(mut list) => {
                    if let (Some(items), Some(more)) =
                        (list["items"].as_array_mut(), page["items"].as_array_mut())
                    {
                        items.append(more);
                    }
                    list
                }
            };
            if !pages.all || next.is_null() {
                list["next"] = next;
                return Ok(list);
            }
            after = Some(next.to_string());
            whole = Some(list);
        }
    }

    /// Reads a file, piece by piece. `take` says whether it wants more.
    ///
    /// # Errors
    /// A file that breaks off, or what `take` says.
    pub(super) async fn download(
        &self,
        path: &str,
        query: &[(&str, String)],
        mut take: impl FnMut(&[u8]) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        let request = self.http.get(self.url(path)).query(query);
        let mut response = self.answer(request).await?;
        if !response.status().is_success() {
            return self.read(response).await.map(drop);
        }
        let broken = |error: reqwest::Error| {
            Failure::Refused(format!("the file broke off and is not whole: {error}"))
        };
        while let Some(piece) = response.chunk().await.map_err(broken)? {
            if !take(&piece)? {
                break;
            }
        }
        Ok(())
    }

    /// Changes something. With a key, the same again is harmless.
    pub(super) async fn post(
        &self,
        path: &str,
        body: &Value,
        key: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut request = self.http.post(self.url(path)).json(body);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request).await
    }

    /// Address of a page.
    pub(super) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.base)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let response = self.answer(request.timeout(PATIENCE)).await?;
        self.read(response).await
    }

    fn silent(&self, error: &reqwest::Error) -> Failure {
        Failure::Refused(format!("{} does not answer: {error}", self.base))
    }

    /// The answer to a request, sent again when it came too soon.
    async fn answer(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let request = request.bearer_auth(&self.token);
        for _ in 1..TRIES {
            let Some(attempt) = request.try_clone() else {
                break;
            };
            let response = attempt.send().await.map_err(|error| self.silent(&error))?;
            match wait(&response) {
                None => return Ok(response),
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
        request.send().await.map_err(|error| self.silent(&error))
    }

    async fn read(&self, response: Response) -> Result<Value, Failure> {
        let status = response.status();
        let text = response.text().await.map_err(|error| self.silent(&error))?;
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

/// How long a server wants to be left alone; nothing was done then.
fn wait(response: &Response) -> Option<Duration> {
    if response.status() != StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let seconds: u64 = response
        .headers()
        .get(header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds).min(PATIENCE))
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
