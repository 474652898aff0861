//! What the home page shows besides what waits.

use roleport_app::portal::{
    PortalError, RoleSummary, Viewer,
    home::{ApprovalWeek, Numbers, OpenAge, ServiceCount},
};
use roleport_domain::service::Service as AwsService;

use super::{Service, broken, pages::role_summary, sight::sight};
use crate::store::{numbers, roles};
use roleport_lang::text;

/// Own roles that the page has room for.
const OWN_ROLES: i64 = 10;

impl Service {
    pub(super) async fn own_roles_of(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<RoleSummary>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let own = roles::asked_by(&mut conn, viewer.person_id, OWN_ROLES)
            .await
            .map_err(broken)?;
        Ok(own.into_iter().map(role_summary).collect())
    }

    pub(super) async fn numbers_of(&self, viewer: &Viewer) -> Result<Numbers, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let weeks = numbers::approvals(&mut conn, &sight)
            .await
            .map_err(broken)?;
        let open = numbers::open(&mut conn, &sight).await.map_err(broken)?;
        let services = numbers::services(&mut conn, &sight).await.map_err(broken)?;
        let counted = services.first().map_or(0, |line| line.roles);
        Ok(Numbers {
            approvals: weeks.iter().map(week).collect(),
            open: ages(open),
            services: services.into_iter().map(service).collect(),
            roles_counted: (counted == numbers::ROLES).then_some(counted),
        })
    }
}

fn week(row: &numbers::Week) -> ApprovalWeek {
    // Seconds of a request's life are far from where a float loses whole numbers.
    #[allow(clippy::cast_possible_truncation)]
    let median_seconds = row.median.map(|seconds| seconds.round() as i64);
    ApprovalWeek {
        week: row.week.format("%Y-%m-%d").to_string(),
        approvals: row.approvals,
        median_seconds,
    }
}

fn ages(open: numbers::Open) -> Vec<OpenAge> {
    [
        (text!(answers_under_a_day), open.day),
        (text!(answers_three_days), open.three_days),
        (text!(answers_a_week), open.week),
        (text!(answers_over_a_week), open.longer),
    ]
    .into_iter()
    .map(|(label, requests)| OpenAge { label, requests })
    .collect()
}

fn service(row: numbers::ServiceGrants) -> ServiceCount {
    let known = AwsService::parse(&row.service);
    ServiceCount {
        label: known.map_or_else(|| row.service.into(), |service| service.template().title()),
        grants: row.grants,
    }
}
