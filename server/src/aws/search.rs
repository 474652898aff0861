//! What IAM shows of roles that are not Roleport's: all roles of the account, and what one of them carries.

use std::collections::BTreeMap;

use roleport_domain::{
    adoption::{Carried, FoundRole},
    plan::LiveRole,
};
use serde_json::Value;

use super::iam::{Answer, Iam, absent_is_none, document, explain};

/// A role as a list of roles has it: without its tags and policies.
#[derive(Debug, Clone)]
pub struct ListedRole {
    /// Its name.
    pub name: String,
    /// Its trust policy; none where it can't be read.
    pub trust: Option<Value>,
}

impl Iam {
    /// ListRoles, to its end: every role of the account.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn all_roles(&self) -> Answer<Vec<ListedRole>> {
        let mut pages = self.0.list_roles().into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| explain("ListRoles", "the account", &e))?;
            found.extend(page.roles.into_iter().map(|role| {
                ListedRole {
                    trust: role
                        .assume_role_policy_document
                        .and_then(|text| document(&text).ok()),
                    name: role.role_name,
                }
            }));
        }
        Ok(found)
    }

    /// A role with the documents of all that it carries; none when there is no such role any more.
    ///
    /// # Errors
    /// [`super::iam::IamError`].
    pub async fn found_role(&self, name: &str) -> Answer<Option<FoundRole>> {
        let Some(role) = self.role(name).await? else {
            return Ok(None);
        };
        let carried = self.carried(name, &role, &role.attached).await?;
        Ok(Some(FoundRole {
            name: name.to_owned(),
            role,
            carried,
        }))
    }

    /// The documents of these managed policies, and of the role's inline ones: GetPolicy and GetPolicyVersion,
    /// and GetRolePolicy, for each. What is gone in the meantime is left out.
    pub(super) async fn carried(
        &self,
        name: &str,
        role: &LiveRole,
        managed: &[String],
    ) -> Answer<Carried> {
        let mut carried = Carried::default();
        for arn in managed {
            if let Some((_, document)) = self.policy_with_document(arn).await? {
                carried.managed.insert(arn.clone(), document);
            }
        }
        carried.inline = self.inline_documents(name, &role.inline).await?;
        Ok(carried)
    }

    async fn inline_documents(
        &self,
        role: &str,
        names: &[String],
    ) -> Answer<BTreeMap<String, Value>> {
        let mut found = BTreeMap::new();
        for policy in names {
            let answer = self
                .0
                .get_role_policy()
                .role_name(role)
                .policy_name(policy)
                .send()
                .await;
            if let Some(answer) = absent_is_none(answer, "GetRolePolicy", role)? {
                found.insert(policy.clone(), document(&answer.policy_document)?);
            }
        }
        Ok(found)
    }
}
