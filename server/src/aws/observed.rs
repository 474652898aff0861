//! Counts every call to AWS as the SDK sends it, so that none can be left out.

use std::time::Instant;

use aws_sdk_iam::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        interceptors::{BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef},
    },
    error::BoxError,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_types::config_bag::{Storable, StoreReplace};

use crate::observe::metrics;

/// AWS's error codes that are told as they are; all others are `other`, so that nothing that an endpoint
/// answers can make new series (domain.md section 4, and IAM's common errors).
const CODES: [&str; 31] = [
    "AccessDenied",
    "AccessDeniedException",
    "ConcurrentModification",
    "DeleteConflict",
    "EntityAlreadyExists",
    "EntityTemporarilyUnmodifiable",
    "ExpiredToken",
    "IncompleteSignature",
    "InternalFailure",
    "InvalidClientTokenId",
    "InvalidInput",
    "InvalidParameterException",
    "LimitExceeded",
    "MalformedPolicyDocument",
    "NoSuchEntity",
    "OptInRequired",
    "PolicyEvaluation",
    "PolicyNotAttachable",
    "RequestExpired",
    "RequestLimitExceeded",
    "ResourceInUseException",
    "ResourceNotFoundException",
    "ServerException",
    "ServiceFailure",
    "ServiceNotSupported",
    "ServiceUnavailable",
    "SignatureDoesNotMatch",
    "Throttling",
    "ThrottlingException",
    "UnmodifiableEntity",
    "ValidationError",
];

#[derive(Debug)]
struct Started(Instant);

impl Storable for Started {
    type Storer = StoreReplace<Self>;
}

/// Is told of the beginning and the end of each call.
#[derive(Debug)]
pub(super) struct Observed;

impl Intercept for Observed {
    fn name(&self) -> &'static str {
        "Observed"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config
            .interceptor_state()
            .store_put(Started(Instant::now()));
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let operation = config
            .load::<Metadata>()
            .map_or_else(|| "unknown".to_owned(), |call| call.name().to_owned());
        let took = config.load::<Started>().map(|Started(at)| at.elapsed());
        let failed = context
            .output_or_error()
            .is_none_or(|answer| answer.is_err());
        let code = failed.then(|| {
            context.response().map_or("no_answer", |answer| {
                // EKS, which speaks REST with JSON, has its codes in a header.
                answer
                    .headers()
                    .get("x-amzn-errortype")
                    .map_or_else(|| code(answer.body().bytes().unwrap_or_default()), known)
            })
        });
        metrics::called_aws(operation, code, took);
        Ok(())
    }
}

/// The code of an error of the Query protocol: `<Error>…<Code>NoSuchEntity</Code>`.
fn code(body: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(body);
    let code = text
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"))
        .map(|(code, _)| code.trim());
    code.map_or("other", known)
}

/// A code as it is told.
fn known(code: &str) -> &'static str {
    CODES
        .into_iter()
        .find(|known| *known == code)
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn only_codes_that_are_known_are_told() {
        let answer = |code: &str| {
            format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code></Error></ErrorResponse>"
            )
        };
        assert_eq!(code(answer("NoSuchEntity").as_bytes()), "NoSuchEntity");
        assert_eq!(code(answer("Blue-Raven-7").as_bytes()), "other");
        assert_eq!(code(b"<html>Bad gateway</html>"), "other");
        assert_eq!(code(b"\xff"), "other");
    }
}
