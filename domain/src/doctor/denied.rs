//! What follows from a refusal: a permission to ask for, or who else stands in the way.

use roleport_lang::{Text, text};

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
            text!(symptom_session_policy, action = denial.action),
            text!(symptom_session_policy_cure),
        ),
        Reason::NotAllowed(Layer::Endpoint) => Finding::wrong(
            "endpoint_policy",
            text!(symptom_endpoint_policy, action = denial.action),
            text!(symptom_endpoint_policy_cure),
        ),
        Reason::NotAllowed(Layer::Resource) => resource_policy(denial, case),
        Reason::NotAllowed(Layer::Identity) | Reason::Unsaid => missing(denial, evidence, case),
    };
    Some(finding.seen(&denial.line))
}

fn denied(denial: &Denial, layer: Option<Layer>) -> Finding {
    let action = &denial.action;
    let (cause, cure) = match layer {
        Some(Layer::Identity) => (
            text!(symptom_deny_identity, action = action),
            text!(symptom_deny_identity_cure),
        ),
        Some(Layer::Resource) => (
            text!(symptom_deny_resource, action = action),
            text!(symptom_deny_resource_cure),
        ),
        Some(Layer::Boundary) => (
            text!(symptom_deny_boundary, action = action),
            text!(symptom_deny_boundary_cure),
        ),
        Some(Layer::Organization) => (
            text!(symptom_deny_organization, action = action),
            text!(symptom_deny_organization_cure),
        ),
        Some(Layer::Session) => (
            text!(symptom_deny_session, action = action),
            text!(symptom_deny_session_cure),
        ),
        Some(Layer::Endpoint) => (
            text!(symptom_deny_endpoint, action = action),
            text!(symptom_deny_endpoint_cure),
        ),
        None => (
            text!(symptom_deny_some, action = action),
            text!(symptom_deny_some_cure),
        ),
    };
    Finding::wrong("explicit_deny", cause, cure)
}

fn boundary(denial: &Denial, case: &Case<'_>) -> Finding {
    let cluster = case.cluster(denial.session.as_ref().map(|one| one.account.as_str()));
    let arn = cluster.and_then(|cluster| cluster.raw.permissions_boundary);
    let action = &denial.action;
    Finding::wrong(
        "boundary",
        arn.map_or_else(
            || text!(symptom_boundary, action = action),
            |arn| text!(symptom_boundary_of, boundary = arn, action = action),
        ),
        text!(symptom_boundary_cure),
    )
}

fn organization(denial: &Denial) -> Finding {
    Finding::wrong(
        "organization_policy",
        text!(symptom_organization, action = denial.action),
        text!(symptom_organization_cure),
    )
}

fn resource_policy(denial: &Denial, case: &Case<'_>) -> Finding {
    let role = case
        .role
        .map_or_else(|| text!(symptom_the_arn), |role| Text::plain(&role.arn));
    Finding::wrong(
        "resource_policy",
        text!(symptom_resource_policy, action = denial.action),
        text!(symptom_resource_policy_cure, role = role),
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
                text!(symptom_missing_object),
                text!(symptom_missing_object_cure),
            )
            .ask(asked);
        }
    }
    ungranted(denial, case, asked)
}

fn ungranted(denial: &Denial, case: &Case<'_>, asked: Option<Permission>) -> Finding {
    let (action, resource) = (&denial.action, &denial.resource);
    let cause = match (case.role.map(KnownRole::name), resource.is_empty()) {
        (None, false) => text!(symptom_missing, action = action, resource = resource),
        (None, true) => text!(symptom_missing_somewhere, action = action),
        (Some(role), false) => text!(
            symptom_missing_of,
            role = role,
            action = action,
            resource = resource
        ),
        (Some(role), true) => text!(symptom_missing_of_somewhere, role = role, action = action),
    };
    let cure = match asked.as_ref().map(|asked| &asked.grant) {
        None if denial.resource.is_empty() => text!(symptom_ask_more),
        None => text!(symptom_ask_approver),
        Some(grant) if grant.service == Service::Custom => {
            text!(symptom_ask_custom)
        }
        Some(grant) if grant.service == Service::Athena => {
            text!(symptom_ask_queries)
        }
        Some(grant) if grant.service == Service::S3 && grant.text("prefix").is_empty() => {
            text!(symptom_ask_bucket, grant = grant.describe())
        }
        Some(grant) => text!(symptom_ask, grant = grant.describe()),
    };
    let cure = if elsewhere(denial, case) {
        text!(symptom_ask_elsewhere, cure = cure)
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
        text!(
            symptom_granted_already,
            role = role.name(),
            action = denial.action
        ),
        text!(symptom_granted_already_cure),
    )
}

fn key(denial: &Denial) -> Finding {
    if denial.resource.is_empty() {
        return symptom::hidden_key();
    }
    let action = &denial.action;
    Finding::wrong(
        "kms_key",
        if action == "kms:Decrypt" {
            text!(symptom_key_read, action = action)
        } else {
            text!(symptom_key_written, action = action)
        },
        text!(symptom_key_cure),
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
        text!(symptom_list_slash, folder = folder),
        text!(symptom_list_slash_cure),
    )
    .run(text!(symptom_run_list_the_folder), list_command(folder))
}

/// A folder is a text that somebody typed: in quotes that it can't leave.
fn list_command(folder: &str) -> String {
    format!("aws s3 ls '{}'", folder.replace('\'', r"'\''"))
}
