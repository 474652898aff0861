//! Associations of EKS Pod Identity, and where they can work (issue 4, item 12).

use std::collections::HashMap;

use aws_config::Region;
use aws_sdk_eks::{Client, types::VpcConfigRequest};
use roleport_domain::{
    cluster::Cluster,
    health::SeenInEks,
    identity::namespace_fits,
    plan::{LiveAssociation, Surroundings, World},
    request::ValidRequest,
};
use roleport_lang::text;

use super::iam::{Answer, Iam, IamError, absent_is_none, explain};

/// The agent of Pod Identity, as an add-on of the cluster.
const AGENT: &str = "eks-pod-identity-agent";

/// What a stand-in's cluster runs as.
const STAND_IN_ROLE: &str = "eks-stand-in";

impl Iam {
    /// EKS of a cluster's region, wherever Roleport runs.
    pub(super) fn eks(&self, region: &str) -> Client {
        let config = self.2.config().to_builder();
        Client::from_conf(config.region(Region::new(region.to_owned())).build())
    }

    /// ListPodIdentityAssociations and DescribePodIdentityAssociation: the association of the request's
    /// service account, where the cluster has a name in EKS.
    pub(super) async fn observe_association(
        &self,
        request: &ValidRequest,
        world: &mut World,
    ) -> Answer<()> {
        let Some((cluster, region)) = in_eks(request.cluster()) else {
            return Ok(());
        };
        let answer = self
            .eks(region)
            .list_pod_identity_associations()
            .cluster_name(cluster)
            .namespace(request.namespace())
            .service_account(request.service_account())
            .send()
            .await;
        let Some(listed) = absent_is_none(answer, "ListPodIdentityAssociations", cluster)? else {
            return Ok(());
        };
        world.eks_cluster = true;
        // A service account has one at most.
        let mut ids = listed.associations.unwrap_or_default().into_iter();
        let Some(id) = ids.find_map(|summary| summary.association_id) else {
            return Ok(());
        };
        let answer = self
            .eks(region)
            .describe_pod_identity_association()
            .cluster_name(cluster)
            .association_id(&id)
            .send()
            .await;
        let found = absent_is_none(answer, "DescribePodIdentityAssociation", &id)?;
        world.association =
            found
                .and_then(|answer| answer.association)
                .map(|live| LiveAssociation {
                    id,
                    role_arn: live.role_arn.unwrap_or_default(),
                    tags: live.tags.unwrap_or_default().into_iter().collect(),
                });
        Ok(())
    }

    /// Whether Pod Identity can work for a request. What can't be read is said, and stops nothing.
    pub(super) async fn pod_identity_surroundings(
        &self,
        request: &ValidRequest,
        around: &mut Surroundings,
    ) {
        let Some((cluster, region)) = in_eks(request.cluster()) else {
            return;
        };
        match self.seen_in_eks(cluster, region).await {
            Ok(SeenInEks::There { agent, .. }) => around.agent = Some(agent),
            Ok(SeenInEks::Missing) => {}
            Err(error) => around
                .unreadable
                .push(text!(plan_agent_unread, why = error.words())),
        }
        match self
            .fargate_profile(cluster, region, request.namespace())
            .await
        {
            Ok(profile) => around.fargate_profile = profile,
            Err(error) => around
                .unreadable
                .push(text!(plan_fargate_unread, why = error.words())),
        }
    }

    /// DescribeCluster, and DescribeAddon for the agent where EKS does not bring it itself.
    pub(super) async fn seen_in_eks(&self, cluster: &str, region: &str) -> Answer<SeenInEks> {
        let answer = self
            .eks(region)
            .describe_cluster()
            .name(cluster)
            .send()
            .await;
        let found = absent_is_none(answer, "DescribeCluster", cluster)?;
        let Some(found) = found.and_then(|answer| answer.cluster) else {
            return Ok(SeenInEks::Missing);
        };
        // Auto Mode has the agent built in.
        let is_auto = found
            .compute_config
            .and_then(|compute| compute.enabled)
            .unwrap_or_default();
        let issuer = found.identity.and_then(|identity| identity.oidc?.issuer);
        Ok(SeenInEks::There {
            issuer,
            agent: is_auto || self.has_agent(cluster, region).await?,
        })
    }

    async fn has_agent(&self, cluster: &str, region: &str) -> Answer<bool> {
        let answer = self
            .eks(region)
            .describe_addon()
            .cluster_name(cluster)
            .addon_name(AGENT)
            .send()
            .await;
        Ok(absent_is_none(answer, "DescribeAddon", cluster)?.is_some())
    }

    /// ListFargateProfiles and DescribeFargateProfile: the one that takes every pod of a namespace. One that
    /// asks for labels besides takes some of them only, and counts for nothing here.
    async fn fargate_profile(
        &self,
        cluster: &str,
        region: &str,
        namespace: &str,
    ) -> Answer<Option<String>> {
        let mut names = self
            .eks(region)
            .list_fargate_profiles()
            .cluster_name(cluster)
            .send()
            .await
            .map(|page| page.fargate_profile_names.unwrap_or_default())
            .map_err(|error| explain("ListFargateProfiles", cluster, &error))?;
        names.sort();
        for name in names {
            let answer = self
                .eks(region)
                .describe_fargate_profile()
                .cluster_name(cluster)
                .fargate_profile_name(&name)
                .send()
                .await;
            let found = absent_is_none(answer, "DescribeFargateProfile", &name)?;
            let selectors = found
                .and_then(|answer| answer.fargate_profile?.selectors)
                .unwrap_or_default();
            let takes_all = selectors.iter().any(|selector| {
                selector.labels.as_ref().is_none_or(HashMap::is_empty)
                    && selector
                        .namespace
                        .as_deref()
                        .is_some_and(|pattern| namespace_fits(pattern, namespace))
            });
            if takes_all {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// CreateRole, CreateCluster and CreateAddon: the cluster with the agent of Pod Identity, as far as a stand-in for AWS
    /// needs it. Nothing for a cluster without a name in EKS.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn stand_in_cluster(&self, cluster: &Cluster) -> Answer<()> {
        let Some((name, region)) = in_eks(cluster) else {
            return Ok(());
        };
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        let made = self
            .0
            .create_role()
            .role_name(STAND_IN_ROLE)
            .assume_role_policy_document(trust)
            .send()
            .await;
        made_or_there(made.map_err(|error| explain("CreateRole", STAND_IN_ROLE, &error)))?;
        let made = self
            .eks(region)
            .create_cluster()
            .name(name)
            .role_arn(format!(
                "arn:{}:iam::{}:role/{STAND_IN_ROLE}",
                cluster.partition, cluster.account_id
            ))
            .resources_vpc_config(VpcConfigRequest::builder().build())
            .send()
            .await;
        made_or_there(made.map_err(|error| explain("CreateCluster", name, &error)))?;
        let made = self
            .eks(region)
            .create_addon()
            .cluster_name(name)
            .addon_name(AGENT)
            .send()
            .await;
        made_or_there(made.map_err(|error| explain("CreateAddon", name, &error)))
    }
}

fn made_or_there<T>(answer: Answer<T>) -> Answer<()> {
    match answer {
        Ok(_) | Err(IamError::Exists(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn in_eks(cluster: &Cluster) -> Option<(&str, &str)> {
    Some((cluster.eks_name.as_deref()?, &cluster.region))
}
