//! Grants as they are typed, stored and shown: one line of what an application may do.

use serde::{Deserialize, Serialize};

/// One line of what an application may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "service", rename_all = "lowercase")]
pub enum Grant {
    /// Objects in an S3 bucket.
    S3(S3Grant),
}

/// Access to a bucket, or to a prefix of it, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct S3Grant {
    /// Name of the bucket.
    #[cfg_attr(
        feature = "schema",
        schemars(
            length(min = 3, max = 63),
            regex(pattern = r"^[a-z0-9][a-z0-9.-]*[a-z0-9]$")
        )
    )]
    pub bucket: String,
    /// Text that ends in `/`, or nothing for the whole bucket. Wildcards stand for themselves.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^([^/].*/)?$")))]
    pub prefix: String,
    /// What may be done, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1), extend("uniqueItems" = true)))]
    pub access: Vec<Access>,
}

/// What may be done with objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// See which objects there are.
    List,
    /// Read objects; brings listing along, since without it a missing object answers 403.
    Read,
    /// Create and overwrite objects.
    Write,
    /// Delete objects.
    Delete,
}

impl Access {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::List, Self::Read, Self::Write, Self::Delete];

    /// Its name in forms and JSON; also the verb of a sentence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
        }
    }

    /// Its name on a form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
        }
    }
}

/// Bucket and prefix of an address such as `s3://bucket/prefix`, with or without white space
/// around it; nothing for any other text.
///
/// ```
/// use roleport_domain::grant::split_url;
///
/// assert_eq!(split_url(" s3://data/in/day/ "), Some(("data", "in/day/")));
/// assert_eq!(split_url("s3://data"), Some(("data", "")));
/// assert_eq!(split_url("data"), None);
/// ```
pub fn split_url(text: &str) -> Option<(&str, &str)> {
    let address = text.trim().strip_prefix("s3://")?;
    Some(address.split_once('/').unwrap_or((address, "")))
}

impl S3Grant {
    /// `s3://bucket/prefix`, or `s3://bucket` for a whole bucket.
    pub fn url(&self) -> String {
        url(&self.bucket, &self.prefix)
    }
}

impl Grant {
    /// The resource as people write it, `s3://bucket/prefix`.
    pub fn url(&self) -> String {
        match self {
            Self::S3(grant) => grant.url(),
        }
    }

    /// What may be done, such as `list and read`.
    pub fn access_words(&self) -> String {
        match self {
            Self::S3(grant) => access_words(grant.access.iter().copied()),
        }
    }

    /// The whole grant in words, such as `list and read objects under s3://bucket/in/`.
    pub fn describe(&self) -> String {
        match self {
            Self::S3(grant) => describe(&grant.bucket, &grant.prefix, grant.access.iter().copied()),
        }
    }
}

pub(crate) fn url(bucket: &str, prefix: &str) -> String {
    let slash = if prefix.is_empty() { "" } else { "/" };
    format!("s3://{bucket}{slash}{prefix}")
}

pub(crate) fn describe(
    bucket: &str,
    prefix: &str,
    access: impl IntoIterator<Item = Access>,
) -> String {
    let (words, url) = (access_words(access), url(bucket, prefix));
    if prefix.is_empty() {
        format!("{words} all objects in the bucket {url}")
    } else {
        format!("{words} objects under {url}")
    }
}

/// In the order of [`Access::ALL`], each once, joined as in a sentence.
fn access_words(access: impl IntoIterator<Item = Access>) -> String {
    let given: Vec<_> = access.into_iter().collect();
    let words: Vec<_> = Access::ALL
        .into_iter()
        .filter(|access| given.contains(access))
        .map(Access::as_str)
        .collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(prefix: &str, access: &[Access]) -> Grant {
        Grant::S3(S3Grant {
            bucket: "data".to_owned(),
            prefix: prefix.to_owned(),
            access: access.to_vec(),
        })
    }

    #[test]
    fn grants_read_as_sentences() {
        assert_eq!(
            grant("in/", &[Access::Write, Access::Read, Access::List]).describe(),
            "list, read and write objects under s3://data/in/"
        );
        assert_eq!(
            grant("", &[Access::Delete]).describe(),
            "delete all objects in the bucket s3://data"
        );
        assert_eq!(grant("", &[]).access_words(), "nothing");
        assert_eq!(
            grant("", &[Access::Read, Access::Write]).access_words(),
            "read and write"
        );
    }

    #[test]
    fn the_json_form_names_the_service_and_refuses_what_it_does_not_know() {
        let text = r#"{"service":"s3","bucket":"data","access":["list","read"]}"#;
        let read: Result<Grant, _> = serde_json::from_str(text);
        assert_eq!(read.ok(), Some(grant("", &[Access::List, Access::Read])));
        for text in [
            r#"{"service":"sqs","bucket":"data","access":["read"]}"#,
            r#"{"service":"s3","bucket":"data","access":["all"]}"#,
            r#"{"service":"s3","bucket":"data","access":["read"],"prefx":"in/"}"#,
            r#"{"bucket":"data","access":["read"]}"#,
        ] {
            assert!(serde_json::from_str::<Grant>(text).is_err(), "{text}");
        }
    }
}
