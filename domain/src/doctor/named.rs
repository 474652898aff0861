//! The ARN of a role where one is set: in an annotation, or in a pod's settings.

use roleport_lang::{Text, text};

use super::{
    Finding,
    arn::RoleArn,
    known::{Case, Names},
};

/// What is wrong with it; nothing where it is the ARN of the role that is meant.
pub(super) fn finding(place: &Text, arn: &str, case: &Case<'_>, names: &Names) -> Option<Finding> {
    let repaired = |finding: Finding| {
        finding
            .run(text!(symptom_run_annotate), names.annotate())
            .run(text!(symptom_run_restart), names.pods().restart())
    };
    let Some(read) = RoleArn::parse(arn) else {
        return Some(repaired(Finding::wrong(
            "role_arn_invalid",
            text!(symptom_arn_invalid, place = place),
            text!(symptom_arn_invalid_cure),
        )));
    };
    let Some(role) = case.role else {
        return Some(unknown(place, &read, case));
    };
    if role.retired {
        return Some(Finding::wrong(
            "role_retired",
            text!(symptom_role_retired, role = role.name()),
            text!(symptom_role_retired_cure),
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
            text!(
                symptom_role_of_another,
                place = place,
                account = format!("{}/{}", other.namespace, other.service_account)
            ),
            text!(
                symptom_role_of_another_cure,
                account = binding,
                arn = role.arn
            ),
        )
    } else if read.account != own.account || read.partition != own.partition {
        Finding::wrong(
            "role_other_account",
            text!(
                symptom_role_other_account,
                place = place,
                number = read.account,
                partition = read.partition,
                account = binding,
                own = own.account,
                other = own.partition
            ),
            text!(symptom_role_other_account_cure),
        )
    } else {
        Finding::wrong(
            "role_arn_differs",
            text!(symptom_arn_differs, place = place, account = binding),
            text!(symptom_arn_differs_cure, arn = role.arn),
        )
    };
    Some(repaired(found))
}

fn unknown(place: &Text, read: &RoleArn<'_>, case: &Case<'_>) -> Finding {
    let clusters = case.known.clusters;
    if !clusters.iter().any(|one| one.account_id == read.account) {
        return Finding::suspect(
            "role_unknown_account",
            text!(
                symptom_unknown_account,
                place = place,
                number = read.account
            ),
            text!(symptom_unknown_account_cure),
        );
    }
    Finding::suspect(
        "role_unknown",
        text!(symptom_unknown_role, role = read.name),
        text!(symptom_unknown_role_cure),
    )
}
