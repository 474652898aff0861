//! The part of a plan that is EKS's: the association of a service account with its role (issue 4, item 12).

use roleport_lang::text;

use super::{Call, Finding, Goal, Planner, Step};
use crate::identity::Identity;

impl Planner<'_> {
    /// What stands in the way of an association, where the request wants one.
    pub(super) fn association_obstacles(&self) -> Vec<Finding> {
        let request = self.request;
        let Some(cluster) = self.wanted_on() else {
            return Vec::new();
        };
        let (namespace, account) = (request.namespace(), request.service_account());
        let mut found = Vec::new();
        if !self.world.eks_cluster {
            found.push(Finding::new(
                "eks_cluster_missing",
                text!(
                    plan_eks_cluster_missing,
                    cluster = cluster,
                    region = request.cluster().region
                ),
            ));
        }
        let other = self.world.association.as_ref().filter(|live| {
            live.role_arn != request.role_arn() && !self.is_own_association(&live.tags)
        });
        if let Some(live) = other {
            found.push(Finding::new(
                "foreign_association",
                text!(
                    plan_foreign_association,
                    account = format!("{namespace}/{account}"),
                    role = live.role_arn
                ),
            ));
        }
        if let Some(profile) = &self.world.surroundings.fargate_profile {
            found.push(Finding::new(
                "pod_identity_on_fargate",
                text!(plan_on_fargate, namespace = namespace, profile = profile),
            ));
        }
        found
    }

    /// Associates the service account with the role, where that is wanted and not so.
    pub(super) fn associate(&self) -> Option<Step> {
        let request = self.request;
        let cluster = self.wanted_on()?.to_owned();
        let role_arn = request.role_arn();
        let region = request.cluster().region.clone();
        let Some(live) = &self.world.association else {
            return Some(Step::new(Call::CreatePodIdentityAssociation {
                region,
                cluster,
                namespace: request.namespace().to_owned(),
                service_account: request.service_account().to_owned(),
                role_arn,
                tags: self.tags.clone(),
            }));
        };
        (live.role_arn != role_arn).then(|| {
            let call = Call::UpdatePodIdentityAssociation {
                region,
                cluster,
                association: live.id.clone(),
                role_arn,
            };
            Step::over(call, live.role_arn.clone().into())
        })
    }

    /// Deletes the association with the role, where there is one.
    pub(super) fn dissociate(&self) -> Option<Step> {
        let cluster = self.request.cluster();
        let live = self.world.association.as_ref()?;
        (live.role_arn == self.request.role_arn()).then(|| {
            let call = Call::DeletePodIdentityAssociation {
                region: cluster.region.clone(),
                cluster: cluster.eks_name.clone().unwrap_or_default(),
                association: live.id.clone(),
            };
            Step::over(call, live.role_arn.clone().into())
        })
    }

    /// What a person should know of how pods come by their role.
    pub(super) fn notices_of_identity(&self, goal: Goal) -> Vec<Finding> {
        let (request, around) = (self.request, &self.world.surroundings);
        let mut found = Vec::new();
        let wanted = self.wanted_on();
        if goal == Goal::Present
            && let Some(live) = &self.world.role
            && let Some(other) = other_identity(&live.trust, request.identity())
        {
            found.push(Finding::new(
                "identity_changes",
                match other {
                    Identity::Irsa => text!(plan_had_by_irsa),
                    Identity::PodIdentity => text!(plan_had_by_pod_identity),
                },
            ));
        }
        if goal == Goal::Present && around.agent == Some(false) && wanted.is_some() {
            found.push(Finding::new(
                "pod_identity_agent_missing",
                text!(plan_no_agent),
            ));
        }
        if goal != Goal::Absent
            && wanted.is_none()
            && let Some(live) = &self.world.association
            && live.role_arn != request.role_arn()
        {
            found.push(Finding::new(
                "other_association",
                text!(plan_other_association, role = live.role_arn),
            ));
        }
        found
    }

    /// The cluster's name in EKS, where the role is to be associated there.
    fn wanted_on(&self) -> Option<&str> {
        let is_wanted = self.request.identity() == Identity::PodIdentity;
        self.request.cluster.eks_name().filter(|_| is_wanted)
    }

    /// Made by Roleport for this service account.
    fn is_own_association(&self, live: &[(String, String)]) -> bool {
        self.is_own(live)
    }
}

/// How pods come by a role that has this trust policy, where that is another way.
fn other_identity(trust: &serde_json::Value, wanted: Identity) -> Option<Identity> {
    let text = trust.to_string();
    let has = |part: &str| text.contains(part);
    let now = if has(crate::trust::POD_IDENTITY) {
        Identity::PodIdentity
    } else if has(crate::trust::WEB_IDENTITY) {
        Identity::Irsa
    } else {
        return None;
    };
    (now != wanted).then_some(now)
}
