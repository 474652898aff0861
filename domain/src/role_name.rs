//! How a cluster names its roles: a pattern, and a suffix where the name would be too long.

use roleport_lang::text;
use sha2::{Digest as _, Sha256};

use crate::{
    account::is_iam_name_character,
    errors::{Violation, shown},
    name::{AppName, ClusterName, Namespace, ServiceAccount},
};

/// Who may assume a role: it identifies the role for good.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Binding {
    /// The cluster.
    pub cluster: ClusterName,
    /// The namespace in it.
    pub namespace: Namespace,
    /// The service account in that.
    pub service_account: ServiceAccount,
}

impl Binding {
    /// Eight hexadecimal digits of a hash over the whole tuple.
    fn suffix(&self) -> String {
        // No name can contain a NUL, so two different tuples never make the same text.
        let tuple = [
            self.cluster.as_str(),
            self.namespace.as_str(),
            self.service_account.as_str(),
        ]
        .join("\0");
        let mut digits = hex::encode(Sha256::digest(tuple.as_bytes()));
        digits.truncate(RoleName::HASH_DIGITS);
        digits
    }
}

/// Text around one `{app}`, such as `bln-fairbid-production-{app}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleNamePattern {
    before: String,
    after: String,
}

impl RoleNamePattern {
    const PLACEHOLDER: &'static str = "{app}";
    /// Leaves at least one character of the application beside a hash suffix.
    const MAX_FIXED: usize = RoleName::MAX - RoleName::HASH_DIGITS - 2;

    /// Reads a pattern.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let Some((before, after)) = text.split_once(Self::PLACEHOLDER) else {
            return Err(Violation::new(
                "role_name_pattern_no_app",
                text!(names_pattern_no_app),
            ));
        };
        if after.contains(Self::PLACEHOLDER) {
            return Err(Violation::new(
                "role_name_pattern_app_repeated",
                text!(names_pattern_app_repeated),
            ));
        }
        if let Some(bad) = before
            .chars()
            .chain(after.chars())
            .find(|c| !is_iam_name_character(*c))
        {
            return Err(Violation::new(
                "role_name_pattern_invalid_character",
                text!(names_pattern_invalid_character, bad = shown(bad)),
            ));
        }
        let fixed = before.len() + after.len();
        if fixed > Self::MAX_FIXED {
            return Err(Violation::new(
                "role_name_pattern_too_long",
                text!(
                    names_pattern_too_long,
                    fixed = fixed,
                    most = Self::MAX_FIXED,
                    max = RoleName::MAX
                ),
            ));
        }
        Ok(Self {
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }

    /// What every name starts with.
    pub(crate) fn start(&self) -> &str {
        &self.before
    }

    /// The application that a role's name is of, where nothing was cut from it.
    pub(crate) fn application<'a>(&self, role: &'a str) -> Option<&'a str> {
        role.strip_prefix(&self.before)?.strip_suffix(&self.after)
    }

    /// The role's name for an application; cut and told apart by a hash of the binding where it
    /// would be longer than IAM takes, so that two long names never meet.
    pub fn name(&self, app: &AppName, binding: &Binding) -> RoleName {
        let mut name = format!("{}{app}{}", self.before, self.after);
        if name.len() > RoleName::MAX {
            // Only ASCII passed the checks, so that every byte is a character.
            name.truncate(RoleName::MAX - RoleName::HASH_DIGITS - 1);
            name.push('-');
            name.push_str(&binding.suffix());
        }
        RoleName(name)
    }
}

/// The name of an IAM role: 1 to 64 of `[A-Za-z0-9_+=,.@-]`.
///
/// It is unique in its account ignoring case, which only the store can see to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoleName(String);

impl RoleName {
    /// IAM's limit, in characters.
    pub const MAX: usize = 64;
    const HASH_DIGITS: usize = 8;

    /// Reads the name of a role that exists.
    ///
    /// # Errors
    /// The first rule it violates.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        if text.is_empty() {
            return Err(Violation::new("role_name_empty", text!(names_role_empty)));
        }
        if let Some(bad) = text.chars().find(|c| !is_iam_name_character(*c)) {
            return Err(Violation::new(
                "role_name_invalid_character",
                text!(names_role_invalid_character, bad = shown(bad)),
            ));
        }
        if text.len() > Self::MAX {
            return Err(Violation::new(
                "role_name_too_long",
                text!(names_role_too_long, length = text.len(), max = Self::MAX),
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

    fn name(pattern: &str, app: &str, account: &str) -> Result<String, Violation> {
        let binding = Binding {
            cluster: ClusterName::parse("production")?,
            namespace: Namespace::parse("ns")?,
            service_account: ServiceAccount::parse(account)?,
        };
        let name = RoleNamePattern::parse(pattern)?.name(&AppName::parse(app)?, &binding);
        assert_eq!(RoleName::parse(name.as_str()).as_ref(), Ok(&name));
        Ok(name.as_str().to_owned())
    }

    #[test]
    fn the_pattern_makes_the_name() {
        assert_eq!(
            name("bln-fairbid-production-{app}", "blue-raven", "x").as_deref(),
            Ok("bln-fairbid-production-blue-raven")
        );
        assert_eq!(name("{app}", "a", "x").as_deref(), Ok("a"));
        assert_eq!(name("{app}.role", "a", "x").as_deref(), Ok("a.role"));
    }

    #[test]
    fn a_long_name_is_cut_and_told_apart() {
        let app = "a".repeat(53);
        let fits = name("12345678901{app}", &app, "x");
        assert_eq!(fits.as_ref().map(String::len), Ok(64));
        assert_eq!(fits, Ok(format!("12345678901{app}")));

        let (one, two) = (
            name("123456789012{app}", &app, "one"),
            name("123456789012{app}", &app, "two"),
        );
        assert_ne!(one, two);
        assert_eq!(one.as_ref().map(String::len), Ok(64));
        assert!(one.is_ok_and(|name| name.starts_with("123456789012aaa")));
    }

    #[test]
    fn the_suffix_never_changes() {
        // Roles out there carry it: another hash would ask for other roles. Counterpart:
        // printf 'production\0ns\0default' | sha256sum
        let app = "a-long-name-".repeat(4) + "x";
        assert_eq!(
            name("bln-fairbid-production-{app}", &app, "default").as_deref(),
            Ok("bln-fairbid-production-a-long-name-a-long-name-a-long-n-2430b647")
        );
    }

    #[test]
    fn each_rule_has_its_own_code() {
        for (text, expected) in [
            ("", "role_name_pattern_no_app"),
            ("prod", "role_name_pattern_no_app"),
            ("{App}", "role_name_pattern_no_app"),
            ("{app}-{app}", "role_name_pattern_app_repeated"),
            ("a b-{app}", "role_name_pattern_invalid_character"),
            ("{{app}}", "role_name_pattern_invalid_character"),
            ("é{app}", "role_name_pattern_invalid_character"),
            ("/a/{app}", "role_name_pattern_invalid_character"),
            (
                &format!("{}{{app}}", "a".repeat(55)),
                "role_name_pattern_too_long",
            ),
        ] {
            let code = RoleNamePattern::parse(text).err().map(|v| v.code);
            assert_eq!(code.as_deref(), Some(expected), "{text:?}");
        }
        for (text, expected) in [
            ("", "role_name_empty"),
            ("a/b", "role_name_invalid_character"),
            (&"a".repeat(65), "role_name_too_long"),
        ] {
            let code = RoleName::parse(text).err().map(|v| v.code);
            assert_eq!(code.as_deref(), Some(expected), "{text:?}");
        }
    }
}
