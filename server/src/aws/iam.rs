//! The IAM calls that the applier makes, each with its answer in plain values and its error in
//! plain words (domain.md sections 1 and 4).

use aws_sdk_iam::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId,
    types::Tag,
};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IamError {
    /// The thing is not there (or not yet: IAM is eventually consistent).
    NotFound(String),
    /// Throttled, overloaded, unreachable, timed out: the same call may succeed later.
    Transient(String),
    /// AWS will refuse it again; what it said and what to do.
    Refused(String),
}

impl IamError {
    /// The sentence for the request's page.
    pub fn words(&self) -> &str {
        match self {
            Self::NotFound(words) | Self::Transient(words) | Self::Refused(words) => words,
        }
    }
}

/// A role as IAM has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveRole {
    /// `AROA…`, new when a role was deleted and made again.
    pub id: String,
    /// The ARN.
    pub arn: String,
    /// The path.
    pub path: String,
    /// The trust policy.
    pub trust: Value,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// Tags.
    pub tags: Vec<(String, String)>,
}

/// A managed policy as IAM has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LivePolicy {
    /// The default version's document.
    pub document: Value,
    /// Tags.
    pub tags: Vec<(String, String)>,
}

/// What a role is to be made of.
#[derive(Debug, Clone, Copy)]
pub struct NewRole<'a> {
    /// Name, 1 to 64 characters.
    pub name: &'a str,
    /// Path, `/` or `/…/`.
    pub path: &'a str,
    /// Trust policy.
    pub trust: &'a Value,
    /// Description, at most 1000 characters.
    pub description: &'a str,
    /// ARN of the permissions boundary.
    pub boundary: Option<&'a str>,
    /// Tags, at most 50.
    pub tags: &'a [(String, String)],
}

/// The IAM adapter.
#[derive(Debug, Clone)]
pub struct Iam(pub(super) Client, aws_sdk_sts::Client);

pub(super) type Answer<T> = Result<T, IamError>;

impl Iam {
    /// Over these settings and the credentials they carry.
    pub fn new(config: &aws_config::SdkConfig) -> Self {
        Self(Client::new(config), aws_sdk_sts::Client::new(config))
    }

    /// GetCallerIdentity: the account whose IAM this is.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn account(&self) -> Answer<String> {
        let identity = self
            .1
            .get_caller_identity()
            .send()
            .await
            .map_err(|e| explain("GetCallerIdentity", "Roleport's credentials", &e))?;
        Ok(identity.account.unwrap_or_default())
    }

    /// GetRole; none when there is no such role.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn role(&self, name: &str) -> Answer<Option<LiveRole>> {
        let found = absent_is_none(
            self.0.get_role().role_name(name).send().await,
            "GetRole",
            name,
        )?;
        let Some(role) = found.and_then(|answer| answer.role) else {
            return Ok(None);
        };
        Ok(Some(LiveRole {
            trust: document(
                role.assume_role_policy_document
                    .as_deref()
                    .unwrap_or_default(),
            )?,
            boundary: role
                .permissions_boundary
                .and_then(|b| b.permissions_boundary_arn),
            tags: plain(role.tags.unwrap_or_default()),
            id: role.role_id,
            arn: role.arn,
            path: role.path,
        }))
    }

    /// CreateRole.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn create_role(&self, new: NewRole<'_>) -> Answer<()> {
        self.0
            .create_role()
            .role_name(new.name)
            .path(new.path)
            .assume_role_policy_document(new.trust.to_string())
            .description(new.description)
            .set_permissions_boundary(new.boundary.map(str::to_owned))
            .set_tags(Some(tags(new.tags)?))
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("CreateRole", new.name, &e))
    }

    /// UpdateAssumeRolePolicy.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn set_trust(&self, role: &str, trust: &Value) -> Answer<()> {
        self.0
            .update_assume_role_policy()
            .role_name(role)
            .policy_document(trust.to_string())
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("UpdateAssumeRolePolicy", role, &e))
    }

    /// PutRolePermissionsBoundary.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn set_boundary(&self, role: &str, boundary: &str) -> Answer<()> {
        self.0
            .put_role_permissions_boundary()
            .role_name(role)
            .permissions_boundary(boundary)
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("PutRolePermissionsBoundary", role, &e))
    }

    /// TagRole.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn tag_role(&self, role: &str, wanted: &[(String, String)]) -> Answer<()> {
        self.0
            .tag_role()
            .role_name(role)
            .set_tags(Some(tags(wanted)?))
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("TagRole", role, &e))
    }

    /// GetPolicy and GetPolicyVersion of the default version; none when there is no such policy.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn policy(&self, arn: &str) -> Answer<Option<LivePolicy>> {
        let found = absent_is_none(
            self.0.get_policy().policy_arn(arn).send().await,
            "GetPolicy",
            arn,
        )?;
        let Some(policy) = found.and_then(|answer| answer.policy) else {
            return Ok(None);
        };
        let version = self
            .0
            .get_policy_version()
            .policy_arn(arn)
            .version_id(policy.default_version_id.as_deref().unwrap_or("v1"))
            .send()
            .await
            .map_err(|e| explain("GetPolicyVersion", arn, &e))?;
        let text = version.policy_version.and_then(|v| v.document);
        Ok(Some(LivePolicy {
            document: document(text.as_deref().unwrap_or_default())?,
            tags: plain(policy.tags.unwrap_or_default()),
        }))
    }

    /// CreatePolicy.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn create_policy(
        &self,
        name: &str,
        path: &str,
        document: &Value,
        wanted: &[(String, String)],
    ) -> Answer<()> {
        self.0
            .create_policy()
            .policy_name(name)
            .path(path)
            .policy_document(document.to_string())
            .set_tags(Some(tags(wanted)?))
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("CreatePolicy", name, &e))
    }

    /// ListPolicyVersions, to its end: (id, is default), oldest first.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn policy_versions(&self, arn: &str) -> Answer<Vec<(String, bool)>> {
        let mut pages = self
            .0
            .list_policy_versions()
            .policy_arn(arn)
            .into_paginator()
            .send();
        let mut versions = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| explain("ListPolicyVersions", arn, &e))?;
            for version in page.versions.unwrap_or_default() {
                if let Some(id) = version.version_id {
                    versions.push((id, version.is_default_version));
                }
            }
        }
        // `v12` comes after `v9`; IAM never gives an id twice.
        versions.sort_by_key(|(id, _)| {
            id.trim_start_matches('v')
                .parse::<u32>()
                .unwrap_or_default()
        });
        Ok(versions)
    }

    /// DeletePolicyVersion.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn delete_policy_version(&self, arn: &str, id: &str) -> Answer<()> {
        self.0
            .delete_policy_version()
            .policy_arn(arn)
            .version_id(id)
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("DeletePolicyVersion", arn, &e))
    }

    /// CreatePolicyVersion, as the default one.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn create_policy_version(&self, arn: &str, document: &Value) -> Answer<()> {
        self.0
            .create_policy_version()
            .policy_arn(arn)
            .policy_document(document.to_string())
            .set_as_default(true)
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("CreatePolicyVersion", arn, &e))
    }

    /// ListAttachedRolePolicies, to its end: ARNs.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn attached(&self, role: &str) -> Answer<Vec<String>> {
        let mut pages = self
            .0
            .list_attached_role_policies()
            .role_name(role)
            .into_paginator()
            .send();
        let mut arns = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| explain("ListAttachedRolePolicies", role, &e))?;
            arns.extend(
                page.attached_policies
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|policy| policy.policy_arn),
            );
        }
        Ok(arns)
    }

    /// AttachRolePolicy.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn attach(&self, role: &str, policy_arn: &str) -> Answer<()> {
        self.0
            .attach_role_policy()
            .role_name(role)
            .policy_arn(policy_arn)
            .send()
            .await
            .map(drop)
            .map_err(|e| explain("AttachRolePolicy", role, &e))
    }
}

fn tags(pairs: &[(String, String)]) -> Answer<Vec<Tag>> {
    pairs
        .iter()
        .map(|(key, value)| {
            Tag::builder()
                .key(key)
                .value(value)
                .build()
                .map_err(|e| IamError::Refused(e.to_string()))
        })
        .collect()
}

fn plain(tags: Vec<Tag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

/// Documents come back percent-encoded, sometimes raw (domain.md section 4).
fn document(text: &str) -> Answer<Value> {
    let raw = if text.trim_start().starts_with('{') {
        text.into()
    } else {
        percent_decode_str(text).decode_utf8_lossy()
    };
    serde_json::from_str(&raw).map_err(|e| {
        IamError::Refused(format!(
            "AWS returned a policy document that is not JSON: {e}"
        ))
    })
}

pub(super) fn absent_is_none<T, E>(
    answer: Result<T, SdkError<E>>,
    call: &str,
    subject: &str,
) -> Answer<Option<T>>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => match explain(call, subject, &error) {
            IamError::NotFound(_) => Ok(None),
            other => Err(other),
        },
    }
}

pub(super) fn explain<E>(call: &str, subject: &str, error: &SdkError<E>) -> IamError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let Some(service) = error.as_service_error() else {
        return IamError::Transient(format!(
            "{call} on {subject}: AWS did not answer ({}).",
            aws_sdk_iam::error::DisplayErrorContext(error)
        ));
    };
    let code = service.code().unwrap_or("no code");
    let said = service.message().unwrap_or("no message");
    let request = error.request_id().unwrap_or("none");
    let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
    let tell = |advice: &str| {
        format!("{call} on {subject}: AWS answered {code}: {said} (request id {request}). {advice}")
    };
    match code {
        "NoSuchEntity" => IamError::NotFound(tell("It is not there.")),
        "Throttling"
        | "ThrottlingException"
        | "RequestLimitExceeded"
        | "ServiceFailure"
        | "ServiceUnavailable"
        | "InternalFailure"
        | "ConcurrentModification" => IamError::Transient(tell("Roleport tries again by itself.")),
        "EntityAlreadyExists" => IamError::Refused(tell(
            "Something of this name was made in the meantime. Retry: Roleport looks at it first.",
        )),
        "DeleteConflict" => IamError::Refused(tell(
            "Something that is not Roleport's still hangs on it. Detach or remove that, then retry.",
        )),
        "LimitExceeded" => IamError::Refused(tell(
            "A quota of the account is used up. Raise it in Service Quotas or remove what is unused, then retry.",
        )),
        "MalformedPolicyDocument" => IamError::Refused(tell(
            "IAM does not accept the document. Check that what it names exists, then send a new request.",
        )),
        "AccessDenied" | "AccessDeniedException" => IamError::Refused(tell(
            "Roleport's own AWS rights do not cover this call. Add it to its policy, then retry.",
        )),
        "InvalidClientTokenId" | "ExpiredToken" | "SignatureDoesNotMatch" => IamError::Refused(
            tell("Roleport's AWS credentials are not valid. Renew them, then retry."),
        ),
        "UnmodifiableEntity" => IamError::Refused(tell("AWS manages it; it can't be changed.")),
        _ if status >= 500 => IamError::Transient(tell("Roleport tries again by itself.")),
        _ => IamError::Refused(tell("Mend what it names, then retry.")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_raw_or_percent_encoded_and_a_plus_stays_a_plus() {
        let raw = r#"{"Resource":"a+b c"}"#;
        let encoded = "%7B%22Resource%22%3A%22a+b%20c%22%7D";
        assert_eq!(document(raw).unwrap(), document(encoded).unwrap());
        assert!(matches!(document("%7B"), Err(IamError::Refused(_))));
    }
}
