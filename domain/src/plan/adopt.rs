//! The plan of an adoption: the role gets Roleport's tags, trust policy and managed policies, and loses the
//! policies that say the same. What its pods can do stays (issue 4, item 9).

use roleport_lang::text;
use serde_json::Value;

use super::{Call, Finding, LivePolicy, LiveRole, Planner, Step, call, new_version};
use crate::{
    abilities::Documents,
    adoption::{self, is_of_aws, is_tagged},
    decompile,
    policy::PolicyError,
};

impl Planner<'_> {
    pub(super) fn adopted(&self) -> Result<Vec<Step>, Vec<Finding>> {
        let name = self.request.role_name();
        let Some(live) = &self.world.role else {
            return Err(vec![Finding::new(
                "role_gone",
                text!(plan_role_gone, role = name),
            )]);
        };
        let mut obstacles = Vec::new();
        if is_tagged(&live.tags) {
            obstacles.extend(self.foreign_role(live));
        }
        obstacles.extend(self.other_path(live));
        obstacles.extend(self.not_admitted(live));
        obstacles.extend(self.other_grants());
        // Everything new first and what it stands for last: at no moment can pods do less.
        let mut steps = self.update_role(live);
        for (place, policy) in self.request.policies().iter().enumerate() {
            let arn = self.request.policy_arn(place);
            match self.world.policies.get(&arn) {
                None => steps.push(self.create_policy(policy)),
                Some(found) => match self.taken_policy(&arn, found) {
                    Ok(tags) => {
                        steps.extend(tags);
                        steps.extend(new_version(&arn, found, policy.document.clone()));
                    }
                    Err(obstacle) => obstacles.push(obstacle),
                },
            }
            steps.extend(self.attach(arn));
        }
        steps.extend(self.without_old(live));
        obstacles.extend(self.limits(&steps));
        if obstacles.is_empty() {
            Ok(steps)
        } else {
            Err(obstacles)
        }
    }

    /// What its pods can do before and after, whatever stays attached and whatever bounds it included.
    pub(super) fn documents_of_adoption(&self) -> Result<(Documents, Documents), PolicyError> {
        let of_aws: Vec<_> = self.world.carried.of_aws().map(|(_, one)| one).collect();
        let stands = self.standing_documents();
        let wanted = self.request.policies();
        let live = self.world.role.as_ref();
        let bounds = |arn: Option<&str>| self.world.boundaries.get(arn?);
        let now = live.and_then(|live| live.boundary.as_deref());
        let then = self.request.boundary().or(now);
        Ok((
            Documents::parse(
                stands.into_iter().chain(of_aws.iter().copied()),
                bounds(now),
            )?,
            Documents::parse(
                wanted.iter().map(|policy| &policy.document).chain(of_aws),
                bounds(then),
            )?,
        ))
    }

    pub(super) fn notices_of_adoption(&self, live: &LiveRole) -> Vec<Finding> {
        let mut found = Vec::new();
        let (namespace, account) = (self.request.namespace(), self.request.service_account());
        let lost = adoption::trusted(&live.trust, &self.request.cluster)
            .map(|trusted| trusted.without(namespace, account))
            .unwrap_or_default();
        if !lost.is_empty() {
            found.push(Finding::new(
                "trust_narrowed",
                text!(
                    plan_trust_narrowed,
                    account = format!("{namespace}/{account}"),
                    others = adoption::listed(&lost)
                ),
            ));
        }
        let left: Vec<_> = self
            .world
            .carried
            .managed
            .keys()
            .filter(|arn| !is_of_aws(arn))
            .map(String::as_str)
            .collect();
        if !left.is_empty() {
            found.push(Finding::new(
                "policies_left",
                text!(plan_policies_left, policies = left.join(", ")),
            ));
        }
        found
    }

    /// The role's own documents as AWS has them: what an interrupted run has made already, and what was there.
    fn standing_documents(&self) -> Vec<&Value> {
        let attached = self.world.policies.iter();
        attached
            .filter(|(arn, _)| self.is_attached(arn))
            .map(|(_, live)| &live.document)
            .chain(self.world.carried.taken_over())
            .collect()
    }

    /// A role that its service account can't use now is no role of its.
    fn not_admitted(&self, live: &LiveRole) -> Option<Finding> {
        let (namespace, account) = (self.request.namespace(), self.request.service_account());
        let trusted = adoption::trusted(&live.trust, &self.request.cluster);
        let admitted = trusted.is_some_and(|trusted| trusted.admits(namespace, account));
        (!admitted).then(|| {
            Finding::new(
                "not_trusted",
                text!(plan_not_trusted, account = format!("{namespace}/{account}")),
            )
        })
    }

    /// Grants that are read from the documents that AWS has say the same as these by their making; other
    /// ones were read before somebody changed the role.
    fn other_grants(&self) -> Option<Finding> {
        let documents: Vec<_> = self.standing_documents().into_iter().cloned().collect();
        let found = decompile::grants(&documents, &self.request.cluster);
        let same = found.is_some_and(|found| self.request.grants_are(&found));
        (!same).then(|| Finding::new("role_changed", text!(plan_role_changed)))
    }

    /// What makes a policy of the wanted name Roleport's; it may be the role's, and nobody else's.
    fn taken_policy(&self, arn: &str, live: &LivePolicy) -> Result<Option<Step>, Finding> {
        if self.is_own(&live.tags) {
            return Ok(self.tag_policy(arn, live));
        }
        let name = call::name(arn);
        if is_tagged(&live.tags) || !self.is_attached(arn) {
            return Err(Finding::new(
                "foreign_policy",
                text!(plan_policy_of_others, policy = name),
            ));
        }
        if live.carriers > 1 {
            return Err(Finding::new(
                "policy_shared",
                text!(
                    plan_policy_shared,
                    policy = name,
                    carriers = live.carriers.to_string()
                ),
            ));
        }
        Ok(self.tag_policy(arn, live))
    }

    fn tag_policy(&self, arn: &str, live: &LivePolicy) -> Option<Step> {
        let missing = !self.tags.iter().all(|tag| live.tags.contains(tag));
        missing.then(|| {
            let call = Call::TagPolicy {
                policy_arn: arn.to_owned(),
                tags: self.tags.clone(),
            };
            Step::over(call, self.own_tags(&live.tags))
        })
    }

    /// What the role carries that its new policies say as well.
    fn without_old(&self, live: &LiveRole) -> Vec<Step> {
        let role = self.request.role_name();
        let managed = self.world.carried.managed.iter();
        let detached = managed
            .filter(|(arn, _)| !is_of_aws(arn) && live.attached.contains(arn))
            .map(|(arn, document)| {
                let call = Call::DetachRolePolicy {
                    role: role.to_owned(),
                    policy_arn: arn.clone(),
                };
                Step::over(call, document.clone())
            });
        let inline = self.world.carried.inline.iter();
        let deleted = inline.map(|(policy, document)| {
            let call = Call::DeleteRolePolicy {
                role: role.to_owned(),
                policy: policy.clone(),
            };
            Step::over(call, document.clone())
        });
        // One of the account's that Roleport has no further use for, of an earlier content.
        let places = self.request.policies().len();
        let further = self.own_policies(places).into_iter().rev();
        detached
            .chain(deleted)
            .chain(further.flat_map(|(arn, live)| self.remove_policy(arn, live)))
            .collect()
    }
}
