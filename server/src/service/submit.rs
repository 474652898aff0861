//! From what was typed to a request, or to every error at once.

use std::collections::BTreeSet;

use roleport_app::portal::{PortalError, Review, TypedRequest, Viewer};
use roleport_domain::{
    authorize::{Action, Stake},
    changes::{ChangeKind, changes, risk},
    cluster::Cluster,
    errors::FieldError,
    grant::Grant,
    identity::Identity,
    lifecycle::{RequestKind, RequestState},
    preview::{Preview, preview},
    request::{RequestInput, ValidRequest},
};
use roleport_lang::Text;
use roleport_lang::{english, text};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Service, broken, permitted,
    revise::check_answer,
    sight::{seen, seen_number, seen_role},
    weigh::foresee,
};
use crate::{
    store::{
        StoreError, clusters, drafts,
        events::{self, NewEvent},
        requests::{self, Content, NewRequest},
        revisions, role_checks,
        roles::{self, RoleRow},
    },
    worker::{self, planner},
};

/// Why a request was not submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitError {
    /// What is wrong with it, all at once.
    Fields(Vec<FieldError>),
    /// A page that says why.
    Portal(PortalError),
}

impl From<PortalError> for SubmitError {
    fn from(error: PortalError) -> Self {
        Self::Portal(error)
    }
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        Self::Portal(broken(error))
    }
}

/// A form's text, read against the clusters and roles there are.
pub(super) struct Read {
    input: RequestInput,
    role: Option<RoleRow>,
}

impl Read {
    /// What is written down of it.
    pub(super) fn content<'a>(&'a self, request: &'a ValidRequest, hash: &'a str) -> Content<'a> {
        Content {
            cluster: request.cluster(),
            app: &self.input.app,
            namespace: &self.input.namespace,
            service_account: &self.input.service_account,
            role_name: request.role_name(),
            grants: request.grants(),
            grants_before: self.before(),
            reason: request.reason(),
            hash,
            existing_path: self
                .role
                .as_ref()
                .and_then(|role| role.existing_path.as_deref()),
            identity: request.identity(),
        }
    }

    fn before(&self) -> &[Grant] {
        self.role.as_ref().map_or(&[], |role| &role.grants.0)
    }
}

/// Two submissions in the same moment: the other one won.
pub(super) fn opened_meanwhile() -> SubmitError {
    SubmitError::Fields(vec![error(
        "app",
        "role_has_open_request",
        text!(answers_opened_just_now),
    )])
}

/// A request for the same role is open; its number where the viewer may see it.
pub(super) fn open_request(field: &str, shown: Option<i64>) -> FieldError {
    let message = match shown {
        Some(open) => text!(answers_still_open, open = open),
        None => text!(answers_open_already),
    };
    error(field, "role_has_open_request", message)
}

pub(super) fn error(field: &str, code: &str, message: impl Into<Text>) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code: code.to_owned(),
        message: message.into(),
    }
}

/// Whether an error is about what is there already, and not about what was typed: the first one of two
/// equal submissions may be what is there.
fn is_in_the_way(error: &FieldError) -> bool {
    matches!(
        error.code.as_str(),
        "role_has_open_request" | "role_exists" | "grants_unchanged" | "nobody_can_approve"
    )
}

impl Service {
    /// Submits; gives the request's number. The same key again gives the same number.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn submit(&self, viewer: &Viewer, typed: &TypedRequest) -> Result<i64, SubmitError> {
        self.may_submit(viewer).await?;
        let refused = match self.submit_once(viewer, typed).await {
            Err(SubmitError::Fields(errors)) if errors.iter().all(is_in_the_way) => errors,
            done => return done,
        };
        // Sent twice, the second time it finds the first one's request in its way.
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        requests::find_by_key(&mut conn, viewer.person_id, &typed.key)
            .await?
            .ok_or(SubmitError::Fields(refused))
    }

    /// Whether somebody may ask for anything; a refusal is noted.
    pub(super) async fn may_submit(&self, viewer: &Viewer) -> Result<(), PortalError> {
        let Err(error) = permitted(viewer, Action::Submit, Stake::Author) else {
            return Ok(());
        };
        let event = NewEvent::by(viewer, "request.refused", "");
        self.note_refused(event, &english!(events_asked_for_access), &error)
            .await?;
        Err(error)
    }

    async fn submit_once(&self, viewer: &Viewer, typed: &TypedRequest) -> Result<i64, SubmitError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if let Some(copied) = typed.copied_from {
            seen(&mut tx, viewer, copied).await?;
        }
        let (read, request) = self.check_typed(&mut tx, viewer, typed).await?;
        let hash = request.hash();
        let new = NewRequest {
            kind: if read.role.is_some() {
                RequestKind::ChangeGrants
            } else {
                RequestKind::NewRole
            },
            role_id: read.role.as_ref().map(|role| role.id),
            content: read.content(&request, &hash),
            author_id: viewer.person_id,
            copied_from: typed.copied_from,
            idempotency_key: &typed.key,
        };
        let rule = foresee(&mut tx, new.content, BTreeSet::new(), viewer)
            .await?
            .rule;
        let (id, is_new) = match requests::insert(&mut tx, new).await {
            Ok(made) => made,
            Err(StoreError::Refused(name)) if name.starts_with("requests_one_open") => {
                return Err(opened_meanwhile());
            }
            // A number of no request, made up by whoever sent the form.
            Err(StoreError::Refused(name)) if name == "requests_copied_from_fkey" => {
                return Err(PortalError::NotFound.into());
            }
            Err(other) => return Err(other.into()),
        };
        drafts::submitted(&mut tx, viewer.person_id, typed.draft, &typed.key).await?;
        if is_new {
            let words = match new.kind {
                RequestKind::NewRole => english!(events_asked_for_role),
                RequestKind::ChangeGrants
                | RequestKind::Retire
                | RequestKind::Restore
                | RequestKind::Adopt => english!(events_asked_for_change),
            };
            if rule.is_none() {
                planner::enqueue(&mut tx, id).await?;
            }
            events::append(
                &mut tx,
                NewEvent {
                    request_id: Some(id),
                    role_id: new.role_id,
                    comment: Some(new.content.reason),
                    before: Some(&json!({ "grants": new.content.grants_before })),
                    after: Some(&json!({ "grants": new.content.grants })),
                    ..NewEvent::by(viewer, "request.submitted", &words)
                },
            )
            .await?;
            if let Some(rule) = rule {
                let account = &new.content.cluster.account_id;
                self.approve_by_rule(&mut tx, id, 1, account, &rule).await?;
            }
        }
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }

    /// Approves a request that a rule wants nobody's approval for, in the caller's transaction.
    pub(super) async fn approve_by_rule(
        &self,
        conn: &mut PgConnection,
        id: i64,
        version: i32,
        account_id: &str,
        rule: &str,
    ) -> Result<(), StoreError> {
        requests::mark_auto_approved(conn, id, rule).await?;
        let from = (RequestState::Submitted, version);
        requests::transition(conn, id, from, RequestState::Approved, None).await?;
        worker::enqueue(&self.pool, conn, account_id, id, None).await?;
        let words = english!(events_approved_by_rule, rule = rule);
        let event = NewEvent {
            request_id: Some(id),
            before: Some(&json!({ "state": RequestState::Submitted })),
            after: Some(&json!({ "state": RequestState::Approved })),
            ..NewEvent::by_roleport("request.auto_approved", &words)
        };
        events::append(conn, event).await
    }

    /// All that is wrong with a form, or the request it makes.
    pub(super) async fn check_typed(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<(Read, ValidRequest), SubmitError> {
        // What is typed beside it would tell what it is about.
        if let Some((revised, _)) = typed.revises {
            seen(conn, viewer, revised).await?;
        }
        let read = self.read(conn, viewer, typed).await?;
        let request = read.input.parse().map_err(SubmitError::Fields)?;
        let errors = world_errors(conn, viewer, typed, &read, &request).await?;
        if errors.is_empty() {
            Ok((read, request))
        } else {
            Err(SubmitError::Fields(errors))
        }
    }

    async fn read(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<Read, SubmitError> {
        let role = match typed.role {
            None => None,
            Some(id) => Some(
                Some(seen_role(conn, viewer, id).await?)
                    .filter(|role| !role.retired)
                    .ok_or(PortalError::NotFound)?,
            ),
        };
        // A change names its role; what the form says besides about who it is for does not count.
        let (cluster, app, namespace, service_account) = match &role {
            Some(role) => (
                &role.cluster,
                &role.app,
                &role.namespace,
                &role.service_account,
            ),
            None => (
                &typed.cluster,
                &typed.app,
                &typed.namespace,
                &typed.service_account,
            ),
        };
        // It stays as it is until the request is written.
        let cluster = clusters::hold(conn, cluster).await?.ok_or_else(|| {
            SubmitError::Fields(vec![error(
                "cluster",
                "cluster_unknown",
                text!(answers_choose_cluster),
            )])
        })?;
        let admitted = admitted_buckets(conn, viewer, typed, role.as_ref()).await?;
        Ok(Read {
            input: RequestInput {
                cluster,
                app: app.clone(),
                namespace: namespace.clone(),
                service_account: service_account.clone(),
                grants: typed.grants.clone(),
                reason: typed.reason.clone(),
                existing_role: role.as_ref().and_then(RoleRow::existing_role),
                admitted_buckets: admitted,
                identity: typed
                    .identity
                    .or_else(|| Identity::parse(&role.as_ref()?.identity)),
            },
            role,
        })
    }

    /// What a form would make and whom it would need; its errors where it would make nothing.
    pub(super) async fn review_typed(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<Review, PortalError> {
        permitted(viewer, Action::Submit, Stake::Author)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        match self.reviewed(&mut conn, viewer, typed).await {
            Ok(review) => Ok(review),
            Err(SubmitError::Fields(errors)) => Ok(Review {
                preview: Preview::refused(errors),
                ..Review::default()
            }),
            Err(SubmitError::Portal(error)) => Err(error),
        }
    }

    async fn reviewed(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        typed: &TypedRequest,
    ) -> Result<Review, SubmitError> {
        check_answer(typed)?;
        let (read, request) = self.check_typed(conn, viewer, typed).await?;
        let writers = match typed.revises {
            Some((id, _)) => revisions::writers(conn, id).await?,
            None => BTreeSet::new(),
        };
        let foreseen = foresee(conn, read.content(&request, ""), writers, viewer).await?;
        Ok(Review {
            preview: preview(&read.input),
            changes: changes(read.before(), request.grants()),
            findings: risk(request.grants()),
            demands: foreseen.demands,
            approved_by_rule: foreseen.rule,
        })
    }
}

/// Old names of buckets that this request may have: those that its role or its earlier revision has, since
/// somebody has approved them or admitted them; and any that whoever decides on requests admits now.
async fn admitted_buckets(
    conn: &mut PgConnection,
    viewer: &Viewer,
    typed: &TypedRequest,
    role: Option<&RoleRow>,
) -> Result<Vec<String>, SubmitError> {
    let mut admitted = role.map_or_else(Vec::new, |role| Grant::old_buckets(&role.grants.0));
    if let Some((id, _)) = typed.revises
        && let Some(row) = requests::find(conn, id, viewer.person_id).await?
    {
        admitted.extend(Grant::old_buckets(&row.grants.0));
    }
    if typed.admit_old_buckets && viewer.decides() {
        admitted.extend(Grant::old_buckets(&typed.grants));
    }
    Ok(admitted)
}

/// Whether a role still is as its cluster was, so that a request with the same grants changes something.
async fn is_behind(
    conn: &mut PgConnection,
    role: &RoleRow,
    now: &Cluster,
) -> Result<bool, StoreError> {
    let applied = role_checks::as_applied(conn, role.id).await?;
    Ok(applied.is_some_and(|applied| !applied.still_holds(now)))
}

/// What only the world knows: roles and requests that stand in the way.
async fn world_errors(
    conn: &mut PgConnection,
    viewer: &Viewer,
    typed: &TypedRequest,
    read: &Read,
    request: &ValidRequest,
) -> Result<Vec<FieldError>, SubmitError> {
    let mut errors = Vec::new();
    let binding = read.content(request, "").binding();
    if typed.key.is_empty() || typed.key.len() > 64 {
        errors.push(error("key", "key_invalid", text!(answers_page_too_old)));
    }
    let revised = typed.revises.map(|(id, _)| id);
    if let Some(open) = requests::find_open(conn, binding, revised).await? {
        let shown = seen_number(conn, viewer, Some(open)).await?;
        errors.push(open_request("app", shown));
    }
    if let Some(role) = &read.role {
        let as_before = request.identity().as_str() == role.identity;
        if as_before
            && changes(&role.grants.0, request.grants())
                .iter()
                .all(|change| change.kind == ChangeKind::Kept)
            && !is_behind(conn, role, request.cluster()).await?
        {
            errors.push(error(
                "grants",
                "grants_unchanged",
                text!(answers_grants_unchanged),
            ));
        }
    } else if let Some(taken) = roles::find_taken(conn, binding).await? {
        let message = match seen_role(conn, viewer, taken.id).await {
            Ok(taken) => text!(
                answers_role_exists,
                role = taken.role_name,
                namespace = taken.namespace,
                service_account = taken.service_account
            ),
            // Whose it is is not theirs to know.
            Err(PortalError::NotFound) => {
                text!(answers_name_taken)
            }
            Err(error) => return Err(error.into()),
        };
        errors.push(error("app", "role_exists", message));
    }
    Ok(errors)
}
