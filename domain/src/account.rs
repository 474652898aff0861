//! What a cluster's roles stand in: account, region, path, and the boundary around them.

use roleport_lang::text;

use crate::{
    errors::{Violation, shown},
    partition::Partition,
};

/// An AWS account id: exactly 12 digits, text and never a number, since leading zeros count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// Reads an account id.
    ///
    /// # Errors
    /// When it is anything but 12 digits.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        Err(Violation::new(
            "account_id_invalid",
            text!(names_account_invalid),
        ))
    }

    /// The 12 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An AWS region, such as `us-east-1`. Only its shape is checked: AWS adds regions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Region(String);

impl Region {
    /// Reads a region.
    ///
    /// # Errors
    /// When it can't be a region's name.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let parts: Vec<_> = text.split('-').collect();
        let shaped = parts.len() >= 3
            && text.len() <= 32
            && parts.iter().all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
            && text.ends_with(|c: char| c.is_ascii_digit());
        if shaped {
            return Ok(Self(text.to_owned()));
        }
        Err(Violation::new(
            "region_invalid",
            text!(names_region_invalid),
        ))
    }

    /// The region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An IAM path: `/`, or `/…/` of visible ASCII, at most 512 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RolePath(String);

impl RolePath {
    const MAX: usize = 512;

    /// Reads a path.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        if !text.starts_with('/') || !text.ends_with('/') {
            return Err(Violation::new(
                "role_path_no_slash",
                text!(names_role_path_no_slash),
            ));
        }
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(Violation::new(
                "role_path_invalid_character",
                text!(names_role_path_invalid_character, bad = shown(bad)),
            ));
        }
        if text.len() > Self::MAX {
            return Err(Violation::new(
                "role_path_too_long",
                text!(
                    names_role_path_too_long,
                    length = text.len(),
                    max = Self::MAX
                ),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The path with both slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The ARN of the managed policy that bounds every role of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PermissionsBoundary(String);

impl PermissionsBoundary {
    /// Reads the ARN of a managed policy.
    ///
    /// # Errors
    /// When it is not one, or IAM could not use it for roles of this account.
    pub fn parse(text: &str, partition: Partition, account: &AccountId) -> Result<Self, Violation> {
        let invalid = || {
            Violation::new(
                "permissions_boundary_invalid",
                text!(names_boundary_invalid),
            )
        };
        let parts: Vec<_> = text.splitn(6, ':').collect();
        let ["arn", arn_partition, "iam", "", owner, resource] = parts[..] else {
            return Err(invalid());
        };
        let (path, name) = resource
            .strip_prefix("policy/")
            .map(|rest| rest.rsplit_once('/').unwrap_or(("", rest)))
            .ok_or_else(invalid)?;
        let name_fits = (1..=128).contains(&name.len()) && name.chars().all(is_iam_name_character);
        let owner_fits = owner == "aws" || AccountId::parse(owner).is_ok();
        if !name_fits || !owner_fits || !path.chars().all(|c| c.is_ascii_graphic()) {
            return Err(invalid());
        }
        if arn_partition != partition.as_str() {
            return Err(Violation::new(
                "permissions_boundary_other_partition",
                text!(
                    names_boundary_other_partition,
                    partition = partition.as_str()
                ),
            ));
        }
        if owner != "aws" && owner != account.as_str() {
            return Err(Violation::new(
                "permissions_boundary_other_account",
                text!(names_boundary_other_account, account = account.as_str()),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The ARN.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `[\w+=,.@-]`, the characters of role and policy names.
pub(crate) fn is_iam_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '_' | '+' | '=' | ',' | '.' | '@' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T>(parsed: Result<T, Violation>) -> Option<String> {
        parsed.err().map(|violation| violation.code)
    }

    #[test]
    fn an_account_is_twelve_digits() {
        assert_eq!(code(AccountId::parse("003250186609")), None);
        for text in [
            "",
            "3250186609",
            "0032501866091",
            "0032-5018-66",
            "00325018660a",
            "００３２",
        ] {
            assert_eq!(
                code(AccountId::parse(text)).as_deref(),
                Some("account_id_invalid"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_path_has_both_slashes() {
        for path in ["/", "/roleport/", "/a/b/"] {
            assert_eq!(code(RolePath::parse(path)), None);
        }
        for (text, expected) in [
            ("", "role_path_no_slash"),
            ("a/", "role_path_no_slash"),
            ("/a", "role_path_no_slash"),
            ("/a b/", "role_path_invalid_character"),
            ("/é/", "role_path_invalid_character"),
        ] {
            assert_eq!(code(RolePath::parse(text)).as_deref(), Some(expected));
        }
        assert_eq!(
            code(RolePath::parse(&format!("/{}/", "a".repeat(510)))),
            None
        );
        assert_eq!(
            code(RolePath::parse(&format!("/{}/", "a".repeat(511)))).as_deref(),
            Some("role_path_too_long")
        );
    }

    #[test]
    fn regions_are_told_by_shape() {
        for region in [
            "us-east-1",
            "us-gov-west-1",
            "eusc-de-east-1",
            "ap-southeast-7",
        ] {
            assert_eq!(code(Region::parse(region)), None, "{region}");
        }
        for text in ["", "us", "us-east", "US-EAST-1", "us--1", "us east 1"] {
            assert_eq!(code(Region::parse(text)).as_deref(), Some("region_invalid"));
        }
    }

    #[test]
    fn a_boundary_is_a_policy_that_iam_takes_for_the_account() {
        let account = AccountId("123456789012".to_owned());
        let parse = |text| code(PermissionsBoundary::parse(text, Partition::Aws, &account));
        for arn in [
            "arn:aws:iam::123456789012:policy/boundary",
            "arn:aws:iam::123456789012:policy/a/b/boundary",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
        ] {
            assert_eq!(parse(arn), None, "{arn}");
        }
        for (text, expected) in [
            ("", "permissions_boundary_invalid"),
            ("boundary", "permissions_boundary_invalid"),
            (
                "arn:aws:iam::123456789012:role/x",
                "permissions_boundary_invalid",
            ),
            (
                "arn:aws:iam::123456789012:policy/",
                "permissions_boundary_invalid",
            ),
            ("arn:aws:iam::1234:policy/x", "permissions_boundary_invalid"),
            (
                "arn:aws-cn:iam::123456789012:policy/x",
                "permissions_boundary_other_partition",
            ),
            (
                "arn:aws:iam::210987654321:policy/x",
                "permissions_boundary_other_account",
            ),
        ] {
            assert_eq!(parse(text).as_deref(), Some(expected), "{text}");
        }
    }
}
