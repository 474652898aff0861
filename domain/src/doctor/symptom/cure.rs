//! What an error means in a pod, and what to do about it.

use roleport_lang::text;

use super::{Kind, Symptom};
use crate::{
    doctor::{
        Evidence, Finding, Permission, Standing,
        known::{Case, Names},
        permission,
    },
    service::Home,
};

/// The action that S3 checks for an operation.
fn action(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "GetObject" | "HeadObject" => "s3:GetObject",
        "ListObjects" | "ListObjectsV2" | "HeadBucket" => "s3:ListBucket",
        "PutObject"
        | "CreateMultipartUpload"
        | "UploadPart"
        | "CompleteMultipartUpload"
        | "CopyObject" => "s3:PutObject",
        "DeleteObject" | "DeleteObjects" => "s3:DeleteObject",
        _ => return None,
    })
}

/// That no region is set.
pub(in crate::doctor) fn region(names: &Names) -> Finding {
    Finding::suspect(
        "no_region",
        text!(symptom_no_region),
        text!(symptom_no_region_cure),
    )
    .run(
        text!(symptom_run_region),
        format!(
            "kubectl -n {} set env deployment/{} AWS_REGION={}",
            names.namespace, names.deployment, names.region
        ),
    )
}

/// What is to be said of an error.
pub(in crate::doctor) fn finding(
    symptom: &Symptom,
    evidence: &Evidence,
    case: &Case<'_>,
) -> Option<Finding> {
    let names = case.names(None, None);
    let found = match &symptom.kind {
        Kind::Assume => assume(case, &names),
        Kind::NoProvider => no_provider(case),
        Kind::Audience => Finding::wrong(
            "audience",
            text!(symptom_audience),
            text!(symptom_audience_cure),
        )
        .run(text!(symptom_run_settings), names.pods().environment())
        .run(text!(symptom_run_describe), names.pods().describe()),
        Kind::IssuerKeys => Finding::wrong(
            "issuer_keys",
            text!(symptom_issuer_keys),
            text!(symptom_issuer_keys_cure),
        ),
        Kind::Expired => expired(&names),
        Kind::TokenUnreadable => unreadable(&names),
        Kind::TokenAbsent => Finding::wrong(
            "token_absent",
            text!(symptom_token_absent),
            text!(symptom_token_absent_cure),
        )
        .run(text!(symptom_run_annotate), names.annotate())
        .run(text!(symptom_run_restart), names.pods().restart()),
        Kind::NoCredentials => no_credentials(evidence, &names)?,
        Kind::StsModule => Finding::wrong(
            "sts_module",
            text!(symptom_sts_module),
            text!(symptom_sts_module_cure),
        ),
        Kind::NoRegion => {
            let mut finding = region(&names);
            finding.standing = Standing::Wrong;
            finding
        }
        Kind::Profile => Finding::wrong(
            "profile_missing",
            text!(symptom_profile_missing),
            text!(symptom_profile_missing_cure),
        )
        .run(text!(symptom_run_setting_off), names.unset(&["AWS_PROFILE"])),
        Kind::WrongKeys => Finding::wrong(
            "keys_refused",
            text!(symptom_keys_refused),
            text!(symptom_keys_refused_cure),
        )
        .run(text!(symptom_run_settings), names.pods().environment())
        .run(text!(symptom_run_keys_off), names.unset(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])),
        Kind::Encoded => Finding::told(
            "encoded_message",
            text!(symptom_encoded),
            text!(symptom_encoded_cure),
        )
        .run(
            text!(symptom_run_decode),
            "aws sts decode-authorization-message --query DecodedMessage --output text \\\n  --encoded-message MESSAGE",
        ),
        Kind::HiddenKey => hidden_key(),
        Kind::Refused { operation, address } => {
            if !evidence.denials.is_empty() {
                return None;
            }
            unexplained(operation, address.as_deref(), case)
        }
    };
    Some(found.seen(&symptom.line))
}

fn assume(case: &Case<'_>, names: &Names) -> Finding {
    let cause = case.role.map_or_else(
        || text!(symptom_assume),
        |role| {
            text!(
                symptom_assume_of,
                role = role.name(),
                account = format!("{}/{}", role.namespace, role.service_account),
                cluster = role.cluster.name
            )
        },
    );
    let finding = Finding::wrong("assume_refused", cause, text!(symptom_assume_cure));
    finding
        .run(text!(symptom_run_runs_as), names.runs_as())
        .run(text!(symptom_run_settings), names.pods().environment())
        .run(text!(symptom_run_annotate), names.annotate())
}

fn no_provider(case: &Case<'_>) -> Finding {
    let role = case.role;
    let cause = role.map_or_else(
        || text!(symptom_no_provider),
        |role| {
            text!(
                symptom_no_provider_of,
                number = role.cluster.account_id,
                issuer = role.issuer()
            )
        },
    );
    let issuer = role.map_or("ISSUER", |role| role.issuer());
    Finding::wrong(
        "no_provider",
        cause,
        text!(symptom_no_provider_cure),
    )
    .run(
        text!(symptom_run_providers),
        "aws iam list-open-id-connect-providers",
    )
    .run(
        text!(symptom_run_add_provider),
        format!("aws iam create-open-id-connect-provider --url {issuer} --client-id-list sts.amazonaws.com"),
    )
}

fn expired(names: &Names) -> Finding {
    Finding::wrong(
        "expired",
        text!(symptom_expired),
        text!(symptom_expired_cure),
    )
    .run(text!(symptom_run_restart), names.pods().restart())
    .run(text!(symptom_run_settings), names.pods().environment())
}

fn unreadable(names: &Names) -> Finding {
    let patch = r#"{"spec":{"template":{"spec":{"securityContext":{"fsGroup":65534}}}}}"#;
    Finding::wrong(
        "token_unreadable",
        text!(symptom_token_unreadable),
        text!(symptom_token_unreadable_cure),
    )
    .run(
        text!(symptom_run_fs_group),
        format!(
            "kubectl -n {} patch deployment {} -p '{patch}'",
            names.namespace, names.deployment
        ),
    )
}

/// That no credentials were found; none where the pod's settings say it better.
fn no_credentials(evidence: &Evidence, names: &Names) -> Option<Finding> {
    if evidence.environment.is_some() {
        return None;
    }
    Some(
        Finding::wrong(
            "no_credentials",
            text!(symptom_no_credentials),
            text!(symptom_has_role_cure),
        )
        .run(text!(symptom_run_settings), names.pods().environment())
        .run(text!(symptom_run_restart), names.pods().restart())
        .run(text!(symptom_run_describe), names.pods().describe()),
    )
}

/// What is encrypted with a key that is not named.
pub(in crate::doctor) fn hidden_key() -> Finding {
    Finding::wrong(
        "kms_key_hidden",
        text!(symptom_hidden_key),
        text!(symptom_hidden_key_cure),
    )
    .run(
        text!(symptom_run_bucket_key),
        "aws s3api get-bucket-encryption --bucket BUCKET",
    )
}

/// A refusal that names no resource.
fn unexplained(operation: &str, address: Option<&str>, case: &Case<'_>) -> Finding {
    let asked = address.and_then(|address| {
        let cluster = case.cluster(None)?;
        let home = Home::of(&cluster);
        let action = action(operation)?;
        let (bucket, key) = address.split_once('/').unwrap_or((address, ""));
        let key = if action == "s3:ListBucket" { "" } else { key };
        let slash = if key.is_empty() { "" } else { "/" };
        let arn = format!(
            "arn:{}:s3:::{bucket}{slash}{key}",
            cluster.partition.as_str()
        );
        let grant = permission::grant(action, &arn, &home)?;
        let role = case.role.filter(|role| !role.retired);
        Some(Permission {
            role: role.map(|role| role.id),
            cluster: Some(cluster.raw.name.clone()),
            binding: case
                .role
                .map(|role| (role.namespace.clone(), role.service_account.clone())),
            grant,
        })
    });
    let finding = if matches!(operation, "GetObject" | "HeadObject") {
        Finding::wrong(
            "forbidden_or_missing",
            text!(symptom_forbidden_or_missing),
            text!(symptom_forbidden_or_missing_cure),
        )
    } else if action(operation) == Some("s3:ListBucket") {
        Finding::wrong(
            "listing_refused",
            text!(symptom_listing_refused),
            text!(symptom_listing_refused_cure),
        )
        .run(
            text!(symptom_run_list_folder),
            "aws s3 ls s3://BUCKET/FOLDER/",
        )
    } else {
        Finding::wrong(
            "refused",
            text!(symptom_refused, operation = operation),
            text!(symptom_refused_cure),
        )
    };
    finding.ask(asked)
}
