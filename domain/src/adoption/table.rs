//! What a hand-kept table of roles says a role may do, beside what it may.

use roleport_lang::Text;

use crate::{
    grant::{Grant, split_url},
    service::Service,
};

/// How a table and a role differ. A table names places and no access, so that places are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Places of the table that the role can't reach.
    pub missing: Vec<String>,
    /// What the role may do and the table does not name, such as `send to the queue orders`.
    pub beyond: Vec<Text>,
    /// Words of the table that are no `s3://…` address, as they stand there.
    pub unread: Vec<String>,
}

impl Difference {
    /// Whether the table says what is so.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.beyond.is_empty() && self.unread.is_empty()
    }
}

/// Compares a table's permissions, `s3://bucket/prefix` with white space or commas between them, with what a
/// role may do.
pub fn compare(permissions: &str, grants: &[Grant]) -> Difference {
    let mut found = Difference::default();
    let mut named = Vec::new();
    let words = permissions.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    for word in words.filter(|word| !word.is_empty()) {
        match split_url(word) {
            Some(place) => named.push((word, place)),
            None => found.unread.push(word.to_owned()),
        }
    }
    let places: Vec<_> = grants
        .iter()
        .filter(|grant| grant.service == Service::S3)
        .map(|grant| (grant.text("bucket"), grant.text("prefix")))
        .collect();
    found.missing = named
        .iter()
        .filter(|(_, place)| !places.iter().any(|known| covers(*known, *place)))
        .map(|(word, _)| (*word).to_owned())
        .collect();
    found.beyond = grants
        .iter()
        .filter(|grant| {
            let place = (grant.text("bucket"), grant.text("prefix"));
            grant.service != Service::S3 || !named.iter().any(|(_, known)| covers(*known, place))
        })
        .map(Grant::describe)
        .collect();
    found
}

/// Whether a bucket and prefix take in another one.
fn covers((bucket, prefix): (&str, &str), (inner_bucket, inner): (&str, &str)) -> bool {
    let slash = |text: &str| match text.trim_matches('/') {
        "" => String::new(),
        trimmed => format!("{trimmed}/"),
    };
    bucket == inner_bucket && slash(inner).starts_with(&slash(prefix))
}
