//! The IAM calls that take something away. What is gone already is no error: the answer to an
//! earlier call may have been lost.

use super::iam::{Answer, Iam, absent_is_none, explain};

impl Iam {
    /// ListRolePolicies, to its end: names of the role's inline policies.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn inline_policies(&self, role: &str) -> Answer<Vec<String>> {
        let mut pages = self
            .0
            .list_role_policies()
            .role_name(role)
            .into_paginator()
            .send();
        let mut names = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| explain("ListRolePolicies", role, &e))?;
            names.extend(page.policy_names);
        }
        Ok(names)
    }

    /// DetachRolePolicy.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn detach(&self, role: &str, policy_arn: &str) -> Answer<()> {
        let call = self
            .0
            .detach_role_policy()
            .role_name(role)
            .policy_arn(policy_arn);
        absent_is_none(call.send().await, "DetachRolePolicy", role).map(drop)
    }

    /// DeleteRole.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn delete_role(&self, role: &str) -> Answer<()> {
        let call = self.0.delete_role().role_name(role);
        absent_is_none(call.send().await, "DeleteRole", role).map(drop)
    }

    /// DeletePolicy: a policy that has one version and is attached to nothing.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn delete_policy(&self, arn: &str) -> Answer<()> {
        let call = self.0.delete_policy().policy_arn(arn);
        absent_is_none(call.send().await, "DeletePolicy", arn).map(drop)
    }
}
