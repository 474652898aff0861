//! What is known already of what somebody types into the form of a request.

use roleport_domain::{grant::Grant, service::Service};

use super::{RoleSummary, TypedRequest};

/// What the form offers while it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Active roles of the same application or service account, at most 5; none where the question is not about names.
    pub roles: Option<Vec<RoleSummary>>,
    /// What the role may do that is to change; nothing for a new one, or where the question is about one field.
    pub before: Vec<Grant>,
    /// Names to choose from: the id of a list, and its names, the best ones first.
    pub lists: Vec<(String, Vec<String>)>,
}

/// The id of the list that is offered for a field, such as `app` or `s3-bucket`.
pub fn known_list(name: &str) -> String {
    format!("known-{name}")
}

/// A field whose text others may have typed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownField {
    /// The application's name.
    App,
    /// The namespace.
    Namespace,
    /// The service account.
    ServiceAccount,
    /// The role that a request is to be like.
    Like,
    /// A text of a line of access.
    Grant {
        /// Which line.
        line: usize,
        /// What the line is about.
        service: Service,
        /// The text's name, such as `bucket`.
        name: &'static str,
    },
}

impl KnownField {
    /// The field of this name in the form that holds these lines; none for a field that is written anew each time.
    pub fn parse(name: &str, grants: &[Grant]) -> Option<Self> {
        match name {
            "app" => Some(Self::App),
            "namespace" => Some(Self::Namespace),
            "service_account" => Some(Self::ServiceAccount),
            "like" => Some(Self::Like),
            _ => {
                let inner = name.strip_prefix("grants[")?.strip_suffix(']')?;
                let (line, name) = inner.split_once("][")?;
                let line: usize = line.parse().ok()?;
                let service = grants.get(line)?.service;
                let mut fields = service.template().fields.iter();
                let field = fields.find(|field| field.name == name && !field.long)?;
                Some(Self::Grant {
                    line,
                    service,
                    name: field.name,
                })
            }
        }
    }

    /// The id of its list.
    pub fn list(&self) -> String {
        match self {
            Self::App => known_list("app"),
            Self::Namespace => known_list("namespace"),
            Self::ServiceAccount => known_list("service_account"),
            Self::Like => known_list("like"),
            Self::Grant { service, name, .. } => known_list(&format!("{service}-{name}")),
        }
    }

    /// Whether the role is found by it.
    pub fn is_of_role(&self) -> bool {
        matches!(self, Self::App | Self::Namespace | Self::ServiceAccount)
    }

    /// Whether it is the name of a bucket.
    pub fn is_bucket(&self) -> bool {
        matches!(self, Self::Grant { name: "bucket", .. })
    }

    /// What the form holds in it.
    pub fn typed<'a>(&self, typed: &'a TypedRequest) -> &'a str {
        match self {
            Self::App => &typed.app,
            Self::Namespace => &typed.namespace,
            Self::ServiceAccount => &typed.service_account,
            Self::Like => &typed.like,
            Self::Grant { line, name, .. } => {
                let grant = typed.grants.get(*line);
                grant.map_or("", |grant| grant.text(name))
            }
        }
    }

    /// The bucket that a prefix belongs to; none for any other field.
    pub fn within(&self, grants: &[Grant]) -> Option<String> {
        match self {
            Self::Grant {
                line,
                name: "prefix",
                ..
            } => Some(grants.get(*line)?.text("bucket").trim().to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_field_of_the_form_has_a_list_and_no_other_name_has() {
        for (line, service) in Service::ALL.into_iter().enumerate() {
            let mut grants = vec![Grant::default(); line];
            grants.push(Grant::empty(service));
            for field in service.template().fields {
                let name = format!("grants[{line}][{}]", field.name);
                let found = KnownField::parse(&name, &grants).map(|field| field.list());
                let list = known_list(&format!("{service}-{}", field.name));
                assert_eq!(found, (!field.long).then_some(list), "{name}");
            }
        }
        for name in [
            "",
            "reason",
            "grants[0][access]",
            "grants[9][bucket]",
            "grants[-1][bucket]",
            "key",
        ] {
            assert_eq!(KnownField::parse(name, &[Grant::default()]), None, "{name}");
        }
    }
}
