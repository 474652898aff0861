//! What can't be right in a set of rules.

use std::collections::BTreeSet;

use super::{Group, MAX_COUNT, RuleSet, Step};

/// Most teams or rules.
const MAX_ENTRIES: usize = 200;

impl RuleSet {
    /// Everything that is wrong, in sentences; nothing when it can be put in force.
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let lists = [
            ("teams", self.teams.len()),
            ("rules", self.rules.len()),
            ("auto_approve", self.auto_approve.len()),
        ];
        for (list, length) in lists {
            if length > MAX_ENTRIES {
                problems.push(format!(
                    "{list} has {length} entries; at most {MAX_ENTRIES} fit."
                ));
            }
        }
        names(
            &mut problems,
            "team",
            self.teams.iter().map(|team| &team.name),
        );
        names(
            &mut problems,
            "rule",
            self.rules.iter().map(|rule| &rule.name),
        );
        let auto = self.auto_approve.iter().map(|rule| &rule.name);
        names(&mut problems, "auto_approve rule", auto);
        for team in &self.teams {
            if let Some(bad) = team.namespaces.iter().find(|place| !place.contains('/')) {
                problems.push(format!(
                    "Team \"{}\": write \"{bad}\" as cluster/namespace, such as */{bad}.",
                    team.name
                ));
            }
        }
        for rule in &self.rules {
            if rule.require.is_empty() {
                problems.push(format!(
                    "Rule \"{}\" asks for nobody: add require = [{{ group = \"approvers\" }}].",
                    rule.name
                ));
            }
            for step in &rule.require {
                problems.extend(self.step(&rule.name, step));
            }
        }
        for rule in self.auto_approve.iter().filter(|rule| rule.enabled) {
            // Everything at once would be no approval at all.
            if !rule.read_only && !rule.own_buckets {
                problems.push(format!(
                    "The auto_approve rule \"{}\" would approve everything: set read_only or own_buckets.",
                    rule.name
                ));
            }
        }
        problems
    }

    fn step(&self, rule: &str, step: &Step) -> Option<String> {
        if !(1..=MAX_COUNT).contains(&step.count) {
            return Some(format!(
                "Rule \"{rule}\" asks for {step}: use 1 to {MAX_COUNT}."
            ));
        }
        match &step.group {
            Group::Team(name) if !self.teams.iter().any(|team| team.name == *name) => Some(
                format!("Rule \"{rule}\" asks for the team \"{name}\", and there is none."),
            ),
            _ => None,
        }
    }
}

fn names<'a>(problems: &mut Vec<String>, what: &str, names: impl Iterator<Item = &'a String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.trim().is_empty() {
            problems.push(format!("A {what} has no name: give it one."));
        } else if !seen.insert(name) {
            problems.push(format!(
                "Two of the {what}s are named \"{name}\": rename one."
            ));
        }
    }
}
