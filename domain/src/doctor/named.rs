//! The ARN of a role where one is set: in an annotation, or in a pod's settings.

use super::{
    Finding,
    arn::RoleArn,
    known::{Case, Names},
};

/// What is wrong with it; nothing where it is the ARN of the role that is meant.
pub(super) fn finding(place: &str, arn: &str, case: &Case<'_>, names: &Names) -> Option<Finding> {
    let repaired = |finding: Finding| {
        finding
            .run("Annotate the service account", names.annotate())
            .run("Restart the pods", names.pods().restart())
    };
    let Some(read) = RoleArn::parse(arn) else {
        return Some(repaired(Finding::wrong(
            "role_arn_invalid",
            format!("{place} holds something that is no role’s ARN."),
            "A role’s ARN reads arn:aws:iam::ACCOUNT:role/NAME, with an account of 12 digits, without quotes or spaces. Set it again and restart the pods.",
        )));
    };
    let Some(role) = case.role else {
        return Some(unknown(place, &read, case));
    };
    if role.retired {
        return Some(Finding::wrong(
            "role_retired",
            format!(
                "The role {} is retired: it is not in AWS any more.",
                role.name()
            ),
            "Ask for a new role for this service account; its ARN will be the same again.",
        ));
    }
    if role.arn == arn {
        return None;
    }
    let own = RoleArn::parse(&role.arn)?;
    let binding = format!("{}/{}", role.namespace, role.service_account);
    let found = if let Some(other) = case.by_arn(arn) {
        Finding::wrong(
            "role_of_another",
            format!(
                "{place} names the role of {}/{}, which these pods can’t assume: its trust names that service account alone.",
                other.namespace, other.service_account
            ),
            format!(
                "The role of {binding} is {}. Set that one, and restart the pods.",
                role.arn
            ),
        )
    } else if read.account != own.account || read.partition != own.partition {
        Finding::wrong(
            "role_other_account",
            format!(
                "{place} names a role of the account {} ({}), and the role of {binding} is in {} ({}).",
                read.account, read.partition, own.account, own.partition
            ),
            "Set the ARN of the role that Roleport made, and restart the pods.",
        )
    } else {
        Finding::wrong(
            "role_arn_differs",
            format!(
                "{place} is not the ARN of the role of {binding}. AWS compares every letter, and the path before the name."
            ),
            format!(
                "The role’s ARN is {}. Set it, and restart the pods.",
                role.arn
            ),
        )
    };
    Some(repaired(found))
}

fn unknown(place: &str, read: &RoleArn<'_>, case: &Case<'_>) -> Finding {
    let clusters = case.known.clusters;
    if !clusters.iter().any(|one| one.account_id == read.account) {
        return Finding::suspect(
            "role_unknown_account",
            format!(
                "{place} names a role of the account {}, in which no cluster of this Roleport has its roles.",
                read.account
            ),
            "Compare the account with the one your pods should use. If it is right, the role is not Roleport’s: ask whoever made it.",
        );
    }
    Finding::suspect(
        "role_unknown",
        format!(
            "Roleport knows no role {} that you may see. It may be misspelt, never made, or made by other means.",
            read.name
        ),
        "Look for your application under Roles and compare the ARN letter by letter. If it is not there, ask for a role.",
    )
}
