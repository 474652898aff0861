//! The OpenID Connect issuer of a cluster: who vouches for its service accounts.

use roleport_lang::{Text, text};

use crate::errors::{Violation, shown};

/// An issuer, kept without its scheme: that is how ARNs and condition keys name it.
///
/// It is compared case-sensitively by IAM and kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Issuer(String);

impl Issuer {
    /// Of the URL that IAM stores for a provider.
    const MAX: usize = 255;

    /// Reads `https://host` or `https://host/path`.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("oidc_issuer_{rule}"), message));
        if text.is_empty() {
            return violation("empty", text!(names_issuer_empty));
        }
        let Some(rest) = text.strip_prefix("https://") else {
            return violation("not_https", text!(names_issuer_not_https));
        };
        if text.len() > Self::MAX {
            return violation(
                "too_long",
                text!(names_issuer_too_long, length = text.len(), max = Self::MAX),
            );
        }
        if let Some(mark) = rest.chars().find(|c| matches!(c, '?' | '#')) {
            return violation(
                "has_query",
                text!(names_issuer_has_query, mark = shown(mark)),
            );
        }
        if rest.ends_with('/') {
            return violation("trailing_slash", text!(names_issuer_trailing_slash));
        }
        let (host, path) = rest
            .split_once('/')
            .map_or((rest, None), |(host, path)| (host, Some(path)));
        if host.contains('@') {
            return violation("has_user", text!(names_issuer_has_user));
        }
        if host.contains(':') {
            return violation("has_port", text!(names_issuer_has_port));
        }
        if !is_host(host) {
            return violation("invalid_host", text!(names_issuer_invalid_host));
        }
        let mut path = path.unwrap_or_default().chars();
        if let Some(bad) = path.find(|c| !is_path_character(*c)) {
            return violation(
                "invalid_character",
                text!(names_issuer_invalid_character, bad = shown(bad)),
            );
        }
        Ok(Self(rest.to_owned()))
    }

    /// Without the scheme, as in ARNs and condition keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The region that an EKS issuer names: `oidc.eks.REGION.amazonaws.com[.cn]/id/…` or
    /// `oidc-eks.REGION.api.aws/id/…`; none for other clusters.
    pub fn eks_region(&self) -> Option<&str> {
        let host = self.0.split('/').next()?;
        host.strip_prefix("oidc.eks.")
            .and_then(|rest| {
                rest.strip_suffix(".amazonaws.com")
                    .or_else(|| rest.strip_suffix(".amazonaws.com.cn"))
            })
            .or_else(|| host.strip_prefix("oidc-eks.")?.strip_suffix(".api.aws"))
    }
}

fn is_host(host: &str) -> bool {
    host.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// Narrower than RFC 3986 on purpose: a `*`, `$` or `:` must not reach an ARN or a condition key.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '/' | '.' | '_' | '~' | '-' | '%' | '+' | '=' | ',' | '@'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_of_all_kinds_are_read() {
        for (text, region) in [
            (
                "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
                Some("us-east-1"),
            ),
            (
                "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC",
                Some("cn-north-1"),
            ),
            (
                "https://oidc-eks.eu-west-1.api.aws/id/ABC",
                Some("eu-west-1"),
            ),
            ("https://issuer.example.com", None),
            ("https://keycloak.example.com/realms/Some%20Realm", None),
        ] {
            let issuer = Issuer::parse(text);
            assert_eq!(
                issuer.as_ref().map(Issuer::as_str).ok(),
                text.strip_prefix("https://")
            );
            assert_eq!(
                issuer
                    .ok()
                    .and_then(|i| i.eks_region().map(str::to_owned))
                    .as_deref(),
                region
            );
        }
    }

    #[test]
    fn each_rule_has_its_own_code() {
        for (text, expected) in [
            ("", "oidc_issuer_empty"),
            (
                "oidc.eks.us-east-1.amazonaws.com/id/A",
                "oidc_issuer_not_https",
            ),
            ("http://a.example", "oidc_issuer_not_https"),
            ("HTTPS://a.example", "oidc_issuer_not_https"),
            ("https://a.example/", "oidc_issuer_trailing_slash"),
            ("https://a.example/id/", "oidc_issuer_trailing_slash"),
            ("https://", "oidc_issuer_invalid_host"),
            ("https:///id", "oidc_issuer_invalid_host"),
            ("https://a..b", "oidc_issuer_invalid_host"),
            ("https://*.example", "oidc_issuer_invalid_host"),
            ("https://a.example?x", "oidc_issuer_has_query"),
            ("https://a.example/#x", "oidc_issuer_has_query"),
            ("https://me@a.example", "oidc_issuer_has_user"),
            ("https://a.example:8443/id", "oidc_issuer_has_port"),
            ("https://a.example/i d", "oidc_issuer_invalid_character"),
            ("https://a.example/${x}", "oidc_issuer_invalid_character"),
            ("https://a.example/*", "oidc_issuer_invalid_character"),
        ] {
            let code = Issuer::parse(text).err().map(|violation| violation.code);
            assert_eq!(code.as_deref(), Some(expected), "{text:?}");
        }
        let long = format!("https://a.example/{}", "a".repeat(240));
        let code = Issuer::parse(&long).err().map(|violation| violation.code);
        assert_eq!(code.as_deref(), Some("oidc_issuer_too_long"));
    }
}
