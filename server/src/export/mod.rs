//! What Roleport owns, as files for others (issue 4, item 11; docs/terraform.md).

pub mod folder;

use roleport_domain::{
    request::ValidRequest,
    terraform::{self, File},
};
use sqlx::PgConnection;

use crate::store::{
    StoreError,
    exports::{self, ExportedRow},
};

/// Why the roles can't be exported. It is all or nothing: Terraform would destroy a role that is
/// left out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The roles can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A role that would come out otherwise than it is in AWS.
    #[error("the role {0} can't be exported: {1}")]
    Role(String, String),
}

/// All active roles, as files of a tree.
///
/// # Errors
/// [`ExportError`]: then there is nothing that could be written instead.
pub async fn terraform(conn: &mut PgConnection) -> Result<Vec<File>, ExportError> {
    let rows = exports::active(conn, None).await?;
    let requests: Vec<_> = rows.into_iter().map(request).collect::<Result<_, _>>()?;
    Ok(terraform::tree(&requests))
}

/// One active role, to paste; nothing for a role that is retired.
///
/// # Errors
/// [`ExportError`] when it can't be exported.
pub async fn terraform_of(conn: &mut PgConnection, role_id: i64) -> Result<Vec<File>, ExportError> {
    match exports::active(conn, Some(role_id)).await?.pop() {
        Some(row) => Ok(terraform::snippet(&request(row)?)),
        None => Ok(Vec::new()),
    }
}

fn request(row: ExportedRow) -> Result<ValidRequest, ExportError> {
    let arn = row.arn.clone();
    let refused = |words: String| ExportError::Role(arn.clone(), words);
    let input = row
        .input()
        .ok_or_else(|| refused("no request has made it".to_owned()))?;
    let request = input.parse().map_err(|errors| {
        let reasons: Vec<_> = errors
            .into_iter()
            .map(|error| String::from(error.message))
            .collect();
        refused(format!(
            "Roleport's rules do not admit it any more: {} Request a change of it.",
            reasons.join(" ")
        ))
    })?;
    if request.role_arn() == arn {
        Ok(request)
    } else {
        Err(refused(format!(
            "Roleport would call it {} now. Request a change of it.",
            request.role_arn()
        )))
    }
}
