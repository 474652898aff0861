//! What the pages read.

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use roleport_app::portal::{
    Allowed, EventLine, Moment, Portal, PortalError, RequestDetail, RequestSummary, RequestView,
    Review, RoleDetail, RoleSummary, TypedRequest, Viewer,
    access::{AccessAnswer, TypedQuestion},
    history::{EventDetail, HistoryPage, TypedFilter},
};
use roleport_domain::{
    authorize::{Action, Subject, may},
    changes::{changes, risk},
    cluster::Cluster,
    lifecycle::RequestState,
    preview::preview,
    request::RequestInput,
};

use super::{Service, broken, plan};
use crate::{
    store::{
        events::{self, EventRow},
        requests::{self, Listing, RequestRow},
        roles::{self, RoleRow},
        steps,
    },
    worker,
};

#[async_trait]
impl Portal for Service {
    fn clusters(&self) -> Vec<Cluster> {
        self.clusters.to_vec()
    }

    async fn roles(&self, _viewer: &Viewer, search: &str) -> Result<Vec<RoleSummary>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = roles::list(&mut conn, search.trim())
            .await
            .map_err(broken)?;
        Ok(rows.into_iter().map(role_summary).collect())
    }

    async fn role(&self, _viewer: &Viewer, id: i64) -> Result<RoleDetail, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = roles::find(&mut conn, id)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        let cluster = self
            .cluster(&row.cluster)
            .cloned()
            .ok_or_else(|| broken(format!("cluster {} is not configured", row.cluster)))?;
        let open_request = requests::find_open(
            &mut conn,
            &cluster.name,
            &row.namespace,
            &row.service_account,
            &cluster.account_id,
            &row.role_name,
        )
        .await
        .map_err(broken)?;
        let history = events::of_role(&mut conn, id).await.map_err(broken)?;
        let input = RequestInput {
            cluster,
            app: row.app.clone(),
            namespace: row.namespace.clone(),
            service_account: row.service_account.clone(),
            grants: row.grants.0.clone(),
            reason: "as it is".to_owned(),
        };
        Ok(RoleDetail {
            preview: preview(&input),
            aws_role_id: row.aws_role_id.clone(),
            open_request,
            history: lines(history),
            summary: role_summary(row),
        })
    }

    async fn requests(
        &self,
        viewer: &Viewer,
        view: RequestView,
    ) -> Result<Vec<RequestSummary>, PortalError> {
        let listing = match view {
            RequestView::Queue => Listing::Queue,
            RequestView::Mine => Listing::By(viewer.person_id),
            RequestView::All => Listing::All,
        };
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        requests::list(&mut conn, listing)
            .await
            .map_err(broken)?
            .iter()
            .map(|row| request_summary(viewer, row))
            .collect()
    }

    async fn request(&self, viewer: &Viewer, id: i64) -> Result<RequestDetail, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = requests::find(&mut conn, id)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        let (state, kind) = (row.state().map_err(broken)?, row.kind().map_err(broken)?);
        let input = worker::input(&row);
        let made = plan::made(steps::of_request(&mut conn, id).await.map_err(broken)?);
        let steps = match (made.is_empty(), state, input.parse()) {
            (true, RequestState::Submitted | RequestState::Approved, Ok(request)) => {
                plan::expected(kind, &request)
            }
            _ => made,
        };
        let history = lines(events::of_request(&mut conn, id).await.map_err(broken)?);
        let (allowed, why_not) = allowed(viewer, &row, state);
        Ok(RequestDetail {
            summary: request_summary(viewer, &row)?,
            version: row.version,
            changes: changes(&row.grants_before.0, &row.grants.0),
            findings: risk(&row.grants.0),
            preview: preview(&input),
            steps,
            allowed,
            why_not,
            history,
            hash: row.hash,
            service_account: row.service_account,
            reason: row.reason,
            failure: row.failure,
            role_id: row.role_id,
        })
    }

    async fn request_state(
        &self,
        _viewer: &Viewer,
        id: i64,
    ) -> Result<(RequestState, i32), PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let (state, version) = requests::progress(&mut conn, id)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        let state = state
            .parse()
            .map_err(|_| broken("unreadable requests.state"))?;
        Ok((state, version))
    }

    async fn review(&self, _viewer: &Viewer, typed: &TypedRequest) -> Result<Review, PortalError> {
        self.review_typed(typed).await
    }

    async fn history(
        &self,
        viewer: &Viewer,
        filter: &TypedFilter,
    ) -> Result<HistoryPage, PortalError> {
        self.history_page(viewer, filter).await
    }

    async fn event(&self, viewer: &Viewer, position: i64) -> Result<EventDetail, PortalError> {
        self.event_detail(viewer, position).await
    }

    async fn access(
        &self,
        viewer: &Viewer,
        question: &TypedQuestion,
    ) -> Result<AccessAnswer, PortalError> {
        self.access_answer(viewer, question).await
    }
}

fn allowed(viewer: &Viewer, row: &RequestRow, state: RequestState) -> (Allowed, Option<String>) {
    let subject = || Subject {
        roles: &viewer.roles,
        is_author: row.author_id == viewer.person_id,
    };
    let can = |action| may(subject(), action, Some(state)).is_ok();
    let decision = may(subject(), Action::Approve, Some(state));
    let allowed = Allowed {
        decide: decision.is_ok(),
        withdraw: can(Action::Withdraw),
        retry: can(Action::Retry),
    };
    let why_not = decision
        .err()
        .filter(|_| state == RequestState::Submitted)
        .map(|refusal| refusal.message);
    (allowed, why_not)
}

fn role_summary(row: RoleRow) -> RoleSummary {
    RoleSummary {
        id: row.id,
        cluster: row.cluster,
        app: row.app,
        namespace: row.namespace,
        service_account: row.service_account,
        role_name: row.role_name,
        arn: row.arn,
        grants: row.grants.0,
    }
}

fn request_summary(viewer: &Viewer, row: &RequestRow) -> Result<RequestSummary, PortalError> {
    Ok(RequestSummary {
        id: row.id,
        kind: row.kind().map_err(broken)?,
        state: row.state().map_err(broken)?,
        cluster: row.cluster_spec.name.clone(),
        app: row.app.clone(),
        namespace: row.namespace.clone(),
        grants: row.grants.0.clone(),
        author: row.author.clone(),
        is_mine: row.author_id == viewer.person_id,
        submitted: moment(row.submitted_at),
    })
}

fn lines(rows: Vec<EventRow>) -> Vec<EventLine> {
    rows.into_iter()
        .map(|row| EventLine {
            at: moment(row.at),
            actor: row.actor.unwrap_or_else(|| "Roleport".to_owned()),
            words: row.words,
            kind: row.kind,
            comment: row.comment,
            request_id: row.request_id,
            position: row.position,
        })
        .collect()
}

pub(super) fn moment(at: DateTime<Utc>) -> Moment {
    Moment {
        machine: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        shown: at.format("%Y-%m-%d %H:%M UTC").to_string(),
        ago: ago((Utc::now() - at).num_seconds()),
    }
}

fn ago(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural} ago")
}
