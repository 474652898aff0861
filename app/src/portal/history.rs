//! What the pages of the audit history show.

use leptos_router::location::Url;
use roleport_domain::{difference::FieldChange, errors::FieldError};
use roleport_lang::Text;
use serde::Deserialize;

use super::Moment;

/// The filters as they stand in the URL, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TypedFilter {
    /// Part of a person's name or e-mail address.
    pub person: String,
    /// Part of a role's name.
    pub role: String,
    /// A bucket's name, or an address in it.
    pub bucket: String,
    /// First day, in UTC.
    pub from: String,
    /// Last day, in UTC.
    pub to: String,
    /// A kind such as `request.approved`, or a group of them such as `request`.
    pub kind: String,
    /// Only events with a smaller position; not a filter, but where the page starts.
    pub before: String,
}

impl TypedFilter {
    /// The filters that are set, by the names of their fields.
    fn set(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("person", self.person.as_str()),
            ("role", &self.role),
            ("bucket", &self.bucket),
            ("from", &self.from),
            ("to", &self.to),
            ("kind", &self.kind),
        ]
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
    }

    /// Whether anything is filtered.
    pub fn is_empty(&self) -> bool {
        self.set().next().is_none()
    }

    /// The query string of these filters, with its question mark where it is not empty; `before`
    /// is where to go on.
    pub fn query(&self, before: Option<i64>) -> String {
        let before = before.map(|position| ("before".to_owned(), position.to_string()));
        let pairs: Vec<_> = self
            .set()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .chain(before)
            .map(|(name, value)| format!("{name}={}", Url::escape(&value)))
            .collect();
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    }
}

/// A page of the history.
#[derive(Debug, Clone, Default)]
pub struct HistoryPage {
    /// What is wrong with the filters; then there are no events.
    pub errors: Vec<FieldError>,
    /// Newest first.
    pub events: Vec<HistoryLine>,
    /// Where the next page starts, when there is one.
    pub older: Option<i64>,
    /// Every kind of event that there is.
    pub kinds: Vec<String>,
}

/// An event in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its place in the chain.
    pub position: i64,
    /// When.
    pub at: Moment,
    /// Such as `request.approved`.
    pub kind: String,
    /// Who, by the name of that time; "Roleport" for its own doings.
    pub actor: Text,
    /// Their e-mail address at that time.
    pub email: Option<String>,
    /// What happened.
    pub words: String,
    /// What the person wrote, or the reason.
    pub comment: Option<String>,
    /// IP address.
    pub address: Option<String>,
    /// `portal`, `worker` and the like.
    pub via: String,
    /// Which request.
    pub request_id: Option<i64>,
    /// Which role, once it exists.
    pub role_id: Option<i64>,
    /// Its name.
    pub role_name: Option<String>,
    /// The buckets it is about.
    pub buckets: Vec<String>,
}

/// An event with all that is known of it.
#[derive(Debug, Clone)]
pub struct EventDetail {
    /// The line of the list.
    pub line: HistoryLine,
    /// To the microsecond.
    pub exact: String,
    /// SHA-256 of the event.
    pub hash: String,
    /// That of the event before it.
    pub previous_hash: String,
    /// Whether the content still matches the hash.
    pub intact: bool,
    /// What changed, field by field.
    pub changes: Vec<FieldChange>,
    /// How it was, as JSON.
    pub before: Option<String>,
    /// How it is, as JSON.
    pub after: Option<String>,
    /// Whether there is a newer event.
    pub has_newer: bool,
}
