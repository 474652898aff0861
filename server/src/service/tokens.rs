//! Tokens of the API: made and revoked by their person, read back by whoever presents one.

use chrono::{DateTime, Utc};
use rand::{TryRngCore as _, rngs::OsRng};
use roleport_app::portal::{
    PortalError, Viewer,
    tokens::{TokenLine, TokenState, TypedToken},
};
use roleport_domain::token::{self, TokenKind, TokenScope};
use roleport_lang::{Text, english, text};
use sha2::{Digest as _, Sha256};

use super::{Service, SubmitError, broken, pages::moment, submit::error};
use crate::{
    auth::origin,
    store::{
        StoreError,
        events::{self, NewEvent},
        people,
        tokens::{self, NewToken, TokenRow},
    },
};

/// How every token begins, so that scanners for leaked secrets can know one.
const MARK: &str = "rp_";
/// Bytes of chance in a token.
const LENGTH: usize = 32;
/// Tokens of one person that are good at a time.
const MAX_LIVE: i64 = 50;

/// Who presents a token, and for what.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The person it acts as, in the roles that they have now.
    pub viewer: Viewer,
    /// The token's row.
    pub token_id: i64,
    /// What its person calls it.
    pub name: String,
    /// Whether it stands for a person or a program.
    pub kind: TokenKind,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// When it stops.
    pub expires_at: DateTime<Utc>,
}

impl Service {
    /// Makes a token; gives its text, which is told this once and kept nowhere.
    ///
    /// # Errors
    /// [`SubmitError::Fields`] of [`token::check`], `name_taken` or `too_many_tokens`.
    pub async fn create_token(
        &self,
        viewer: &Viewer,
        typed: &TypedToken,
    ) -> Result<String, SubmitError> {
        if viewer.roles.is_empty() {
            return Err(PortalError::Forbidden(text!(answers_no_group)).into());
        }
        let name = typed.name.trim();
        let errors = token::check(&viewer.roles, name, typed.kind, &typed.scopes, typed.days);
        if !errors.is_empty() {
            return Err(SubmitError::Fields(errors));
        }
        let secret = new_secret()?;
        let prefix: String = secret.chars().skip(MARK.len()).take(6).collect();
        let scopes = words(&typed.scopes);
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if tokens::count_live(&mut tx, viewer.person_id).await? >= MAX_LIVE {
            return Err(taken("too_many_tokens", text!(answers_too_many_tokens)));
        }
        let new = NewToken {
            person_id: viewer.person_id,
            name,
            kind: typed.kind.as_str(),
            scopes: &scopes,
            hash: &hash(&secret),
            prefix: &prefix,
            days: i32::try_from(typed.days).map_err(broken)?,
        };
        match tokens::insert(&mut tx, new).await {
            Ok(_) => {}
            Err(StoreError::Refused(constraint)) if constraint == "tokens_name" => {
                return Err(taken("name_taken", text!(answers_token_name_taken)));
            }
            Err(other) => return Err(other.into()),
        }
        let what = match typed.kind {
            TokenKind::Personal => english!(events_personal_token),
            TokenKind::Service => english!(events_service_token),
        };
        let told = english!(
            events_made_token,
            what = what,
            name = name,
            start = prefix,
            days = typed.days,
            scopes = scopes.join(", ")
        );
        events::append(&mut tx, NewEvent::by(viewer, "token.created", &told)).await?;
        tx.commit().await.map_err(broken)?;
        Ok(secret)
    }

    /// Revokes one of the viewer's tokens, from this moment on.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when they have no such token, or it is revoked already.
    pub async fn revoke_token(&self, viewer: &Viewer, id: i64) -> Result<(), PortalError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let name = tokens::revoke(&mut tx, viewer.person_id, id)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        let told = english!(events_revoked_token, name = name);
        events::append(&mut tx, NewEvent::by(viewer, "token.revoked", &told))
            .await
            .map_err(broken)?;
        tx.commit().await.map_err(broken)
    }

    pub(super) async fn tokens_of(&self, viewer: &Viewer) -> Result<Vec<TokenLine>, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = tokens::of_person(&mut conn, viewer.person_id)
            .await
            .map_err(broken)?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// Who presents this text; none when it is no token, or one that was revoked or has expired.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    pub async fn bearer(&self, text: &str) -> Result<Option<Bearer>, PortalError> {
        // What can't be a token is not worth a query.
        if text.len() != MARK.len() + 2 * LENGTH || !text.starts_with(MARK) {
            return Ok(None);
        }
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let Some(row) = tokens::find_live(&mut conn, &hash(text))
            .await
            .map_err(broken)?
        else {
            return Ok(None);
        };
        tokens::touch(&mut conn, row.id).await.map_err(broken)?;
        let roles = people::roles(&row.roles);
        Ok(Some(Bearer {
            viewer: Viewer {
                person_id: row.person_id,
                name: row.person,
                email: row.email,
                roles,
                origin: origin::current(),
            },
            token_id: row.id,
            name: row.name,
            kind: row.kind.parse().map_err(broken)?,
            scopes: scopes(&row.scopes),
            expires_at: row.expires_at,
        }))
    }
}

fn taken(code: &str, message: Text) -> SubmitError {
    SubmitError::Fields(vec![error("name", code, message)])
}

fn words(scopes: &[TokenScope]) -> Vec<String> {
    scopes
        .iter()
        .map(|scope| scope.as_str().to_owned())
        .collect()
}

fn scopes(words: &[String]) -> Vec<TokenScope> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}

fn new_secret() -> Result<String, PortalError> {
    let mut bytes = [0; LENGTH];
    OsRng.try_fill_bytes(&mut bytes).map_err(broken)?;
    Ok(format!("{MARK}{}", hex::encode(bytes)))
}

/// A plain hash will do: 256 bits of chance can't be guessed, as a password can.
fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn line(row: TokenRow) -> TokenLine {
    let state = if row.revoked_at.is_some() {
        TokenState::Revoked
    } else if row.expires_at <= Utc::now() {
        TokenState::Expired
    } else {
        TokenState::Active
    };
    TokenLine {
        id: row.id,
        scopes: scopes(&row.scopes),
        kind: row.kind.parse().unwrap_or(TokenKind::Personal),
        name: row.name,
        prefix: format!("{MARK}{}…", row.prefix),
        created: moment(row.created_at),
        expires: moment(row.expires_at),
        last_used: row.last_used_at.map(moment),
        state,
    }
}
