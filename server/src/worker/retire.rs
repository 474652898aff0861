//! Takes a role away: detach, delete the role, delete its policy, look again. Whatever is not
//! Roleport's stays, and stops it.

use roleport_domain::request::ValidRequest;

use super::applier::{Journal, Run, settled};
use crate::aws::iam::{Iam, IamError};

/// Removes the role of a request, and its policy, through IAM. Run twice it changes nothing.
///
/// # Errors
/// [`IamError::Transient`] when the same may succeed later; any other when a person must act.
pub async fn retire(
    request: &ValidRequest,
    iam: &Iam,
    journal: &dyn Journal,
) -> Result<(), IamError> {
    let run = Run::new(request, iam, journal);
    run.account().await?;
    // All checks come before the first call that changes something.
    let attached = run.check_role().await?;
    let policy = run.check_policy().await?;
    if let Some(attached) = attached {
        run.remove_role(&attached).await?;
    }
    if policy {
        run.remove_policy().await?;
    }
    run.check_gone().await
}

impl Run<'_> {
    /// ARNs of the policies attached to the role; none when it is gone already.
    async fn check_role(&self) -> Result<Option<Vec<String>>, IamError> {
        let name = self.request.role_name();
        let Some(live) = self.iam.role(name).await? else {
            return Ok(None);
        };
        self.check_owned("role", name, &live.tags)?;
        let attached = self.iam.attached(name).await?;
        let own = self.request.policy_arn();
        let mut foreign: Vec<_> = attached
            .iter()
            .filter(|arn| **arn != own)
            .cloned()
            .collect();
        foreign.extend(self.iam.inline_policies(name).await?);
        if foreign.is_empty() {
            return Ok(Some(attached));
        }
        Err(IamError::Refused(format!(
            "The role {name} carries policies that Roleport did not make, so nothing was removed: {}. Remove them from the role if they are not needed, then retry.",
            foreign.join(", ")
        )))
    }

    /// Whether the policy is there, and Roleport's.
    async fn check_policy(&self) -> Result<bool, IamError> {
        match self.iam.policy(&self.request.policy_arn()).await? {
            None => Ok(false),
            Some(live) => self
                .check_owned("policy", self.request.policy_name(), &live.tags)
                .map(|()| true),
        }
    }

    async fn remove_role(&self, attached: &[String]) -> Result<(), IamError> {
        let name = self.request.role_name();
        let arn = self.request.policy_arn();
        if attached.contains(&arn) {
            self.step(
                "DetachRolePolicy",
                format!("Detach the policy from {name}"),
                self.iam.detach(name, &arn),
            )
            .await?;
        }
        self.step(
            "DeleteRole",
            format!("Delete the role {name}"),
            self.iam.delete_role(name),
        )
        .await
    }

    async fn remove_policy(&self) -> Result<(), IamError> {
        let arn = self.request.policy_arn();
        for (version, is_default) in self.iam.policy_versions(&arn).await? {
            if !is_default {
                self.step(
                    "DeletePolicyVersion",
                    format!("Delete the policy's version {version}"),
                    self.iam.delete_policy_version(&arn, &version),
                )
                .await?;
            }
        }
        self.step(
            "DeletePolicy",
            format!("Delete the policy {}", self.request.policy_name()),
            self.iam.delete_policy(&arn),
        )
        .await
    }

    async fn check_gone(&self) -> Result<(), IamError> {
        let name = self.request.role_name();
        let arn = self.request.policy_arn();
        settled(|| async {
            let gone =
                self.iam.role(name).await?.is_none() && self.iam.policy(&arn).await?.is_none();
            Ok(gone.then_some(()))
        })
        .await
    }
}
