//! Names that Kubernetes gives: applications, namespaces, service accounts, and cluster names.
//!
//! Rules and limits: domain.md section 1 (RFC 1123 as Kubernetes checks it). `on`, `0123`, `1e3`
//! and `null` are legal names; it is the YAML that must quote them.

use std::fmt;

use roleport_lang::{Text, text};

use crate::errors::{Violation, shown};

/// What one kind of name admits.
struct Rule {
    /// Start of every code of this kind.
    code: &'static str,
    /// How a sentence calls it.
    what: fn() -> Text,
    /// In characters.
    max: usize,
    /// Whether labels may be joined by dots (an RFC 1123 subdomain).
    dots: bool,
    /// The sentence about an empty field.
    hint: fn() -> Text,
}

impl Rule {
    fn parse(&self, text: &str) -> Result<String, Violation> {
        let Self { max, .. } = *self;
        let what = (self.what)();
        let violation = |rule: &str, message: Text| {
            Err(Violation::new(format!("{}_{rule}", self.code), message))
        };
        let length = text.chars().count();
        if text.is_empty() {
            return violation("empty", (self.hint)());
        }
        if text.trim() != text {
            return violation(
                "surrounding_space",
                text!(names_surrounding_space, what = what),
            );
        }
        if length > max {
            return violation(
                "too_long",
                text!(names_too_long, what = what, length = length, max = max),
            );
        }
        if let Some(upper) = text.chars().find(char::is_ascii_uppercase) {
            return violation(
                "upper_case",
                text!(names_upper_case, what = what, letter = shown(upper)),
            );
        }
        if !self.dots && text.contains('.') {
            return violation("has_dot", text!(names_has_dot, what = what));
        }
        if let Some(bad) = text
            .chars()
            .find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '.'))
        {
            let bad = shown(bad);
            return violation(
                "invalid_character",
                if self.dots {
                    text!(names_invalid_character_or_dot, what = what, bad = bad)
                } else {
                    text!(names_invalid_character, what = what, bad = bad)
                },
            );
        }
        if !text.split('.').all(is_label) {
            return violation(
                "invalid_edge",
                if self.dots {
                    text!(names_invalid_edge_of_parts, what = what)
                } else {
                    text!(names_invalid_edge, what = what)
                },
            );
        }
        Ok(text.to_owned())
    }
}

/// Not empty, no hyphen at either end; the characters were checked before.
fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $rule:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads a typed name. It is not trimmed or lower-cased: what was typed is what counts.
            ///
            /// # Errors
            /// The first rule it violates.
            pub fn parse(text: &str) -> Result<Self, Violation> {
                const RULE: Rule = $rule;
                RULE.parse(text).map(Self)
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// An application's name: an RFC 1123 label of at most 53 characters, so that it can also be
    /// the name of a Helm release.
    AppName,
    Rule {
        code: "app",
        what: || text!(names_app),
        max: 53,
        dots: false,
        hint: || text!(names_app_empty),
    }
);
name!(
    /// A Kubernetes namespace: an RFC 1123 label of at most 63 characters.
    Namespace,
    Rule {
        code: "namespace",
        what: || text!(names_namespace),
        max: 63,
        dots: false,
        hint: || text!(names_namespace_empty),
    }
);
name!(
    /// A Kubernetes service account: an RFC 1123 subdomain of at most 253 characters in all;
    /// Kubernetes sets no limit for a single label of it.
    ServiceAccount,
    Rule {
        code: "service_account",
        what: || text!(names_service_account),
        max: 253,
        dots: true,
        hint: || text!(names_service_account_empty),
    }
);

/// A cluster's name as the portal knows it: 1 to 100 of `[A-Za-z0-9._-]`, starting with a letter
/// or digit. That is EKS's rule, and dots besides for clusters that are named after a domain.
/// It is also a tag value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterName(String);

impl ClusterName {
    const MAX: usize = 100;

    /// Reads a configured name.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let Some(first) = text.chars().next() else {
            return Err(Violation::new(
                "cluster_name_empty",
                text!(names_cluster_empty),
            ));
        };
        let length = text.chars().count();
        if length > Self::MAX {
            return Err(Violation::new(
                "cluster_name_too_long",
                text!(names_cluster_too_long, length = length, max = Self::MAX),
            ));
        }
        if let Some(bad) = text
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'))
        {
            return Err(Violation::new(
                "cluster_name_invalid_character",
                text!(names_cluster_invalid_character, bad = shown(bad)),
            ));
        }
        if !first.is_ascii_alphanumeric() {
            return Err(Violation::new(
                "cluster_name_invalid_edge",
                text!(names_cluster_invalid_edge),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T>(parsed: Result<T, Violation>) -> Option<String> {
        parsed.err().map(|violation| violation.code)
    }

    #[test]
    fn names_that_yaml_would_misread_are_legal() {
        for name in ["on", "123", "0123", "1e3", "null", "0x1f", "a-b", "a"] {
            assert_eq!(code(ServiceAccount::parse(name)), None, "{name}");
            assert_eq!(code(Namespace::parse(name)), None, "{name}");
        }
        assert_eq!(code(ServiceAccount::parse("a.b")), None);
    }

    #[test]
    fn each_rule_has_its_own_code() {
        for (text, expected) in [
            ("", "namespace_empty"),
            (" a", "namespace_surrounding_space"),
            ("a\n", "namespace_surrounding_space"),
            ("A", "namespace_upper_case"),
            ("a.b", "namespace_has_dot"),
            ("a_b", "namespace_invalid_character"),
            ("a b", "namespace_invalid_character"),
            ("é", "namespace_invalid_character"),
            ("-a", "namespace_invalid_edge"),
            ("a-", "namespace_invalid_edge"),
        ] {
            assert_eq!(
                code(Namespace::parse(text)).as_deref(),
                Some(expected),
                "{text:?}"
            );
        }
        for text in [".a", "a.", "a..b", "a.-b", "a-.b"] {
            assert_eq!(
                code(ServiceAccount::parse(text)).as_deref(),
                Some("service_account_invalid_edge"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn the_limits_are_those_of_kubernetes_and_helm() {
        assert_eq!(code(AppName::parse(&"a".repeat(53))), None);
        assert_eq!(
            code(AppName::parse(&"a".repeat(54))).as_deref(),
            Some("app_too_long")
        );
        assert_eq!(code(Namespace::parse(&"a".repeat(63))), None);
        assert_eq!(
            code(Namespace::parse(&"a".repeat(64))).as_deref(),
            Some("namespace_too_long")
        );
        assert_eq!(code(ServiceAccount::parse(&"a".repeat(253))), None);
        assert_eq!(
            code(ServiceAccount::parse(&"a".repeat(254))).as_deref(),
            Some("service_account_too_long")
        );
    }

    #[test]
    fn a_message_says_what_to_do() {
        let message = Namespace::parse("a.b").err().map(|v| v.message.to_string());
        assert_eq!(
            message.as_deref(),
            Some("The namespace has a dot. Use a hyphen in its place.")
        );
    }
}
