//! Several requests of low risk, read and approved at once.

use roleport_lang::Text;

use super::RequestDetail;

/// What somebody reads before they approve several requests at once.
#[derive(Debug, Clone, Default)]
pub struct Together {
    /// Those that they may approve so, in the order in which they were chosen.
    pub requests: Vec<RequestDetail>,
    /// The others.
    pub left_out: Vec<NotTogether>,
}

/// A request that is not approved with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTogether {
    /// Which.
    pub id: i64,
    /// Why, in a sentence.
    pub reason: Text,
}

/// A request as somebody has read it: an approval is bound to this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRequest {
    /// Which.
    pub id: i64,
    /// Its version.
    pub version: i32,
    /// Hash of its content.
    pub hash: String,
    /// Hash of its plan.
    pub plan: String,
}

impl SeenRequest {
    /// As a field of a form holds it.
    pub fn to_field(&self) -> String {
        format!("{} {} {} {}", self.id, self.version, self.hash, self.plan)
    }

    /// Out of a form's field; nothing for anything else.
    pub fn parse(field: &str) -> Option<Self> {
        let mut parts = field.split(' ').map(str::to_owned);
        let seen = Self {
            id: parts.next()?.parse().ok()?,
            version: parts.next()?.parse().ok()?,
            hash: parts.next()?,
            plan: parts.next()?,
        };
        parts.next().is_none().then_some(seen)
    }
}

impl From<&RequestDetail> for SeenRequest {
    fn from(request: &RequestDetail) -> Self {
        Self {
            id: request.summary.id,
            version: request.version,
            hash: request.hash.clone(),
            plan: request.plan.hash.clone(),
        }
    }
}

/// What became of several approvals: each was a decision of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals {
    /// Numbers of the requests that are approved.
    pub approved: Vec<i64>,
    /// The others.
    pub left_out: Vec<NotTogether>,
}

/// What the page shows after it was sent.
#[derive(Debug, Clone)]
pub enum PostedTogether {
    /// Approved, as far as it went.
    Done(Approvals),
    /// Nothing was approved: something is wrong with the comment.
    Refused {
        /// The requests that were chosen.
        chosen: Vec<i64>,
        /// What was typed.
        comment: String,
        /// What is wrong with it.
        error: Text,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_comes_back_and_nothing_else_is_taken_for_it() {
        let seen = SeenRequest {
            id: 12,
            version: 3,
            hash: "ab".to_owned(),
            plan: "cd".to_owned(),
        };
        assert_eq!(SeenRequest::parse(&seen.to_field()), Some(seen));
        for wrong in [
            "",
            "12",
            "12 3 ab",
            "x 3 ab cd",
            "12 3 ab cd ef",
            "12 99999999999 ab cd",
        ] {
            assert_eq!(SeenRequest::parse(wrong), None, "{wrong}");
        }
    }
}
