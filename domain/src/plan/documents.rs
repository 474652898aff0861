//! The documents of a role that a plan leaves otherwise than it found them.

use serde_json::Value;

use super::{Call, Plan, Step, call::name};

/// Which document of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document<'p> {
    /// Who may assume it.
    Trust,
    /// A managed policy, by its name.
    Policy(&'p str),
    /// An inline policy, by its name.
    Inline(&'p str),
}

/// A document before and after a plan; at least one of the two is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentChange<'p> {
    /// Which.
    pub document: Document<'p>,
    /// As AWS has it; nothing where it is new.
    pub before: Option<&'p Value>,
    /// As it will be; nothing where the role has it no more.
    pub after: Option<&'p Value>,
}

impl Plan {
    /// The documents that it changes, in the order of its calls.
    pub fn documents(&self) -> Vec<DocumentChange<'_>> {
        self.steps.iter().filter_map(changed).collect()
    }
}

fn changed(step: &Step) -> Option<DocumentChange<'_>> {
    let before = step.before.as_ref();
    let (document, after) = match &step.call {
        Call::CreateRole { trust, .. } | Call::UpdateAssumeRolePolicy { trust, .. } => {
            (Document::Trust, Some(trust))
        }
        Call::DeleteRole { .. } => (Document::Trust, None),
        Call::CreatePolicy {
            policy, document, ..
        } => (Document::Policy(policy), Some(document)),
        Call::CreatePolicyVersion {
            policy_arn,
            document,
        } => (Document::Policy(name(policy_arn)), Some(document)),
        // Of a policy that is deleted next, and of AWS's own, it does not say what was in it.
        Call::DetachRolePolicy { policy_arn, .. } | Call::DeletePolicy { policy_arn } => {
            (Document::Policy(name(policy_arn)), None)
        }
        Call::DeleteRolePolicy { policy, .. } => (Document::Inline(policy), None),
        Call::PutRolePermissionsBoundary { .. }
        | Call::TagRole { .. }
        | Call::TagPolicy { .. }
        | Call::DeletePolicyVersion { .. }
        | Call::AttachRolePolicy { .. }
        | Call::CreatePodIdentityAssociation { .. }
        | Call::UpdatePodIdentityAssociation { .. }
        | Call::DeletePodIdentityAssociation { .. } => return None,
    };
    (before.is_some() || after.is_some()).then_some(DocumentChange {
        document,
        before,
        after,
    })
}
