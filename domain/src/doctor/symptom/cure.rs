//! What an error means in a pod, and what to do about it.

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
        "No region is set. EKS sets it along with the role where its webhook is told to; elsewhere the SDK asks the node, or stops.",
        "Set AWS_REGION in the deployment.",
    )
    .run(
        "Set the region",
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
            "The token is for another audience than sts.amazonaws.com, so AWS refuses it.",
            "The pod reads another token than the one EKS gives it, or the service account has the annotation eks.amazonaws.com/audience. See which file it reads, and paste the token’s claims.",
        )
        .run("Show the pod's AWS settings", names.pods().environment())
        .run("Show the service account", names.pods().describe()),
        Kind::IssuerKeys => Finding::wrong(
            "issuer_keys",
            "AWS could not fetch the keys of the cluster’s issuer. That passes by itself where it is seldom; where it always fails, the issuer’s address can’t be reached from the internet, or is not the one AWS was told.",
            "Try again. If it stays, whoever runs the cluster checks that ISSUER/.well-known/openid-configuration can be read by everyone.",
        ),
        Kind::Expired => expired(&names),
        Kind::TokenUnreadable => unreadable(&names),
        Kind::TokenAbsent => Finding::wrong(
            "token_absent",
            "The file with the token is not there: the settings were written by hand, or the pod is older than the annotation.",
            "Take AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE out of the chart, annotate the service account, and restart the pods.",
        )
        .run("Annotate the service account", names.annotate())
        .run("Restart the pods", names.pods().restart()),
        Kind::NoCredentials => no_credentials(evidence, &names)?,
        Kind::StsModule => Finding::wrong(
            "sts_module",
            "The Java SDK needs its STS module to use a pod’s role, and the application does not have it.",
            "Add software.amazon.awssdk:sts to the application, or com.amazonaws:aws-java-sdk-sts for version 1 of the SDK.",
        ),
        Kind::NoRegion => {
            let mut finding = region(&names);
            finding.standing = Standing::Wrong;
            finding
        }
        Kind::Profile => Finding::wrong(
            "profile_missing",
            "The SDK looks for a profile that is in no file of the pod: AWS_PROFILE is set, or the program names one.",
            "Take AWS_PROFILE out of the deployment, and the profile’s name out of the program.",
        )
        .run("Take the setting off the deployment", names.unset(&["AWS_PROFILE"])),
        Kind::WrongKeys => Finding::wrong(
            "keys_refused",
            "AWS does not know the access key: the pod has keys of its own that were deleted, are mistyped, or are of another partition.",
            "Take the keys out of the deployment, so that the role is used, and restart the pods.",
        )
        .run("Show the pod's AWS settings", names.pods().environment())
        .run("Take the keys off the deployment", names.unset(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])),
        Kind::Encoded => Finding::told(
            "encoded_message",
            "AWS says why in a form that has to be decoded, by somebody who may call sts:DecodeAuthorizationMessage; most pods may not.",
            "Have it decoded, with the whole message in place of MESSAGE, and paste what it prints.",
        )
        .run(
            "Decode the message",
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
    let trusts = case.role.map_or_else(
        || "The role’s trust names one service account of one cluster".to_owned(),
        |role| {
            format!(
                "The role {} trusts {}/{} of the cluster {} alone",
                role.name(),
                role.namespace,
                role.service_account,
                role.cluster.name
            )
        },
    );
    let finding = Finding::wrong(
        "assume_refused",
        format!(
            "AWS does not let the pod assume the role. {trusts}: the pod runs in another namespace or as another service account, the cluster was made anew and has another issuer, or there is no role of this name."
        ),
        "See which service account the pods run as, and which role they name. A role that was made a moment ago may take up to a minute. To be sure, paste the claims of the pod’s token.",
    );
    finding
        .run("Show the pods' service account", names.runs_as())
        .run("Show the pod's AWS settings", names.pods().environment())
        .run("Annotate the service account", names.annotate())
}

fn no_provider(case: &Case<'_>) -> Finding {
    let role = case.role;
    let which = role.map_or_else(String::new, |role| {
        format!(
            " {} does not know {}.",
            role.cluster.account_id,
            role.issuer()
        )
    });
    let issuer = role.map_or("ISSUER", |role| role.issuer());
    Finding::wrong(
        "no_provider",
        format!("The account of the role does not know the cluster’s OIDC provider, so no pod can assume any role in it.{which}"),
        "Whoever runs the account adds the provider, once for each cluster. If the cluster was made anew, its issuer is another one, and Roleport has to be told.",
    )
    .run(
        "Show the account's providers",
        "aws iam list-open-id-connect-providers",
    )
    .run(
        "Add the provider",
        format!("aws iam create-open-id-connect-provider --url {issuer} --client-id-list sts.amazonaws.com"),
    )
}

fn expired(names: &Names) -> Finding {
    Finding::wrong(
        "expired",
        "The credentials, or the token they come from, are too old. Both are renewed all the time; the program goes on with what it read once.",
        "Let the SDK’s default chain find the credentials, and keep none of them in a variable or a cache. Update the SDK; restart the pods for now. If keys were set by hand, take them away.",
    )
    .run("Restart the pods", names.pods().restart())
    .run("Show the pod's AWS settings", names.pods().environment())
}

fn unreadable(names: &Names) -> Finding {
    let patch = r#"{"spec":{"template":{"spec":{"securityContext":{"fsGroup":65534}}}}}"#;
    Finding::wrong(
        "token_unreadable",
        "The container does not run as root, and may not read its token: clusters older than Kubernetes 1.19 let root alone read it.",
        "Give the pod a group for its files, fsGroup in its securityContext. 65534 is nobody’s; any number will do.",
    )
    .run(
        "Set fsGroup",
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
            "The SDK found no credentials at all: the pod has no AWS_ROLE_ARN, or the SDK is older than web identity.",
            "See whether the pod has AWS_ROLE_ARN. If not, restart it; if that does not help, check the service account’s annotation. If it has, update the SDK.",
        )
        .run("Show the pod's AWS settings", names.pods().environment())
        .run("Restart the pods", names.pods().restart())
        .run("Show the service account", names.pods().describe()),
    )
}

/// What is encrypted with a key that is not named.
pub(in crate::doctor) fn hidden_key() -> Finding {
    Finding::wrong(
        "kms_key_hidden",
        "What is read or written there is encrypted with a KMS key that the role may not use, or that is gone. AWS does not say which key.",
        "Look for the key where it is set, for a bucket as below, and ask for that key.",
    )
    .run(
        "Show the bucket's key",
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
            "S3 refused to read the object. It does so too when the object is not there and the caller may not list its folder: only then it would say 404.",
            "Check the key. If the role has no access there, ask to read, which brings listing along; then a missing object is told as missing.",
        )
    } else if action(operation) == Some("s3:ListBucket") {
        Finding::wrong(
            "listing_refused",
            "S3 refused to list. A role that may list in/ may neither list in, without the slash, nor the whole bucket.",
            "List with the slash at the end. If the role may not list there at all, ask for it.",
        )
        .run("List a folder", "aws s3 ls s3://BUCKET/FOLDER/")
    } else {
        Finding::wrong(
            "refused",
            format!("AWS refused {operation}, and this line does not say on what, or why."),
            "Paste the whole message: the part that starts with “User:” names the action and the resource, and then the permission can be asked for from here.",
        )
    };
    finding.ask(asked)
}
