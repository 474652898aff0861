//! Errors that say what is wrong by their words: of SDKs, of the AWS CLI, of the kernel.

mod cure;
mod read;
mod words;

pub(super) use cure::{finding, hidden_key, region};
pub(super) use read::read;

/// What an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::doctor) enum Kind {
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
    pub(in crate::doctor) fn is_get(&self) -> bool {
        matches!(self, Self::Refused { operation, .. } if matches!(operation.as_str(), "GetObject" | "HeadObject"))
    }
}

/// An error with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::doctor) struct Symptom {
    pub(in crate::doctor) kind: Kind,
    pub(in crate::doctor) line: String,
}
