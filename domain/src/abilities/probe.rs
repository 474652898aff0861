//! Examples of what statements speak of.

use std::collections::BTreeSet;

use roleport_lang::Text;

use super::{ANYTHING, Documents, words};
use crate::policy::{
    ActionMatch, Comparison, Condition, Context, Effect, Matched, Pattern, Request, ResourceMatch,
    Statement, Values,
};

/// The resources that a sentence is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// These, and where there are two, only what is in both.
    pub(super) resource: Pattern,
    pub(super) also: Option<Pattern>,
    /// Of a listing: under this prefix only.
    pub(super) prefix: Option<Pattern>,
    /// An example of the resource, and one of the prefix: they are compared with many others.
    sample: Option<String>,
    prefix_sample: Option<String>,
}

impl Region {
    /// Resources.
    pub(super) fn new(resource: Pattern) -> Self {
        Self {
            sample: Some(resource.sample(ANYTHING, &mut Context::default())),
            resource,
            also: None,
            prefix: None,
            prefix_sample: None,
        }
    }

    /// What is also one of these.
    pub(super) fn and(self, also: Pattern) -> Self {
        Self {
            sample: self.resource.common_sample(&also, ANYTHING),
            also: Some(also),
            ..self
        }
    }

    /// A listing under a prefix.
    pub(super) fn listing(self, prefix: Pattern) -> Self {
        Self {
            prefix_sample: Some(prefix.sample(ANYTHING, &mut Context::default())),
            prefix: Some(prefix),
            ..self
        }
    }

    /// The example, with what its variables stand for in the context.
    fn in_context(&self, context: &mut Context) -> Option<String> {
        match &self.also {
            None => Some(self.resource.sample(ANYTHING, context)),
            Some(_) => self.sample.clone(),
        }
    }

    /// In words, for "except".
    pub(super) fn name(&self) -> Text {
        words::region(self).1
    }

    /// Whether everything in `inner` is in it, as far as an example of `inner` tells.
    pub(super) fn covers(&self, inner: &Self) -> bool {
        let covers = |outer: &Pattern, inner: &str| {
            let mut context = Context::default();
            if outer.has_variables() {
                outer.sample(ANYTHING, &mut context);
            }
            outer.matches(inner, &context, false) == Matched::Yes
        };
        let Some(sample) = &inner.sample else {
            return false;
        };
        let prefix = match (&self.prefix, &inner.prefix_sample) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => covers(outer, inner),
        };
        prefix
            && covers(&self.resource, sample)
            && self.also.as_ref().is_none_or(|also| covers(also, sample))
    }
}

/// An example, and what it is an example of.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    /// The action's name, a wildcard's text, or words for all but some.
    pub(super) action: String,
    pub(super) region: Region,
    /// In words, sorted; all of them hold for the request.
    pub(super) conditions: Vec<Text>,
    pub(super) request: Request,
}

impl Probe {
    /// Whether whoever may do this may do the other as well.
    pub(super) fn takes_in(&self, other: &Self) -> bool {
        let action = self.action == other.action
            || (!words::is_known(&other.action)
                && Pattern::of_action(&self.action).matches(
                    &other.request.action,
                    &Context::default(),
                    true,
                ) == Matched::Yes);
        action
            && self.region.covers(&other.region)
            && self
                .conditions
                .iter()
                .all(|condition| other.conditions.contains(condition))
    }

    /// Whether it is about a part of what another is about.
    pub(super) fn is_inside(&self, outer: &Self) -> bool {
        self.action == outer.action
            && self.conditions == outer.conditions
            && outer.region.covers(&self.region)
            && !self.region.covers(&outer.region)
    }
}

/// An example for everything that the allowing statements of `documents` speak of, cut where
/// statements of any of the others cut it.
pub(super) fn probes(documents: &Documents, all: &[&Documents]) -> Vec<Probe> {
    let known = actions(all);
    let mut found = Vec::new();
    for statement in documents
        .policies
        .iter()
        .flat_map(|policy| &policy.statements)
        .filter(|statement| statement.effect == Effect::Allow)
    {
        for (shown, action) in examples(statement, &known) {
            for (region, conditions) in regions(statement, &action, all) {
                if words::suits(&action, &region.resource) {
                    found.extend(contexts(&shown, &action, &region, &conditions, all));
                }
            }
        }
    }
    found
}

fn statements<'a>(all: &[&'a Documents]) -> impl Iterator<Item = &'a Statement> {
    all.iter()
        .flat_map(|documents| documents.policies.iter().chain(&documents.boundary))
        .flat_map(|policy| &policy.statements)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Every action that is called by its name somewhere, and those that have words of their own.
fn actions(all: &[&Documents]) -> BTreeSet<String> {
    let named = statements(all)
        .flat_map(|statement| match &statement.actions {
            ActionMatch::Only(patterns) | ActionMatch::Except(patterns) => patterns,
        })
        .map(Pattern::text)
        .filter(|text| !text.contains(['*', '?']))
        .map(words::canonical);
    named.chain(words::known().map(str::to_owned)).collect()
}

/// The actions of a statement, each as it is shown and as it is asked for.
fn examples(statement: &Statement, known: &BTreeSet<String>) -> Vec<(String, String)> {
    let by_name = known
        .iter()
        .filter(|action| statement.is_about_action(action))
        .map(|action| (action.clone(), action.clone()));
    let rest: Vec<_> = match &statement.actions {
        ActionMatch::Only(patterns) => patterns
            .iter()
            .filter(|pattern| pattern.text().contains(['*', '?']))
            .map(|pattern| {
                let action = pattern.sample(ANYTHING, &mut Context::default());
                (pattern.text().to_owned(), action)
            })
            .collect(),
        ActionMatch::Except(patterns) => {
            let texts: Vec<_> = patterns.iter().map(Pattern::text).collect();
            vec![(
                words::any_action_but(&texts.join(", ")).to_string(),
                format!("{ANYTHING}:{ANYTHING}"),
            )]
        }
    };
    by_name.chain(rest).collect()
}

/// The resources of a statement, and the parts of them that other statements about the action cut out; with
/// the conditions that are left when a listing's prefix has become a part of the region.
fn regions<'a>(
    statement: &'a Statement,
    action: &str,
    all: &[&Documents],
) -> Vec<(Region, Vec<&'a Condition>)> {
    let everything = Pattern::of_resource("*");
    let own = match &statement.resources {
        ResourceMatch::Only(patterns) => patterns.clone(),
        ResourceMatch::Except(_) | ResourceMatch::Itself => vec![everything],
    };
    let others: Vec<Region> = statements(all)
        .filter(|other| other.is_about_action(action))
        .flat_map(|other| match &other.resources {
            ResourceMatch::Only(patterns) | ResourceMatch::Except(patterns) => patterns.as_slice(),
            ResourceMatch::Itself => &[],
        })
        .map(|other| Region::new(other.clone()))
        .collect();
    let listed = listed_prefixes(statement, action);
    let conditions: Vec<&Condition> = statement
        .conditions
        .iter()
        .filter(|condition| listed.is_none_or(|prefix| !std::ptr::eq(prefix, *condition)))
        .collect();
    let mut found = Vec::new();
    for resource in &own {
        let whole = Region::new(resource.clone());
        let mut parts = vec![whole.clone()];
        for other in &others {
            if other.covers(&whole) {
                continue;
            }
            if whole.covers(other) {
                parts.push(other.clone());
            } else if resource.common_sample(&other.resource, ANYTHING).is_some() {
                parts.push(whole.clone().and(other.resource.clone()));
            }
        }
        for part in parts {
            match listed {
                None => found.push((part, conditions.clone())),
                Some(condition) => found.extend(
                    condition
                        .values
                        .iter()
                        .map(|prefix| (part.clone().listing(prefix.clone()), conditions.clone())),
                ),
            }
        }
    }
    found
}

/// Whether a statement has no conditions, or allows listings and has the one for prefixes.
pub(super) fn is_plain(statement: &Statement) -> bool {
    let only_lists = match &statement.actions {
        ActionMatch::Only(patterns) => patterns
            .iter()
            .all(|pattern| pattern.text().eq_ignore_ascii_case("s3:ListBucket")),
        ActionMatch::Except(_) => false,
    };
    statement.conditions.is_empty()
        || (statement.effect == Effect::Allow
            && only_lists
            && statement.conditions.len() == 1
            && listed_prefixes(statement, "s3:ListBucket").is_some())
}

/// The condition that opens a listing under prefixes, as S3 policies are written.
fn listed_prefixes<'a>(statement: &'a Statement, action: &str) -> Option<&'a Condition> {
    statement.conditions.iter().find(|condition| {
        action == "s3:ListBucket"
            && condition.key.eq_ignore_ascii_case("s3:prefix")
            && condition.operator.values == Values::Single
            && !condition.operator.negated
            && matches!(
                condition.operator.comparison,
                Comparison::Like | Comparison::Equals
            )
            && !condition.operator.to_string().ends_with("IfExists")
    })
}

/// The request with what its own conditions want, and one for each conditional statement that may
/// change the answer.
fn contexts(
    shown: &str,
    action: &str,
    region: &Region,
    conditions: &[&Condition],
    all: &[&Documents],
) -> Vec<Probe> {
    let mut context = Context::default();
    let Some(resource) = region.in_context(&mut context) else {
        return Vec::new();
    };
    if let Some(prefix) = &region.prefix {
        let text = prefix.sample(ANYTHING, &mut context);
        context.set("s3:prefix", &text);
    }
    for condition in conditions {
        condition.satisfy(&mut context);
    }
    let own: BTreeSet<Text> = conditions.iter().map(|c| words::condition(c)).collect();
    // Denies, and what only a boundary allows: they take part under conditions of theirs.
    let bearing: Vec<&Statement> = all
        .iter()
        .flat_map(|documents| {
            let denies = documents
                .policies
                .iter()
                .flat_map(|policy| &policy.statements)
                .filter(|statement| statement.effect == Effect::Deny);
            denies.chain(
                documents
                    .boundary
                    .iter()
                    .flat_map(|policy| &policy.statements),
            )
        })
        .filter(|statement| {
            !statement.conditions.is_empty()
                && statement.is_about_action(action)
                && statement.is_about_resource(&resource, &context)
        })
        .collect();
    for deny in bearing.iter().filter(|one| one.effect == Effect::Deny) {
        refute(deny, conditions, &mut context);
    }
    let probe = |context: Context, conditions: BTreeSet<Text>| Probe {
        action: shown.to_owned(),
        region: region.clone(),
        conditions: conditions.into_iter().collect(),
        request: Request {
            action: action.to_owned(),
            resource: resource.clone(),
            context,
        },
    };
    let mut found = vec![probe(context.clone(), own.clone())];
    for statement in bearing {
        let mut special = context.clone();
        for condition in &statement.conditions {
            condition.satisfy(&mut special);
        }
        // Never instead of what the statement itself wants.
        if conditions.iter().all(|condition| condition.holds(&special)) {
            let theirs = statement.conditions.iter().map(words::condition);
            found.push(probe(special, own.iter().cloned().chain(theirs).collect()));
        }
    }
    found
}

/// Makes a deny not apply, by one of its conditions that can be refuted without harm to the
/// conditions that have to hold.
fn refute(deny: &Statement, wanted: &[&Condition], context: &mut Context) {
    let applies = |context: &Context| deny.conditions.iter().all(|one| one.holds(context));
    if !applies(context) {
        return;
    }
    for condition in &deny.conditions {
        let mut tried = context.clone();
        condition.refute(&mut tried);
        if !applies(&tried) && wanted.iter().all(|one| one.holds(&tried)) {
            *context = tried;
            return;
        }
    }
}
