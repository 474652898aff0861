//! How Roleport shows who it is to a Git host, and makes sure of whom it speaks to.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use git2::{CertificateCheckStatus, Cred, CredentialType, Error, RemoteCallbacks, cert::Cert};

use super::config::GitConfig;

/// Asked more often than this, the host does not take what it is given.
const ASKED: u32 = 3;

/// The token for `https://`, the key for `ssh://`; certificates are checked as the system does, a
/// host's key against the configured one or `~/.ssh/known_hosts`.
pub(super) fn callbacks(config: &GitConfig) -> RemoteCallbacks<'_> {
    let mut callbacks = RemoteCallbacks::new();
    let mut asked = 0;
    callbacks.credentials(move |_, user, kinds| {
        asked += 1;
        if asked > ASKED {
            return Err(Error::from_str(
                "the host does not take the token or the key",
            ));
        }
        credentials(config, user, kinds)
    });
    callbacks.certificate_check(|certificate, host| check(config, certificate, host));
    callbacks
}

fn credentials(
    config: &GitConfig,
    user: Option<&str>,
    kinds: CredentialType,
) -> Result<Cred, Error> {
    let user = user.unwrap_or("git");
    if kinds.contains(CredentialType::USERNAME) {
        return Cred::username(user);
    }
    if kinds.contains(CredentialType::SSH_KEY)
        && let Some(key) = &config.ssh_key
    {
        return Cred::ssh_key(user, None, key, None);
    }
    if kinds.contains(CredentialType::USER_PASS_PLAINTEXT)
        && let Some(token) = &config.token
    {
        return Cred::userpass_plaintext(&config.username, token.reveal());
    }
    Err(Error::from_str(
        "the host wants to know who Roleport is in a way that is not configured",
    ))
}

fn check(
    config: &GitConfig,
    certificate: &Cert<'_>,
    host: &str,
) -> Result<CertificateCheckStatus, Error> {
    let (Some(wanted), Some(key)) = (&config.ssh_host_key, certificate.as_hostkey()) else {
        return Ok(CertificateCheckStatus::CertificatePassthrough);
    };
    let found = key
        .hash_sha256()
        .map(|hash| format!("SHA256:{}", STANDARD_NO_PAD.encode(hash)));
    if found.as_deref() == Some(wanted.trim_end_matches('=')) {
        return Ok(CertificateCheckStatus::CertificateOk);
    }
    Err(Error::from_str(&format!(
        "{host} has the key {} and not that of ROLEPORT_GIT_SSH_HOST_KEY",
        found.as_deref().unwrap_or("of an unknown kind")
    )))
}
