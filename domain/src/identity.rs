//! How the pods of a service account come by their role: by web identity, or by EKS Pod Identity
//! (domain.md section 3; issue 4, item 12).

use roleport_lang::text;
use serde::{Deserialize, Serialize};

use crate::errors::Violation;

/// How pods come by their role's credentials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// IAM roles for service accounts: the service account is annotated with the role, and pods exchange
    /// their token for its credentials. Works on every cluster with an OIDC issuer.
    #[default]
    Irsa,
    /// EKS Pod Identity: an association in EKS names the role, and an agent on the node hands its credentials
    /// to pods. Works on EKS's Linux EC2 nodes alone.
    PodIdentity,
}

impl Identity {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Irsa, Self::PodIdentity];

    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Irsa => "irsa",
            Self::PodIdentity => "pod_identity",
        }
    }

    /// Its name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Irsa => "IRSA",
            Self::PodIdentity => "EKS Pod Identity",
        }
    }

    /// Reads its name for programs.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|identity| identity.as_str() == text)
    }

    /// Whether it is the usual one, which documents and hashes of before do not name.
    #[allow(clippy::trivially_copy_pass_by_ref)] // as serde wants it
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// A cluster's name in EKS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EksName(String);

impl EksName {
    /// Of the API reference of CreateCluster.
    const MAX: usize = 100;

    /// Reads a cluster's name in EKS.
    ///
    /// # Errors
    /// When EKS gives no cluster such a name.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let mut bytes = text.bytes();
        let fits = text.len() <= Self::MAX
            && bytes
                .next()
                .is_some_and(|first| first.is_ascii_alphanumeric())
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if fits {
            return Ok(Self(text.to_owned()));
        }
        Err(Violation::new("eks_name_invalid", text!(names_eks_invalid)))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a namespace is one of a Fargate profile, whose pattern may have `*` and `?` in it
/// (docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html).
#[cfg(feature = "statements")]
pub fn namespace_fits(pattern: &str, namespace: &str) -> bool {
    wildmatch::WildMatch::new(pattern).matches(namespace)
}

/// Why Pod Identity can't be asked for on a cluster that has no name in EKS.
pub(crate) fn not_on_eks(cluster: &str) -> Violation {
    Violation::new(
        "pod_identity_not_eks",
        text!(names_pod_identity_not_eks, cluster = cluster),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_eks_is_what_eks_takes() {
        for name in ["a", "9", "Prod_1-a", &"a".repeat(100)] {
            assert!(EksName::parse(name).is_ok(), "{name}");
        }
        for name in ["", "-a", "_a", "a.b", "a b", "ä", "a/b", &"a".repeat(101)] {
            assert!(EksName::parse(name).is_err(), "{name}");
        }
    }

    #[cfg(feature = "statements")]
    #[test]
    fn a_profile_takes_namespaces_by_wildcard() {
        for (pattern, fits) in [
            ("prices", true),
            ("pri*", true),
            ("price?", true),
            ("price", false),
        ] {
            assert_eq!(namespace_fits(pattern, "prices"), fits, "{pattern}");
        }
    }

    #[test]
    fn an_identity_is_read_as_it_is_written() {
        for identity in Identity::ALL {
            assert_eq!(Identity::parse(identity.as_str()), Some(identity));
        }
        assert_eq!(Identity::parse("IRSA"), None);
    }
}
