//! Carries a request out: reads the real state, compares it with the desired one, and sends only
//! what differs. Run twice it changes nothing; killed, it goes on where it was (design.md, the
//! applier; domain.md section 4 for the order).

use std::time::Duration;

use async_trait::async_trait;
use roleport_domain::{document::same_document, request::ValidRequest};

use crate::aws::iam::{Iam, IamError, LiveRole, NewRole};

/// Managed policies keep at most 5 versions (not adjustable, domain.md section 1).
const MAX_POLICY_VERSIONS: usize = 5;
/// Waits while IAM does not show yet what was just made: about 30 s in all.
const SETTLE: [u64; 8] = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 14_000];

/// Where steps are recorded, before they are sent and after they are answered.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Records a call that is about to be sent; gives its id.
    ///
    /// # Errors
    /// When it can't be recorded: then the call is not sent.
    async fn start(&self, call: &str, words: &str) -> Result<i64, String>;

    /// Completes it.
    ///
    /// # Errors
    /// When it can't be recorded.
    async fn finish(&self, step: i64, error: Option<&str>) -> Result<(), String>;
}

/// What was read back at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// IAM's stable id of the role.
    pub role_id: String,
}

/// Applies a request through IAM.
///
/// # Errors
/// [`IamError::Transient`] when the same may succeed later; any other when a person must act.
pub async fn apply(
    request: &ValidRequest,
    iam: &Iam,
    journal: &dyn Journal,
) -> Result<Applied, IamError> {
    let run = Run::new(request, iam, journal);
    run.account().await?;
    run.role().await?;
    run.policies().await?;
    run.read_back().await
}

pub(super) struct Run<'a> {
    pub(super) request: &'a ValidRequest,
    pub(super) iam: &'a Iam,
    journal: &'a dyn Journal,
    tags: Vec<(String, String)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(request: &'a ValidRequest, iam: &'a Iam, journal: &'a dyn Journal) -> Self {
        Self {
            request,
            iam,
            journal,
            tags: request.tags(),
        }
    }
}

impl Run<'_> {
    /// Records, sends, completes.
    pub(super) async fn step<T>(
        &self,
        call: &str,
        words: String,
        send: impl Future<Output = Result<T, IamError>> + Send,
    ) -> Result<T, IamError> {
        let step = self
            .journal
            .start(call, &words)
            .await
            .map_err(IamError::Transient)?;
        let answer = send.await;
        let error = answer.as_ref().err().map(IamError::words);
        self.journal
            .finish(step, error)
            .await
            .map_err(IamError::Transient)?;
        answer
    }

    /// Nothing is sent to an account that is not the cluster's.
    pub(super) async fn account(&self) -> Result<(), IamError> {
        let wanted = &self.request.cluster().account_id;
        let account = self.iam.account().await?;
        if account == *wanted {
            return Ok(());
        }
        Err(IamError::Refused(format!(
            "Roleport's AWS credentials belong to account {account}, and this cluster's roles live in {wanted}. Give Roleport credentials for {wanted}, then retry."
        )))
    }

    async fn role(&self) -> Result<(), IamError> {
        let name = self.request.role_name();
        match self.iam.role(name).await? {
            None => self.create_role().await,
            Some(live) => self.update_role(&live).await,
        }
    }

    async fn create_role(&self) -> Result<(), IamError> {
        let name = self.request.role_name();
        let trust = self.request.trust_policy();
        let description = format!(
            "{} in namespace {} of cluster {}, managed by Roleport",
            self.request.app(),
            self.request.namespace(),
            self.request.cluster().name
        );
        let new = NewRole {
            name,
            path: self.request.role_path(),
            trust: &trust,
            description: &description,
            boundary: self.request.boundary(),
            tags: &self.tags,
        };
        self.step(
            "CreateRole",
            format!("Create the role {name} with its trust policy and tags"),
            self.iam.create_role(new),
        )
        .await
    }

    async fn update_role(&self, live: &LiveRole) -> Result<(), IamError> {
        let name = self.request.role_name();
        self.check_owned("role", name, &live.tags)?;
        if live.path != self.request.role_path() {
            return Err(IamError::Refused(format!(
                "The role {name} has the path {} and not {}. A path can't be changed: set the cluster's role path to what the role has.",
                live.path,
                self.request.role_path()
            )));
        }
        let trust = self.request.trust_policy();
        if !same_document(&live.trust, &trust) {
            self.step(
                "UpdateAssumeRolePolicy",
                format!("Set the trust policy of {name}"),
                self.iam.set_trust(name, &trust),
            )
            .await?;
        }
        if let Some(boundary) = self.request.boundary()
            && live.boundary.as_deref() != Some(boundary)
        {
            self.step(
                "PutRolePermissionsBoundary",
                format!("Set the permissions boundary of {name}"),
                self.iam.set_boundary(name, boundary),
            )
            .await?;
        }
        if !self.tags.iter().all(|tag| live.tags.contains(tag)) {
            self.step(
                "TagRole",
                format!("Set the tags of {name}"),
                self.iam.tag_role(name, &self.tags),
            )
            .await?;
        }
        Ok(())
    }

    /// Touches only what carries this binding's ownership tags.
    pub(super) fn check_owned(
        &self,
        what: &str,
        name: &str,
        live: &[(String, String)],
    ) -> Result<(), IamError> {
        // The application is a label and may change; who may assume the role is its identity.
        let foreign = self
            .tags
            .iter()
            .filter(|(key, _)| key != "roleport:application")
            .any(|tag| !live.contains(tag));
        if foreign {
            return Err(IamError::Refused(format!(
                "A {what} named {name} exists in the account and does not carry Roleport's tags for this service account, so it was left alone. Rename or remove it, or choose another application name."
            )));
        }
        Ok(())
    }

    async fn policies(&self) -> Result<(), IamError> {
        let role = self.request.role_name();
        let arn = self.request.policy_arn();
        for policy in self.request.policies() {
            match self.iam.policy(&arn).await? {
                None => {
                    self.step(
                        "CreatePolicy",
                        format!("Create the policy {}", policy.name),
                        self.iam.create_policy(
                            &policy.name,
                            self.request.role_path(),
                            &policy.document,
                            &self.tags,
                        ),
                    )
                    .await?;
                }
                Some(live) => {
                    self.check_owned("policy", &policy.name, &live.tags)?;
                    if !same_document(&live.document, &policy.document) {
                        self.make_room(&arn).await?;
                        self.step(
                            "CreatePolicyVersion",
                            format!("Make a new default version of {}", policy.name),
                            self.iam.create_policy_version(&arn, &policy.document),
                        )
                        .await?;
                    }
                }
            }
        }
        let attached = settled(|| async { self.iam.attached(role).await.map(Some) }).await?;
        if !attached.contains(&arn) {
            self.step(
                "AttachRolePolicy",
                format!("Attach the policy to {role}"),
                settled(|| async { self.iam.attach(role, &arn).await.map(Some) }),
            )
            .await?;
        }
        Ok(())
    }

    /// Deletes the oldest version that is not the default where no more fit.
    async fn make_room(&self, arn: &str) -> Result<(), IamError> {
        let versions = self.iam.policy_versions(arn).await?;
        if versions.len() < MAX_POLICY_VERSIONS {
            return Ok(());
        }
        let Some((oldest, _)) = versions.iter().find(|(_, is_default)| !is_default) else {
            return Ok(());
        };
        self.step(
            "DeletePolicyVersion",
            format!("Delete the policy's oldest version {oldest} to make room"),
            self.iam.delete_policy_version(arn, oldest),
        )
        .await
    }

    async fn read_back(&self) -> Result<Applied, IamError> {
        let name = self.request.role_name();
        let live = settled(|| self.iam.role(name)).await?;
        let policy_arn = self.request.policy_arn();
        let policy = settled(|| self.iam.policy(&policy_arn)).await?;
        let attached = self.iam.attached(name).await?;
        let as_wanted = live.arn == self.request.role_arn()
            && same_document(&live.trust, &self.request.trust_policy())
            && self
                .request
                .policies()
                .iter()
                .all(|wanted| same_document(&wanted.document, &policy.document))
            && attached.contains(&policy_arn);
        if as_wanted {
            Ok(Applied { role_id: live.id })
        } else {
            Err(IamError::Transient(format!(
                "AWS does not show the new state of {name} yet."
            )))
        }
    }
}

/// Asks again while IAM does not show yet what was just made
/// (10 to 30 s were seen, domain.md section 4).
pub(super) async fn settled<T, F>(mut ask: impl FnMut() -> F) -> Result<T, IamError>
where
    F: Future<Output = Result<Option<T>, IamError>>,
{
    let mut last = IamError::Transient("AWS does not show it yet.".to_owned());
    for wait in SETTLE {
        tokio::time::sleep(Duration::from_millis(wait)).await;
        match ask().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            Err(error @ IamError::NotFound(_)) => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}
