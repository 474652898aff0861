//! What a viewer sees: the gate that every read and every command passes. What is not theirs to see
//! is [`PortalError::NotFound`], as what is not there.

use std::collections::BTreeSet;

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, NOT_FOUND, PersonRole, Stake, Subject, may},
    rules::{Person, RuleSet},
};
use sqlx::PgConnection;

use super::{broken, weigh::rules};
use crate::store::{
    StoreError, people,
    requests::{self, RequestRow},
    roles::{self, RoleRow},
    visibility::{self, Sight},
};

/// The rules where they narrow what somebody in these roles sees.
async fn narrowing(
    conn: &mut PgConnection,
    roles: &[PersonRole],
) -> Result<Option<RuleSet>, StoreError> {
    // Most people who see everything do so whatever the rules say.
    if roles.iter().any(|role| role.sees_all()) {
        return Ok(None);
    }
    Ok(Some(rules(conn).await?).filter(|set| set.narrows(roles)))
}

/// The viewer with their groups. Their session knows best what they are.
pub(super) async fn person(conn: &mut PgConnection, viewer: &Viewer) -> Result<Person, StoreError> {
    let groups = people::find(conn, viewer.person_id)
        .await?
        .map(|person| person.groups)
        .unwrap_or_default();
    Ok(Person {
        id: viewer.person_id,
        name: viewer.name.clone(),
        email: viewer.email.clone(),
        roles: viewer.roles.clone(),
        groups,
    })
}

/// What the viewer sees, for lists.
pub(super) async fn sight(conn: &mut PgConnection, viewer: &Viewer) -> Result<Sight, PortalError> {
    let read = async {
        let Some(set) = narrowing(conn, &viewer.roles).await? else {
            return Ok(Sight::everything());
        };
        let person = person(conn, viewer).await?;
        visibility::narrowed(conn, &set, &person).await
    };
    read.await.map_err(|error: StoreError| broken(error))
}

/// A request that the viewer may see.
pub(super) async fn seen(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: i64,
) -> Result<RequestRow, PortalError> {
    let row = requests::find(conn, id, viewer.person_id)
        .await
        .map_err(broken)?
        .ok_or(PortalError::NotFound)?;
    let stake = if is_seen(conn, viewer, &row).await.map_err(broken)? {
        row.stake(viewer.person_id)
    } else {
        Stake::Hidden
    };
    let subject = Subject {
        roles: &viewer.roles,
        stake,
    };
    let state = row.state().map_err(broken)?;
    may(subject, Action::SeeRequest, Some(state)).map_err(|refusal| {
        if refusal.code == NOT_FOUND {
            PortalError::NotFound
        } else {
            PortalError::Forbidden(refusal.message)
        }
    })?;
    Ok(row)
}

async fn is_seen(
    conn: &mut PgConnection,
    viewer: &Viewer,
    row: &RequestRow,
) -> Result<bool, StoreError> {
    // Two reads fewer for what people open most.
    if row.author_id == viewer.person_id {
        return Ok(true);
    }
    let Some(set) = narrowing(conn, &viewer.roles).await? else {
        return Ok(true);
    };
    let person = person(conn, viewer).await?;
    let sees = visibility::of_request(conn, &set, row, [&person]).await?;
    Ok(!sees.is_empty())
}

/// A role that the viewer may see.
pub(super) async fn seen_role(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: i64,
) -> Result<RoleRow, PortalError> {
    let sight = sight(conn, viewer).await?;
    role_in(conn, &sight, id).await
}

/// A role within this sight.
pub(super) async fn role_in(
    conn: &mut PgConnection,
    sight: &Sight,
    id: i64,
) -> Result<RoleRow, PortalError> {
    let row = roles::find(conn, id).await.map_err(broken)?;
    let row = row.ok_or(PortalError::NotFound)?;
    let seen = visibility::roles(conn, sight, &[id])
        .await
        .map_err(broken)?;
    seen.contains(&id)
        .then_some(row)
        .ok_or(PortalError::NotFound)
}

/// The number of a request where the viewer may see it.
pub(super) async fn seen_number(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: Option<i64>,
) -> Result<Option<i64>, PortalError> {
    let Some(id) = id else {
        return Ok(None);
    };
    match seen(conn, viewer, id).await {
        Ok(_) => Ok(Some(id)),
        Err(PortalError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Which of these people may be told of a request; their roles are as they were confirmed.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub(crate) async fn may_be_told(
    conn: &mut PgConnection,
    request_id: i64,
    told: &[(i64, Vec<PersonRole>)],
) -> Result<BTreeSet<i64>, StoreError> {
    let set = rules(conn).await?;
    let (narrowed, free): (Vec<_>, Vec<_>) = told.iter().partition(|(_, roles)| set.narrows(roles));
    let mut may: BTreeSet<i64> = free.into_iter().map(|(id, _)| *id).collect();
    if narrowed.is_empty() {
        return Ok(may);
    }
    // The reader is nobody in particular.
    let Some(row) = requests::find(conn, request_id, 0).await? else {
        return Ok(may);
    };
    let ids: Vec<_> = narrowed.iter().map(|(id, _)| *id).collect();
    let mut people = people::all(conn, &ids).await?;
    for person in &mut people {
        if let Some((_, roles)) = narrowed.iter().find(|(id, _)| *id == person.id) {
            person.roles.clone_from(roles);
        }
    }
    may.extend(visibility::of_request(conn, &set, &row, &people).await?);
    Ok(may)
}
