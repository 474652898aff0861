//! What a session holds, and how long it lives.

use roleport_app::portal::Viewer;
use roleport_domain::authorize::PersonRole;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tower_sessions::{Session, session::Error};

use super::{
    oidc::{Identity, Pending},
    origin,
};

const PERSON: &str = "person";
const PENDING: &str = "pending";
const SEEN: &str = "seen";

/// The signed-in person, as kept in the session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    person_id: i64,
    name: String,
    email: String,
    roles: Vec<PersonRole>,
    id_token: String,
    /// Seconds since 1970.
    since: i64,
}

/// Keeps what a sign-in under way must come back with.
///
/// # Errors
/// When the session can't be written.
pub async fn begin(session: &Session, pending: &Pending) -> Result<(), Error> {
    session.insert(PENDING, pending).await
}

/// Takes it out again: it serves once.
///
/// # Errors
/// When the session can't be read.
pub async fn take_pending(session: &Session) -> Result<Option<Pending>, Error> {
    session.remove(PENDING).await
}

/// Starts the person's session under a new id, so that an id known before is worth nothing.
///
/// # Errors
/// When the session can't be written.
pub async fn sign_in(session: &Session, person_id: i64, identity: Identity) -> Result<(), Error> {
    // Not `flush`: the record would keep its id and be written again under it.
    session.clear().await;
    session.cycle_id().await?;
    session
        .insert(
            PERSON,
            SignedIn {
                person_id,
                name: identity.name,
                email: identity.email,
                roles: identity.roles,
                id_token: identity.id_token,
                since: now(),
            },
        )
        .await
}

/// Ends the session; gives the ID token that the provider wants as a hint.
///
/// # Errors
/// When the session can't be removed.
pub async fn sign_out(session: &Session) -> Result<Option<String>, Error> {
    let person: Option<SignedIn> = session.get(PERSON).await?;
    session.flush().await?;
    Ok(person.map(|person| person.id_token))
}

/// Who is signed in, if their session is not older than `absolute_hours`.
///
/// # Errors
/// When the session can't be read.
pub async fn viewer(session: &Session, absolute_hours: u32) -> Result<Option<Viewer>, Error> {
    let Some(person) = session.get::<SignedIn>(PERSON).await? else {
        return Ok(None);
    };
    if now() - person.since > i64::from(absolute_hours) * 3600 {
        session.flush().await?;
        return Ok(None);
    }
    Ok(Some(Viewer {
        person_id: person.person_id,
        name: person.name,
        email: person.email,
        roles: person.roles,
        origin: origin::current(),
    }))
}

/// Notes a visit, so that the idle time starts again; once a minute, so that reading seldom writes.
/// A page that waits and asks by itself is no visit: it would keep a session alive for ever.
///
/// # Errors
/// When the session can't be written.
pub async fn touch(session: &Session) -> Result<(), Error> {
    let minute = now() / 60;
    if session.get::<i64>(SEEN).await? != Some(minute) {
        session.insert(SEEN, minute).await?;
    }
    Ok(())
}

fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}
