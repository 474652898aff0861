//! From grants to the smallest policies that still read well.
//!
//! The documents follow from the grants alone, whatever order they were typed in. What does not fit
//! into one managed policy goes into a second one, statement by statement (domain.md section 1).

use roleport_lang::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    document::{self, one_or_many},
    errors::Violation,
    scope::Scope,
    service::{Home, Service},
};

/// IAM's limit for a managed policy, in characters, white space not counted.
pub const MAX_POLICY: usize = 6144;
/// Managed policies that a role carries unless the account's quota was raised.
pub const MAX_POLICIES: usize = 10;

/// A managed policy as it will be sent to IAM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledPolicy {
    /// Its name in the account.
    pub name: String,
    /// The document, `Version` first.
    pub document: Value,
    /// What IAM counts of it: characters, without the white space between tokens.
    pub size: usize,
}

/// The name of a role's policy of this place, from 0: the role's own, then `NAME.2` and so on. An
/// application's name has no dot, so that the second policy of one is never the first of another.
pub(crate) fn policy_name(role: &str, place: usize) -> String {
    match place {
        0 => role.to_owned(),
        more => format!("{role}.{}", more + 1),
    }
}

/// The documents for scopes that are checked, merged and sorted, in as few policies as the order of the
/// statements admits.
///
/// # Errors
/// When they are more than a role can carry.
pub(crate) fn compile(
    scopes: &[Scope<String>],
    home: &Home<'_>,
    role: &str,
) -> Result<Vec<CompiledPolicy>, Violation> {
    let statements = Service::ALL.into_iter().flat_map(|service| {
        let own: Vec<_> = scopes
            .iter()
            .filter(|scope| scope.service == service)
            .collect();
        (service.template().statements)(&own, home)
    });
    let mut packed: Vec<(Vec<Value>, usize)> = Vec::new();
    let mut left: Vec<Value> = statements.collect();
    left.reverse();
    while let Some(statement) = left.pop() {
        let size = document::size(&statement);
        if size > room(0, 0) {
            let halves = split(&statement).ok_or_else(|| too_large(MAX_POLICIES + 1))?;
            left.extend(halves.into_iter().rev());
            continue;
        }
        let fitting = packed
            .iter_mut()
            .find(|(statements, used)| size <= room(statements.len(), *used));
        match fitting {
            Some((statements, used)) => {
                statements.push(statement);
                *used += size;
            }
            None => packed.push((vec![statement], size)),
        }
    }
    if packed.len() > MAX_POLICIES {
        return Err(too_large(packed.len()));
    }
    Ok(packed
        .into_iter()
        .enumerate()
        .map(|(place, (statements, _))| {
            let document = document::document(&statements);
            CompiledPolicy {
                name: policy_name(role, place),
                size: document::size(&document),
                document,
            }
        })
        .collect())
}

/// Characters that another statement may have beside so many that use so many.
fn room(statements: usize, used: usize) -> usize {
    // Brackets, and a comma before each but the first.
    let around = document::size(&document::document(&[]));
    MAX_POLICY.saturating_sub(around + used + statements)
}

/// A statement in two, each with half of its resources, or of the prefixes that it lists; none where
/// it has but one.
fn split(statement: &Value) -> Option<[Value; 2]> {
    let mut halves = [statement.clone(), statement.clone()];
    let sid = statement.get("Sid")?.as_str()?;
    let resources = statement.get("Resource").and_then(Value::as_array);
    let listed = statement
        .pointer("/Condition/StringLike/s3:prefix")
        .and_then(Value::as_array);
    let (path, items) = match (resources, listed) {
        (Some(resources), _) => ("/Resource", resources),
        // A prefix stands there twice, by itself and with what is below it.
        (None, Some(prefixes)) if prefixes.len() > 2 => {
            ("/Condition/StringLike/s3:prefix", prefixes)
        }
        _ => return None,
    };
    let middle = (items.len() / 2).next_multiple_of(2).min(items.len() - 1);
    let parts = items.split_at_checked(middle)?;
    for ((half, part), letter) in halves.iter_mut().zip([parts.0, parts.1]).zip(["A", "B"]) {
        *half.pointer_mut(path)? = one_or_many(part.to_vec());
        *half.pointer_mut("/Sid")? = format!("{sid}{letter}").into();
    }
    Some(halves)
}

fn too_large(policies: usize) -> Violation {
    Violation::new(
        "policy_too_large",
        text!(
            grants_policy_too_large,
            max_policies = MAX_POLICIES,
            max_policy = MAX_POLICY,
            policies = policies
        ),
    )
}
