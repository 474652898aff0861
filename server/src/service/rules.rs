//! The approval rules themselves: read, proposed by one admin, decided on by another.

use roleport_app::portal::{PortalError, Proposal, ProposedRules, RulesPage, Viewer};
use roleport_domain::{
    authorize::{Action, Stake},
    rules::RuleSet,
};
use serde_json::json;

use super::{
    CommandError, ProposalDecision, Service, broken,
    pages::moment,
    permitted,
    proposals::{comment_problem, decision, lost, stake},
    revisions::lines,
};
use crate::store::{
    StoreError,
    events::{self, NewEvent},
    rule_sets::{self, RuleSetRow},
};
use roleport_lang::{Text, english, text};

/// Why rules were not proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposeError {
    /// What is wrong with the text, and with the comment.
    Problems {
        /// Of the text.
        source: Vec<Text>,
        /// Of the comment.
        comment: Option<Text>,
    },
    /// A page that says why.
    Portal(PortalError),
}

impl From<PortalError> for ProposeError {
    fn from(error: PortalError) -> Self {
        Self::Portal(error)
    }
}

/// Reads rules as an admin writes them, in TOML.
///
/// # Errors
/// Everything that is wrong with them, in sentences.
pub fn parse(source: &str) -> Result<RuleSet, Vec<Text>> {
    let set: RuleSet = toml::from_str(source).map_err(|error| vec![error.to_string().into()])?;
    let problems = set.check();
    if problems.is_empty() {
        Ok(set)
    } else {
        Err(problems)
    }
}

impl Service {
    pub(super) async fn rules_page(&self, viewer: &Viewer) -> Result<RulesPage, PortalError> {
        permitted(viewer, Action::SeeRules, Stake::Other)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let versions = rule_sets::list(&mut conn).await.map_err(broken)?;
        let active = rule_sets::active(&mut conn).await.map_err(broken)?;
        let source = active.as_ref().map_or("", |row| row.source.as_str());
        let proposed = versions
            .iter()
            .find(|row| row.state == "proposed")
            .map(|row| {
                let stake = stake(row.author_id, viewer);
                ProposedRules {
                    version: version(row),
                    set: row.document.0.clone(),
                    source: row.source.clone(),
                    difference: lines(source, &row.source),
                    can_decide: permitted(viewer, Action::DecideRules, stake).is_ok(),
                    is_mine: stake == Stake::Author,
                }
            });
        Ok(RulesPage {
            set: active
                .as_ref()
                .map(|row| row.document.0.clone())
                .unwrap_or_default(),
            source: source.to_owned(),
            active: active.as_ref().map(version),
            can_propose: permitted(viewer, Action::ProposeRules, Stake::Other).is_ok(),
            proposed,
            versions: versions.iter().map(version).collect(),
        })
    }

    /// Proposes rules, written in TOML; gives their version.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_rules(
        &self,
        viewer: &Viewer,
        source: &str,
        comment: &str,
    ) -> Result<i64, ProposeError> {
        if let Err(error) = permitted(viewer, Action::ProposeRules, Stake::Other) {
            return Err(self
                .rules_refused(viewer, error, &english!(events_tried_rules))
                .await
                .into());
        }
        let problem = comment_problem(comment);
        let comment = comment.trim();
        let set = match (parse(source), problem) {
            (Ok(set), None) => set,
            (parsed, comment) => {
                return Err(ProposeError::Problems {
                    source: parsed.err().unwrap_or_default(),
                    comment,
                });
            }
        };
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let made = rule_sets::propose(&mut tx, viewer.person_id, source, &set, comment).await;
        let version = match made {
            Ok(version) => version,
            Err(StoreError::Refused(name)) if name == "rule_sets_one_proposed" => {
                return Err(PortalError::Conflict(text!(answers_rules_wait)).into());
            }
            Err(other) => return Err(broken(other).into()),
        };
        let words = english!(events_proposed_rules, version = version);
        let event = NewEvent {
            comment: Some(comment),
            after: Some(&json!({ "rules": source })),
            ..NewEvent::by(viewer, "rules.proposed", &words)
        };
        events::append(&mut tx, event).await.map_err(broken)?;
        tx.commit().await.map_err(broken)?;
        Ok(version)
    }

    /// Decides on proposed rules.
    ///
    /// # Errors
    /// [`CommandError`]: not allowed, or decided on already.
    pub async fn decide_rules(
        &self,
        viewer: &Viewer,
        number: i64,
        decision: ProposalDecision,
    ) -> Result<(), CommandError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = rule_sets::find(&mut tx, number)
            .await?
            .ok_or(PortalError::NotFound)?;
        let stake = stake(row.author_id, viewer);
        let (state, kind) = match decision {
            ProposalDecision::Activate => ("active", "rules.activated"),
            ProposalDecision::Reject => ("rejected", "rules.rejected"),
            ProposalDecision::Withdraw => ("withdrawn", "rules.withdrawn"),
        };
        let rights = (Action::ProposeRules, Action::DecideRules);
        let permitted = decision.permitted(viewer, stake, rights);
        if let Err(error) = permitted {
            drop(tx);
            let words = rules_words(decision, number);
            return Err(self.rules_refused(viewer, error, &words).await.into());
        }
        let before = rule_sets::active(&mut tx).await?.map(|row| row.source);
        rule_sets::decide(&mut tx, number, viewer.person_id, state)
            .await
            .map_err(|error| lost_rules(error, &row))?;
        let words = rules_words(decision, number);
        let (before, after) = (json!({ "rules": before }), json!({ "rules": row.source }));
        let changes = decision == ProposalDecision::Activate;
        let event = NewEvent {
            before: changes.then_some(&before),
            after: changes.then_some(&after),
            ..NewEvent::by(viewer, kind, &words)
        };
        events::append(&mut tx, event).await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }
}

impl Service {
    /// Notes the refusal and gives it back.
    async fn rules_refused(&self, viewer: &Viewer, error: PortalError, words: &str) -> PortalError {
        let event = NewEvent::by(viewer, "rules.refused", "");
        match self.note_refused(event, words, &error).await {
            Ok(()) => error,
            Err(broken) => broken,
        }
    }
}

fn version(row: &RuleSetRow) -> Proposal {
    Proposal {
        number: row.version,
        state: row.state.clone(),
        author: row.author.clone(),
        comment: row.comment.clone(),
        proposed: moment(row.proposed_at),
        decided: decision(row.decider.as_ref(), row.decided_at),
    }
}

/// A lost race.
/// What a decision on rules leaves in the history.
fn rules_words(decision: ProposalDecision, version: i64) -> String {
    match decision {
        ProposalDecision::Activate => english!(events_rules_in_force, version = version),
        ProposalDecision::Reject => english!(events_rules_rejected, version = version),
        ProposalDecision::Withdraw => english!(events_rules_withdrawn, version = version),
    }
}

fn lost_rules(error: StoreError, row: &RuleSetRow) -> CommandError {
    match error {
        StoreError::Refused(name) if name == "rule_sets_one_active" => {
            PortalError::Conflict(text!(answers_rules_at_once)).into()
        }
        other => lost(other, &text!(answers_rules_version, version = row.version)),
    }
}
