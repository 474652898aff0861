//! A cluster with the way into its account, as admins edit it: what is wrong with it, what differs, what
//! may change while roles stand on it, and what follows from a change (issue 4, item 7).

mod access;
mod field;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

pub use access::Access;
pub use field::{Changes, FIELDS, Field};

use crate::{cluster::Cluster, errors::FieldError, identity::Identity};

/// A cluster, and how Roleport comes into its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterSettings {
    /// The cluster.
    pub cluster: Cluster,
    /// The role that is assumed in its account; none where Roleport's own credentials are the account's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
}

/// What stands on a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Roles that are not retired.
    pub roles: i64,
    /// Requests that are not settled.
    pub requests: i64,
}

/// Whom a change of a cluster would touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Roles that would be otherwise than the cluster says, until a request of each is applied.
    pub roles: i64,
    /// Requests that could be approved only after somebody has edited them.
    pub requests: i64,
    /// Other clusters of the account that is reached in another way.
    pub sharing: Vec<String>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Its name on a page.
    pub label: Text,
    /// As it is; empty for nothing.
    pub before: &'a str,
    /// As it would be.
    pub after: &'a str,
}

impl ClusterSettings {
    /// Reads them as they were typed: `typed` gives the text of a field by name. Nothing is refused yet.
    pub fn read<'a>(typed: impl Fn(&str) -> &'a str) -> Self {
        let mut settings = Self {
            cluster: Cluster {
                name: String::new(),
                account_id: String::new(),
                partition: String::new(),
                region: String::new(),
                oidc_issuer: String::new(),
                role_name_pattern: String::new(),
                role_path: String::new(),
                permissions_boundary: None,
                eks_name: None,
                identity: Identity::default(),
            },
            access: None,
        };
        for field in FIELDS {
            field.write(&mut settings, typed(field.name));
        }
        settings
    }

    /// Everything that is wrong with them, beside the names of [`FIELDS`].
    pub fn check(&self) -> Vec<FieldError> {
        let of_cluster = self.cluster.check().into_iter().map(|error| FieldError {
            field: error.field.trim_start_matches("cluster.").to_owned(),
            ..error
        });
        let account = &self.cluster.account_id;
        let of_access = self.access.iter().flat_map(|access| access.check(account));
        of_cluster.chain(of_access).collect()
    }

    /// What may not change so while this stands on the cluster, beside its field.
    pub fn check_change(&self, after: &Self, standing: &Standing) -> Vec<FieldError> {
        let differs = FIELDS
            .into_iter()
            .filter(|field| field.read(self) != field.read(after));
        differs
            .filter_map(|field| {
                let (code, message) = match field.changes {
                    Changes::Always => return None,
                    Changes::Never => (
                        "never_changes",
                        text!(fields_never_changes, name = self.cluster.name),
                    ),
                    Changes::WhileUnused => {
                        let standing = standing.words()?;
                        let value = field.read(self);
                        (
                            "cluster_in_use",
                            text!(fields_in_use, standing = standing, value = value),
                        )
                    }
                };
                Some(FieldError {
                    field: field.name.to_owned(),
                    code: code.to_owned(),
                    message,
                })
            })
            .collect()
    }
}

impl Standing {
    /// In words, such as `2 roles and 1 open request stand on this cluster`; nothing where nothing does.
    pub fn words(&self) -> Option<Text> {
        let roles = (self.roles > 0).then(|| roles(self.roles));
        let requests = match self.requests {
            ..=0 => None,
            1 => Some(text!(fields_request_one)),
            count => Some(text!(fields_request_many, count = count)),
        };
        let what = match (roles, requests) {
            (Some(roles), Some(requests)) => text!(
                fields_roles_and_requests,
                roles = roles,
                requests = requests
            ),
            (one, other) => one.or(other)?,
        };
        Some(if self.roles + self.requests == 1 {
            text!(fields_stands, what = what)
        } else {
            text!(fields_stand, what = what)
        })
    }
}

/// Such as `1 role` and `2 roles`.
fn roles(count: i64) -> Text {
    match count {
        1 => text!(fields_role_one),
        count => text!(fields_role_many, count = count),
    }
}

/// The fields that differ, all that are filled in where one side is not there.
pub fn differences<'a>(
    before: Option<&'a ClusterSettings>,
    after: Option<&'a ClusterSettings>,
) -> Vec<Difference<'a>> {
    let text = |settings: Option<&'a ClusterSettings>, field: Field| {
        settings.map_or("", |settings| field.read(settings))
    };
    FIELDS
        .into_iter()
        .map(|field| Difference {
            label: field.label(),
            before: text(before, field),
            after: text(after, field),
        })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

/// Labels of what differs between two states of a cluster.
pub fn differing(before: &Cluster, after: &Cluster) -> Vec<Text> {
    let bare = |cluster: &Cluster| ClusterSettings {
        cluster: cluster.clone(),
        access: None,
    };
    let (before, after) = (bare(before), bare(after));
    differences(Some(&before), Some(&after))
        .into_iter()
        .map(|one| one.label)
        .collect()
}

/// What follows from a change, in sentences.
pub fn consequences(
    before: Option<&ClusterSettings>,
    after: Option<&ClusterSettings>,
    touched: &Touched,
) -> Vec<Text> {
    let mut said = Vec::new();
    match (before, after) {
        (None, Some(_)) => said.push(text!(fields_can_be_asked_for)),
        (_, None) => said.push(text!(fields_can_not_be_asked_for)),
        (Some(_), Some(_)) => {}
    }
    match touched.roles {
        ..=0 => {}
        1 => said.push(text!(fields_touched_role_one)),
        roles => said.push(text!(fields_touched_role_many, roles = roles)),
    }
    match touched.requests {
        ..=0 => {}
        1 => said.push(text!(fields_touched_request_one)),
        requests => said.push(text!(fields_touched_request_many, requests = requests)),
    }
    if !touched.sharing.is_empty() {
        said.push(text!(
            fields_touched_sharing,
            clusters = touched.sharing.join(", ")
        ));
    }
    let boundary = |settings: Option<&ClusterSettings>| {
        settings.and_then(|settings| settings.cluster.permissions_boundary.clone())
    };
    if after.is_some()
        && boundary(after).is_none()
        && let Some(arn) = boundary(before)
    {
        said.push(text!(fields_keeps_boundary, arn = arn));
    }
    said
}

#[cfg(test)]
mod tests;
