//! Several requests of low risk, approved at once: each a decision of its own, under the rules of a single one.

use std::collections::BTreeSet;

use roleport_app::portal::{
    Portal as _, PortalError, Viewer,
    together::{Approvals, NotTogether, SeenRequest, Together},
};
use roleport_domain::{
    authorize::{Action, Stake, Subject, may},
    rules::{Facts, MOST_AT_ONCE, why_alone},
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::{
    CommandError, Sent, Service, broken,
    commands::{check_length, check_plan},
    sight::{person, seen},
    weigh::{Weighed, rules, weigh},
};
use crate::{
    store::{StoreError, decisions, requests::RequestRow},
    worker,
};

impl Service {
    pub(super) async fn read_together(
        &self,
        viewer: &Viewer,
        ids: &[i64],
    ) -> Result<Together, PortalError> {
        let mut read = Together::default();
        for (place, id) in once_each(ids).into_iter().enumerate() {
            let reason = if place >= MOST_AT_ONCE {
                Some(text!(answers_others_first, too_many = too_many()))
            } else {
                self.why_not(viewer, id).await?
            };
            match reason {
                Some(reason) => read.left_out.push(NotTogether { id, reason }),
                None => read.requests.push(self.request(viewer, id).await?),
            }
        }
        Ok(read)
    }

    /// Approves several requests, each in a transaction of its own and as it was read. One that can't be approved
    /// stops no other.
    ///
    /// # Errors
    /// [`CommandError`]: a comment that is too long, or more requests than one reads at once; then nothing is
    /// approved.
    pub async fn approve_together(
        &self,
        viewer: &Viewer,
        read: &[SeenRequest],
        comment: &str,
    ) -> Result<Approvals, CommandError> {
        check_length(comment).map_err(CommandError::Comment)?;
        let ids: Vec<_> = read.iter().map(|seen| seen.id).collect();
        let count = once_each(&ids).len();
        if count > MOST_AT_ONCE || count != read.len() {
            return Err(PortalError::Conflict(too_many()).into());
        }
        let mut done = Approvals::default();
        for seen in read {
            let sent = Sent {
                version: seen.version,
                hash: &seen.hash,
                plan: &seen.plan,
                comment,
            };
            match self.approve_among(viewer, seen.id, count, sent).await {
                Ok(()) => done.approved.push(seen.id),
                Err(error) => done.left_out.push(NotTogether {
                    id: seen.id,
                    reason: reason(error),
                }),
            }
        }
        Ok(done)
    }

    /// Why the viewer can't approve a request together with others.
    async fn why_not(&self, viewer: &Viewer, id: i64) -> Result<Option<Text>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = match seen(&mut conn, viewer, id).await {
            Ok(row) => row,
            Err(PortalError::NotFound) => return Ok(Some(reason(PortalError::NotFound.into()))),
            Err(error) => return Err(error),
        };
        let weighed = weigh(&mut conn, &row, viewer).await.map_err(broken)?;
        let possible = possible(viewer, &row, weighed.stake, weighed.has_approved)
            .and_then(|()| of_low_risk(&row, weighed.facts()));
        Ok(possible.err().map(|error| reason(error.into())))
    }
}

/// Those of these requests that the viewer may approve together, with as few questions as a list can afford.
pub(super) async fn among(
    conn: &mut PgConnection,
    viewer: &Viewer,
    rows: &[RequestRow],
) -> Result<BTreeSet<i64>, StoreError> {
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let set = rules(conn).await?;
    let reader = person(conn, viewer).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let approved = decisions::approved_by(conn, viewer.person_id, &ids).await?;
    let may_be = |row: &&RequestRow| {
        let place = (row.cluster_spec.name.as_str(), row.namespace.as_str());
        let facts = Facts::of(&set, place, &row.grants_before.0, &row.grants.0);
        let stake = match row.stake(viewer.person_id) {
            Stake::Other if set.asks(&facts, &reader) => Stake::Asked,
            stake => stake,
        };
        possible(viewer, row, stake, approved.contains(&row.id)).is_ok()
            && of_low_risk(row, &facts).is_ok()
    };
    Ok(rows.iter().filter(may_be).map(|row| row.id).collect())
}

/// Whether the viewer may approve a request now, and it can be carried out.
fn possible(
    viewer: &Viewer,
    row: &RequestRow,
    stake: Stake,
    has_approved: bool,
) -> Result<(), PortalError> {
    let subject = Subject {
        roles: &viewer.roles,
        stake,
    };
    let state = row.state().map_err(broken)?;
    may(subject, Action::Approve, Some(state))
        .map_err(|refusal| PortalError::Forbidden(refusal.message))?;
    if has_approved {
        return Err(PortalError::Conflict(text!(answers_waits_for_others)));
    }
    check_plan(row, row.plan_hash.as_deref().unwrap_or_default())
}

/// Refuses what is to be read and decided on alone.
///
/// # Errors
/// [`PortalError::Forbidden`] with the reason.
pub(super) fn check_risk(row: &RequestRow, weighed: &Weighed) -> Result<(), PortalError> {
    of_low_risk(row, weighed.facts())
}

fn of_low_risk(row: &RequestRow, facts: &Facts) -> Result<(), PortalError> {
    let kind = row.kind().map_err(broken)?;
    match why_alone(kind, facts, &worker::input(row)) {
        None => Ok(()),
        Some(why) => Err(PortalError::Forbidden(text!(
            answers_read_by_itself,
            why = why
        ))),
    }
}

fn too_many() -> Text {
    text!(answers_at_once, limit = MOST_AT_ONCE)
}

fn once_each(ids: &[i64]) -> Vec<i64> {
    let mut known = BTreeSet::new();
    ids.iter().copied().filter(|id| known.insert(*id)).collect()
}

fn reason(error: CommandError) -> Text {
    match error {
        CommandError::Comment(words)
        | CommandError::Portal(PortalError::Forbidden(words) | PortalError::Conflict(words)) => {
            words
        }
        CommandError::Portal(PortalError::Outdated { .. }) => {
            text!(answers_new_revision)
        }
        CommandError::Portal(PortalError::NotFound) => {
            text!(answers_no_such_request)
        }
        // The limit is looked at before anything is decided.
        CommandError::Portal(PortalError::Broken | PortalError::TooMany(_)) => {
            text!(answers_broke_there)
        }
    }
}
