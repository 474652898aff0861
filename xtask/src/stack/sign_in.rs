//! The local OpenID provider with its two people, `tests/idp`.

use std::{fs::File, io::Read as _, process::Command, time::Duration};

use super::{Ports, Stack, http, process::Process};
use crate::{
    output,
    paths::{self, Paths},
};

/// Starts it, unless the environment names another, and tells the portal.
pub(super) fn start(stack: &mut Stack, paths: &Paths, ports: &Ports) -> anyhow::Result<()> {
    if paths::set("ROLEPORT_OIDC_ISSUER").is_some() {
        output::note("Using the sign-in provider of ROLEPORT_OIDC_ISSUER");
        return Ok(());
    }
    let portal = format!("http://127.0.0.1:{}", ports.portal);
    let secret = random()?;
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "TERM", "--", "node"])
        .arg(paths.repo.join("tests/idp/server.mjs"))
        .env("PORT", ports.sign_in.to_string())
        .env("CLIENT_ID", "roleport")
        .env("CLIENT_SECRET", &secret)
        .env("REDIRECT_URI", format!("{portal}/sign-in/callback"))
        .env("POST_LOGOUT_URI", format!("{portal}/signed-out"))
        .env("KEY_FILE", stack.folder.join("sign-in-key.json"));
    let mut process = Process::start("Sign-in provider", command, &stack.logs(), "TERM")?;
    process.wait_for(Duration::from_secs(30), |_| {
        http::answers(ports.sign_in, "/.well-known/openid-configuration").then_some(())
    })?;
    stack.hold(process);
    for (name, value) in settings(ports.sign_in, secret) {
        stack.tell(name, &value);
    }
    Ok(())
}

/// All that the portal reads about sign-in: what the terminal holds for another provider must not
/// mix with this one.
fn settings(port: u16, secret: String) -> [(&'static str, String); 5] {
    [
        ("ROLEPORT_OIDC_ISSUER", format!("http://127.0.0.1:{port}")),
        ("ROLEPORT_OIDC_CLIENT_ID", "roleport".to_owned()),
        ("ROLEPORT_OIDC_CLIENT_SECRET", secret),
        ("ROLEPORT_OIDC_GROUPS_CLAIM", "groups".to_owned()),
        (
            "ROLEPORT_OIDC_ROLE_MAP",
            "developers=developer,devops=approver,admins=admin".to_owned(),
        ),
    ]
}

/// 128 bits from the system, as hex: a secret that lives as long as the two programs.
fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_another_provider_reaches_the_portal() {
        let told = settings(1, String::new());
        for name in include_str!("../../../docs/configuration.md")
            .split('`')
            .filter(|word| word.starts_with("ROLEPORT_OIDC_"))
        {
            assert!(told.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
