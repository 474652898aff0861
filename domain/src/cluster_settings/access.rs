//! How Roleport comes into an account that is not its own: the role that it assumes there.

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use crate::{errors::FieldError, own_rights::is_role_of};

/// The role that is assumed in an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// ARN of a role of the account, which trusts Roleport's own role or user.
    pub role_arn: String,
    /// What that trust asks for besides, so that nobody else can have Roleport use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl Access {
    /// All that is wrong with it as the way into this account, beside `role_arn` and `external_id`.
    pub fn check(&self, account_id: &str) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, code: &str, message: Text| {
            errors.push(FieldError {
                field: field.to_owned(),
                code: code.to_owned(),
                message,
            });
        };
        if !is_role_of(&self.role_arn, account_id) {
            let message = text!(
                fields_role_arn_invalid,
                arn = self.role_arn,
                account = account_id
            );
            wrong("role_arn", "role_arn_invalid", message);
        }
        let external = self.external_id.as_deref().unwrap_or("roleport");
        // The limits of sts:AssumeRole.
        let fits = (2..=1224).contains(&external.len())
            && external
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&b));
        if !fits {
            wrong(
                "external_id",
                "external_id_invalid",
                text!(fields_external_id_invalid),
            );
        }
        errors
    }
}
