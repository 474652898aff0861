//! The clusters: what is in force, and the changes that admins propose.

mod current;
mod propose;
mod seed;

use std::collections::{BTreeMap, BTreeSet};

use roleport_app::portal::{
    FieldChange, PortalError, Proposal, Viewer,
    clusters::{
        ClusterCard, ClusterChange, ClusterChangeLine, ClusterForm, ClustersPage, RolesBehind,
    },
};
use roleport_domain::{
    authorize::{Action, PersonRole, Stake},
    cluster::Cluster,
    cluster_settings::{Access, ClusterSettings, Touched, consequences, differences, differing},
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

pub(super) use current::{changed_since, check_current};
pub use seed::{Seed, differences as file_differences, take_in};

use super::{
    Service, broken,
    pages::moment,
    permitted,
    proposals::{decision, stake},
    sight::sight,
};
use crate::store::{
    StoreError,
    cluster_changes::{self, ClusterChangeRow},
    clusters::{self, SpecRow},
    people, roles,
    visibility::{self, Sight},
};

impl Service {
    pub(super) async fn clusters_with_changes(
        &self,
        viewer: &Viewer,
    ) -> Result<ClustersPage, PortalError> {
        let health = self.health_of_clusters(viewer).await?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let read = async {
            let rows = cluster_changes::list(&mut conn).await?;
            let mut cards = Vec::new();
            for health in health {
                let cluster = &health.cluster;
                let open = rows
                    .iter()
                    .find(|row| row.state == "proposed" && row.cluster == cluster.name);
                cards.push(ClusterCard {
                    access: clusters::access(&mut conn, &cluster.account_id).await?,
                    behind: behind(&mut conn, &sight, cluster).await?,
                    open: open.map(|row| row.id),
                    health,
                });
            }
            Ok(ClustersPage {
                cards,
                changes: rows.iter().map(line).collect(),
                file: seed::differences(&mut conn, &self.seed).await?,
                may_propose: permitted(viewer, Action::ProposeClusters, Stake::Other).is_ok(),
            })
        };
        read.await.map_err(|error: StoreError| broken(error))
    }

    pub(super) async fn form_of_cluster(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
    ) -> Result<ClusterForm, PortalError> {
        permitted(viewer, Action::ProposeClusters, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let read = async {
            let mut form = ClusterForm {
                accounts: accounts(&mut conn).await?,
                deciders: deciders(&mut conn, viewer.person_id).await?,
                ..ClusterForm::default()
            };
            if let Some(name) = name {
                form.settings = clusters::settings(&mut conn, name).await?;
                form.standing = clusters::standing(&mut conn, name).await?.words();
                form.open = cluster_changes::open(&mut conn, name).await?;
            }
            Ok(form)
        };
        let form = read.await.map_err(|error: StoreError| broken(error))?;
        if name.is_some() && form.settings.is_none() {
            return Err(PortalError::NotFound);
        }
        Ok(form)
    }

    pub(super) async fn change_of_cluster(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<ClusterChange, PortalError> {
        permitted(viewer, Action::SeeRoles, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = cluster_changes::find(&mut conn, id).await.map_err(broken)?;
        let row = row.ok_or(PortalError::NotFound)?;
        let stake = stake(row.author_id, viewer);
        let open = row.state == "proposed";
        let (before, after) = (shown_before(&row), row.after.as_ref().map(|json| &json.0));
        let read = async {
            let touched = touched(&mut conn, &row).await?;
            Ok(ClusterChange {
                line: line(&row),
                fields: fields(before.as_ref(), after),
                consequences: if open {
                    consequences(before.as_ref(), after, &touched)
                } else {
                    Vec::new()
                },
                obstacle: if open {
                    propose::obstacle(&mut conn, &row).await?
                } else {
                    None
                },
                can_decide: open && permitted(viewer, Action::DecideClusters, stake).is_ok(),
                is_mine: stake == Stake::Author,
                deciders: deciders(&mut conn, row.author_id).await?,
                before: row.before.clone().map(|json| json.0),
                after: after.cloned(),
            })
        };
        read.await.map_err(|error: StoreError| broken(error))
    }

    /// The changes of the clusters that wait, and the newest.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed.
    pub async fn cluster_changes(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<ClusterChangeLine>, PortalError> {
        permitted(viewer, Action::SeeRoles, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = cluster_changes::list(&mut conn).await.map_err(broken)?;
        Ok(rows.iter().map(line).collect())
    }
}

/// What a change does, such as `Change production`.
fn title(cluster: &str, adds: bool, removes: bool) -> Text {
    match (adds, removes) {
        (true, _) => text!(answers_adds_cluster, cluster = cluster),
        (false, true) => text!(answers_removes_cluster, cluster = cluster),
        (false, false) => text!(answers_changes_cluster, cluster = cluster),
    }
}

fn title_of(row: &ClusterChangeRow) -> Text {
    title(&row.cluster, row.before.is_none(), row.after.is_none())
}

fn line(row: &ClusterChangeRow) -> ClusterChangeLine {
    ClusterChangeLine {
        title: title_of(row),
        cluster: row.cluster.clone(),
        proposal: Proposal {
            number: row.id,
            state: row.state.clone(),
            author: row.author.clone(),
            comment: row.comment.clone(),
            proposed: moment(row.proposed_at),
            decided: decision(row.decider.as_ref(), row.decided_at),
        },
    }
}

/// As it was, with the account of what is to be as that was reached: where the account is another one, its
/// own way in is what changes.
fn shown_before(row: &ClusterChangeRow) -> Option<ClusterSettings> {
    let before = row.before.as_ref()?.0.clone();
    Some(match &row.after {
        Some(after) if after.cluster.account_id != before.cluster.account_id => ClusterSettings {
            access: row.access_before.clone().map(|json| json.0),
            ..before
        },
        _ => before,
    })
}

fn fields(before: Option<&ClusterSettings>, after: Option<&ClusterSettings>) -> Vec<FieldChange> {
    differences(before, after)
        .into_iter()
        .map(|one| FieldChange {
            label: one.label,
            before: one.before.to_owned(),
            after: one.after.to_owned(),
        })
        .collect()
}

/// Those of these rows that hold something else than the cluster is.
fn others<'a>(rows: &'a [SpecRow], cluster: &'a Cluster) -> impl Iterator<Item = &'a SpecRow> {
    rows.iter()
        .filter(move |row| !row.spec.0.still_holds(cluster))
}

async fn touched(conn: &mut PgConnection, row: &ClusterChangeRow) -> Result<Touched, StoreError> {
    let Some(after) = row.after.as_ref().map(|json| &json.0) else {
        return Ok(Touched::default());
    };
    let (now, name) = (&after.cluster, row.cluster.as_str());
    let applied = clusters::applied(conn, name).await?;
    let undecided = clusters::undecided(conn, name).await?;
    let number = |rows: &[SpecRow]| others(rows, now).map(|row| row.number).sum();
    let changes_access = after.access.as_ref() != row.access_before.as_ref().map(|json| &json.0);
    let sharing = clusters::all(conn).await?;
    let sharing = sharing
        .into_iter()
        .filter(|one| changes_access && one.account_id == now.account_id && one.name != name)
        .map(|one| one.name);
    Ok(Touched {
        roles: number(&applied),
        requests: number(&undecided),
        sharing: sharing.collect(),
    })
}

/// Roles that still are as the cluster was.
async fn behind(
    conn: &mut PgConnection,
    sight: &Sight,
    cluster: &Cluster,
) -> Result<RolesBehind, StoreError> {
    let applied = clusters::applied(conn, &cluster.name).await?;
    let mut found = RolesBehind::default();
    let mut ids = Vec::new();
    for row in others(&applied, cluster) {
        found.number += row.number;
        ids.extend(&row.ids);
        for label in differing(&row.spec.0, cluster) {
            if !found.fields.contains(&label) {
                found.fields.push(label);
            }
        }
    }
    let seen: BTreeSet<i64> = visibility::roles(conn, sight, &ids).await?;
    for id in ids.into_iter().filter(|id| seen.contains(id)) {
        if let Some(role) = roles::find(conn, id).await? {
            found.seen.push((id, role.role_name));
        }
    }
    Ok(found)
}

/// Each account with its clusters, and the role that is assumed there.
async fn accounts(
    conn: &mut PgConnection,
) -> Result<Vec<(String, Vec<String>, Option<Access>)>, StoreError> {
    let mut by_account = BTreeMap::<String, Vec<String>>::new();
    for cluster in clusters::all(conn).await? {
        by_account
            .entry(cluster.account_id)
            .or_default()
            .push(cluster.name);
    }
    let mut found = Vec::new();
    for (account, names) in by_account {
        let access = clusters::access(conn, &account).await?;
        found.push((account, names, access));
    }
    Ok(found)
}

/// Names of the admins besides this person.
async fn deciders(conn: &mut PgConnection, but: i64) -> Result<Vec<String>, StoreError> {
    let people = people::askable(conn, &[]).await?;
    Ok(people
        .into_iter()
        .filter(|person| person.id != but && person.roles.contains(&PersonRole::Admin))
        .map(|person| person.name)
        .collect())
}
