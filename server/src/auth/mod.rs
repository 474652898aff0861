//! Sign-in through OpenID Connect, and the session that follows it.

pub mod oidc;
pub mod origin;
pub mod session;
