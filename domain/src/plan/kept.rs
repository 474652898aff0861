//! What was said of a plan that is kept.

use roleport_lang::{Text, retold};
use serde::{Deserialize, Deserializer};

use crate::{adoption, aws_answers, policy::PolicyError};

/// The message of a finding that was kept in English, in all languages; one that no plan makes any more as it stands.
pub(super) fn message<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    let kept = String::deserialize(from)?;
    Ok(retold(&kept).unwrap_or_else(|| aws_answers::retold(&kept)))
}

fn retold(kept: &str) -> Option<Text> {
    retold!(
        kept;
        plan_role_gone(role),
        plan_not_trusted(account),
        plan_role_changed,
        plan_policy_of_others(policy),
        plan_policy_shared(policy, carriers),
        plan_eks_cluster_missing(cluster, region),
        plan_foreign_association(account, role),
        plan_on_fargate(namespace, profile),
        plan_attached_by_others(role, policies),
        plan_foreign_role(name),
        plan_foreign_policy(name),
        plan_role_path_differs(role, path, wanted),
        plan_boundary_missing(boundary),
        plan_trust_too_large(characters, most),
        plan_too_many_policies(policies, most),
        plan_roles_quota(roles, most),
        plan_policies_quota(policies, most),
        plan_conditions,
        plan_document_unreadable(error: PolicyError::retold),
        plan_trust_narrowed(account, others: adoption::retold_list),
        plan_policies_left(policies),
        plan_had_by_irsa,
        plan_had_by_pod_identity,
        plan_no_agent,
        plan_other_association(role),
        plan_no_provider(issuer),
        plan_role_made_again(role),
        plan_never_used(role),
        plan_last_used(role, used),
        plan_others_attached(policies),
        plan_unexpected_boundary(boundary),
        plan_quotas_unread(why: aws_answers::retold),
        plan_provider_unread(why: aws_answers::retold),
        plan_boundary_unread(why: aws_answers::retold),
        plan_agent_unread(why: aws_answers::retold),
        plan_fargate_unread(why: aws_answers::retold),
    )
}
