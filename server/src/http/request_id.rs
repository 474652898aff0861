//! A name for each request, so that a line of the log, a trace and what a person saw can be brought
//! together.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// Where a proxy in front sends the name that it gave, and every answer carries it.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Longest name that is taken from outside, in bytes.
const MAX: usize = 64;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The name of a request: at most 64 letters, digits and `-_.`.
#[derive(Debug, Clone)]
pub(super) struct RequestId(String);

impl RequestId {
    /// The one that was sent, if it can stand in a log as it is; else a new one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get(HEADER).and_then(|value| value.to_str().ok());
        let sane = |id: &&str| {
            (1..=MAX).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        Self(
            sent.filter(sane)
                .map_or_else(|| Uuid::new_v4().to_string(), str::to_owned),
        )
    }

    /// The request that is being answered; none outside of one.
    pub(super) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Runs `future` with this as the current one.
    pub(super) async fn within<T>(self, future: impl Future<Output = T>) -> T {
        CURRENT.scope(self, future).await
    }

    /// Its text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// As a header.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn named(sent: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_str(sent).unwrap());
        RequestId::of(&headers).0
    }

    #[test]
    fn a_sane_name_is_kept_and_any_other_replaced() {
        for good in ["a", "0f3c-11_b.2", &"x".repeat(64)] {
            assert_eq!(named(good), good);
        }
        for bad in ["", "a b", "a\"b", "{}", &"x".repeat(65)] {
            assert_eq!(named(bad).len(), 36, "{bad}");
        }
    }
}
