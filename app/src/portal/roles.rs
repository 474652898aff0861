//! The list of roles: what is asked for, as it stands in the address.

use leptos_router::location::Url;
use roleport_domain::{
    errors::{FieldError, Violation},
    name::{AppName, Namespace, ServiceAccount},
    service::Service,
};
use roleport_lang::{Text, text};
use serde::Deserialize;

/// What the list is in order of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RoleSort {
    /// Application, then cluster and namespace.
    #[default]
    App,
    /// Cluster.
    Cluster,
    /// Namespace.
    Namespace,
    /// Service account.
    ServiceAccount,
}

impl RoleSort {
    /// All of them, in the order of the table's columns.
    pub const ALL: [Self; 4] = [
        Self::App,
        Self::Cluster,
        Self::Namespace,
        Self::ServiceAccount,
    ];

    /// Its name in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "role",
            Self::Cluster => "cluster",
            Self::Namespace => "namespace",
            Self::ServiceAccount => "service-account",
        }
    }

    /// The head of its column.
    pub fn label(self) -> Text {
        match self {
            Self::App => text!(role),
            Self::Cluster => text!(role_cluster),
            Self::Namespace => text!(role_namespace),
            Self::ServiceAccount => text!(role_service_account),
        }
    }

    /// An order in an address: its name, with a hyphen before it where the last comes first.
    pub fn name(self, descending: bool) -> String {
        let hyphen = if descending { "-" } else { "" };
        format!("{hyphen}{}", self.as_str())
    }

    /// The order of this name, and whether the last comes first; the usual one for no text.
    ///
    /// # Errors
    /// [`Violation`] for any other text.
    pub fn parse(text: &str) -> Result<(Self, bool), Violation> {
        if text.is_empty() {
            return Ok((Self::default(), false));
        }
        let name = text.strip_prefix('-').unwrap_or(text);
        let sort = Self::ALL.into_iter().find(|sort| sort.as_str() == name);
        sort.map(|sort| (sort, name != text))
            .ok_or_else(|| wrong("sort_unknown", text!(roles_sort_unknown)))
    }
}

/// Roles that were found otherwise in AWS, by their name in an address.
const DRIFTED: &str = "drifted";

/// What narrows the list besides the search; each part that is set has to fit exactly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleFilters {
    /// Application.
    pub app: Option<String>,
    /// Namespace.
    pub namespace: Option<String>,
    /// Service account.
    pub service_account: Option<String>,
    /// Cluster.
    pub cluster: Option<String>,
    /// Some line is about this service.
    pub service: Option<Service>,
    /// Only roles that AWS had otherwise than approved when they were last compared.
    pub drifted: bool,
}

impl RoleFilters {
    /// Those that are set, with their values in an address.
    pub fn set(&self) -> Vec<(RoleField, &str)> {
        let service = self.service.map(Service::as_str);
        let state = self.drifted.then_some(DRIFTED);
        RoleField::ALL
            .into_iter()
            .zip([
                self.app.as_deref(),
                self.namespace.as_deref(),
                self.service_account.as_deref(),
                self.cluster.as_deref(),
                service,
                state,
            ])
            .filter_map(|(field, value)| Some((field, value?)))
            .collect()
    }

    /// The same without one of them.
    #[must_use]
    pub fn without(&self, field: RoleField) -> Self {
        let mut rest = self.clone();
        match field {
            RoleField::App => rest.app = None,
            RoleField::Namespace => rest.namespace = None,
            RoleField::ServiceAccount => rest.service_account = None,
            RoleField::Cluster => rest.cluster = None,
            RoleField::Service => rest.service = None,
            RoleField::State => rest.drifted = false,
        }
        rest
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A field that the list of roles is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleField {
    /// Application.
    App,
    /// Namespace.
    Namespace,
    /// Service account.
    ServiceAccount,
    /// Cluster.
    Cluster,
    /// Service of a line.
    Service,
    /// What the last comparison with AWS found.
    State,
}

impl RoleField {
    /// All of them, in the order of an address.
    pub const ALL: [Self; 6] = [
        Self::App,
        Self::Namespace,
        Self::ServiceAccount,
        Self::Cluster,
        Self::Service,
        Self::State,
    ];

    /// Its name in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Namespace => "namespace",
            Self::ServiceAccount => "service_account",
            Self::Cluster => "cluster",
            Self::Service => "service",
            Self::State => "state",
        }
    }

    /// What it is called.
    pub fn label(self) -> Text {
        match self {
            Self::App => text!(role_application),
            Self::Namespace => text!(role_namespace),
            Self::ServiceAccount => text!(role_service_account),
            Self::Cluster => text!(role_cluster),
            Self::Service => text!(roles_service),
            Self::State => text!(roles_state),
        }
    }

    /// A value of it as a person reads it.
    pub fn words(self, value: &str) -> Text {
        match self {
            Self::Service => {
                Service::parse(value).map_or_else(|| value.into(), |one| one.template().title())
            }
            Self::State if value == DRIFTED => text!(roles_state_drifted),
            _ => value.into(),
        }
    }
}

/// The query of the list, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TypedRoles {
    /// Text that any column has.
    pub q: String,
    /// Application.
    pub app: String,
    /// Namespace.
    pub namespace: String,
    /// Service account.
    pub service_account: String,
    /// Cluster.
    pub cluster: String,
    /// Such as `sqs`.
    pub service: String,
    /// `drifted`, or nothing.
    pub state: String,
    /// A column's name, with a hyphen before it for the other way round.
    pub sort: String,
    /// The role after which the page begins.
    pub after: String,
}

impl TypedRoles {
    /// What a field holds.
    pub fn at(&self, field: RoleField) -> &str {
        match field {
            RoleField::App => &self.app,
            RoleField::Namespace => &self.namespace,
            RoleField::ServiceAccount => &self.service_account,
            RoleField::Cluster => &self.cluster,
            RoleField::Service => &self.service,
            RoleField::State => &self.state,
        }
    }

    /// What is asked for; `clusters` are the names of those there are.
    ///
    /// # Errors
    /// Everything that is wrong with it, by field.
    pub fn read(&self, clusters: &[String]) -> Result<RoleQuery, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut filters = RoleFilters::default();
        for field in RoleField::ALL {
            let text = self.at(field).trim();
            if !text.is_empty()
                && let Err(violation) = set(&mut filters, field, text, clusters)
            {
                errors.push(violation.at(field.as_str()));
            }
        }
        let (sort, descending) = RoleSort::parse(self.sort.trim()).unwrap_or_else(|violation| {
            errors.push(violation.at("sort"));
            (RoleSort::default(), false)
        });
        let after = match self.after.trim() {
            "" => None,
            text => {
                let after = text.parse().ok();
                if after.is_none() {
                    errors.push(wrong("after_unknown", text!(roles_after_unknown)).at("after"));
                }
                after
            }
        };
        let query = RoleQuery {
            search: self.q.clone(),
            filters,
            sort,
            descending,
            after,
        };
        if errors.is_empty() {
            Ok(query)
        } else {
            Err(errors)
        }
    }
}

/// Sets one filter, if the text can be one.
fn set(
    filters: &mut RoleFilters,
    field: RoleField,
    text: &str,
    clusters: &[String],
) -> Result<(), Violation> {
    match field {
        RoleField::App => filters.app = Some(AppName::parse(text)?.to_string()),
        RoleField::Namespace => filters.namespace = Some(Namespace::parse(text)?.to_string()),
        RoleField::ServiceAccount => {
            filters.service_account = Some(ServiceAccount::parse(text)?.to_string());
        }
        RoleField::Cluster if clusters.iter().any(|name| name == text) => {
            filters.cluster = Some(text.to_owned());
        }
        RoleField::Cluster => {
            return Err(wrong("cluster_unknown", text!(roles_cluster_unknown)));
        }
        RoleField::Service => match Service::parse(text) {
            Some(service) => filters.service = Some(service),
            None => {
                return Err(wrong("service_unknown", text!(roles_service_unknown)));
            }
        },
        RoleField::State if text == DRIFTED => filters.drifted = true,
        RoleField::State => {
            return Err(wrong("state_unknown", text!(roles_state_unknown)));
        }
    }
    Ok(())
}

fn wrong(code: &str, message: Text) -> Violation {
    Violation {
        code: code.to_owned(),
        message,
    }
}

/// A page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleQuery {
    /// Matches any column, without case.
    pub search: String,
    /// What narrows it besides.
    pub filters: RoleFilters,
    /// Its order.
    pub sort: RoleSort,
    /// Whether the order is the other way round.
    pub descending: bool,
    /// The role after which the page begins.
    pub after: Option<i64>,
}

impl RoleQuery {
    /// What follows the question mark, by name, without the place.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let search = self.search.trim();
        let mut pairs = Vec::new();
        if !search.is_empty() {
            pairs.push(("q", search.to_owned()));
        }
        let filters = self.filters.set().into_iter();
        pairs.extend(filters.map(|(field, value)| (field.as_str(), value.to_owned())));
        if !self.is_in_usual_order() {
            pairs.push(("sort", self.sort.name(self.descending)));
        }
        pairs
    }

    /// The same as text; empty for the list as it is.
    pub fn query(&self) -> String {
        let pairs = self.pairs().into_iter().map(|(name, value)| {
            // Names have hyphens, which an address may have as they are.
            format!("{name}={}", Url::escape(&value).replace("%2D", "-"))
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The address of its first page.
    pub fn href(&self) -> String {
        match self.query() {
            query if query.is_empty() => "/roles".to_owned(),
            query => format!("/roles?{query}"),
        }
    }

    /// Whether nothing else was asked for.
    pub fn is_in_usual_order(&self) -> bool {
        self.sort == RoleSort::default() && !self.descending
    }
}

/// A search that somebody keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Row of the view in the store.
    pub id: i64,
    /// As its person calls it.
    pub name: String,
    /// What follows the question mark.
    pub query: String,
}
