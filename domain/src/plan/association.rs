//! The part of a plan that is EKS's: the association of a service account with its role (issue 4, item 12).

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
                format!("EKS knows no cluster {cluster} in {} of the account, so nothing can be associated there. Correct the cluster’s name in EKS, or use IRSA.", request.cluster().region),
            ));
        }
        let other = self.world.association.as_ref().filter(|live| {
            live.role_arn != request.role_arn() && !self.is_own_association(&live.tags)
        });
        if let Some(live) = other {
            found.push(Finding::new(
                "foreign_association",
                format!(
                    "EKS associates {namespace}/{account} with {} already, and Roleport did not. Delete that association if its pods are to have this role instead, or use IRSA.",
                    live.role_arn
                ),
            ));
        }
        if let Some(profile) = &self.world.surroundings.fargate_profile {
            found.push(Finding::new(
                "pod_identity_on_fargate",
                format!("Pods of the namespace {namespace} run on Fargate (profile {profile}), where there is no EKS Pod Identity. Use IRSA."),
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
                    Identity::Irsa => "Pods have the role by IRSA now. Those that run keep their credentials for an hour at most: take the annotation off the service account and restart them as soon as this is applied, since SDKs prefer what the annotation gives.".to_owned(),
                    Identity::PodIdentity => "Pods have the role by EKS Pod Identity now. Those that run keep their credentials for some hours at most: annotate the service account and restart them as soon as this is applied.".to_owned(),
                },
            ));
        }
        if goal == Goal::Present && around.agent == Some(false) && wanted.is_some() {
            found.push(Finding::new(
                "pod_identity_agent_missing",
                "The cluster does not have the add-on eks-pod-identity-agent. Unless its agent was installed in another way, pods get no credentials until somebody adds it.".to_owned(),
            ));
        }
        if goal != Goal::Absent
            && wanted.is_none()
            && let Some(live) = &self.world.association
            && live.role_arn != request.role_arn()
        {
            found.push(Finding::new(
                "other_association",
                format!("EKS associates the service account with {} as well. With the annotation, SDKs use this role here; without it, that one.", live.role_arn),
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
        self.foreign("association", "", live).is_none()
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
