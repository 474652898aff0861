//! A request holds its cluster as it was when it was written; whether that is still so.

use roleport_app::portal::PortalError;
use roleport_domain::{cluster_settings::differing, lifecycle::RequestKind};
use sqlx::PgConnection;

use crate::store::{StoreError, clusters, requests::RequestRow};

/// Why a request can't be approved as it is, where its cluster has changed since it was written. The cluster
/// stays as it is until the transaction ends.
///
/// What only removes a role, or brings back what was approved, is about the role as it stands.
pub(in super::super) async fn changed_since(
    conn: &mut PgConnection,
    row: &RequestRow,
) -> Result<Option<String>, StoreError> {
    let kind = row.kind()?;
    let advice = match kind {
        RequestKind::Retire | RequestKind::Restore => return Ok(None),
        RequestKind::NewRole | RequestKind::ChangeGrants => {
            "Edit it once, and submit it again: it is then checked against the cluster as it is now."
        }
        RequestKind::Adopt => "Withdraw it, and ask for the adoption again.",
    };
    if !row.state()?.awaits_decision() {
        return Ok(None);
    }
    let written = &row.cluster_spec.0;
    let Some(now) = clusters::hold(conn, &written.name).await? else {
        return Ok(Some(format!(
            "The cluster {} was removed since this was written.",
            written.name
        )));
    };
    Ok((!written.still_holds(&now)).then(|| {
        format!(
            "The cluster {} has changed since this was written: {}. {advice}",
            written.name,
            differing(written, &now).join(", ")
        )
    }))
}

/// Refuses an approval of a request whose cluster has changed since it was written.
///
/// # Errors
/// [`PortalError::Conflict`] with the reason.
pub(in super::super) async fn check_current(
    conn: &mut PgConnection,
    row: &RequestRow,
) -> Result<(), PortalError> {
    match changed_since(conn, row)
        .await
        .map_err(super::super::broken)?
    {
        Some(why) => Err(PortalError::Conflict(why)),
        None => Ok(()),
    }
}
