//! What a request would make.

use roleport_app::portal::Review;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::problem::Wrong,
    all,
    request::{Approval, Change},
    role::Documents,
};

/// What a request would make and whose approval it would need, or what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct PreviewAnswer {
    /// Whether it could be submitted.
    valid: bool,
    /// Everything that is wrong, at once; the rest is empty then.
    errors: Vec<Wrong>,
    /// What deserves a second look but stops nothing, by field.
    warnings: Vec<Wrong>,
    /// The difference in plain words.
    changes: Vec<Change>,
    /// What its approvers are told to look at twice.
    findings: Vec<String>,
    /// What it would make.
    documents: Documents,
    /// Whose approval it would need.
    approvals: Vec<Approval>,
    /// The rule that would approve it without asking anybody.
    approved_by_rule: Option<String>,
}

impl From<Review> for PreviewAnswer {
    fn from(mut review: Review) -> Self {
        Self {
            valid: review.preview.valid,
            errors: all(std::mem::take(&mut review.preview.errors)),
            warnings: all(std::mem::take(&mut review.preview.warnings)),
            changes: all(review.changes),
            findings: review.findings,
            documents: review.preview.into(),
            approvals: all(review.demands),
            approved_by_rule: review.approved_by_rule,
        }
    }
}
