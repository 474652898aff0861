//! The calls that change something, each as a plan has it.

use aws_sdk_iam::{
    config::{Builder, retry::RetryConfig},
    error::{ProvideErrorMetadata, SdkError},
};
use roleport_domain::plan::Call;
use roleport_lang::english;

use super::iam::{Answer, Iam, IamError, absent_is_none, explain, tags};

impl Iam {
    /// Sends one call of a plan. What is to be deleted and is gone already is no error: the answer to
    /// an earlier call may have been lost.
    ///
    /// # Errors
    /// [`IamError`].
    #[allow(clippy::too_many_lines)] // one arm a call
    #[tracing::instrument(name = "aws", skip_all, fields(otel.name = call.action(), otel.kind = "client"))]
    pub async fn send(&self, call: &Call) -> Answer<()> {
        match call {
            Call::CreateRole {
                role,
                path,
                trust,
                description,
                boundary,
                tags: wanted,
            } => {
                let send = self
                    .0
                    .create_role()
                    .role_name(role)
                    .path(path)
                    .assume_role_policy_document(trust.to_string())
                    .description(description)
                    .set_permissions_boundary(boundary.clone())
                    .set_tags(Some(tags(wanted)?))
                    .send();
                done(send.await, call, role)
            }
            Call::UpdateAssumeRolePolicy { role, trust } => {
                let send = self
                    .0
                    .update_assume_role_policy()
                    .role_name(role)
                    .policy_document(trust.to_string())
                    .send();
                done(send.await, call, role)
            }
            Call::PutRolePermissionsBoundary { role, boundary } => {
                let send = self
                    .0
                    .put_role_permissions_boundary()
                    .role_name(role)
                    .permissions_boundary(boundary)
                    .send();
                done(send.await, call, role)
            }
            Call::TagRole { role, tags: wanted } => {
                let send = self
                    .0
                    .tag_role()
                    .role_name(role)
                    .set_tags(Some(tags(wanted)?))
                    .send();
                done(send.await, call, role)
            }
            Call::TagPolicy {
                policy_arn,
                tags: wanted,
            } => {
                let send = self
                    .0
                    .tag_policy()
                    .policy_arn(policy_arn)
                    .set_tags(Some(tags(wanted)?))
                    .send();
                done(send.await, call, policy_arn)
            }
            Call::DeleteRolePolicy { role, policy } => {
                let send = self
                    .0
                    .delete_role_policy()
                    .role_name(role)
                    .policy_name(policy)
                    .send();
                gone(send.await, call, role)
            }
            Call::CreatePolicy {
                policy,
                path,
                document,
                tags: wanted,
            } => {
                let send = self
                    .0
                    .create_policy()
                    .policy_name(policy)
                    .path(path)
                    .policy_document(document.to_string())
                    .set_tags(Some(tags(wanted)?))
                    .send();
                done(send.await, call, policy)
            }
            Call::CreatePolicyVersion {
                policy_arn,
                document,
            } => {
                let send = self
                    .0
                    .create_policy_version()
                    .policy_arn(policy_arn)
                    .policy_document(document.to_string())
                    .set_as_default(true)
                    .customize()
                    // Sent again after a lost answer it would make a second version.
                    .config_override(Builder::default().retry_config(RetryConfig::disabled()))
                    .send();
                done(send.await, call, policy_arn)
            }
            Call::AttachRolePolicy { role, policy_arn } => {
                let send = self
                    .0
                    .attach_role_policy()
                    .role_name(role)
                    .policy_arn(policy_arn)
                    .send();
                done(send.await, call, role)
            }
            Call::DeletePolicyVersion {
                policy_arn,
                version,
            } => {
                let send = self
                    .0
                    .delete_policy_version()
                    .policy_arn(policy_arn)
                    .version_id(version)
                    .send();
                gone(send.await, call, policy_arn)
            }
            Call::DetachRolePolicy { role, policy_arn } => {
                let send = self
                    .0
                    .detach_role_policy()
                    .role_name(role)
                    .policy_arn(policy_arn)
                    .send();
                gone(send.await, call, role)
            }
            Call::DeleteRole { role } => {
                let send = self.0.delete_role().role_name(role).send();
                gone(send.await, call, role)
            }
            Call::CreatePodIdentityAssociation {
                region,
                cluster,
                namespace,
                service_account,
                role_arn,
                tags: wanted,
            } => {
                let send = self
                    .eks(region)
                    .create_pod_identity_association()
                    .cluster_name(cluster)
                    .namespace(namespace)
                    .service_account(service_account)
                    .role_arn(role_arn)
                    .set_tags(Some(wanted.iter().cloned().collect()))
                    .send();
                done(send.await, call, service_account)
            }
            Call::UpdatePodIdentityAssociation {
                region,
                cluster,
                association,
                role_arn,
            } => {
                let send = self
                    .eks(region)
                    .update_pod_identity_association()
                    .cluster_name(cluster)
                    .association_id(association)
                    .role_arn(role_arn)
                    .send();
                done(send.await, call, association)
            }
            Call::DeletePodIdentityAssociation {
                region,
                cluster,
                association,
            } => {
                let send = self
                    .eks(region)
                    .delete_pod_identity_association()
                    .cluster_name(cluster)
                    .association_id(association)
                    .send();
                gone(send.await, call, association)
            }
            Call::DeletePolicy { policy_arn } => {
                let answer = self.0.delete_policy().policy_arn(policy_arn).send().await;
                let conflict = answer
                    .as_ref()
                    .is_err_and(|error| error.code() == Some("DeleteConflict"));
                match gone(answer, call, policy_arn) {
                    Err(IamError::Refused(words)) if conflict => {
                        Err(IamError::Refused(self.used_by(words, policy_arn).await))
                    }
                    other => other,
                }
            }
        }
    }

    /// CreateOpenIDConnectProvider for tokens that pods present to STS.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn register_provider(&self, issuer: &str) -> Answer<()> {
        self.0
            .create_open_id_connect_provider()
            .url(issuer)
            .client_id_list("sts.amazonaws.com")
            .send()
            .await
            .map(drop)
            .map_err(|error| explain("CreateOpenIDConnectProvider", issuer, &error))
    }

    /// ListEntitiesForPolicy: adds to words what a policy hangs on, as policy or as boundary (cloud-nuke#972).
    async fn used_by(&self, words: String, arn: &str) -> String {
        let mut pages = self
            .0
            .list_entities_for_policy()
            .policy_arn(arn)
            .into_paginator()
            .send();
        let mut names = Vec::new();
        while let Some(page) = pages.next().await {
            let Ok(page) = page else { break };
            let roles = page.policy_roles.unwrap_or_default().into_iter();
            names.extend(roles.filter_map(|role| Some(format!("role {}", role.role_name?))));
            let users = page.policy_users.unwrap_or_default().into_iter();
            names.extend(users.filter_map(|user| Some(format!("user {}", user.user_name?))));
            let groups = page.policy_groups.unwrap_or_default().into_iter();
            names.extend(groups.filter_map(|group| Some(format!("group {}", group.group_name?))));
        }
        if names.is_empty() {
            english!(aws_used_by_unknown, advice = words)
        } else {
            english!(aws_used_by, advice = words, names = names.join(", "))
        }
    }
}

fn done<T, E>(answer: Result<T, SdkError<E>>, call: &Call, subject: &str) -> Answer<()>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    answer
        .map(drop)
        .map_err(|error| explain(call.action(), subject, &error))
}

fn gone<T, E>(answer: Result<T, SdkError<E>>, call: &Call, subject: &str) -> Answer<()>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    absent_is_none(answer, call.action(), subject).map(drop)
}
