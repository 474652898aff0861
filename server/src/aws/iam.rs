//! The adapter to IAM, EKS and S3, and their errors in plain words (domain.md section 4).

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_iam::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId,
    types::Tag,
};
use percent_encoding::percent_decode_str;
use roleport_lang::english;
use serde_json::Value;

use super::observed::Observed;

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IamError {
    /// The thing is not there (or not yet: IAM is eventually consistent).
    NotFound(String),
    /// Something of this name is there: somebody made it, or an answer was lost.
    Exists(String),
    /// Throttled, overloaded, unreachable, timed out: the same call may succeed later.
    Transient(String),
    /// AWS will refuse it again; what it said and what to do.
    Refused(String),
}

impl IamError {
    /// The sentence for the request's page.
    pub fn words(&self) -> &str {
        match self {
            Self::NotFound(words)
            | Self::Exists(words)
            | Self::Transient(words)
            | Self::Refused(words) => words,
        }
    }

    /// What a job that has recorded it answers: an error where another try may succeed.
    ///
    /// # Errors
    /// Its words, for what is transient.
    pub fn worth_another_try(self) -> Result<(), String> {
        match self {
            Self::Transient(words) => Err(words),
            Self::NotFound(_) | Self::Exists(_) | Self::Refused(_) => Ok(()),
        }
    }
}

/// The IAM adapter.
#[derive(Debug, Clone)]
pub struct Iam(
    pub(super) Client,
    aws_sdk_sts::Client,
    pub(super) aws_sdk_eks::Client,
    pub(super) aws_sdk_s3::Client,
);

pub(super) type Answer<T> = Result<T, IamError>;

impl Iam {
    /// Over these settings and the credentials they carry.
    pub fn new(config: &aws_config::SdkConfig) -> Self {
        let iam = aws_sdk_iam::config::Builder::from(config).interceptor(Observed);
        let sts = aws_sdk_sts::config::Builder::from(config).interceptor(Observed);
        let eks = aws_sdk_eks::config::Builder::from(config).interceptor(Observed);
        let s3 = aws_sdk_s3::config::Builder::from(config).interceptor(Observed);
        Self(
            Client::from_conf(iam.build()),
            aws_sdk_sts::Client::from_conf(sts.build()),
            aws_sdk_eks::Client::from_conf(eks.build()),
            aws_sdk_s3::Client::from_conf(s3.build()),
        )
    }

    /// GetCallerIdentity: the account whose IAM this is.
    ///
    /// # Errors
    /// [`IamError`].
    pub async fn account(&self) -> Answer<String> {
        Ok(self.caller().await?.0)
    }

    /// GetCallerIdentity: the account, and the ARN of who asks.
    pub(super) async fn caller(&self) -> Answer<(String, String)> {
        let identity = self
            .1
            .get_caller_identity()
            .send()
            .await
            .map_err(|e| explain("GetCallerIdentity", "Roleport's credentials", &e))?;
        Ok((
            identity.account.unwrap_or_default(),
            identity.arn.unwrap_or_default(),
        ))
    }
}

pub(super) fn tags(pairs: &[(String, String)]) -> Answer<Vec<Tag>> {
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

pub(super) fn plain(tags: Vec<Tag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

/// Documents come back percent-encoded, sometimes raw (domain.md section 4).
pub(super) fn document(text: &str) -> Answer<Value> {
    let raw = if text.trim_start().starts_with('{') {
        text.into()
    } else {
        percent_decode_str(text).decode_utf8_lossy()
    };
    serde_json::from_str(&raw)
        .map_err(|e| IamError::Refused(english!(aws_not_json, error = e.to_string())))
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
        if let Some(credentials) = without_credentials(error) {
            return credentials;
        }
        let why = aws_sdk_iam::error::DisplayErrorContext(error).to_string();
        return IamError::Transient(english!(
            aws_no_answer,
            call = call,
            subject = subject,
            why = why
        ));
    };
    let code = service.code().unwrap_or("no code");
    let said = service.message().unwrap_or("no message");
    let request = error.request_id().unwrap_or("none");
    let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
    let tell = |advice: String| {
        english!(
            aws_answered,
            call = call,
            subject = subject,
            code = code,
            said = said,
            request = request,
            advice = advice
        )
    };
    match code {
        "NoSuchEntity" | "ResourceNotFoundException" => {
            IamError::NotFound(tell(english!(aws_gone)))
        }
        // EKS reads IAM like everybody else, and does not see at once what was just made
        // (terraform-provider-aws#34717, terraform-provider-aws#41483).
        "InvalidParameterException"
            if said.contains("does not exist") || said.contains("Trust policy of the role") =>
        {
            IamError::NotFound(tell(english!(aws_unseen_by_eks)))
        }
        "Throttling"
        | "ThrottlingException"
        | "RequestLimitExceeded"
        | "ServiceFailure"
        | "ServiceUnavailable"
        | "InternalFailure"
        | "ServerException"
        | "ServiceUnavailableException"
        | "ConcurrentModification" => IamError::Transient(tell(english!(aws_tries_again))),
        "EntityAlreadyExists" | "ResourceInUseException" => {
            IamError::Exists(tell(english!(aws_exists)))
        }
        "DeleteConflict" => IamError::Refused(tell(english!(aws_delete_conflict))),
        "LimitExceeded" | "ResourceLimitExceededException" => {
            IamError::Refused(tell(english!(aws_quota)))
        }
        "MalformedPolicyDocument" => IamError::Refused(tell(english!(aws_malformed))),
        "AccessDenied" | "AccessDeniedException" => IamError::Refused(tell(english!(aws_denied))),
        "InvalidClientTokenId"
        | "ExpiredToken"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch" => IamError::Refused(tell(english!(aws_bad_credentials))),
        "UnmodifiableEntity" => IamError::Refused(tell(english!(aws_managed))),
        _ if status >= 500 => IamError::Transient(tell(english!(aws_tries_again))),
        _ => IamError::Refused(tell(english!(aws_mend))),
    }
}

/// What it was, where the call was never sent for want of credentials: mostly a role that can't be assumed.
fn without_credentials(error: &(dyn std::error::Error + 'static)) -> Option<IamError> {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain
        .filter(|error| error.is::<CredentialsError>())
        .last()
        .map(|error| {
            let why = aws_sdk_iam::error::DisplayErrorContext(error).to_string();
            let words = english!(aws_no_credentials, why = why);
            // STS was asked, and said no; anything else, such as a slow metadata service, may pass.
            if words.contains("AccessDenied") || words.contains("InvalidClientTokenId") {
                IamError::Refused(words)
            } else {
                IamError::Transient(words)
            }
        })
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
