//! Tokens, without their texts.

use roleport_app::portal::tokens::{TokenLine, TokenState};
use serde::Serialize;
use utoipa::ToSchema;

use super::all;

/// Your tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Tokens {
    /// Newest first, at most 200.
    items: Vec<Token>,
}

impl From<Vec<TokenLine>> for Tokens {
    fn from(tokens: Vec<TokenLine>) -> Self {
        Self { items: all(tokens) }
    }
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Token {
    /// Number of the token.
    id: i64,
    /// What you call it.
    name: String,
    /// `personal` or `service`.
    kind: &'static str,
    /// What it may be used for.
    scopes: Vec<&'static str>,
    /// How it begins.
    prefix: String,
    /// `active`, `expired` or `revoked`.
    state: &'static str,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it was used last, to the minute.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
}

impl From<TokenLine> for Token {
    fn from(line: TokenLine) -> Self {
        Self {
            id: line.id,
            name: line.name,
            kind: line.kind.as_str(),
            scopes: line.scopes.iter().map(|scope| scope.as_str()).collect(),
            prefix: line.prefix,
            state: match line.state {
                TokenState::Active => "active",
                TokenState::Expired => "expired",
                TokenState::Revoked => "revoked",
            },
            created_at: line.created.machine,
            expires_at: line.expires.machine,
            last_used_at: line.last_used.map(|at| at.machine),
        }
    }
}
