//! IAM policy documents as IAM reads them, and what they decide.
//!
//! Pure and without knowledge of what Roleport compiles: documents that people wrote by hand are
//! read as well. docs/policy-evaluator.md says what it covers and how it is checked.

mod condition;
mod context;
mod date;
mod evaluate;
mod example;
mod parse;
mod pattern;

pub(crate) use condition::{Comparison, Order, Values};
pub use condition::{Condition, Operator};
pub use context::{Context, ContextValue};
pub use evaluate::{
    Caller, Decision, Denial, Origin, Policies, Request, StatementId, WebIdentity, evaluate,
    evaluate_trust,
};
pub(crate) use example::ANYTHING;
pub use parse::PolicyError;
pub use pattern::Pattern;
pub(crate) use pattern::{Matched, Shape};

/// The version of the policy language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, which IAM assumes where none is named: without variables.
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// What a statement does where it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows, unless something denies.
    Allow,
    /// It denies, whatever allows.
    Deny,
}

/// The actions of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionMatch {
    /// `Action`: these.
    Only(Vec<Pattern>),
    /// `NotAction`: all but these.
    Except(Vec<Pattern>),
}

/// The resources of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResourceMatch {
    /// `Resource`: these.
    Only(Vec<Pattern>),
    /// `NotResource`: all but these.
    Except(Vec<Pattern>),
    /// The role that the document hangs on: a trust policy names none.
    Itself,
}

/// Somebody that a trust policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// `"*"`, and `{"AWS": "*"}`, which is the same.
    Anyone,
    /// `AWS`: the ARN of a user, role or session, an account's root, or an account's number.
    Aws(String),
    /// `Federated`: an identity provider's ARN or domain.
    Federated(String),
    /// `Service`: such as `pods.eks.amazonaws.com`.
    Service(String),
    /// `CanonicalUser`: an account as S3 names it.
    CanonicalUser(String),
}

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrincipalMatch {
    /// Whoever the document is attached to: it names nobody.
    Holder,
    /// `Principal`: these.
    Only(Vec<Principal>),
    /// `NotPrincipal`: all but these.
    Except(Vec<Principal>),
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name, where it has one.
    pub sid: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// To whom.
    pub principals: PrincipalMatch,
    /// Doing what.
    pub actions: ActionMatch,
    /// With what.
    pub resources: ResourceMatch,
    /// When; all of them must hold.
    pub conditions: Vec<Condition>,
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The version of its language.
    pub version: Version,
    /// Its statements, in their order.
    pub statements: Vec<Statement>,
}

impl Policy {
    /// One that allows everything with these resources, to ask about them.
    pub(crate) fn asking(resources: &[&Pattern]) -> Self {
        Self {
            version: Version::V2012,
            statements: vec![Statement {
                sid: None,
                effect: Effect::Allow,
                principals: PrincipalMatch::Holder,
                actions: ActionMatch::Only(vec![Pattern::of_action("*")]),
                resources: ResourceMatch::Only(
                    resources.iter().map(|one| (*one).clone()).collect(),
                ),
                conditions: Vec::new(),
            }],
        }
    }
}
