//! The health of the clusters.

use roleport_app::portal::{ClusterHealth, PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake};

use super::{Service, broken, pages::moment, permitted};
use crate::{
    store::{cluster_checks, clusters},
    worker::health,
};

impl Service {
    /// Has every cluster looked at soon.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed.
    pub async fn check_clusters(&self, viewer: &Viewer) -> Result<(), PortalError> {
        permitted(viewer, Action::Submit, Stake::Other)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        health::enqueue(&mut tx).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }

    pub(super) async fn health_of_clusters(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<ClusterHealth>, PortalError> {
        permitted(viewer, Action::SeeRoles, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let mut checks = cluster_checks::all(&mut conn).await.map_err(broken)?;
        let clusters = clusters::all(&mut conn).await.map_err(broken)?;
        let clusters = clusters.into_iter().map(|cluster| {
            let place = checks.iter().position(|one| one.cluster == cluster.name);
            let check = place.map(|place| checks.swap_remove(place));
            ClusterHealth {
                checked: check.as_ref().map(|one| moment(one.checked_at)),
                items: check.map(|one| one.items.0).unwrap_or_default(),
                cluster,
            }
        });
        Ok(clusters.collect())
    }
}
