//! What the Doctor found.

use roleport_app::{pages::permission_link, portal::doctor};
use roleport_domain::doctor as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::grants::DraftGrant, all};

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Diagnosis {
    /// Number of the role that it is about, where one was named or recognised.
    role: Option<i64>,
    /// The worst first, at least one.
    findings: Vec<Finding>,
}

/// One thing that was found.
#[derive(Debug, Serialize, ToSchema)]
struct Finding {
    /// Stable name of what it is, such as `annotation_key`.
    code: &'static str,
    /// `wrong`, `suspect`, `known` or `right`.
    standing: &'static str,
    /// What is wrong.
    cause: String,
    /// What to do.
    cure: String,
    /// Commands to run for it, in order.
    commands: Vec<Command>,
    /// The line that says so, without secrets; empty where none does.
    evidence: String,
    /// What to ask for, where a permission is missing.
    permission: Option<Permission>,
}

/// Something to run.
#[derive(Debug, Serialize, ToSchema)]
struct Command {
    /// What it does.
    title: String,
    /// The text; names in capitals stand for what is not known.
    text: String,
}

/// What to ask for.
#[derive(Debug, Serialize, ToSchema)]
struct Permission {
    /// The role whose grants are to change; none where there is no role yet.
    role: Option<i64>,
    /// The grant, to be added to those the role has.
    grant: DraftGrant,
    /// Path of the form that asks for it, filled in.
    form: String,
}

impl From<doctor::Diagnosis> for Diagnosis {
    fn from(found: doctor::Diagnosis) -> Self {
        Self {
            role: found.about.map(|patient| patient.id),
            findings: all(found.findings),
        }
    }
}

impl From<domain::Finding> for Finding {
    fn from(found: domain::Finding) -> Self {
        Self {
            code: found.code,
            standing: found.standing.as_str(),
            cause: found.cause.into(),
            cure: found.cure.into(),
            commands: all(found.commands),
            evidence: found.evidence.into(),
            permission: found.permission.map(Permission::from),
        }
    }
}

impl From<domain::Command> for Command {
    fn from(command: domain::Command) -> Self {
        Self {
            title: command.title.into(),
            text: command.text,
        }
    }
}

impl From<domain::Permission> for Permission {
    fn from(permission: domain::Permission) -> Self {
        Self {
            role: permission.role,
            form: permission_link(&permission),
            grant: permission.grant.into(),
        }
    }
}
