//! Roles in AWS that are not Roleport's: what was found, and asking for their adoption.

use roleport_app::portal::{
    ListPage, PortalError, Viewer,
    adoption::{
        AccountReading, FoundPolicy, TypedAdoption, UnmanagedLine, UnmanagedPage, UnmanagedRole,
    },
};
use roleport_domain::{
    adoption::{FoundRole, Owner, Trusted, is_of_aws},
    authorize::{Action, Stake},
    aws_answers,
    cluster::{Cluster, ValidCluster},
    errors::FieldError,
    grant::Grant,
    lifecycle::RequestKind,
    request::{RequestInput, ValidRequest},
};
use roleport_lang::{Text, english, text};
use sqlx::PgConnection;

use super::{
    Service, broken,
    history::without_nul,
    pages::{ONE_MORE, moment, page_of},
    permitted,
    retire::file,
    sight::{seen_number, seen_role},
    submit::{SubmitError, error},
};
use crate::{
    store::{
        clusters,
        events::NewEvent,
        requests::{self, Content, NewRequest},
        roles::{self, Binding},
        unmanaged::{self, UnmanagedRow},
    },
    worker::search,
};

/// A reason for looking whether an adoption could be asked for, before anybody has given one.
pub(super) const AS_IT_IS: &str = "As it is.";

impl Service {
    /// Has AWS searched for roles that are not Roleport's, soon.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed.
    pub async fn search_roles(&self, viewer: &Viewer) -> Result<(), PortalError> {
        permitted(viewer, Action::Adopt, Stake::Other)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        search::enqueue(&mut tx).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }

    pub(super) async fn unmanaged_page(
        &self,
        viewer: &Viewer,
        search: &str,
        after: Option<i64>,
    ) -> Result<UnmanagedPage, PortalError> {
        permitted(viewer, Action::SeeUnmanaged, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = unmanaged::list(&mut conn, &without_nul(search.trim()), after, ONE_MORE)
            .await
            .map_err(broken)?;
        let (rows, next) = page_of(rows, |row| row.id);
        let clusters = clusters::all(&mut conn).await.map_err(broken)?;
        let mut lines = Vec::new();
        for row in &rows {
            let cluster = among(&clusters, &row.cluster)?;
            lines.push(line(&mut conn, viewer, (row, &cluster)).await?);
        }
        let readings = unmanaged::scans(&mut conn).await.map_err(broken)?;
        Ok(UnmanagedPage {
            roles: ListPage { lines, next },
            readings: readings
                .into_iter()
                .map(|row| AccountReading {
                    account_id: row.account_id,
                    read: moment(row.read_at),
                    times: row.times,
                    roles: row.roles,
                    unreadable: row.unreadable.as_deref().map(aws_answers::retold),
                })
                .collect(),
            may_adopt: permitted(viewer, Action::Adopt, Stake::Other).is_ok(),
        })
    }

    pub(super) async fn unmanaged_detail(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<UnmanagedRole, PortalError> {
        permitted(viewer, Action::SeeUnmanaged, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = found_row(&mut conn, id).await?;
        let cluster = clusters::current(&mut conn, &row.cluster)
            .await
            .map_err(broken)?;
        let cluster = valid(cluster.as_ref())?;
        let line = line(&mut conn, viewer, (&row, &cluster)).await?;
        let found = &row.found.0;
        let trusted = found.trusted(&cluster);
        let suggested = suggestion(found, &cluster, trusted.as_ref());
        let others = trusted.map_or_else(Vec::new, |trusted| {
            trusted.without(&suggested.namespace, &suggested.service_account)
        });
        let boundary = cluster.raw().permissions_boundary.clone();
        Ok(UnmanagedRole {
            line,
            others,
            trust: found.role.trust.clone(),
            policies: policies(found),
            new_boundary: boundary.filter(|wanted| found.role.boundary.as_ref() != Some(wanted)),
            suggested,
            may_adopt: permitted(viewer, Action::Adopt, Stake::Other).is_ok(),
        })
    }

    /// For whom a role would be adopted, when nobody says.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed, or no such role.
    pub async fn suggested_adoption(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<TypedAdoption, PortalError> {
        permitted(viewer, Action::SeeUnmanaged, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = found_row(&mut conn, id).await?;
        let cluster = clusters::current(&mut conn, &row.cluster)
            .await
            .map_err(broken)?;
        let cluster = valid(cluster.as_ref())?;
        let found = &row.found.0;
        Ok(suggestion(
            found,
            &cluster,
            found.trusted(&cluster).as_ref(),
        ))
    }

    /// Asks for a role's adoption; gives the request's number. The same key again gives the same.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn adopt(
        &self,
        viewer: &Viewer,
        id: i64,
        typed: &TypedAdoption,
        key: &str,
    ) -> Result<i64, SubmitError> {
        if let Err(error) = permitted(viewer, Action::Adopt, Stake::Author) {
            let event = NewEvent::by(viewer, "request.refused", "");
            self.note_refused(event, &english!(events_tried_adoption), &error)
                .await?;
            return Err(error.into());
        }
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if let Some(id) = requests::find_by_key(&mut tx, viewer.person_id, key).await? {
            return Ok(id);
        }
        let row = found_row(&mut tx, id).await?;
        let cluster = clusters::hold(&mut tx, &row.cluster)
            .await
            .map_err(broken)?;
        let cluster = valid(cluster.as_ref())?;
        let (input, request) = check(&row.found.0, &cluster, typed).map_err(SubmitError::Fields)?;
        let id = ask(&mut tx, viewer, (&input, &request), key).await?;
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }
}

/// A cluster in force, of these.
pub(super) fn among(clusters: &[Cluster], name: &str) -> Result<ValidCluster, PortalError> {
    valid(clusters.iter().find(|cluster| cluster.name == name))
}

/// A cluster in force; there may be none any more.
fn valid(cluster: Option<&Cluster>) -> Result<ValidCluster, PortalError> {
    cluster
        .and_then(|cluster| cluster.parse().ok())
        .ok_or(PortalError::NotFound)
}

/// A role of the list.
async fn found_row(conn: &mut PgConnection, id: i64) -> Result<UnmanagedRow, PortalError> {
    unmanaged::find(conn, id)
        .await
        .map_err(broken)?
        .ok_or(PortalError::NotFound)
}

async fn line(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (row, cluster): (&UnmanagedRow, &ValidCluster),
) -> Result<UnmanagedLine, PortalError> {
    let found = &row.found.0;
    let trusted = found.trusted(cluster);
    let suggested = suggestion(found, cluster, trusted.as_ref());
    let open = requests::find_open(conn, binding(cluster, &suggested, found), None)
        .await
        .map_err(broken)?;
    let (grants, problem) = examined(found, cluster, &suggested);
    Ok(UnmanagedLine {
        id: row.id,
        role_name: found.name.clone(),
        arn: found.role.arn.clone(),
        cluster: row.cluster.clone(),
        service_accounts: trusted.map_or_else(Vec::new, |trusted| trusted.service_accounts),
        problem,
        grants,
        last_used: found.role.last_used.clone(),
        open_request: seen_number(conn, viewer, open).await?,
    })
}

/// The content of an adoption, or all that is wrong with it.
pub(super) fn check(
    found: &FoundRole,
    cluster: &ValidCluster,
    typed: &TypedAdoption,
) -> Result<(RequestInput, ValidRequest), Vec<FieldError>> {
    let owner = Owner {
        app: &typed.app,
        namespace: &typed.namespace,
        service_account: &typed.service_account,
    };
    let input = found
        .input(cluster, owner, &typed.reason)
        .map_err(|violation| vec![violation.at("role")])?;
    let request = input.parse()?;
    let trusted = found.trusted(cluster);
    let admits = |one: &Trusted| one.admits(request.namespace(), request.service_account());
    if trusted.as_ref().is_some_and(admits) {
        return Ok((input, request));
    }
    let who: Vec<_> = trusted
        .iter()
        .flat_map(|one| &one.service_accounts)
        .map(|(namespace, account)| format!("{namespace}/{account}"))
        .collect();
    let who = if who.is_empty() {
        text!(answers_read_trust)
    } else {
        text!(answers_lets_in, who = who.join(", "))
    };
    Err(vec![error(
        "service_account",
        "not_trusted",
        text!(
            answers_not_trusted,
            namespace = request.namespace(),
            service_account = request.service_account(),
            who = who
        ),
    )])
}

/// What the role may do, and what stands in the way of the adoption that the form suggests.
fn examined(
    found: &FoundRole,
    cluster: &ValidCluster,
    suggested: &TypedAdoption,
) -> (Vec<Grant>, Option<Text>) {
    let readable = || found.grants(cluster).unwrap_or_default();
    if suggested.service_account.is_empty() {
        return (readable(), Some(text!(takeover_names_none)));
    }
    let typed = TypedAdoption {
        reason: AS_IT_IS.to_owned(),
        ..suggested.clone()
    };
    match check(found, cluster, &typed) {
        Ok((input, _)) => (input.grants, None),
        Err(errors) => {
            let first = errors.into_iter().next();
            (readable(), first.map(|error| error.message))
        }
    }
}

async fn ask(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (input, request): (&RequestInput, &ValidRequest),
    key: &str,
) -> Result<i64, SubmitError> {
    let content = Content {
        cluster: request.cluster(),
        app: request.app(),
        namespace: request.namespace(),
        service_account: request.service_account(),
        role_name: request.role_name(),
        grants: request.grants(),
        // Roleport knew of none of it, so that the rules weigh all of it.
        grants_before: &[],
        reason: request.reason(),
        hash: &request.hash(),
        existing_path: input.existing_role.as_ref().map(|role| role.path.as_str()),
        identity: request.identity(),
    };
    if let Some(taken) = roles::find_taken(conn, content.binding()).await? {
        let taken = seen_role(conn, viewer, taken.id).await?;
        return Err(SubmitError::Fields(vec![error(
            "service_account",
            "role_exists",
            text!(
                answers_has_role,
                role = taken.role_name,
                namespace = taken.namespace,
                service_account = taken.service_account
            ),
        )]));
    }
    let new = NewRequest {
        kind: RequestKind::Adopt,
        role_id: None,
        content,
        author_id: viewer.person_id,
        copied_from: None,
        idempotency_key: key,
    };
    file(conn, viewer, new, &english!(events_asked_to_adopt)).await
}

/// What the form starts with: the first service account that the role lets in, and its application.
pub(super) fn suggestion(
    found: &FoundRole,
    cluster: &ValidCluster,
    trusted: Option<&Trusted>,
) -> TypedAdoption {
    let first = trusted.and_then(|trusted| trusted.service_accounts.first());
    let (namespace, service_account) = first.cloned().unwrap_or_default();
    TypedAdoption {
        app: found.application(cluster, &service_account),
        namespace,
        service_account,
        reason: String::new(),
    }
}

pub(super) fn binding<'a>(
    cluster: &'a ValidCluster,
    typed: &'a TypedAdoption,
    found: &'a FoundRole,
) -> Binding<'a> {
    Binding {
        cluster: &cluster.raw().name,
        namespace: &typed.namespace,
        service_account: &typed.service_account,
        account_id: &cluster.raw().account_id,
        role_name: &found.name,
    }
}

fn policies(found: &FoundRole) -> Vec<FoundPolicy> {
    let managed = found.role.attached.iter().map(|arn| FoundPolicy {
        name: arn.clone(),
        fate: if is_of_aws(arn) {
            text!(takeover_stays_attached)
        } else {
            text!(takeover_detached)
        },
        document: found.carried.managed.get(arn).cloned(),
    });
    let inline = found.role.inline.iter().map(|name| FoundPolicy {
        name: name.clone(),
        fate: text!(takeover_deleted),
        document: found.carried.inline.get(name).cloned(),
    });
    managed.chain(inline).collect()
}
