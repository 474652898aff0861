//! The fields of a cluster's settings: one list, which the form, the differences and the rules of what may
//! change all follow.

use roleport_lang::{Text, text};

use super::{Access, ClusterSettings};
use crate::{identity::Identity, partition::Partition};

/// When a field of a cluster that is there already may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// Never: it is another cluster then.
    Never,
    /// While no role and no open request stands on the cluster: theirs could not follow.
    WhileUnused,
    /// Always; roles follow by requests.
    Always,
}

type Read = fn(&ClusterSettings) -> &str;
type Write = fn(&mut ClusterSettings, Option<String>);

/// A field of a cluster's settings.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in forms and in errors.
    pub name: &'static str,
    label: fn() -> Text,
    hint: fn() -> Text,
    /// When it may change.
    pub changes: Changes,
    /// All that it can be; none for any text.
    pub choices: Option<fn() -> Vec<&'static str>>,
    read: Read,
    write: Write,
}

impl Field {
    const fn new(
        name: &'static str,
        label: fn() -> Text,
        hint: fn() -> Text,
        changes: Changes,
        read: Read,
        write: Write,
    ) -> Self {
        Self {
            name,
            label,
            hint,
            changes,
            choices: None,
            read,
            write,
        }
    }

    const fn of(self, choices: fn() -> Vec<&'static str>) -> Self {
        Self {
            choices: Some(choices),
            ..self
        }
    }

    /// Its name on a page.
    pub fn label(self) -> Text {
        (self.label)()
    }

    /// What to write into it; empty for none.
    pub fn hint(self) -> Text {
        (self.hint)()
    }

    /// What it holds, empty for nothing.
    pub fn read(self, settings: &ClusterSettings) -> &str {
        (self.read)(settings)
    }

    /// What it can be, where this text is something else; nothing is a choice too.
    pub fn choices_instead(self, text: &str) -> Option<Text> {
        let choices = self.choices?();
        let is_one = text.is_empty() || choices.contains(&text);
        (!is_one).then(|| text!(fields_choices, choices = choices.join(", ")))
    }

    /// Fills it in; white space around the text does not count, and nothing else leaves it out.
    pub(super) fn write(self, settings: &mut ClusterSettings, text: &str) {
        let text = text.trim();
        (self.write)(settings, (!text.is_empty()).then(|| text.to_owned()));
    }
}

/// All of them, in the order in which a form asks for them.
#[rustfmt::skip] // a line each
pub const FIELDS: [Field; 12] = [
    Field::new("name", || text!(fields_name), || text!(fields_name_hint), Changes::Never, |s| &s.cluster.name, |s, text| s.cluster.name = text.unwrap_or_default()),
    Field::new("account_id", || text!(fields_account_id), || text!(fields_account_id_hint), Changes::WhileUnused, |s| &s.cluster.account_id, |s, text| s.cluster.account_id = text.unwrap_or_default()),
    Field::new("partition", || text!(fields_partition), || Text::plain(""), Changes::WhileUnused, |s| &s.cluster.partition, |s, text| s.cluster.partition = text.unwrap_or_default()).of(|| Partition::ALL.map(Partition::as_str).to_vec()),
    Field::new("region", || text!(fields_region), || text!(fields_region_hint), Changes::Always, |s| &s.cluster.region, |s, text| s.cluster.region = text.unwrap_or_default()),
    Field::new("oidc_issuer", || text!(fields_oidc_issuer), || text!(fields_oidc_issuer_hint), Changes::Always, |s| &s.cluster.oidc_issuer, |s, text| s.cluster.oidc_issuer = text.unwrap_or_default()),
    Field::new("role_name_pattern", || text!(fields_role_name_pattern), || text!(fields_role_name_pattern_hint), Changes::WhileUnused, |s| &s.cluster.role_name_pattern, |s, text| s.cluster.role_name_pattern = text.unwrap_or_default()),
    Field::new("role_path", || text!(fields_role_path), || text!(fields_role_path_hint), Changes::WhileUnused, |s| &s.cluster.role_path, |s, text| s.cluster.role_path = text.unwrap_or_default()),
    Field::new("permissions_boundary", || text!(fields_permissions_boundary), || text!(fields_permissions_boundary_hint), Changes::Always, |s| s.cluster.permissions_boundary.as_deref().unwrap_or_default(), |s, text| s.cluster.permissions_boundary = text),
    Field::new("eks_name", || text!(fields_eks_name), || text!(fields_eks_name_hint), Changes::Always, |s| s.cluster.eks_name.as_deref().unwrap_or_default(), |s, text| s.cluster.eks_name = text),
    Field::new("identity", || text!(fields_identity), || text!(fields_identity_hint), Changes::Always, |s| s.cluster.identity.as_str(), |s, text| s.cluster.identity = text.and_then(|text| Identity::parse(&text)).unwrap_or_default()).of(|| Identity::ALL.map(Identity::as_str).to_vec()),
    Field::new("role_arn", || text!(fields_role_arn), || text!(fields_role_arn_hint), Changes::Always, |s| s.access.as_ref().map_or("", |access| &access.role_arn), |s, text| s.access = text.map(|role_arn| Access { role_arn, external_id: None })),
    Field::new("external_id", || text!(fields_external_id), || text!(fields_external_id_hint), Changes::Always, |s| s.access.as_ref().and_then(|access| access.external_id.as_deref()).unwrap_or_default(), |s, text| if let Some(access) = &mut s.access { access.external_id = text; }),
];
