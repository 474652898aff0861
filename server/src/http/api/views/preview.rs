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

/// What a request would make and whose approval it would need.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Preview {
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

impl From<Review> for Preview {
    fn from(mut review: Review) -> Self {
        Self {
            warnings: all(std::mem::take(&mut review.preview.warnings)),
            changes: all(review.changes),
            findings: all(review.findings),
            documents: review.preview.into(),
            approvals: all(review.demands),
            approved_by_rule: review.approved_by_rule,
        }
    }
}
