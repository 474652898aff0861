//! Errors that say what is wrong by their words: of SDKs, of the AWS CLI, of the kernel.

use super::{
    Evidence, Finding, Permission,
    known::{Case, Names},
    permission,
};
use crate::service::Home;

/// What an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// STS refused the role.
    Assume,
    NoProvider,
    Audience,
    /// STS could not ask the issuer for its keys.
    IssuerKeys,
    /// The pod's token, or the credentials that came of it, are too old.
    Expired,
    TokenUnreadable,
    TokenAbsent,
    NoCredentials,
    StsModule,
    NoRegion,
    Profile,
    WrongKeys,
    Encoded,
    /// S3 hides which key it can't use.
    HiddenKey,
    /// A refusal that names the operation alone, with the address where there is one.
    Refused {
        operation: String,
        address: Option<String>,
    },
}

impl Kind {
    /// Whether somebody wanted to read an object.
    pub(super) fn is_get(&self) -> bool {
        matches!(self, Self::Refused { operation, .. } if matches!(operation.as_str(), "GetObject" | "HeadObject"))
    }
}

/// An error with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symptom {
    pub(super) kind: Kind,
    pub(super) line: String,
}

/// Words of each kind, in lower case; all of one list must be in a line. The first that fits tells.
const WORDS: [(Kind, &[&[&str]]); 13] = [
    (Kind::NoProvider, &[&["no openidconnect provider found"]]),
    (Kind::Audience, &[&["incorrect token audience"]]),
    (
        Kind::IssuerKeys,
        &[
            &["couldn't retrieve verification key"],
            &["could not retrieve verification key"],
        ],
    ),
    (
        Kind::Assume,
        &[
            &["not authorized to perform", "sts:assumerolewithwebidentity"],
            &["accessdenied", "assumerolewithwebidentity"],
        ],
    ),
    (
        Kind::Expired,
        &[
            &["token expired: current date"],
            &["security token included in the request is expired"],
            &["provided token has expired"],
            &["expiredtoken"],
        ],
    ),
    (
        Kind::TokenUnreadable,
        &[
            &["serviceaccount/token", "permission denied"],
            &["serviceaccount/token", "eacces"],
            &["serviceaccount/token", "accessdeniedexception"],
        ],
    ),
    (
        Kind::TokenAbsent,
        &[
            &["serviceaccount/token", "no such file"],
            &["serviceaccount/token", "enoent"],
            &["serviceaccount/token", "nosuchfileexception"],
        ],
    ),
    (
        Kind::StsModule,
        &[
            &["'sts' service module must be on the class path"],
            &["aws-java-sdk-sts module must be on the class path"],
        ],
    ),
    (
        Kind::NoRegion,
        &[
            &["must specify a region"],
            &["unable to load region from any of the providers"],
            &["unable to find a region via the region provider chain"],
            &["region is missing"],
            &["missingregion"],
            &["missing region"],
            &["aws region is required"],
        ],
    ),
    (
        Kind::Profile,
        &[
            &["config profile", "could not be found"],
            &["failed to get shared config profile"],
            &["profile file contained no credentials for profile"],
        ],
    ),
    (
        Kind::NoCredentials,
        &[
            &["unable to locate credentials"],
            &["unable to load credentials from any of the providers"],
            &["unable to load aws credentials from any provider"],
            &["could not load credentials from any providers"],
            &["no ec2 imds role found"],
            &["nocredentialproviders"],
            &["failed to refresh cached credentials"],
        ],
    ),
    (
        Kind::WrongKeys,
        &[
            &["security token included in the request is invalid"],
            &["invalidclienttokenid"],
            &["unrecognizedclientexception"],
            &["invalidaccesskeyid"],
            &["signaturedoesnotmatch"],
        ],
    ),
    (
        Kind::HiddenKey,
        &[&["ciphertext refers to a customer master key"]],
    ),
];

/// More in one text are the same again and again.
const MOST: usize = 20;

/// The symptoms of a text, each kind once. Where a refusal says all, one that says less is left out.
pub(super) fn read(text: &str, is_denied: bool) -> Vec<Symptom> {
    let mut found: Vec<Symptom> = Vec::new();
    let mut note = |kind: Kind, line: &str| {
        if found.len() < MOST && !found.iter().any(|one| one.kind == kind) {
            found.push(Symptom {
                kind,
                line: line.to_owned(),
            });
        }
    };
    for line in text.lines() {
        let lower = line.to_ascii_lowercase();
        if let Some(place) = lower.find("encoded authorization failure message") {
            note(Kind::Encoded, line.get(place..).unwrap_or(line));
        }
        for (kind, ways) in WORDS {
            // A chain of providers says of each why not: the one with the token counts, not the profile.
            if ways
                .iter()
                .any(|words| words.iter().all(|word| lower.contains(word)))
                && !(kind == Kind::Profile && lower.contains("providers in the chain"))
            {
                note(kind, line);
            }
        }
        if let Some(operation) = refused(line) {
            let address = address(line).or_else(|| address(text));
            let operation = operation.to_owned();
            note(Kind::Refused { operation, address }, line);
        }
    }
    let has = |kind: &Kind| found.iter().any(|one| one.kind == *kind);
    // What is the cause makes the general word superfluous.
    let explained = [
        Kind::Assume,
        Kind::NoProvider,
        Kind::Audience,
        Kind::IssuerKeys,
        Kind::Expired,
        Kind::TokenUnreadable,
        Kind::TokenAbsent,
        Kind::StsModule,
        Kind::Profile,
    ]
    .iter()
    .any(has);
    found.retain(|one| !(explained && one.kind == Kind::NoCredentials));
    if is_denied {
        // Kept where it tells what the caller wanted; said by the refusal itself.
        found.retain(|one| !matches!(one.kind, Kind::Refused { .. }) || one.kind.is_get());
    }
    found
}

/// The operation of a refusal without a sentence: `AccessDenied`, `403` or `Forbidden`, and no more.
fn refused(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let is_refused = [
        "accessdenied",
        "access denied",
        "(403)",
        "statuscode: 403",
        "status code: 403",
        "forbidden",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if !is_refused || lower.contains("webidentity") {
        return None;
    }
    let operation = |start: &str| {
        let rest = line.split_once(start)?.1;
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        rest.get(..end)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    operation("when calling the ").or_else(|| operation("operation error S3: "))
}

/// The first `s3://bucket/key` of a text.
fn address(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("s3://")?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ','))
        .unwrap_or(rest.len());
    let found = rest.get(..end)?.trim_end_matches(['.', ':', ')']);
    (!found.is_empty()).then(|| found.to_owned())
}

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
pub(super) fn region(names: &Names) -> Finding {
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
pub(super) fn finding(symptom: &Symptom, evidence: &Evidence, case: &Case<'_>) -> Option<Finding> {
    let names = case.names(None, None);
    let found = match &symptom.kind {
        Kind::Assume => assume(case, &names),
        Kind::NoProvider => no_provider(case),
        Kind::Audience => Finding::wrong(
            "audience",
            "The token is for another audience than sts.amazonaws.com, so AWS refuses it.",
            "The pod reads another token than the one EKS gives it, or the service account has the annotation eks.amazonaws.com/audience. See which file it reads, and paste the token’s claims.",
        )
        .run("Show the pod's AWS settings", names.environment())
        .run("Show the service account", names.describe()),
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
        .run("Restart the pods", names.restart()),
        Kind::NoCredentials => no_credentials(evidence, &names)?,
        Kind::StsModule => Finding::wrong(
            "sts_module",
            "The Java SDK needs its STS module to use a pod’s role, and the application does not have it.",
            "Add software.amazon.awssdk:sts to the application, or com.amazonaws:aws-java-sdk-sts for version 1 of the SDK.",
        ),
        Kind::NoRegion => {
            let mut finding = region(&names);
            finding.standing = super::Standing::Wrong;
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
        .run("Show the pod's AWS settings", names.environment())
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
        Kind::HiddenKey => Finding::wrong(
            "kms_key_hidden",
            "The bucket is encrypted with a KMS key that the role may not use, or that is gone. S3 does not say which key.",
            "Ask S3 for the bucket’s key, then ask for that key here.",
        )
        .run("Show the bucket's key", "aws s3api get-bucket-encryption --bucket BUCKET"),
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
        .run("Show the pod's AWS settings", names.environment())
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
    .run("Restart the pods", names.restart())
    .run("Show the pod's AWS settings", names.environment())
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
        .run("Show the pod's AWS settings", names.environment())
        .run("Restart the pods", names.restart())
        .run("Show the service account", names.describe()),
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
