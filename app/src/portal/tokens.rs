//! What the page of the tokens shows.

use roleport_domain::{
    errors::FieldError,
    token::{TokenKind, TokenScope},
};

use super::Moment;

/// Whether a token is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It is.
    Active,
    /// It was for a time, and that is over.
    Expired,
    /// Its person took it back.
    Revoked,
}

/// A token as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Row of the token in the store.
    pub id: i64,
    /// What its person calls it.
    pub name: String,
    /// For a person or for a program.
    pub kind: TokenKind,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// How it begins.
    pub prefix: String,
    /// When it was made.
    pub created: Moment,
    /// When it stops.
    pub expires: Moment,
    /// When it was used last, to the minute.
    pub last_used: Option<Moment>,
    /// Whether it is good.
    pub state: TokenState,
}

/// A token as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedToken {
    /// What its person calls it.
    pub name: String,
    /// For a person or for a program.
    pub kind: TokenKind,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// Days that it is good for.
    pub days: u32,
}

impl Default for TypedToken {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: TokenKind::Personal,
            scopes: vec![TokenScope::Read],
            days: 90,
        }
    }
}

/// What the page shows after a token was asked for.
#[derive(Debug, Clone, Default)]
pub struct PostedToken {
    /// What was typed.
    pub typed: TypedToken,
    /// What is wrong with it, all at once.
    pub errors: Vec<FieldError>,
    /// The token itself, once it is made; told on this page alone.
    pub made: Option<String>,
}
