//! What the Doctor makes of real texts: each row of domain.md section 5, and what else goes wrong.

use proptest::prelude::*;
use roleport_domain::{
    cluster::Cluster,
    doctor::{Evidence, Finding, Known, KnownRole, Standing, diagnose, redacted, with_grant},
    grant::{Access, Grant},
    identity::Identity,
    service::Service,
};

use crate::input::{cluster, grant};

const ARN: &str = "arn:aws:iam::003250186609:role/bln-fairbid-production-blue-raven";
const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";
/// 2026-11-25 12:00 UTC.
const NOW: i64 = 1_795_608_000;

fn blue_raven() -> KnownRole {
    KnownRole {
        id: 7,
        cluster: cluster(),
        app: "blue-raven".to_owned(),
        namespace: "blue-raven".to_owned(),
        service_account: "blue-raven".to_owned(),
        arn: ARN.to_owned(),
        grants: vec![grant("inneractive-fyber-data", "in/", &[Access::Read])],
        retired: false,
        identity: Identity::Irsa,
    }
}

fn mamba() -> KnownRole {
    KnownRole {
        id: 8,
        app: "mamba".to_owned(),
        namespace: "mamba".to_owned(),
        service_account: "mamba".to_owned(),
        arn: "arn:aws:iam::003250186609:role/bln-fairbid-production-mamba".to_owned(),
        ..blue_raven()
    }
}

fn other_cluster() -> Cluster {
    Cluster {
        name: "staging".to_owned(),
        oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/STAGING".to_owned(),
        ..cluster()
    }
}

fn diagnosed(text: &str, roles: &[KnownRole], chosen: Option<i64>) -> Vec<Finding> {
    let clusters = [cluster(), other_cluster()];
    let known = Known {
        roles,
        chosen,
        clusters: &clusters,
        now: NOW,
    };
    diagnose(&Evidence::read(text), &known)
}

fn found(text: &str) -> Vec<Finding> {
    diagnosed(text, &[blue_raven(), mamba()], None)
}

fn codes(text: &str) -> Vec<&'static str> {
    found(text).iter().map(|finding| finding.code).collect()
}

/// With the role of blue-raven chosen.
fn chosen(text: &str) -> Vec<Finding> {
    diagnosed(text, &[blue_raven(), mamba()], Some(7))
}

fn first(text: &str) -> Finding {
    chosen(text).remove(0)
}

fn described(annotations: &str) -> String {
    format!(
        "Name:                blue-raven\nNamespace:           blue-raven\nLabels:              <none>\n\
         Annotations:         {annotations}\nImage pull secrets:  <none>\nMountable secrets:   blue-raven-token-x7x\n\
         Tokens:              <none>\nEvents:              <none>\n"
    )
}

fn denial(action: &str, resource: &str, reason: &str) -> String {
    format!(
        "An error occurred (AccessDenied) when calling the Some operation: User: \
         arn:aws:sts::003250186609:assumed-role/bln-fairbid-production-blue-raven/botocore-session-1700000000 \
         is not authorized to perform: {action} on resource: {resource} {reason}"
    )
}

const NO_IDENTITY: &str = "because no identity-based policy allows the action";

#[test]
fn every_row_of_the_symptoms_has_its_finding() {
    for (text, code) in [
        // The trust names another namespace or service account; or the cluster was made anew.
        (
            "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "assume_refused",
        ),
        (
            "software.amazon.awssdk.services.sts.model.StsException: Not authorized to perform sts:AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403, Request ID: d8ee3773-3046-41d0-9b95-373ec1ae7b07, Extended Request ID: null)",
            "assume_refused",
        ),
        (
            "com.amazonaws.AmazonServiceException: Not authorized to perform sts:AssumeRoleWithWebIdentity (Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: 83bfc431)",
            "assume_refused",
        ),
        (
            "failed to refresh cached credentials, failed to retrieve credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "assume_refused",
        ),
        (
            "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity\n    at throwDefaultError (/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:840:20)",
            "assume_refused",
        ),
        // The account lacks the provider.
        (
            "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect provider found in your account for https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
            "no_provider",
        ),
        // The audience.
        (
            "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience",
            "audience",
        ),
        // The node's role.
        (
            r#"{"UserId": "AROAEXAMPLE:i-0123456789abcdef0", "Account": "003250186609", "Arn": "arn:aws:sts::003250186609:assumed-role/eks-nodes/i-0123456789abcdef0"}"#,
            "node_role",
        ),
        (
            "AWS_REGION=us-east-1\nAWS_DEFAULT_REGION=us-east-1",
            "no_role_in_pod",
        ),
        // As external-secrets logs it, on a node that eksctl made.
        (
            r#"{"message": "User: arn:aws:sts::003250186609:assumed-role/eksctl-a-nodegroup-24b3-NodeInstanceRole-X/i-0cee646fefe9d6da9 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:003250186609:secret:k-nzYAC0", "code": "AccessDeniedException"}"#,
            "node_role",
        ),
        // 403 where 404 was expected.
        (
            "fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden",
            "forbidden_or_missing",
        ),
        (
            "operation error S3: GetObject, https response error StatusCode: 403, RequestID: A, HostID: B, api error AccessDenied: Access Denied",
            "forbidden_or_missing",
        ),
        (
            &denial("s3:ListBucket", "\"arn:aws:s3:::other-data\"", NO_IDENTITY)
                .replace("Some", "GetObject"),
            "missing_object",
        ),
        // Listing without the slash.
        (
            &denial(
                "s3:ListBucket",
                "\"arn:aws:s3:::inneractive-fyber-data\"",
                NO_IDENTITY,
            ),
            "list_without_slash",
        ),
        (
            "An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied",
            "listing_refused",
        ),
        // KMS in the text.
        (
            &denial(
                "kms:Decrypt",
                &format!("arn:aws:kms:us-east-1:003250186609:key/{KEY}"),
                NO_IDENTITY,
            ),
            "kms_key",
        ),
        (
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
            "kms_key_hidden",
        ),
        // The token can't be read.
        (
            "WebIdentityErr: failed fetching WebIdentity token: caused by: open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied",
            "token_unreadable",
        ),
        (
            "PermissionError: [Errno 13] Permission denied: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
            "token_unreadable",
        ),
        (
            "java.nio.file.AccessDeniedException: /var/run/secrets/eks.amazonaws.com/serviceaccount/token",
            "token_unreadable",
        ),
        (
            "Error: EACCES: permission denied, open '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
            "token_unreadable",
        ),
    ] {
        let codes: Vec<_> = chosen(text).iter().map(|one| one.code).collect();
        assert_eq!(codes.first(), Some(&code), "{text}: {codes:?}");
    }
}

#[test]
fn errors_of_every_sdk_are_told_apart() {
    for (text, code) in [
        (
            "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
            "no_credentials",
        ),
        (
            "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider()]) : [SystemPropertyCredentialsProvider(): Unable to load credentials from system settings. Access key must be specified either via environment variable (AWS_ACCESS_KEY_ID), ProfileCredentialsProvider(): Profile file contained no credentials for profile 'default': ProfileFile(profiles=[])]",
            "no_credentials",
        ),
        (
            "CredentialsProviderError: Could not load credentials from any providers",
            "no_credentials",
        ),
        (
            "get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, request canceled",
            "no_credentials",
        ),
        (
            "WebIdentityTokenCredentialsProvider(): To use web identity tokens, the 'sts' service module must be on the class path., Unable to load credentials from any of the providers in the chain",
            "sts_module",
        ),
        (
            "An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.",
            "expired",
        ),
        (
            "An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1664190371 must be before the expiration date/time 1664186776",
            "expired",
        ),
        (
            "botocore.exceptions.NoRegionError: You must specify a region.",
            "no_region",
        ),
        ("Error: Region is missing", "no_region"),
        (
            "Unable to load region from any of the providers in the chain software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain@1",
            "no_region",
        ),
        (
            "The config profile (production) could not be found",
            "profile_missing",
        ),
        (
            "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
            "keys_refused",
        ),
        (
            "You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHlTkIaWHQD0Q0m6XSnuUMCm",
            "encoded_message",
        ),
        (
            "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
            "issuer_keys",
        ),
        (
            "An error occurred (AccessDenied) when calling the PutItem operation: Access Denied",
            "refused",
        ),
        ("hello", "not_recognised"),
        ("", "not_recognised"),
    ] {
        assert_eq!(
            codes(text).first(),
            Some(&code),
            "{text}: {:?}",
            codes(text)
        );
    }
}

#[test]
fn a_service_account_is_read_in_each_form() {
    let yaml = format!(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  annotations:\n    eks.amazonaws.com/role-arn: {ARN}\n  \
         creationTimestamp: \"2026-11-25T10:00:00Z\"\n  name: blue-raven\n  namespace: blue-raven\n"
    );
    let json = format!(
        r#"{{"apiVersion":"v1","kind":"ServiceAccount","metadata":{{"annotations":{{"eks.amazonaws.com/role-arn":"{ARN}"}},"name":"blue-raven","namespace":"blue-raven"}}}}"#
    );
    let list = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{json}]}}"#);
    let plain = described(&format!("eks.amazonaws.com/role-arn: {ARN}"));
    for text in [yaml, json, list, plain] {
        let found = found(&text);
        assert_eq!(found[0].code, "annotation_right", "{text}");
        assert_eq!(found[0].standing, Standing::Right);
        assert!(
            found[0].commands.iter().any(|one| one
                .text
                .contains("kubectl -n blue-raven rollout restart deployment/blue-raven")),
            "{:?}",
            found[0].commands
        );
    }
}

#[test]
fn what_is_wrong_with_an_annotation_is_told() {
    for (annotations, code) in [
        ("<none>".to_owned(), "annotation_missing"),
        (format!("eks.amazonaws.com/rolearn: {ARN}"), "annotation_key"),
        (format!("iam.amazonaws.com/role: {ARN}"), "annotation_key"),
        ("eks.amazonaws.com/role-arn:".to_owned(), "annotation_empty"),
        ("eks.amazonaws.com/role-arn: bln-fairbid-production-blue-raven".to_owned(), "role_arn_invalid"),
        (format!("eks.amazonaws.com/role-arn: {ARN}s"), "role_arn_differs"),
        ("eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/bln-fairbid-production-blue-raven".to_owned(), "role_other_account"),
        ("eks.amazonaws.com/role-arn: arn:aws:iam::003250186609:role/bln-fairbid-production-mamba".to_owned(), "role_of_another"),
        (format!("eks.amazonaws.com/role-arn: {ARN}\n                     eks.amazonaws.com/audience: mine"), "annotation_audience"),
    ] {
        let text = described(&annotations);
        assert_eq!(codes(&text).first(), Some(&code), "{text}: {:?}", codes(&text));
    }
}

#[test]
fn roles_that_roleport_does_not_have_are_told() {
    let account = described(&format!("eks.amazonaws.com/role-arn: {ARN}"));
    let none = diagnosed(&account, &[], None);
    assert_eq!(none[0].code, "role_unknown");
    let retired = KnownRole {
        retired: true,
        grants: Vec::new(),
        ..blue_raven()
    };
    assert_eq!(
        diagnosed(&account, &[retired], None)[0].code,
        "role_retired"
    );
    let elsewhere = account.replace("003250186609", "111122223333");
    assert_eq!(
        diagnosed(&elsewhere, &[], None)[0].code,
        "role_unknown_account"
    );
    // Another service account's annotation, with the role of blue-raven chosen.
    let mamba = account.replace(
        "blue-raven\nNamespace:           blue-raven",
        "mamba\nNamespace:           mamba",
    );
    assert!(
        chosen(&mamba)
            .iter()
            .any(|one| one.code == "service_account_differs"),
        "{:?}",
        chosen(&mamba)
    );
    // A pod that runs as another service account.
    let pod = "Name:             blue-raven-1\nNamespace:        blue-raven\nService Account:  default\nNode:             ip-10-0-0-1\n";
    assert_eq!(first(pod).code, "service_account_differs");
}

#[test]
fn a_pods_settings_are_told() {
    let token =
        "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
    let right = format!("AWS_ROLE_ARN={ARN}\n{token}\nAWS_REGION=us-east-1");
    for (text, code) in [
        (right.clone(), "environment_right"),
        (right.replace("AWS_ROLE_ARN=", "declare -x AWS_ROLE_ARN=\"").replace("blue-raven\n", "blue-raven\"\n"), "environment_right"),
        (format!("AWS_ROLE_ARN={ARN}\nAWS_REGION=us-east-1"), "no_token_file"),
        (right.replace("eks.amazonaws.com/serviceaccount", "kubernetes.io/serviceaccount"), "token_file_of_cluster"),
        (format!("{right}\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"), "static_keys"),
        (format!("{right}\nAWS_PROFILE=production"), "profile"),
        (format!("{right}\nAWS_ENDPOINT_URL=http://localstack:4566"), "endpoint"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1/credentials\nAWS_REGION=us-east-1".to_owned(), "pod_identity"),
        (format!("{right}\nAWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1/credentials"), "pod_identity_beside"),
        (right.replace("raven", "ravem"), "role_arn_differs"),
        (format!("AWS_ROLE_ARN={ARN}\n{token}"), "no_region"),
    ] {
        let found = chosen(&text);
        assert_eq!(found[0].code, code, "{text}: {found:?}");
    }
    // No region is not the end of it.
    let found = chosen(&format!("AWS_ROLE_ARN={ARN}\n{token}"));
    assert_eq!(found[1].code, "environment_right");
}

#[test]
fn a_role_by_pod_identity_wants_no_annotation() {
    let role = KnownRole {
        identity: Identity::PodIdentity,
        ..blue_raven()
    };
    let uri = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1/credentials";
    let account = "Name: blue-raven\nNamespace: blue-raven\nAnnotations:";
    for (text, code) in [
        (format!("{uri}\nAWS_REGION=us-east-1"), "environment_right"),
        (
            format!("{uri}\nAWS_ROLE_ARN={ARN}"),
            "annotation_beside_pod_identity",
        ),
        (
            format!("AWS_ROLE_ARN={ARN}\nAWS_REGION=us-east-1"),
            "annotation_beside_pod_identity",
        ),
        (
            "AWS_REGION=us-east-1\nAWS_DEFAULT_REGION=us-east-1".to_owned(),
            "no_pod_identity_in_pod",
        ),
        (
            format!("{account} eks.amazonaws.com/role-arn: {ARN}\nTokens: <none>"),
            "annotation_beside_pod_identity",
        ),
        (
            format!("{account} <none>\nTokens: <none>"),
            "association_decides",
        ),
    ] {
        let found = diagnosed(&text, std::slice::from_ref(&role), Some(7));
        assert_eq!(found[0].code, code, "{text}: {found:?}");
        let commands = found.iter().flat_map(|one| &one.commands);
        for command in commands {
            assert!(!command.text.contains("role-arn=arn"), "{command:?}");
        }
    }
}

fn claims(iss: &str, sub: &str, aud: &str, exp: i64) -> String {
    format!(
        r#"{{"alg":"RS256","kid":"1"}}
{{"aud":["{aud}"],"exp":{exp},"iat":{},"iss":"{iss}","kubernetes.io":{{"namespace":"blue-raven"}},"sub":"{sub}"}}"#,
        exp - 86_400
    )
}

#[test]
fn claims_are_compared_with_the_role() {
    let iss = cluster().oidc_issuer;
    let sub = "system:serviceaccount:blue-raven:blue-raven";
    let aud = "sts.amazonaws.com";
    for (text, code) in [
        (claims(&iss, sub, aud, NOW + 60), "token_right"),
        (
            claims(
                "https://oidc.eks.us-east-1.amazonaws.com/id/ANEW",
                sub,
                aud,
                NOW + 60,
            ),
            "token_issuer",
        ),
        (
            claims(&other_cluster().oidc_issuer, sub, aud, NOW + 60),
            "token_issuer",
        ),
        (
            claims(
                &iss,
                "system:serviceaccount:blue-raven:default",
                aud,
                NOW + 60,
            ),
            "token_subject",
        ),
        (
            claims(&iss, sub, "https://kubernetes.default.svc", NOW + 60),
            "token_audience",
        ),
        (claims(&iss, sub, aud, NOW - 600), "token_expired"),
    ] {
        let found = chosen(&text);
        assert_eq!(found[0].code, code, "{text}: {found:?}");
        assert_eq!(found.len(), 1, "{text}: {found:?}");
    }
    // Without a choice the role is found by the subject, and the cluster by the issuer.
    assert_eq!(
        found(&claims(&iss, sub, aud, NOW + 60))[0].code,
        "token_right"
    );
    let nowhere = claims(
        "https://oidc.example/x",
        "system:serviceaccount:a:b",
        aud,
        NOW + 60,
    );
    assert_eq!(codes(&nowhere), ["token_issuer_unknown"]);
}

fn asked(action: &str, resource: &str) -> Grant {
    let found = first(&denial(action, resource, NO_IDENTITY));
    let permission = found
        .permission
        .unwrap_or_else(|| panic!("{action} {resource}: {}", found.code));
    assert_eq!(permission.role, Some(7), "{action}");
    permission.grant
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a table")]
fn a_missing_permission_is_the_smallest_grant_that_has_it() {
    let arn =
        |service: &str, rest: &str| format!("arn:aws:{service}:us-east-1:003250186609:{rest}");
    for (action, resource, service, text, access) in [
        (
            "s3:GetObject",
            "\"arn:aws:s3:::data/in/2026/a b.csv\"".to_owned(),
            Service::S3,
            "data",
            Access::Read,
        ),
        (
            "s3:PutObject",
            "\"arn:aws:s3:::data/in/x\"".to_owned(),
            Service::S3,
            "data",
            Access::Write,
        ),
        (
            "s3:DeleteObject",
            "arn:aws:s3:::data/in/x".to_owned(),
            Service::S3,
            "data",
            Access::Delete,
        ),
        (
            "s3:ListBucket",
            "arn:aws:s3:::data".to_owned(),
            Service::S3,
            "data",
            Access::List,
        ),
        (
            "kms:Decrypt",
            arn("kms", &format!("key/{KEY}")),
            Service::Kms,
            KEY,
            Access::Decrypt,
        ),
        (
            "kms:GenerateDataKey",
            arn("kms", &format!("key/{KEY}")),
            Service::Kms,
            KEY,
            Access::Encrypt,
        ),
        (
            "sqs:sendmessage",
            arn("sqs", "orders"),
            Service::Sqs,
            "orders",
            Access::Send,
        ),
        (
            "sqs:receivemessage",
            arn("sqs", "orders"),
            Service::Sqs,
            "orders",
            Access::Receive,
        ),
        (
            "SNS:Publish",
            arn("sns", "alerts"),
            Service::Sns,
            "alerts",
            Access::Publish,
        ),
        (
            "dynamodb:Query",
            arn("dynamodb", "table/users/index/by-name"),
            Service::DynamoDb,
            "users",
            Access::Read,
        ),
        (
            "dynamodb:PutItem",
            arn("dynamodb", "table/users"),
            Service::DynamoDb,
            "users",
            Access::Write,
        ),
        (
            "kinesis:PutRecord",
            arn("kinesis", "stream/clicks"),
            Service::Kinesis,
            "clicks",
            Access::Write,
        ),
        (
            "secretsmanager:GetSecretValue",
            arn("secretsmanager", "secret:prod/db-AbC123"),
            Service::SecretsManager,
            "prod/db",
            Access::Read,
        ),
        (
            "secretsmanager:GetSecretValue",
            "prod/db".to_owned(),
            Service::SecretsManager,
            "prod/db",
            Access::Read,
        ),
        (
            "ssm:GetParameter",
            arn("ssm", "parameter/app/prod"),
            Service::Ssm,
            "/app/prod",
            Access::Read,
        ),
    ] {
        let grant = asked(action, &resource);
        assert_eq!(grant.service, service, "{action}");
        assert_eq!(grant.texts().next().unwrap().1, text, "{action}");
        assert_eq!(grant.access, [access], "{action}");
    }
    assert_eq!(
        asked("s3:GetObject", "\"arn:aws:s3:::data/in/2026/a b.csv\"").text("prefix"),
        "in/2026/"
    );
    assert_eq!(
        asked(
            "athena:StartQueryExecution",
            &arn("athena", "workgroup/primary")
        )
        .service,
        Service::Athena
    );
}

#[test]
fn what_no_kind_covers_becomes_a_statement_of_just_that() {
    let grant = asked(
        "lambda:InvokeFunction",
        "arn:aws:lambda:us-east-1:003250186609:function:resize",
    );
    assert_eq!(grant.service, Service::Custom);
    let statement: serde_json::Value = serde_json::from_str(grant.text("statement")).unwrap();
    assert_eq!(statement["Effect"], "Allow");
    assert_eq!(
        statement["Resource"],
        "arn:aws:lambda:us-east-1:003250186609:function:resize"
    );
    // What AWS printed never becomes a pattern.
    let grant = asked(
        "lambda:InvokeFunction",
        "arn:aws:lambda:us-east-1:003250186609:function:*",
    );
    assert!(
        grant.text("statement").contains("function:${*}"),
        "{}",
        grant.text("statement")
    );
}

#[test]
fn where_aws_names_no_resource_nothing_is_asked_for_on_everything() {
    let user = "User: arn:aws:sts::003250186609:assumed-role/bln-fairbid-production-blue-raven/x is not authorized to perform:";
    let found = first(&format!(
        "{user} kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
    ));
    assert_eq!((found.code, found.permission), ("kms_key_hidden", None));
    let found = first(&format!("{user} s3:GetObject"));
    assert_eq!((found.code, found.permission), ("permission_missing", None));
    // Some are about no resource at all.
    let found = first(&format!(
        "{user} ec2:describeinstances because no identity-based policy allows it"
    ));
    let grant = found.permission.unwrap().grant;
    assert!(
        grant
            .text("statement")
            .contains("\"ec2:DescribeInstances\""),
        "{grant:?}"
    );
}

#[test]
fn what_is_granted_already_and_what_others_deny_is_not_asked_for() {
    let object = "\"arn:aws:s3:::inneractive-fyber-data/in/x.csv\"";
    for (reason, code) in [
        (NO_IDENTITY, "granted_already"),
        ("", "granted_already"),
        (
            "with an explicit deny in a service control policy",
            "explicit_deny",
        ),
        (
            "with an explicit deny in a resource-based policy",
            "explicit_deny",
        ),
        (
            "because no permissions boundary allows the s3:GetObject action",
            "boundary",
        ),
        (
            "because no service control policy allows the s3:GetObject action",
            "organization_policy",
        ),
        (
            "because no resource control policy allows the s3:GetObject action",
            "organization_policy",
        ),
        (
            "because no session policy allows the s3:GetObject action",
            "session_policy",
        ),
        (
            "because no VPC endpoint policy allows the s3:GetObject action",
            "endpoint_policy",
        ),
        (
            "because no resource-based policy allows the s3:GetObject action",
            "resource_policy",
        ),
    ] {
        let found = first(&denial("s3:GetObject", object, reason));
        assert_eq!(found.code, code, "{reason}");
        assert_eq!(found.permission, None, "{reason}");
    }
}

#[test]
fn a_call_of_another_role_is_about_that() {
    let text = denial("s3:GetObject", "arn:aws:s3:::data/x", NO_IDENTITY);
    let node = text.replace(
        "bln-fairbid-production-blue-raven/botocore-session-1700000000",
        "nodes/i-0123456789abcdef0",
    );
    let found = chosen(&node);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, "node_role");
    let other = text.replace("bln-fairbid-production-blue-raven", "terraform");
    assert_eq!(chosen(&other)[0].code, "other_role");
    let user = text.replace("sts::003250186609:assumed-role/bln-fairbid-production-blue-raven/botocore-session-1700000000", "iam::003250186609:user/deploy");
    let found = chosen(&user);
    assert_eq!(
        found.iter().map(|one| one.code).collect::<Vec<_>>(),
        ["iam_user"]
    );
    // Nothing is known of the role: the permission can be asked for all the same.
    let found = diagnosed(&text, &[], None);
    let permission = found[0].permission.clone().unwrap();
    assert_eq!(permission.role, None);
    assert_eq!(permission.cluster.as_deref(), Some("production"));
}

#[test]
fn a_decoded_message_and_the_cli_with_an_address_are_read() {
    let decoded = r#"{"DecodedMessage": "{\"allowed\":false,\"explicitDeny\":false,\"context\":{\"principal\":{\"arn\":\"arn:aws:sts::003250186609:assumed-role/bln-fairbid-production-blue-raven/x\"},\"action\":\"ec2:DescribeVolumes\",\"resource\":\"*\"}}"}"#;
    let found = first(decoded);
    assert_eq!(found.code, "permission_missing");
    assert!(
        found
            .permission
            .unwrap()
            .grant
            .text("statement")
            .contains("ec2:DescribeVolumes")
    );
    let cli = "upload failed: ./x.csv to s3://data/out/x.csv An error occurred (AccessDenied) when calling the PutObject operation: Access Denied";
    let grant = first(cli).permission.unwrap().grant;
    assert_eq!(grant, Grant::s3("data", "out/", &[Access::Write]));
}

#[test]
fn a_grant_joins_the_line_of_its_resource() {
    let read = Grant::s3("data", "in/", &[Access::Read]);
    let write = Grant::s3("data", "in/", &[Access::Write]);
    let other = Grant::s3("data", "out/", &[Access::Write]);
    assert_eq!(
        with_grant(vec![read.clone()], write),
        [Grant::s3("data", "in/", &[Access::Read, Access::Write])]
    );
    assert_eq!(with_grant(vec![read.clone()], other.clone()), [read, other]);
}

#[test]
fn the_worst_comes_first_and_nothing_twice() {
    let text = format!(
        "{}\n{}\nAWS_ROLE_ARN={ARN}\nAWS_WEB_IDENTITY_TOKEN_FILE=/x\nAWS_REGION=us-east-1\nAWS_PROFILE=a",
        denial("s3:GetObject", "arn:aws:s3:::data/in/x", NO_IDENTITY),
        denial("s3:GetObject", "arn:aws:s3:::data/in/x", NO_IDENTITY)
    );
    let codes: Vec<_> = chosen(&text).iter().map(|one| one.code).collect();
    assert_eq!(codes, ["permission_missing", "profile"]);
}

/// The demonstration's secret key of AWS's own documents, and others of its kinds.
const SECRETS: [(&str, &str); 8] = [
    (
        "AWS_SECRET_ACCESS_KEY=",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
    (
        "AWS_SESSION_TOKEN=",
        "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQD0example",
    ),
    (
        "\"SecretAccessKey\": \"",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEK3",
    ),
    (
        "token: ",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3gifQ.c2lnbmF0dXJl",
    ),
    ("Authorization: Bearer ", "opaque-token-1234"),
    ("password=", "hunter2"),
    ("see ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEK3"),
    ("key ", "AKIAIOSFODNN7EXAMPLE"),
];

#[test]
fn secrets_are_never_said_again() {
    for (before, secret) in SECRETS {
        for after in ["", "\n", "\" rest", ", more"] {
            let text = format!(
                "An error (AccessDenied) when calling the GetObject operation\n{before}{secret}{after}\nAWS_REGION=eu-west-1"
            );
            assert!(!redacted(&text).contains(secret), "{text}");
            let told = format!("{:?} {:?}", Evidence::read(&text), chosen(&text));
            assert!(!told.contains(secret), "{text}: {told}");
        }
    }
    // And nothing else is taken away.
    for text in [
        "open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied",
        "InvalidIdentityToken: No OpenIDConnect provider found in your account",
        "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
        &denial(
            "s3:GetObject",
            "\"arn:aws:s3:::data/in/2026/a b.csv\"",
            NO_IDENTITY,
        ),
        &described(&format!("eks.amazonaws.com/role-arn: {ARN}")),
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn commands_hold_no_text_that_could_run() {
    let text = described(&format!("eks.amazonaws.com/role-arn: {ARN}s")).replace(
        "Name:                blue-raven",
        "Name:                x;rm${IFS}-rf",
    );
    for finding in found(&text).iter().chain(&diagnosed(&text, &[], None)) {
        for command in &finding.commands {
            assert!(!command.text.contains("rm$"), "{command:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in any::<String>()) {
        prop_assert!(!found(&text).is_empty());
        redacted(&text);
    }

    /// Pieces of what it knows, in any order and cut anywhere.
    #[test]
    fn no_piece_of_evidence_breaks_it(
        pieces in prop::collection::vec(
            prop_oneof![
                Just("User: arn:aws:sts::003250186609:assumed-role/a/b is ".to_owned()),
                Just("not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::ü/".to_owned()),
                Just("because no ".to_owned()), Just("explicit deny".to_owned()),
                Just("\"DecodedMessage\": {\"".to_owned()), Just("Annotations: ".to_owned()),
                Just("AWS_ROLE_ARN=".to_owned()), Just("\"iss\": {".to_owned()),
                Just("when calling the ".to_owned()), Just("AccessDenied s3://".to_owned()),
                Just("kind: ServiceAccount\n".to_owned()), Just("arn:aws:iam::003250186609:role/".to_owned()),
                Just("password=".to_owned()), Just("eyJ".to_owned()), any::<String>(),
            ],
            0..30,
        ),
        skip in 0_usize..40,
    ) {
        let text: String = pieces.concat().chars().skip(skip).collect();
        prop_assert!(!chosen(&text).is_empty());
    }

    #[test]
    fn no_secret_survives(
        secret in "[A-Za-z0-9]{12}[A-Z][a-z][0-9][A-Za-z0-9+/]{25}",
        name in prop::sample::select(vec!["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "DB_PASSWORD", "client-secret"]),
        by in prop::sample::select(vec!["=", "=\"", ": ", ":   '"]),
        around in "[ -~\n]{0,40}",
    ) {
        let text = format!("{around}\n{name}{by}{secret}\n{around}");
        prop_assert!(!redacted(&text).contains(&secret), "{}", text);
        let told = format!("{:?} {:?}", Evidence::read(&text), found(&text));
        prop_assert!(!told.contains(&secret), "{}", told);
    }
}
