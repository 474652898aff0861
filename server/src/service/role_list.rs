//! The list of roles in any order, and the searches that people keep.

use roleport_app::portal::{
    ListPage, Portal as _, PortalError, RoleSummary, Viewer,
    roles::{RoleQuery, SavedView, TypedRoles},
};
use roleport_domain::errors::FieldError;

use super::{
    Service, broken,
    history::without_nul,
    pages::{ONE_MORE, page_of, role_summary},
    sight::sight,
};
use crate::store::{role_list, saved_views};

/// Most characters of a view's name.
const LONGEST_NAME: usize = 60;
/// Most characters of a view's address.
const LONGEST_QUERY: usize = 1000;

/// What became of a view that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Yes,
    /// It has no name, or one that is too long.
    BadName,
    /// Its search is too long.
    TooLong,
    /// There is no room for another one.
    Full,
}

impl Service {
    /// A page of the list.
    pub(super) async fn roles_page(
        &self,
        viewer: &Viewer,
        asked: &RoleQuery,
    ) -> Result<ListPage<RoleSummary>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let query = RoleQuery {
            search: without_nul(&asked.search),
            ..asked.clone()
        };
        let rows = role_list::page(&mut conn, &query, &sight, ONE_MORE)
            .await
            .map_err(broken)?;
        let (rows, next) = page_of(rows, |row| row.id);
        Ok(ListPage {
            next,
            lines: rows.into_iter().map(role_summary).collect(),
        })
    }

    /// What a query of the list asks for, or all that is wrong with it.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    pub async fn role_query(
        &self,
        typed: &TypedRoles,
    ) -> Result<Result<RoleQuery, Vec<FieldError>>, PortalError> {
        let clusters = self.clusters().await?.into_iter();
        let names: Vec<_> = clusters.map(|cluster| cluster.name).collect();
        Ok(typed.read(&names))
    }

    pub(super) async fn views_of(&self, viewer: &Viewer) -> Result<Vec<SavedView>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = saved_views::of_person(&mut conn, viewer.person_id)
            .await
            .map_err(broken)?;
        Ok(rows
            .into_iter()
            .map(|row| SavedView {
                id: row.id,
                name: row.name,
                query: row.query,
            })
            .collect())
    }

    /// Keeps a search of the viewer's under a name; one of that name gives way.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store refuses.
    pub async fn keep_view(
        &self,
        viewer: &Viewer,
        name: &str,
        asked: &RoleQuery,
    ) -> Result<Kept, PortalError> {
        let (name, query) = (without_nul(name), asked.query());
        let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
        if !fits {
            return Ok(Kept::BadName);
        }
        if query.chars().count() > LONGEST_QUERY || query.contains("%00") {
            return Ok(Kept::TooLong);
        }
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let saved = saved_views::save(&mut conn, viewer.person_id, &name, &query)
            .await
            .map_err(broken)?;
        Ok(if saved { Kept::Yes } else { Kept::Full })
    }

    /// Forgets one of the viewer's.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it is none of theirs.
    pub async fn forget_view(&self, viewer: &Viewer, id: i64) -> Result<(), PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let gone = saved_views::forget(&mut conn, viewer.person_id, id)
            .await
            .map_err(broken)?;
        gone.then_some(()).ok_or(PortalError::NotFound)
    }
}
