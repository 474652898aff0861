//! How the roles get into Git, for those who look after Roleport.

use roleport_app::portal::{GitView, PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake};

use super::{Service, broken, pages::moment, permitted};
use crate::store::git_changes;

impl Service {
    pub(super) async fn git_view(&self, viewer: &Viewer) -> Result<Option<GitView>, PortalError> {
        permitted(viewer, Action::SeeDeliveries, Stake::Other)?;
        let Some(url) = self.git.clone() else {
            return Ok(None);
        };
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let waiting = git_changes::count(&mut conn).await.map_err(broken)?;
        let last = git_changes::last(&mut conn).await.map_err(broken)?;
        let (failed, in_step) = match last {
            Some(last) => (
                last.error.map(|error| (moment(last.tried_at), error)),
                last.pushed_at.map(|at| (moment(at), last.commit_id)),
            ),
            None => (None, None),
        };
        Ok(Some(GitView {
            url,
            waiting,
            failed,
            in_step,
        }))
    }
}
