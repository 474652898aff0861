//! The list of roles: what is asked for, as it stands in the address.

use leptos_router::location::Url;

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
    pub const fn label(self) -> &'static str {
        match self {
            Self::App => "Role",
            Self::Cluster => "Cluster",
            Self::Namespace => "Namespace",
            Self::ServiceAccount => "Service account",
        }
    }

    /// The one of this name; by application where there is none.
    pub fn parse(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|sort| sort.as_str() == name)
            .unwrap_or_default()
    }
}

/// A page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleQuery {
    /// Matches any column, without case.
    pub search: String,
    /// Its order.
    pub sort: RoleSort,
    /// The role after which the page begins.
    pub after: Option<i64>,
}

impl RoleQuery {
    /// What follows the question mark, without the place; empty for the list as it is.
    pub fn query(&self) -> String {
        let search = self.search.trim();
        let mut parts = Vec::new();
        if !search.is_empty() {
            // Names have hyphens, which an address may have as they are.
            let escaped = Url::escape(search).replace("%2D", "-");
            parts.push(format!("q={escaped}"));
        }
        if self.sort != RoleSort::default() {
            parts.push(format!("sort={}", self.sort.as_str()));
        }
        parts.join("&")
    }

    /// The address of its first page.
    pub fn href(&self) -> String {
        match self.query() {
            query if query.is_empty() => "/roles".to_owned(),
            query => format!("/roles?{query}"),
        }
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
