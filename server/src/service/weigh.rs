//! A request weighed against the rules in force: whom it needs, and who still can.

use std::collections::BTreeSet;

use roleport_app::portal::Viewer;
use roleport_domain::{
    authorize::Stake,
    grant::Grant,
    rules::{Demand, Facts, Person, RuleSet, Standing},
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::submit::{SubmitError, error};
use crate::store::{
    StoreError, decisions, people,
    requests::{self, Content, RequestRow},
    revisions, rule_sets,
};

/// What the rules say about a request.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    /// What the viewer has to do with it.
    pub(super) stake: Stake,
    /// Whether the viewer has approved the present revision.
    pub(super) has_approved: bool,
    set: RuleSet,
    facts: Facts,
    people: Vec<Person>,
    approvals: BTreeSet<i64>,
    writers: BTreeSet<i64>,
}

impl Weighed {
    /// Whom it needs.
    pub(super) fn standing(&self) -> Standing {
        self.set
            .standing(&self.facts, &self.people, &self.approvals, &self.writers)
    }

    /// What the rules look at.
    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whom it needs once this person approves it.
    pub(super) fn standing_with(&self, person_id: i64) -> Standing {
        let mut approvals = self.approvals.clone();
        approvals.insert(person_id);
        self.set
            .standing(&self.facts, &self.people, &approvals, &self.writers)
    }
}

/// The rules in force; the built-in ones where nobody has written any.
pub(super) async fn rules(conn: &mut PgConnection) -> Result<RuleSet, StoreError> {
    Ok(rule_sets::active(conn)
        .await?
        .map(|row| row.document.0)
        .unwrap_or_default())
}

/// Weighs a request as it stands now.
pub(super) async fn weigh(
    conn: &mut PgConnection,
    row: &RequestRow,
    viewer: &Viewer,
) -> Result<Weighed, StoreError> {
    let set = rules(conn).await?;
    let mut people = people::askable(conn, &set.teams).await?;
    // Their session knows best what the viewer is; the table has it from their last sign-in.
    match people
        .iter_mut()
        .find(|person| person.id == viewer.person_id)
    {
        Some(person) => person.roles.clone_from(&viewer.roles),
        None => people.push(Person {
            id: viewer.person_id,
            name: viewer.name.clone(),
            email: viewer.email.clone(),
            roles: viewer.roles.clone(),
            groups: Vec::new(),
        }),
    }
    let place = (row.cluster_spec.name.as_str(), row.namespace.as_str());
    let facts = Facts::of(&set, place, &row.grants_before.0, &row.grants.0);
    let approvals = decisions::approvals(
        conn,
        row.id,
        row.revision,
        &row.hash,
        row.plan_hash.as_deref(),
    )
    .await?;
    let writers = revisions::writers(conn, row.id).await?;
    let asked = people
        .iter()
        .any(|person| person.id == viewer.person_id && set.asks(&facts, person));
    let stake = match row.stake(viewer.person_id) {
        Stake::Other if asked => Stake::Asked,
        stake => stake,
    };
    Ok(Weighed {
        stake,
        has_approved: approvals.contains(&viewer.person_id),
        set,
        facts,
        people,
        approvals,
        writers,
    })
}

/// Whom a rule asks for an approval of a request, whatever their roles are.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub(crate) async fn asked(
    conn: &mut PgConnection,
    request_id: i64,
) -> Result<Vec<i64>, StoreError> {
    let set = rules(conn).await?;
    // The reader is nobody in particular.
    let Some(row) = requests::find(conn, request_id, 0).await? else {
        return Ok(Vec::new());
    };
    let place = (row.cluster_spec.name.as_str(), row.namespace.as_str());
    let facts = Facts::of(&set, place, &row.grants_before.0, &row.grants.0);
    let people = people::askable(conn, &set.teams).await?;
    Ok(people
        .iter()
        .filter(|person| set.asks(&facts, person))
        .map(|person| person.id)
        .collect())
}

/// What the rules say about a request that is not written yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Foreseen {
    /// The rule that approves it without asking anybody, if there is one.
    pub(super) rule: Option<String>,
    /// Whose approval it needs otherwise.
    pub(super) demands: Vec<Demand>,
}

/// What the rules say about a request before it is written.
///
/// # Errors
/// [`SubmitError::Fields`] when nobody could ever approve it.
pub(super) async fn foresee(
    conn: &mut PgConnection,
    content: Content<'_>,
    mut writers: BTreeSet<i64>,
    viewer: &Viewer,
) -> Result<Foreseen, SubmitError> {
    let set = rules(conn).await?;
    let place = (content.cluster.name.as_str(), content.namespace);
    let facts = Facts::of(&set, place, content.grants_before, content.grants);
    // A role that only follows its cluster is looked at by somebody: no rule speaks of that.
    let changes_grants = content.grants_before != content.grants;
    if changes_grants && let Some(rule) = set.auto_approval(&facts) {
        return Ok(Foreseen {
            rule: Some(rule.name.clone()),
            demands: Vec::new(),
        });
    }
    let people = people::askable(conn, &set.teams).await?;
    writers.insert(viewer.person_id);
    let standing = set.standing(&facts, &people, &BTreeSet::new(), &writers);
    match standing.impossible() {
        None => Ok(Foreseen {
            rule: None,
            demands: standing.demands,
        }),
        Some(demand) => Err(SubmitError::Fields(vec![nobody(demand, content.grants)])),
    }
}

fn nobody(demand: &Demand, grants: &[Grant]) -> roleport_domain::errors::FieldError {
    let rule = demand.rule.as_ref().map_or_else(
        || text!(answers_built_in),
        |rule| Text::plain(rule.as_str()),
    );
    let field = if grants.is_empty() {
        "reason"
    } else {
        "grants"
    };
    error(
        field,
        "nobody_can_approve",
        text!(
            answers_nobody_can,
            rule = rule,
            demand = demand.words(),
            possible = demand.possible.len()
        ),
    )
}
