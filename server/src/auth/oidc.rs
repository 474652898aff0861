//! The OpenID provider: code flow with PKCE, state and nonce; the ID token is verified, its groups
//! map to what a person may do.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use openidconnect::{
    AdditionalClaims, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret,
    CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl,
    Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
        CoreTokenType,
    },
};
use roleport_domain::authorize::PersonRole;
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use url::Url;

use crate::config::OidcConfig;

/// How long the provider's metadata and keys are used before they are asked for again.
const METADATA_LIFE: Duration = Duration::from_mins(10);

/// The claims beyond the standard ones, whatever their names.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct OtherClaims(serde_json::Map<String, serde_json::Value>);
impl AdditionalClaims for OtherClaims {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type ProviderClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Clone)]
struct Discovered {
    client: Arc<ProviderClient>,
    end_session: Option<Url>,
    at: Instant,
}

/// Why somebody can't be signed in; the text is for the log, not for the page.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer, or not as one.
    #[error("the OpenID provider can't be used: {0}")]
    Provider(String),
    /// The answer is not one to our question: expired, forged or replayed.
    #[error("the sign-in was not completed: {0}")]
    Refused(String),
}

/// What the browser is sent away with, and what must come back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    state: String,
    nonce: String,
    verifier: String,
    /// The page to go to afterwards, a path of this site.
    pub next: String,
}

/// The person that the provider vouches for.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The provider's id of the person, never reused.
    pub subject: String,
    /// E-mail address, or the subject when the provider gives none.
    pub email: String,
    /// Display name.
    pub name: String,
    /// What the person may do.
    pub roles: Vec<PersonRole>,
    /// Their groups, as the provider names them.
    pub groups: Vec<String>,
    /// The raw ID token, the hint for signing out at the provider.
    pub id_token: String,
}

/// The relying party.
#[derive(Clone)]
pub struct Oidc {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    signed_out: String,
    groups_claim: String,
    role_map: BTreeMap<String, PersonRole>,
    http: reqwest::Client,
    discovered: Arc<RwLock<Option<Discovered>>>,
}

impl Oidc {
    /// Over this configuration, for a portal at `public_url` (no trailing slash).
    ///
    /// # Errors
    /// When the issuer or the public URL is no URL.
    pub fn new(config: &OidcConfig, public_url: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            // A redirect could lead the portal to an address of an attacker's choice.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            // The exchange of a code can't be sent again, so it must not meet a connection that the
            // provider is closing just then.
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self {
            issuer: IssuerUrl::new(config.issuer.clone().unwrap_or_default())?,
            client_id: ClientId::new(config.client_id.clone().unwrap_or_default()),
            client_secret: config
                .client_secret
                .as_ref()
                .map(|secret| ClientSecret::new(secret.reveal().to_owned())),
            redirect: RedirectUrl::new(format!("{public_url}/sign-in/callback"))?,
            signed_out: format!("{public_url}/signed-out"),
            groups_claim: config.groups_claim.clone(),
            role_map: config.role_map.clone(),
            http,
            discovered: Arc::new(RwLock::new(None)),
        })
    }

    /// The issuer, part of a person's identity.
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    async fn discover(&self, fresh: bool) -> Result<Discovered, OidcError> {
        if !fresh
            && let Some(known) = self.discovered.read().await.as_ref()
            && known.at.elapsed() < METADATA_LIFE
        {
            return Ok(known.clone());
        }
        let metadata = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|e| OidcError::Provider(format!("{e:?}")))?;
        let end_session = metadata
            .additional_metadata()
            .end_session_endpoint
            .as_ref()
            .map(|url| url.url().clone());
        let client = ProviderClient::from_provider_metadata(
            metadata,
            self.client_id.clone(),
            self.client_secret.clone(),
        )
        .set_redirect_uri(self.redirect.clone());
        let found = Discovered {
            client: Arc::new(client),
            end_session,
            at: Instant::now(),
        };
        *self.discovered.write().await = Some(found.clone());
        Ok(found)
    }

    /// Where to send the browser, and what to keep in its session meanwhile.
    ///
    /// # Errors
    /// [`OidcError::Provider`].
    pub async fn begin(&self, next: String) -> Result<(Url, Pending), OidcError> {
        let provider = self.discover(false).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = provider
            .client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("groups".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let pending = Pending {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            next,
        };
        Ok((url, pending))
    }

    /// Exchanges the code and verifies the ID token.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn complete(
        &self,
        pending: &Pending,
        state: &str,
        code: String,
    ) -> Result<Identity, OidcError> {
        if state != pending.state {
            return Err(OidcError::Refused(
                "the state is not the one that was sent".to_owned(),
            ));
        }
        let provider = self.discover(false).await?;
        let tokens = provider
            .client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|e| OidcError::Provider(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|e| OidcError::Refused(format!("{e:?}")))?;
        let token = tokens
            .id_token()
            .ok_or_else(|| OidcError::Provider("it gave no ID token".to_owned()))?;
        let nonce = Nonce::new(pending.nonce.clone());
        let known = token.claims(&provider.client.id_token_verifier(), &nonce);
        let claims = if let Ok(claims) = known {
            claims.clone()
        } else {
            // The provider may have changed its keys since they were read.
            let provider = self.discover(true).await?;
            token
                .claims(&provider.client.id_token_verifier(), &nonce)
                .map_err(|e| OidcError::Refused(e.to_string()))?
                .clone()
        };
        let subject = claims.subject().to_string();
        let email = claims
            .email()
            .map_or_else(|| subject.clone(), |e| e.to_string());
        let name = claims
            .name()
            .and_then(|names| names.get(None))
            .map_or_else(|| email.clone(), |name| name.to_string());
        let groups = self.groups(&claims.additional_claims().0);
        Ok(Identity {
            roles: self.roles(&groups),
            groups,
            id_token: token.to_string(),
            subject,
            email,
            name,
        })
    }

    fn groups(&self, claims: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
        claims
            .get(&self.groups_claim)
            .and_then(serde_json::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    fn roles(&self, groups: &[String]) -> Vec<PersonRole> {
        let mut roles: Vec<_> = groups
            .iter()
            .filter_map(|group| self.role_map.get(group).copied())
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    /// Where to send the browser so that the provider ends its session as well.
    pub async fn end_session_url(&self, id_token: &str) -> String {
        let Ok(Discovered {
            end_session: Some(mut url),
            ..
        }) = self.discover(false).await
        else {
            return self.signed_out.clone();
        };
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", self.client_id.as_str())
            .append_pair("post_logout_redirect_uri", &self.signed_out);
        url.into()
    }
}
