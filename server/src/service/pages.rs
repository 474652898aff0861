//! What the pages read.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use roleport_app::portal::{
    Allowed, ClusterHealth, DeliveryLine, DraftSummary, EventLine, GitView, ListPage, Moment,
    NotificationSettings, PlanView, Portal, PortalError, RequestDetail, RequestSummary,
    RequestView, Review, RevisionComparison, RoleDetail, RoleSummary, RulesPage, TypedRequest,
    Viewer,
    access::{AccessAnswer, TypedQuestion},
    adoption::{UnmanagedPage, UnmanagedRole},
    clusters::{ClusterChange, ClusterForm, ClustersPage},
    doctor::{Diagnosis, Symptoms},
    history::{EventDetail, HistoryPage, TypedFilter},
    home::Numbers,
    known::Known,
    roles::{RoleQuery, SavedView},
    together::Together,
    tokens::TokenLine,
};
use roleport_domain::{
    access_lines::access_lines,
    authorize::{Action, Subject, may},
    aws_answers,
    changes::{changes, risk},
    cluster::Cluster,
    cluster_settings::differing,
    identity::Identity,
    lifecycle::{RequestKind, RequestState},
    preview::preview,
    terraform::File,
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::{
    Service, broken,
    clusters::changed_since,
    documents::documents,
    plan,
    revisions::line,
    sight::{role_in, seen, seen_number, sight},
    timeline::{spoken, threads, timeline},
    together::among,
    weigh::{Weighed, weigh},
};
use crate::{
    export,
    store::{
        clusters, comments,
        events::{self, EventRow},
        plans,
        requests::{self, Listing, RequestRow},
        revisions, role_checks,
        roles::{Binding, RoleRow},
        steps,
        visibility::Sight,
    },
    worker,
};

/// Lines on a page of a list.
pub(super) const PAGE: usize = 50;
/// What a list asks its store for: one more than is shown tells whether there is another page.
#[allow(clippy::cast_possible_wrap)] // of 50
pub(super) const ONE_MORE: i64 = PAGE as i64 + 1;

/// The rows that a page shows of those asked for, and where the next page starts.
pub(super) fn page_of<T>(mut rows: Vec<T>, key: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(key);
    (rows, next)
}

#[async_trait]
impl Portal for Service {
    async fn clusters(&self) -> Result<Vec<Cluster>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        clusters::all(&mut conn).await.map_err(broken)
    }

    async fn roles(
        &self,
        viewer: &Viewer,
        search: &str,
        after: Option<i64>,
    ) -> Result<ListPage<RoleSummary>, PortalError> {
        let asked = RoleQuery {
            search: search.to_owned(),
            after,
            ..RoleQuery::default()
        };
        self.roles_page(viewer, &asked).await
    }

    async fn known(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
        field: &str,
    ) -> Result<Known, PortalError> {
        self.known_of(viewer, typed, field).await
    }

    async fn own_roles(&self, viewer: &Viewer) -> Result<Vec<RoleSummary>, PortalError> {
        self.own_roles_of(viewer).await
    }

    async fn numbers(&self, viewer: &Viewer) -> Result<Numbers, PortalError> {
        self.numbers_of(viewer).await
    }

    async fn roles_by(
        &self,
        viewer: &Viewer,
        asked: &RoleQuery,
    ) -> Result<ListPage<RoleSummary>, PortalError> {
        self.roles_page(viewer, asked).await
    }

    async fn saved_views(&self, viewer: &Viewer) -> Result<Vec<SavedView>, PortalError> {
        self.views_of(viewer).await
    }

    async fn role(&self, viewer: &Viewer, id: i64) -> Result<RoleDetail, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let row = role_in(&mut conn, &sight, id).await?;
        let cluster = clusters::find(&mut conn, &row.cluster)
            .await
            .map_err(broken)?
            .map(|row| row.spec.0)
            .ok_or_else(|| broken(format!("cluster {} was never known", row.cluster)))?;
        let binding = Binding {
            cluster: &cluster.name,
            namespace: &row.namespace,
            service_account: &row.service_account,
            account_id: &cluster.account_id,
            role_name: &row.role_name,
        };
        let open_request = requests::find_open(&mut conn, binding, None)
            .await
            .map_err(broken)?;
        let check = role_checks::find(&mut conn, id).await.map_err(broken)?;
        let applied = role_checks::as_applied(&mut conn, id)
            .await
            .map_err(broken)?;
        let behind = match &applied {
            Some(applied) if !row.retired && !applied.still_holds(&cluster) => {
                differing(applied, &cluster)
            }
            _ => Vec::new(),
        };
        let approved = applied
            .clone()
            .map(|cluster| row.input(cluster, "as it is"));
        let open_request = seen_number(&mut conn, viewer, open_request).await?;
        let terraform = terraform_of(&mut conn, id).await;
        let history = events::of_role(&mut conn, &sight, id)
            .await
            .map_err(broken)?;
        let input = row.input(applied.unwrap_or(cluster), "as it is");
        Ok(RoleDetail {
            behind,
            preview: preview(&input),
            terraform,
            retired: row.retired,
            check: check.map(|check| plan::check(check, approved.as_ref())),
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
        after: Option<i64>,
    ) -> Result<ListPage<RequestSummary>, PortalError> {
        let listing = match view {
            RequestView::Queue => Listing::Queue,
            RequestView::Riskiest => Listing::Riskiest,
            RequestView::Mine => Listing::By(viewer.person_id),
            RequestView::All => Listing::All,
        };
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = match listing {
            Listing::By(_) => Sight::everything(),
            Listing::Queue | Listing::Riskiest | Listing::All => sight(&mut conn, viewer).await?,
        };
        let reader = viewer.person_id;
        let rows = requests::list(&mut conn, listing, reader, &sight, after, ONE_MORE)
            .await
            .map_err(broken)?;
        let (rows, next) = page_of(rows, |row| row.id);
        let together = match listing {
            Listing::Queue | Listing::Riskiest => {
                among(&mut conn, viewer, &rows).await.map_err(broken)?
            }
            Listing::By(_) | Listing::All => BTreeSet::new(),
        };
        let line = |row: &RequestRow| {
            Ok(RequestSummary {
                together: together.contains(&row.id),
                ..request_summary(viewer, row)?
            })
        };
        Ok(ListPage {
            next,
            lines: rows.iter().map(line).collect::<Result<_, PortalError>>()?,
        })
    }

    async fn drafts(&self, viewer: &Viewer) -> Result<Vec<DraftSummary>, PortalError> {
        self.drafts_of(viewer).await
    }

    async fn draft(&self, viewer: &Viewer, id: i64) -> Result<TypedRequest, PortalError> {
        self.draft_of(viewer, id).await
    }

    async fn typed(&self, viewer: &Viewer, id: i64) -> Result<TypedRequest, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = seen(&mut conn, viewer, id).await?;
        Ok(TypedRequest {
            // A change stays one of its role, a new role stays one for everything typed.
            role: row
                .role_id
                .filter(|_| row.kind != RequestKind::NewRole.as_str()),
            cluster: row.cluster_spec.0.name,
            app: row.app,
            namespace: row.namespace,
            service_account: row.service_account,
            grants: row.grants.0,
            reason: row.reason,
            identity: Identity::parse(&row.identity),
            revises: Some((id, row.version)),
            ..TypedRequest::default()
        })
    }

    async fn compare(
        &self,
        viewer: &Viewer,
        id: i64,
        from: Option<i32>,
        to: Option<i32>,
    ) -> Result<RevisionComparison, PortalError> {
        self.compared(viewer, id, from, to).await
    }

    async fn request(&self, viewer: &Viewer, id: i64) -> Result<RequestDetail, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = seen(&mut conn, viewer, id).await?;
        let state = row.state().map_err(broken)?;
        let input = worker::input(&row);
        let sent = steps::of_request(&mut conn, id).await.map_err(broken)?;
        let planned = plans::of_request(&mut conn, id).await.map_err(broken)?;
        let happened = events::of_request(&mut conn, id).await.map_err(broken)?;
        let said = comments::of_request(&mut conn, id).await.map_err(broken)?;
        let earlier = comments::earlier(&mut conn, id).await.map_err(broken)?;
        let revisions = revisions::of_request(&mut conn, id).await.map_err(broken)?;
        let weighed = weigh(&mut conn, &row, viewer).await.map_err(broken)?;
        let changed = changed_since(&mut conn, &row).await.map_err(broken)?;
        let lines = access_lines(&row.grants_before.0, &row.grants.0);
        let said = spoken(viewer, said, &earlier, &lines);
        let (allowed, why_not) = allowed(viewer, &row, state, &weighed);
        let copied_from = seen_number(&mut conn, viewer, row.copied_from).await?;
        // The pods of an adopted role can do it already, whatever Roleport knew.
        let before = match row.kind().map_err(broken)? {
            RequestKind::Adopt => &row.grants.0,
            RequestKind::NewRole
            | RequestKind::ChangeGrants
            | RequestKind::Retire
            | RequestKind::Restore => &row.grants_before.0,
        };
        let preview = preview(&input);
        let documents = documents(
            &preview,
            planned.as_ref().map(|row| &row.plan.0),
            row.kind().map_err(broken)? == RequestKind::Retire,
        );
        let told = plan::told(planned.as_ref(), changes(before, &row.grants.0));
        let plan = plan::view(state, planned, sent);
        Ok(RequestDetail {
            summary: request_summary(viewer, &row)?,
            version: row.version,
            shown: row.version + row.plan_changes,
            changes: told,
            findings: risk(&row.grants.0),
            preview,
            documents,
            plan: PlanView {
                obstacles: changed.into_iter().chain(plan.obstacles).collect(),
                ..plan
            },
            allowed,
            why_not,
            lines: threads(&lines, &said),
            history: timeline(happened, said),
            not_before: row.not_before.filter(|at| *at > Utc::now()).map(moment),
            hash: row.hash,
            service_account: row.service_account,
            reason: row.reason,
            failure: row.failure.as_deref().map(aws_answers::retold),
            role_id: row.role_id,
            copied_from,
            revision: row.revision,
            revisions: revisions.iter().map(line).collect(),
            demands: weighed.standing().demands,
        })
    }

    async fn together(&self, viewer: &Viewer, ids: &[i64]) -> Result<Together, PortalError> {
        self.read_together(viewer, ids).await
    }

    async fn rules(&self, viewer: &Viewer) -> Result<RulesPage, PortalError> {
        self.rules_page(viewer).await
    }

    async fn tokens(&self, viewer: &Viewer) -> Result<Vec<TokenLine>, PortalError> {
        self.tokens_of(viewer).await
    }

    async fn request_state(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<(RequestState, i32), PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = seen(&mut conn, viewer, id).await?;
        // Grows whenever a page of the request shows something else.
        let shown = row.version + row.plan_changes;
        Ok((row.state().map_err(broken)?, shown))
    }

    async fn settings(&self, viewer: &Viewer) -> Result<NotificationSettings, PortalError> {
        self.settings_of(viewer).await
    }

    async fn deliveries(
        &self,
        viewer: &Viewer,
        before: Option<i64>,
    ) -> Result<ListPage<DeliveryLine>, PortalError> {
        self.list_deliveries(viewer, before).await
    }

    async fn git(&self, viewer: &Viewer) -> Result<Option<GitView>, PortalError> {
        self.git_view(viewer).await
    }

    async fn review(&self, viewer: &Viewer, typed: &TypedRequest) -> Result<Review, PortalError> {
        self.review_typed(viewer, typed).await
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

    async fn clusters_health(&self, viewer: &Viewer) -> Result<Vec<ClusterHealth>, PortalError> {
        self.health_of_clusters(viewer).await
    }

    async fn clusters_page(&self, viewer: &Viewer) -> Result<ClustersPage, PortalError> {
        self.clusters_with_changes(viewer).await
    }

    async fn cluster_form(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
    ) -> Result<ClusterForm, PortalError> {
        self.form_of_cluster(viewer, name).await
    }

    async fn cluster_change(&self, viewer: &Viewer, id: i64) -> Result<ClusterChange, PortalError> {
        self.change_of_cluster(viewer, id).await
    }

    async fn unmanaged(
        &self,
        viewer: &Viewer,
        search: &str,
        after: Option<i64>,
    ) -> Result<UnmanagedPage, PortalError> {
        self.unmanaged_page(viewer, search, after).await
    }

    async fn unmanaged_role(&self, viewer: &Viewer, id: i64) -> Result<UnmanagedRole, PortalError> {
        self.unmanaged_detail(viewer, id).await
    }

    async fn doctor(&self, viewer: &Viewer, symptoms: &Symptoms) -> Result<Diagnosis, PortalError> {
        self.diagnosis(viewer, symptoms).await
    }
}

/// A role as Terraform. The page has much besides: where this can't be had, it is left out.
async fn terraform_of(conn: &mut PgConnection, id: i64) -> Vec<File> {
    let files = export::terraform_of(conn, id).await;
    files.unwrap_or_else(|error| {
        tracing::warn!(%error, "a role can't be shown as Terraform");
        Vec::new()
    })
}

fn allowed(
    viewer: &Viewer,
    row: &RequestRow,
    state: RequestState,
    weighed: &Weighed,
) -> (Allowed, Option<Text>) {
    let may = |action, state| {
        let subject = Subject {
            roles: &viewer.roles,
            stake: weighed.stake,
        };
        may(subject, action, state)
    };
    let can = |action| may(action, Some(state)).is_ok();
    let has_content = row.kind().is_ok_and(RequestKind::has_content);
    let allowed = Allowed {
        approve: can(Action::Approve) && !weighed.has_approved,
        reject: can(Action::Reject),
        answer: can(Action::Answer),
        edit: can(Action::Edit) && has_content,
        comment: can(Action::Comment),
        withdraw: can(Action::Withdraw),
        break_glass: can(Action::BreakGlass),
        retry: can(Action::Retry),
        call_off: can(Action::CallOff),
        copy: may(Action::Submit, None).is_ok() && has_content,
    };
    let why_not = match may(Action::Approve, Some(state)) {
        _ if state != RequestState::Submitted => None,
        Err(refusal) => Some(refusal.message),
        Ok(()) if weighed.has_approved => Some(text!(answers_waits_for_others)),
        Ok(()) => None,
    };
    (allowed, why_not)
}

pub(super) fn role_summary(row: RoleRow) -> RoleSummary {
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

pub(super) fn request_summary(
    viewer: &Viewer,
    row: &RequestRow,
) -> Result<RequestSummary, PortalError> {
    Ok(RequestSummary {
        id: row.id,
        kind: row.kind().map_err(broken)?,
        state: row.state().map_err(broken)?,
        version: row.version,
        cluster: row.cluster_spec.name.clone(),
        app: row.app.clone(),
        namespace: row.namespace.clone(),
        grants: row.grants.0.clone(),
        author: row.author.clone(),
        is_mine: row.author_id == viewer.person_id,
        submitted: moment(row.submitted_at),
        break_glass: row.break_glass,
        together: false,
    })
}

fn lines(rows: Vec<EventRow>) -> Vec<EventLine> {
    rows.into_iter().map(event_line).collect()
}

pub(super) fn event_line(row: EventRow) -> EventLine {
    EventLine {
        at: moment(row.at),
        actor: row.actor.unwrap_or_else(|| "Roleport".to_owned()),
        words: row.words,
        kind: row.kind,
        comment: row.comment,
        request_id: row.request_id,
        position: row.position,
    }
}

pub(super) fn moment(at: DateTime<Utc>) -> Moment {
    Moment::new(at, Utc::now())
}
