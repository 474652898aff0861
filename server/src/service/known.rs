//! What is known already of what somebody types into the form: roles of the same names, and names to choose from.

use std::collections::BTreeMap;

use roleport_app::portal::{
    PortalError, RoleSummary, TypedRequest, Viewer,
    known::{Known, KnownField, known_list},
    roles::RoleQuery,
};
use roleport_domain::grant::Grant;

use super::{
    Service, broken,
    history::without_nul,
    pages::role_summary,
    sight::{role_in, sight},
};
use crate::store::{role_list, roles::RoleRow};

/// Roles that are looked into for names; a longer text finds the ones beyond.
const LOOKED_INTO: i64 = 200;
/// Most names that are offered for a field.
const OFFERED: usize = 12;
/// Most roles that are shown beside the form.
const SHOWN: usize = 5;
/// Fewer letters of an application's name are the start of too many.
const SHORTEST_APP: usize = 2;

impl Service {
    /// What is known of what is typed; of the field of this name, where one is typed into.
    pub(super) async fn known_of(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
        field: &str,
    ) -> Result<Known, PortalError> {
        let field = KnownField::parse(field, &typed.grants);
        let lists = match &field {
            Some(field) => vec![self.offered(viewer, typed, field).await?],
            None => self.own_names(viewer).await?,
        };
        let is_new = typed.role.is_none() && typed.revises.is_none();
        let about_names = field.as_ref().is_none_or(KnownField::is_of_role);
        let roles = if is_new && about_names {
            Some(self.namesakes(viewer, typed).await?)
        } else {
            None
        };
        let before = match typed.role {
            Some(role) if field.is_none() => self.grants_before(viewer, role).await?,
            _ => Vec::new(),
        };
        Ok(Known {
            roles,
            before,
            lists,
        })
    }

    /// The lines of the role of this name or ARN; none where the viewer sees no such role.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    pub async fn grants_of_role(
        &self,
        viewer: &Viewer,
        named: &str,
    ) -> Result<Option<Vec<Grant>>, PortalError> {
        let named = named.trim();
        let rows = self.looked_into(viewer, named).await?;
        let own = |row: &RoleRow| row.role_name.eq_ignore_ascii_case(named) || row.arn == named;
        Ok(rows.into_iter().find(own).map(|row| row.grants.0))
    }

    async fn looked_into(&self, viewer: &Viewer, text: &str) -> Result<Vec<RoleRow>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let query = RoleQuery {
            search: without_nul(text),
            ..RoleQuery::default()
        };
        role_list::page(&mut conn, &query, &sight, LOOKED_INTO)
            .await
            .map_err(broken)
    }

    /// Roles of the same application, or of the same service account: perhaps what is asked for is there.
    async fn namesakes(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<Vec<RoleSummary>, PortalError> {
        let app = typed.app.trim();
        if app.chars().count() < SHORTEST_APP {
            return Ok(Vec::new());
        }
        let is_own = |role: &RoleSummary| typed.is_account_of(role);
        let found = async |text| {
            let rows = self.looked_into(viewer, text).await?;
            Ok::<_, PortalError>(rows.into_iter().map(role_summary))
        };
        let named = found(app).await?;
        let mut roles: Vec<_> = named
            .filter(|role| role.app == app || is_own(role))
            .collect();
        if !roles.iter().any(is_own) && !typed.service_account.is_empty() {
            // Of another application, but it is the one that is in the way.
            roles.extend(found(&typed.service_account).await?.filter(is_own));
        }
        roles.sort_by_key(|role| !is_own(role));
        roles.truncate(SHOWN);
        Ok(roles)
    }

    /// What a role may do; nothing where the viewer sees no such role: a draft may be about one that is gone.
    async fn grants_before(&self, viewer: &Viewer, role: i64) -> Result<Vec<Grant>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        match role_in(&mut conn, &sight, role).await {
            Ok(row) => Ok(row.grants.0),
            Err(PortalError::NotFound) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Names that go on as somebody began to type one.
    async fn offered(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
        field: &KnownField,
    ) -> Result<(String, Vec<String>), PortalError> {
        let text = field.typed(typed).trim().to_owned();
        // A prefix is one of its bucket: that is what to look for.
        let within = field.within(&typed.grants);
        let rows = self
            .looked_into(viewer, within.as_deref().unwrap_or(&text))
            .await?;
        let mut counted = Counted::default();
        let fits = |name: &&str| starts_or_has(name, &text).is_some();
        for row in &rows {
            counted.add(
                names(row, field, within.as_deref())
                    .into_iter()
                    .filter(fits),
            );
        }
        if field.is_bucket() {
            let buckets = self.account_buckets(viewer, typed).await;
            counted.know(buckets.iter().map(String::as_str).filter(fits));
        }
        Ok((field.list(), counted.best(&text)))
    }

    /// Before anything is typed: the names in the viewer's own roles.
    async fn own_names(&self, viewer: &Viewer) -> Result<Vec<(String, Vec<String>)>, PortalError> {
        let roles = self.own_roles_of(viewer).await?;
        let mut lists: BTreeMap<String, Counted> = BTreeMap::new();
        for role in &roles {
            for (list, name) in [
                ("app", &role.app),
                ("namespace", &role.namespace),
                ("service_account", &role.service_account),
                ("like", &role.role_name),
            ] {
                lists
                    .entry(known_list(list))
                    .or_default()
                    .add([name.as_str()]);
            }
            for grant in &role.grants {
                for (field, text) in grant.texts().filter(|(field, _)| !field.long) {
                    let list = known_list(&format!("{}-{}", grant.service, field.name));
                    lists.entry(list).or_default().add([text]);
                }
            }
        }
        let lists = lists.into_iter();
        Ok(lists
            .map(|(list, counted)| (list, counted.best("")))
            .collect())
    }
}

/// What a role has in a field; of the lines of one bucket alone, where that is asked.
fn names<'a>(row: &'a RoleRow, field: &KnownField, within: Option<&str>) -> Vec<&'a str> {
    let (service, name) = match field {
        KnownField::App => return vec![&row.app],
        KnownField::Namespace => return vec![&row.namespace],
        KnownField::ServiceAccount => return vec![&row.service_account],
        KnownField::Like => return vec![&row.role_name],
        KnownField::Grant { service, name, .. } => (*service, *name),
    };
    let grants = row.grants.0.iter();
    grants
        .filter(|grant| grant.service == service)
        .filter(|grant| within.is_none_or(|bucket| grant.text("bucket") == bucket))
        .map(|grant| grant.text(name))
        .collect()
}

/// Names with how often they were met.
#[derive(Default)]
struct Counted(BTreeMap<String, usize>);

impl Counted {
    fn add<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            *self.0.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Names that no role has: they come last among equals.
    fn know<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        for name in names {
            self.0.entry(name.to_owned()).or_default();
        }
    }

    /// Those that start so before those that have it elsewhere, then the ones met most.
    fn best(self, text: &str) -> Vec<String> {
        let mut names: Vec<_> = self.0.into_iter().collect();
        names.sort_by_key(|(name, count)| (starts_or_has(name, text), std::cmp::Reverse(*count)));
        names.truncate(OFFERED);
        names.into_iter().map(|(name, _)| name).collect()
    }
}

/// Where a text is in a name, without case: at its start is the least; none where it is not.
fn starts_or_has(name: &str, text: &str) -> Option<bool> {
    let place = name.to_lowercase().find(&text.to_lowercase())?;
    Some(place > 0)
}
