//! Where a request stands with its rules: whom it needs, who has approved, who still can.

use std::collections::BTreeSet;

use roleport_lang::Text;

use super::{Facts, Group, RuleSet, Step, Team};
use crate::authorize::PersonRole;

/// Somebody who may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row in the store.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What they are to the portal.
    pub roles: Vec<PersonRole>,
    /// Their groups at the identity provider.
    pub groups: Vec<String>,
}

/// One thing that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The rule; none for the one that holds where no rule matches.
    pub rule: Option<String>,
    /// So many of a group.
    pub step: Step,
    /// Who has given it, by name.
    pub given: Vec<String>,
    /// Who still can, by name, of the people who have signed in.
    pub possible: Vec<String>,
}

impl Demand {
    /// How many approvals are missing.
    pub fn missing(&self) -> usize {
        usize::from(self.step.count).saturating_sub(self.given.len())
    }

    /// In words: "2 of the approvers".
    pub fn words(&self) -> Text {
        self.step.words()
    }
}

/// Where a request stands with its rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// All that is asked for.
    pub demands: Vec<Demand>,
}

impl Standing {
    /// Whether nothing is missing.
    pub fn is_approved(&self) -> bool {
        self.demands.iter().all(|demand| demand.missing() == 0)
    }

    /// What nobody but the people left out could ever give: a demand of a team that is too small.
    /// Roles come from the identity provider, so that who will have one can't be told.
    pub fn impossible(&self) -> Option<&Demand> {
        self.demands.iter().find(|demand| {
            let known = matches!(
                demand.step.group,
                Group::Team(_) | Group::NamespaceOwners | Group::BucketOwners
            );
            known && demand.possible.len() < demand.missing()
        })
    }
}

impl Team {
    /// Whether somebody is a member, by address or by a group of the identity provider.
    pub fn has(&self, person: &Person) -> bool {
        self.members
            .iter()
            .any(|email| email.eq_ignore_ascii_case(&person.email))
            || self
                .groups
                .iter()
                .any(|group| person.groups.contains(group))
    }
}

impl RuleSet {
    /// Where a request stands: `approvals` are those of its present revision, `writers` wrote it and
    /// decide on nothing of it.
    pub fn standing(
        &self,
        facts: &Facts,
        people: &[Person],
        approvals: &BTreeSet<i64>,
        writers: &BTreeSet<i64>,
    ) -> Standing {
        let mut steps: Vec<(Option<String>, Step)> = self
            .matching(facts)
            .flat_map(|rule| {
                let name = Some(rule.name.clone());
                rule.require
                    .iter()
                    .cloned()
                    .map(move |step| (name.clone(), step))
            })
            .collect();
        if steps.is_empty() {
            let group = Group::Approvers;
            steps.push((None, Step { group, count: 1 }));
        }
        let demands = steps
            .into_iter()
            .map(|(rule, step)| {
                let (mut given, mut possible) = (Vec::new(), Vec::new());
                for person in people {
                    if writers.contains(&person.id) || !self.in_group(&step.group, facts, person) {
                        continue;
                    }
                    let list = if approvals.contains(&person.id) {
                        &mut given
                    } else {
                        &mut possible
                    };
                    list.push(person.name.clone());
                }
                Demand {
                    rule,
                    step,
                    given,
                    possible,
                }
            })
            .collect();
        Standing { demands }
    }

    /// Whether a rule asks for this person, whatever else they are.
    pub fn asks(&self, facts: &Facts, person: &Person) -> bool {
        self.matching(facts)
            .flat_map(|rule| &rule.require)
            .any(|step| self.in_group(&step.group, facts, person))
    }

    fn in_group(&self, group: &Group, facts: &Facts, person: &Person) -> bool {
        // An auditor changes nothing, and who has lost every role decides nothing.
        if !person.roles.iter().any(|role| role.requests()) {
            return false;
        }
        let member = |named: &dyn Fn(&str) -> bool| {
            self.teams
                .iter()
                .any(|team| named(&team.name) && team.has(person))
        };
        match group {
            Group::Approvers => person.roles.iter().any(|role| role.decides()),
            Group::Admins => person.roles.contains(&PersonRole::Admin),
            Group::NamespaceOwners => member(&|name| facts.namespace_owners.contains(name)),
            Group::BucketOwners => member(&|name| facts.bucket_owners.contains(name)),
            Group::Team(wanted) => member(&|name| name == wanted),
        }
    }
}
