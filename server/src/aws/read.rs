//! What IAM shows of a request's role, and of what is around it.

use std::collections::HashMap;

use aws_sdk_iam::{
    error::{ProvideErrorMetadata, SdkError},
    types::{Policy, SummaryKeyType},
};
use roleport_domain::{
    adoption::is_tagged,
    identity::Identity,
    plan::{Goal, LivePolicy, LiveRole, PolicyVersion, Quotas, Surroundings, World},
    request::ValidRequest,
};
use roleport_lang::text;
use serde_json::Value;

use super::iam::{Answer, Iam, absent_is_none, document, explain, plain};

impl Iam {
    /// The role and the policies of a request: GetRole, ListAttachedRolePolicies, ListRolePolicies; and
    /// for each policy GetPolicy, GetPolicyVersion and ListPolicyVersions. What is not there costs one call. For
    /// an adoption also what else the role carries, and the boundaries; on a cluster with a name in EKS also the
    /// service account's association.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    #[tracing::instrument(name = "observe_aws", skip_all)]
    pub async fn observe(&self, request: &ValidRequest, goal: Goal) -> Answer<World> {
        let mut world = World {
            role: self.role(request.role_name()).await?,
            ..World::default()
        };
        // As many as the request needs, and those after them that an earlier content needed.
        for place in 0.. {
            let arn = request.policy_arn(place);
            match self.policy(&arn).await? {
                Some(policy) => {
                    world.policies.insert(arn, policy);
                }
                None if place + 1 >= request.policies().len() => break,
                None => {}
            }
        }
        if goal == Goal::Adopted {
            self.observe_carried(request, &mut world).await?;
        }
        self.observe_association(request, &mut world).await?;
        Ok(world)
    }

    async fn observe_carried(&self, request: &ValidRequest, world: &mut World) -> Answer<()> {
        let Some(role) = &world.role else {
            return Ok(());
        };
        // A policy that only has the name of one of its own is carried like any other.
        let wanted: Vec<_> = (0..request.policies().len())
            .map(|place| request.policy_arn(place))
            .collect();
        world
            .policies
            .retain(|arn, live| wanted.contains(arn) || is_tagged(&live.tags));
        let others: Vec<_> = role
            .attached
            .iter()
            .filter(|arn| !world.policies.contains_key(*arn))
            .cloned()
            .collect();
        world.carried = self.carried(request.role_name(), role, &others).await?;
        for arn in [role.boundary.as_deref(), request.boundary()]
            .into_iter()
            .flatten()
        {
            if let Some((_, document)) = self.policy_with_document(arn).await? {
                world.boundaries.insert(arn.to_owned(), document);
            }
        }
        Ok(())
    }

    /// What the role stands among. What can't be read is said, and stops nothing.
    pub async fn surroundings(&self, request: &ValidRequest) -> Surroundings {
        let mut around = Surroundings::default();
        match self.quotas().await {
            Ok(quotas) => around.quotas = Some(quotas),
            Err(error) => around
                .unreadable
                .push(text!(plan_quotas_unread, why = error.words())),
        }
        match self.provider_exists(&request.provider_arn()).await {
            Ok(exists) => around.provider = Some(exists),
            Err(error) => around
                .unreadable
                .push(text!(plan_provider_unread, why = error.words())),
        }
        if let Some(arn) = request.boundary() {
            match self.policy_exists(arn).await {
                Ok(exists) => around.boundary = Some(exists),
                Err(error) => around
                    .unreadable
                    .push(text!(plan_boundary_unread, why = error.words())),
            }
        }
        if request.identity() == Identity::PodIdentity {
            self.pod_identity_surroundings(request, &mut around).await;
        }
        around
    }

    /// A role; none when there is no such role.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn role(&self, name: &str) -> Answer<Option<LiveRole>> {
        let answer = self.0.get_role().role_name(name).send().await;
        let Some(role) = absent_is_none(answer, "GetRole", name)?.and_then(|answer| answer.role)
        else {
            return Ok(None);
        };
        let last_used = role.role_last_used.and_then(|used| {
            let day = used.last_used_date?.to_string();
            let day = day.split('T').next().unwrap_or_default().to_owned();
            Some(match used.region {
                Some(region) => format!("{day} in {region}"),
                None => day,
            })
        });
        let trust = role.assume_role_policy_document.unwrap_or_default();
        Ok(Some(LiveRole {
            trust: document(&trust)?,
            boundary: role
                .permissions_boundary
                .and_then(|boundary| boundary.permissions_boundary_arn),
            tags: plain(role.tags.unwrap_or_default()),
            id: role.role_id,
            arn: role.arn,
            path: role.path,
            // Not there any more, or not yet: then the same as nothing.
            attached: self.attached(name).await?.unwrap_or_default(),
            inline: self.inline_policies(name).await?.unwrap_or_default(),
            last_used,
        }))
    }

    /// A managed policy; none when there is no such policy.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn policy(&self, arn: &str) -> Answer<Option<LivePolicy>> {
        let Some((policy, document)) = self.policy_with_document(arn).await? else {
            return Ok(None);
        };
        let carriers = policy.attachment_count.unwrap_or_default();
        Ok(Some(LivePolicy {
            document,
            tags: plain(policy.tags.unwrap_or_default()),
            versions: self.policy_versions(arn).await?,
            carriers: usize::try_from(carriers).unwrap_or_default(),
        }))
    }

    /// GetPolicy and GetPolicyVersion: a managed policy with its default version's document; none when
    /// there is no such policy.
    pub(super) async fn policy_with_document(&self, arn: &str) -> Answer<Option<(Policy, Value)>> {
        let answer = self.0.get_policy().policy_arn(arn).send().await;
        let Some(policy) =
            absent_is_none(answer, "GetPolicy", arn)?.and_then(|answer| answer.policy)
        else {
            return Ok(None);
        };
        let answer = self
            .0
            .get_policy_version()
            .policy_arn(arn)
            .version_id(policy.default_version_id.as_deref().unwrap_or("v1"))
            .send()
            .await;
        let Some(version) = absent_is_none(answer, "GetPolicyVersion", arn)? else {
            return Ok(None);
        };
        let text = version.policy_version.and_then(|version| version.document);
        let document = document(text.as_deref().unwrap_or_default())?;
        Ok(Some((policy, document)))
    }

    pub(super) async fn policy_exists(&self, arn: &str) -> Answer<bool> {
        let answer = self.0.get_policy().policy_arn(arn).send().await;
        Ok(absent_is_none(answer, "GetPolicy", arn)?.is_some())
    }

    pub(super) async fn provider_exists(&self, arn: &str) -> Answer<bool> {
        let answer = self
            .0
            .get_open_id_connect_provider()
            .open_id_connect_provider_arn(arn)
            .send()
            .await;
        Ok(absent_is_none(answer, "GetOpenIDConnectProvider", arn)?.is_some())
    }

    pub(super) async fn quotas(&self) -> Answer<Quotas> {
        let summary = self
            .0
            .get_account_summary()
            .send()
            .await
            .map_err(|e| explain("GetAccountSummary", "the account", &e))?
            .summary_map
            .unwrap_or_default();
        Ok(quotas(&summary))
    }

    async fn policy_versions(&self, arn: &str) -> Answer<Vec<PolicyVersion>> {
        let pages = self
            .0
            .list_policy_versions()
            .policy_arn(arn)
            .into_paginator()
            .send();
        let pages = collect(
            pages.collect::<Result<Vec<_>, _>>().await,
            "ListPolicyVersions",
            arn,
        )?;
        let mut versions: Vec<_> = pages
            .into_iter()
            .flatten()
            .flat_map(|page| page.versions.unwrap_or_default())
            .filter_map(|version| {
                Some(PolicyVersion {
                    id: version.version_id?,
                    is_default: version.is_default_version,
                })
            })
            .collect();
        // `v12` comes after `v9`; IAM never gives an id twice.
        versions.sort_by_key(|version| version.id.trim_start_matches('v').parse::<u32>().ok());
        Ok(versions)
    }

    async fn attached(&self, role: &str) -> Answer<Option<Vec<String>>> {
        let pages = self
            .0
            .list_attached_role_policies()
            .role_name(role)
            .into_paginator()
            .send();
        let pages = collect(
            pages.collect::<Result<Vec<_>, _>>().await,
            "ListAttachedRolePolicies",
            role,
        )?;
        Ok(pages.map(|pages| {
            pages
                .into_iter()
                .flat_map(|page| page.attached_policies.unwrap_or_default())
                .filter_map(|policy| policy.policy_arn)
                .collect()
        }))
    }

    async fn inline_policies(&self, role: &str) -> Answer<Option<Vec<String>>> {
        let pages = self
            .0
            .list_role_policies()
            .role_name(role)
            .into_paginator()
            .send();
        let pages = collect(
            pages.collect::<Result<Vec<_>, _>>().await,
            "ListRolePolicies",
            role,
        )?;
        Ok(pages.map(|pages| {
            pages
                .into_iter()
                .flat_map(|page| page.policy_names)
                .collect()
        }))
    }
}

/// All pages of a list; none when what it is of is not there.
fn collect<T, E>(
    pages: Result<Vec<T>, SdkError<E>>,
    call: &str,
    subject: &str,
) -> Answer<Option<Vec<T>>>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    absent_is_none(pages, call, subject)
}

/// IAM's own numbers; its documented defaults where a stand-in does not tell.
fn quotas(summary: &HashMap<SummaryKeyType, i32>) -> Quotas {
    let number = |key: &SummaryKeyType| {
        summary
            .get(key)
            .copied()
            .and_then(|n| usize::try_from(n).ok())
    };
    Quotas {
        trust_size: number(&SummaryKeyType::AssumeRolePolicySizeQuota).unwrap_or(2048),
        policies_per_role: number(&SummaryKeyType::AttachedPoliciesPerRoleQuota).unwrap_or(10),
        roles: number(&SummaryKeyType::Roles).unwrap_or_default(),
        roles_quota: number(&SummaryKeyType::RolesQuota).unwrap_or(1000),
        policies: number(&SummaryKeyType::Policies).unwrap_or_default(),
        policies_quota: number(&SummaryKeyType::PoliciesQuota).unwrap_or(1500),
    }
}
