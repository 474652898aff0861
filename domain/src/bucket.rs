//! S3 bucket names.

use roleport_lang::{Text, text};

use crate::{
    errors::{Violation, shown},
    partition::Partition,
};

/// Starts that S3 keeps for itself.
const RESERVED_STARTS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
/// Ends that S3 keeps for access points, directory buckets and tables.
const RESERVED_ENDS: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The name of a general-purpose bucket, 3 to 63 characters.
///
/// Buckets made in us-east-1 before March 2018 may have other names ([`is_old_name`]); they are not
/// admitted here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(String);

impl Bucket {
    /// Reads a bucket's name.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("bucket_{rule}"), message));
        let length = text.chars().count();
        if text.is_empty() {
            return violation("empty", text!(names_bucket_empty));
        }
        if text.trim() != text {
            return violation("surrounding_space", text!(names_bucket_surrounding_space));
        }
        if text.starts_with("arn:") {
            return violation("is_arn", text!(names_bucket_is_arn));
        }
        if text.contains('/') {
            return violation("has_slash", text!(names_bucket_has_slash));
        }
        if length < 3 {
            return violation("too_short", text!(names_bucket_too_short));
        }
        if length > 63 {
            return violation("too_long", text!(names_bucket_too_long, length = length));
        }
        if let Some(upper) = text.chars().find(char::is_ascii_uppercase) {
            return violation(
                "upper_case",
                text!(names_bucket_upper_case, letter = shown(upper)),
            );
        }
        if let Some(bad) = text
            .chars()
            .find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '.' | '-'))
        {
            return violation(
                "invalid_character",
                text!(names_bucket_invalid_character, bad = shown(bad)),
            );
        }
        if text.starts_with(['.', '-']) || text.ends_with(['.', '-']) {
            return violation("invalid_edge", text!(names_bucket_invalid_edge));
        }
        if text.contains("..") {
            return violation("double_dot", text!(names_bucket_double_dot));
        }
        if is_ip_address(text) {
            return violation("ip_address", text!(names_bucket_ip_address));
        }
        if let Some(start) = RESERVED_STARTS.iter().find(|s| text.starts_with(**s)) {
            return violation(
                "reserved_start",
                text!(names_bucket_reserved_start, start = start),
            );
        }
        if let Some(end) = RESERVED_ENDS.iter().find(|e| text.ends_with(**e)) {
            return violation("reserved_end", text!(names_bucket_reserved_end, end = end));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bucket's ARN, which has neither region nor account.
    pub fn arn(&self, partition: Partition) -> String {
        format!("arn:{}:s3:::{}", partition.as_str(), self.0)
    }
}

impl AsRef<str> for Bucket {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Most characters that the name of a bucket had before March 2018.
const MAX_OLD: usize = 255;

/// Whether a name is none of today's, and one that a bucket made in us-east-1 before March 2018 may
/// have: up to 255 letters, digits, dots, hyphens and underscores (domain.md section 1). Only an
/// approver admits one.
pub fn is_old_name(text: &str) -> bool {
    (3..=MAX_OLD).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && !is_ip_address(text)
        && !RESERVED_STARTS.iter().any(|start| text.starts_with(start))
        && !RESERVED_ENDS.iter().any(|end| text.ends_with(end))
        && Bucket::parse(text).is_err()
}

/// Four groups of digits; S3 does not ask whether each is below 256.
fn is_ip_address(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    parts.len() == 4
        && parts
            .iter()
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_read() {
        for name in [
            "abc",
            "inneractive-spark-streaming-raw",
            "a.b.c",
            "123",
            "1.2.3",
            "1.2.3.4.5",
            "1234.1.1.1",
            "my--bucket",
            &"a".repeat(63),
        ] {
            assert!(Bucket::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn each_rule_has_its_own_code() {
        for (text, expected) in [
            ("", "bucket_empty"),
            (" abc", "bucket_surrounding_space"),
            ("arn:aws:s3:::abc", "bucket_is_arn"),
            ("s3://abc/in/", "bucket_has_slash"),
            ("abc/in", "bucket_has_slash"),
            ("ab", "bucket_too_short"),
            (&"a".repeat(64), "bucket_too_long"),
            ("Abc", "bucket_upper_case"),
            ("a_b", "bucket_invalid_character"),
            ("a b", "bucket_invalid_character"),
            ("abc*", "bucket_invalid_character"),
            ("bücket", "bucket_invalid_character"),
            ("-abc", "bucket_invalid_edge"),
            ("abc.", "bucket_invalid_edge"),
            ("a..b", "bucket_double_dot"),
            ("192.168.5.4", "bucket_ip_address"),
            ("xn--abc", "bucket_reserved_start"),
            ("sthree-abc", "bucket_reserved_start"),
            ("amzn-s3-demo-abc", "bucket_reserved_start"),
            ("abc-s3alias", "bucket_reserved_end"),
            ("abc--ol-s3", "bucket_reserved_end"),
            ("abc.mrap", "bucket_reserved_end"),
            ("abc--x-s3", "bucket_reserved_end"),
            ("abc--table-s3", "bucket_reserved_end"),
        ] {
            let code = Bucket::parse(text).err().map(|violation| violation.code);
            assert_eq!(code.as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn old_names_are_those_that_only_old_buckets_have() {
        for old in [
            "Blue_Raven",
            "data_lake",
            "UPPER",
            &"a".repeat(255),
            "a..b",
            "-a-",
        ] {
            assert!(is_old_name(old) && Bucket::parse(old).is_err(), "{old}");
        }
        for not in [
            "data",
            "da",
            "",
            &"a".repeat(256),
            "da ta",
            "data/in",
            "d\u{e4}ta",
            "192.168.0.1",
            "xn--Data",
            "Data-s3alias",
            "arn:aws:s3:::Data",
            "Data*",
            "Data${x}",
        ] {
            assert!(!is_old_name(not), "{not}");
        }
    }
}
