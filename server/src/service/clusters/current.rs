//! A request holds its cluster as it was when it was written; whether that is still so.

use roleport_app::portal::PortalError;
use roleport_domain::{cluster::Cluster, cluster_settings::differing, lifecycle::RequestKind};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::super::broken;
use crate::store::{StoreError, clusters, requests::RequestRow};

/// Why a request can't be approved as it is, where its cluster has changed since it was written.
pub(in super::super) async fn changed_since(
    conn: &mut PgConnection,
    row: &RequestRow,
) -> Result<Option<Text>, StoreError> {
    match advice(row)? {
        Some(advice) => {
            let now = clusters::current(conn, &row.cluster_spec.name).await?;
            Ok(difference(&row.cluster_spec, now.as_ref(), &advice))
        }
        None => Ok(None),
    }
}

/// Refuses an approval of a request whose cluster has changed since it was written. The cluster stays as it is
/// until the transaction ends.
///
/// # Errors
/// [`PortalError::Conflict`] with the reason.
pub(in super::super) async fn check_current(
    conn: &mut PgConnection,
    row: &RequestRow,
) -> Result<(), PortalError> {
    let Some(advice) = advice(row).map_err(broken)? else {
        return Ok(());
    };
    let now = clusters::hold(conn, &row.cluster_spec.name)
        .await
        .map_err(broken)?;
    match difference(&row.cluster_spec, now.as_ref(), &advice) {
        Some(why) => Err(PortalError::Conflict(why)),
        None => Ok(()),
    }
}

/// What to do with a request whose cluster has changed; none for one that needs nothing.
///
/// What only removes a role, or brings back what was approved, is about the role as it stands.
fn advice(row: &RequestRow) -> Result<Option<Text>, StoreError> {
    let advice = match row.kind()? {
        RequestKind::Retire | RequestKind::Restore => return Ok(None),
        RequestKind::NewRole | RequestKind::ChangeGrants => text!(plan_edit_once),
        RequestKind::Adopt => text!(plan_adopt_again),
    };
    Ok(row.state()?.awaits_decision().then_some(advice))
}

fn difference(written: &Cluster, now: Option<&Cluster>, advice: &Text) -> Option<Text> {
    let name = &written.name;
    let Some(now) = now else {
        return Some(text!(plan_cluster_removed, cluster = name));
    };
    (!written.still_holds(now)).then(|| {
        let changed = Text::joined(&differing(written, now), ", ");
        text!(
            plan_cluster_changed,
            cluster = name,
            settings = changed,
            advice = advice
        )
    })
}
