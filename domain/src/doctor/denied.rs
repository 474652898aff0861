//! What follows from a refusal: a permission to ask for, or who else stands in the way.

use super::{
    Evidence, Finding, KnownRole, Permission, arn,
    denial::{Denial, Layer, Reason},
    known::Case,
    permission, session, symptom,
};
use crate::{
    grant::Grant,
    policy::Decision,
    service::{Home, Service},
};

/// What is to be said of a refused call.
pub(super) fn findings(denial: &Denial, evidence: &Evidence, case: &Case<'_>) -> Option<Finding> {
    if arn::is_user(&denial.principal) {
        return None;
    }
    if denial
        .session
        .as_ref()
        .is_some_and(|own| own.is_node() || (case.role.is_some() && !session::is_of(own, case)))
    {
        // It is about the identity, and that was said: a permission for the wrong one helps nobody.
        return None;
    }
    let finding = match denial.reason {
        Reason::Denied(layer) => denied(denial, layer),
        Reason::NotAllowed(Layer::Boundary) => boundary(denial, case),
        Reason::NotAllowed(Layer::Organization) => organization(denial),
        Reason::NotAllowed(Layer::Session) => Finding::wrong(
            "session_policy",
            format!(
                "The program narrowed its own session: the session policy it asked for does not allow {}.",
                denial.action
            ),
            "Look for where the program assumes a role with a policy of its own, and let that allow the call.",
        ),
        Reason::NotAllowed(Layer::Endpoint) => Finding::wrong(
            "endpoint_policy",
            format!(
                "The VPC endpoint that the call goes through does not allow {}.",
                denial.action
            ),
            "No request to Roleport helps: whoever runs the network has to open the endpoint’s policy.",
        ),
        Reason::NotAllowed(Layer::Resource) => resource_policy(denial, case),
        Reason::NotAllowed(Layer::Identity) | Reason::Unsaid => missing(denial, evidence, case),
    };
    Some(finding.seen(&denial.line))
}

fn denied(denial: &Denial, layer: Option<Layer>) -> Finding {
    let (place, who) = match layer {
        Some(Layer::Identity) => (
            "a policy of the role itself",
            "Look at the role’s custom statements for a Deny; if there is none, somebody attached another policy in AWS.",
        ),
        Some(Layer::Resource) => (
            "the policy of the resource, such as a bucket’s policy",
            "Whoever owns the resource has to change its policy.",
        ),
        Some(Layer::Boundary) => (
            "the role’s permissions boundary",
            "Whoever owns the boundary has to change it.",
        ),
        Some(Layer::Organization) => (
            "a policy of the AWS organization",
            "Whoever runs the organization has to change it.",
        ),
        Some(Layer::Session) => (
            "the policy that the program gave its own session",
            "Change it where the program assumes the role.",
        ),
        Some(Layer::Endpoint) => (
            "the policy of the VPC endpoint",
            "Whoever runs the network has to change it.",
        ),
        None => (
            "some policy",
            "It may be the organization’s, the boundary, the resource’s own, or one of the role.",
        ),
    };
    Finding::wrong(
        "explicit_deny",
        format!(
            "{place} denies {}. A deny beats everything that allows.",
            denial.action
        )
        .replacen(place, &capital(place), 1),
        format!("Asking for a permission does not help. {who}"),
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn boundary(denial: &Denial, case: &Case<'_>) -> Finding {
    let cluster = case.cluster(denial.session.as_ref().map(|one| one.account.as_str()));
    let arn = cluster.and_then(|cluster| cluster.raw.permissions_boundary);
    let which = arn.map_or_else(String::new, |arn| format!(", {arn},"));
    Finding::wrong(
        "boundary",
        format!(
            "The role’s permissions boundary{which} does not allow {}.",
            denial.action
        ),
        "Asking for a permission does not help until whoever owns the boundary opens it for this: it is the most that any role of the cluster can do.",
    )
}

fn organization(denial: &Denial) -> Finding {
    Finding::wrong(
        "organization_policy",
        format!(
            "A policy of the AWS organization does not allow {} in this account.",
            denial.action
        ),
        "Asking for a permission does not help: whoever runs the organization has to allow it.",
    )
}

fn resource_policy(denial: &Denial, case: &Case<'_>) -> Finding {
    let arn = case.role.map_or("the role’s ARN", |role| role.arn.as_str());
    Finding::wrong(
        "resource_policy",
        format!(
            "The policy of the resource does not let the role in for {}. A resource of another account has to do so itself.",
            denial.action
        ),
        format!(
            "Whoever owns the resource has to allow {arn} in its policy. The role needs the permission as well."
        ),
    )
}

/// Nothing of the role allows it: it can be asked for, unless it is granted already.
fn missing(denial: &Denial, evidence: &Evidence, case: &Case<'_>) -> Finding {
    let account = denial.session.as_ref().map(|own| own.account.as_str());
    let cluster = case.cluster(account);
    let home = cluster.as_ref().map(Home::of);
    let resource = home.as_ref().map_or_else(
        || denial.resource.clone(),
        |home| permission::whole_arn(&denial.action, &denial.resource, home),
    );
    if let Some(role) = case.role {
        let policies = role.policies();
        let tried = resource.replace("??????", "AbCdEf");
        match permission::decide(&denial.action, &tried, &policies) {
            Decision::Allowed(_) => return granted(denial, role),
            Decision::ExplicitlyDenied(_) => return denied(denial, Some(Layer::Identity)),
            Decision::ImplicitlyDenied(_) => {}
        }
    }
    let grant = home
        .as_ref()
        .and_then(|home| permission::grant(&denial.action, &denial.resource, home));
    let asked = grant.map(|grant| asked(grant, evidence, case, account));
    let listed = case.role.and_then(|role| listed_folder(denial, role));
    if denial.action.starts_with("kms:") {
        return key(denial).ask(asked);
    }
    if denial.action == "s3:ListBucket" {
        if let Some(folder) = listed {
            return list_slash(&folder).ask(asked);
        }
        if evidence.symptoms.iter().any(|one| one.kind.is_get()) {
            return Finding::wrong(
                "missing_object",
                "The object is not there. S3 says so, with 404, only to those who may list its folder; to all others it answers 403.",
                "Check the key. To be told the difference, ask for list access.",
            )
            .ask(asked);
        }
    }
    ungranted(denial, case, asked)
}

fn ungranted(denial: &Denial, case: &Case<'_>, asked: Option<Permission>) -> Finding {
    let who = case.role.map_or_else(
        || "the role".to_owned(),
        |role| format!("the role {}", role.name()),
    );
    let on = if denial.resource.is_empty() {
        "; on which resource, AWS does not say".to_owned()
    } else {
        format!(" on {}", denial.resource)
    };
    let cause = format!("Nothing allows {who} to call {}{on}.", denial.action);
    let cure = match asked.as_ref().map(|asked| &asked.grant) {
        None if denial.resource.is_empty() => "Paste the whole message if it says more; else ask for the resource that the call was about.".to_owned(),
        None => "Nothing that can be granted in Roleport allows this. Ask an approver.".to_owned(),
        Some(grant) if grant.service == Service::Custom => {
            "No kind of line covers it: ask for it by a custom statement of just that, which approvers read word for word.".to_owned()
        }
        Some(grant) if grant.service == Service::Athena => {
            "Ask for queries with this work group; fill in the database and where the results go.".to_owned()
        }
        Some(grant) if grant.service == Service::S3 && grant.text("prefix").is_empty() => format!(
            "Ask to {}. What lies at the top of a bucket can be opened with the whole bucket only; name a folder if one will do.",
            grant.describe()
        ),
        Some(grant) => format!("Ask to {}.", grant.describe()),
    };
    let cure = if elsewhere(denial, case) {
        format!(
            "{cure} The resource is in another account: its own policy has to let the role in as well."
        )
    } else {
        cure
    };
    Finding::wrong("permission_missing", cause, cure).ask(asked)
}

fn elsewhere(denial: &Denial, case: &Case<'_>) -> bool {
    let own = case.role.map(|role| role.cluster.account_id.as_str());
    matches!((own, denial.resource_account()), (Some(own), Some(other)) if own != other)
}

fn asked(grant: Grant, evidence: &Evidence, case: &Case<'_>, account: Option<&str>) -> Permission {
    let role = case.role.filter(|role| !role.retired);
    let binding = case
        .role
        .map(|role| (role.namespace.clone(), role.service_account.clone()))
        .or_else(|| evidence.sought().bindings.into_iter().next());
    Permission {
        role: role.map(|role| role.id),
        cluster: case.cluster(account).map(|cluster| cluster.raw.name),
        binding,
        grant,
    }
}

/// Granted, and refused all the same.
fn granted(denial: &Denial, role: &KnownRole) -> Finding {
    Finding::suspect(
        "granted_already",
        format!(
            "The role {} is granted {} on this resource already, and AWS refused it.",
            role.name(),
            denial.action
        ),
        "If it was approved just now, wait a minute. Compare the role with AWS on its page: somebody may have changed it there. Else a policy of the resource, a key, the boundary or the organization denies it, or the call ran as another role.",
    )
}

fn key(denial: &Denial) -> Finding {
    if denial.resource.is_empty() {
        return symptom::hidden_key();
    }
    let what = if denial.action == "kms:Decrypt" {
        "read"
    } else {
        "written"
    };
    Finding::wrong(
        "kms_key",
        format!(
            "What is {what} there is encrypted with a KMS key that the role may not use ({}).",
            denial.action
        ),
        "Add the key to the grants. The key’s own policy must leave it to IAM, as it does unless somebody narrowed it.",
    )
}

/// The folder that a role may list in the bucket that it may not list as a whole.
fn listed_folder(denial: &Denial, role: &KnownRole) -> Option<String> {
    let bucket = denial.resource.rsplit(":::").next()?;
    let own = role.grants.iter().find(|grant| {
        grant.service == Service::S3
            && grant.text("bucket") == bucket
            && !grant.text("prefix").is_empty()
    })?;
    Some(format!("s3://{bucket}/{}", own.text("prefix")))
}

fn list_slash(folder: &str) -> Finding {
    Finding::wrong(
        "list_without_slash",
        format!("The role may list what is under {folder}, and the call listed something else: the folder without its slash, or the whole bucket."),
        "List with the slash at the end. If the program has to list the whole bucket, ask for that.",
    )
    .run("List the folder", list_command(folder))
}

/// A folder is a text that somebody typed: in quotes that it can't leave.
fn list_command(folder: &str) -> String {
    format!("aws s3 ls '{}'", folder.replace('\'', r"'\''"))
}
