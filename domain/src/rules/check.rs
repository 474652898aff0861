//! What can't be right in a set of rules.

use std::collections::BTreeSet;

use roleport_lang::{Text, text};

use super::{Group, MAX_COUNT, RuleSet, Step};

/// Most teams or rules.
const MAX_ENTRIES: usize = 200;

impl RuleSet {
    /// Everything that is wrong, in sentences; nothing when it can be put in force.
    pub fn check(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let lists = [
            ("teams", self.teams.len()),
            ("rules", self.rules.len()),
            ("auto_approve", self.auto_approve.len()),
        ];
        for (list, length) in lists {
            if length > MAX_ENTRIES {
                problems.push(text!(
                    demands_too_many,
                    list = list,
                    length = length,
                    max_entries = MAX_ENTRIES
                ));
            }
        }
        names(
            &mut problems,
            &text!(demands_what_team),
            self.teams.iter().map(|team| &team.name),
        );
        names(
            &mut problems,
            &text!(demands_what_rule),
            self.rules.iter().map(|rule| &rule.name),
        );
        let auto = self.auto_approve.iter().map(|rule| &rule.name);
        names(&mut problems, &text!(demands_what_auto_approve), auto);
        for team in &self.teams {
            if let Some(bad) = team.namespaces.iter().find(|place| !place.contains('/')) {
                problems.push(text!(
                    demands_namespace_without_cluster,
                    team = team.name,
                    bad = bad
                ));
            }
        }
        for rule in &self.rules {
            if rule.require.is_empty() {
                problems.push(text!(demands_nobody, rule = rule.name));
            }
            for step in &rule.require {
                problems.extend(self.step(&rule.name, step));
            }
        }
        for rule in self.auto_approve.iter().filter(|rule| rule.enabled) {
            // Everything at once would be no approval at all.
            if !rule.read_only && !rule.own_buckets {
                problems.push(text!(demands_approves_everything, rule = rule.name));
            }
        }
        problems
    }

    fn step(&self, rule: &str, step: &Step) -> Option<Text> {
        if !(1..=MAX_COUNT).contains(&step.count) {
            return Some(text!(
                demands_count,
                rule = rule,
                step = step.words(),
                max_count = MAX_COUNT
            ));
        }
        match &step.group {
            Group::Team(name) if !self.teams.iter().any(|team| team.name == *name) => {
                Some(text!(demands_unknown_team, rule = rule, name = name))
            }
            _ => None,
        }
    }
}

fn names<'a>(problems: &mut Vec<Text>, what: &Text, names: impl Iterator<Item = &'a String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.trim().is_empty() {
            problems.push(text!(demands_unnamed, what = what));
        } else if !seen.insert(name) {
            problems.push(text!(demands_named_twice, what = what, name = name));
        }
    }
}
