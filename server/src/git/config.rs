//! Where exports are pushed to. Every setting is described in `docs/configuration.md`.

use std::path::PathBuf;

use git2::Reference;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::config::Secret;

/// The repository and the way in.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct GitConfig {
    /// `https://`, `ssh://` or `file://`; nothing for no Git at all. `ROLEPORT_GIT_URL`.
    pub url: Option<String>,
    /// The branch that is pushed to. `ROLEPORT_GIT_BRANCH`.
    pub branch: String,
    /// The folder in the repository; empty for its top. `ROLEPORT_GIT_PATH`.
    pub path: String,
    /// The name that goes with the token, which hosts choose. `ROLEPORT_GIT_USERNAME`.
    pub username: String,
    /// For `https://`. `ROLEPORT_GIT_TOKEN`.
    pub token: Option<Secret>,
    /// File of the private key for `ssh://`, without a passphrase. `ROLEPORT_GIT_SSH_KEY`.
    pub ssh_key: Option<PathBuf>,
    /// The host's key as `ssh-keygen -l` prints it, `SHA256:…`; without it the host must be in
    /// `~/.ssh/known_hosts`. `ROLEPORT_GIT_SSH_HOST_KEY`.
    pub ssh_host_key: Option<String>,
    /// Who commits, as `NAME <EMAIL>`. `ROLEPORT_GIT_COMMITTER`.
    pub committer: String,
}

impl Default for GitConfig {
    fn default() -> Self {
        Self {
            url: None,
            branch: "main".to_owned(),
            path: "roleport".to_owned(),
            username: "x-access-token".to_owned(),
            token: None,
            ssh_key: None,
            ssh_host_key: None,
            committer: "Roleport <roleport@localhost>".to_owned(),
        }
    }
}

impl GitConfig {
    /// Lays variables over what is there; `get` looks one up.
    pub(crate) fn apply(&mut self, get: &dyn Fn(&str) -> Option<String>) {
        for (name, target) in [
            ("ROLEPORT_GIT_BRANCH", &mut self.branch),
            ("ROLEPORT_GIT_PATH", &mut self.path),
            ("ROLEPORT_GIT_USERNAME", &mut self.username),
            ("ROLEPORT_GIT_COMMITTER", &mut self.committer),
        ] {
            if let Some(value) = get(name) {
                *target = value;
            }
        }
        if let Some(url) = get("ROLEPORT_GIT_URL") {
            self.url = Some(url);
        }
        if let Some(token) = get("ROLEPORT_GIT_TOKEN") {
            self.token = Some(Secret::from(token));
        }
        if let Some(key) = get("ROLEPORT_GIT_SSH_KEY") {
            self.ssh_key = Some(PathBuf::from(key));
        }
        if let Some(key) = get("ROLEPORT_GIT_SSH_HOST_KEY") {
            self.ssh_host_key = Some(key);
        }
    }

    /// What can't be right, a line each. Nothing is checked while there is no address.
    pub(crate) fn check(&self) -> Vec<String> {
        let Some(url) = &self.url else {
            return Vec::new();
        };
        let mut problems = self.check_address(url);
        if !Reference::is_valid_name(&format!("refs/heads/{}", self.branch)) {
            problems.push("ROLEPORT_GIT_BRANCH is no name of a branch".to_owned());
        }
        let parts = || self.path.split('/');
        if !self.path.is_empty() && parts().any(|part| matches!(part, "" | "." | ".." | ".git")) {
            problems.push(
                "ROLEPORT_GIT_PATH must be a folder in the repository, such as terraform/roleport"
                    .to_owned(),
            );
        }
        if self.committer_parts().is_none() {
            problems.push(
                "ROLEPORT_GIT_COMMITTER must be NAME <EMAIL>, such as Roleport <roleport@example.com>"
                    .to_owned(),
            );
        }
        problems
    }

    fn check_address(&self, url: &str) -> Vec<String> {
        let Ok(url) = Url::parse(url) else {
            return vec![
                "ROLEPORT_GIT_URL must be an address such as https://git.example.com/team/iac.git or ssh://git@git.example.com/team/iac.git"
                    .to_owned(),
            ];
        };
        let mut problems = Vec::new();
        if url.password().is_some() {
            problems.push(
                "ROLEPORT_GIT_URL has a password in it: put it into ROLEPORT_GIT_TOKEN".to_owned(),
            );
        }
        match url.scheme() {
            "https" if self.token.is_none() => problems.push(
                "ROLEPORT_GIT_TOKEN is missing: https:// needs a token that may push".to_owned(),
            ),
            "ssh" if self.ssh_key.is_none() => problems.push(
                "ROLEPORT_GIT_SSH_KEY is missing: ssh:// needs the file of a key that may push"
                    .to_owned(),
            ),
            "https" | "ssh" | "file" => {}
            other => problems.push(format!(
                "ROLEPORT_GIT_URL starts with {other}: use https, ssh or file"
            )),
        }
        problems
    }

    /// Name and e-mail address of who commits.
    pub(super) fn committer_parts(&self) -> Option<(&str, &str)> {
        let (name, rest) = self.committer.split_once('<')?;
        let email = rest.strip_suffix('>')?.trim();
        let name = name.trim();
        (!name.is_empty() && !email.is_empty() && !email.contains(['<', '>']))
            .then_some((name, email))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(url: &str) -> GitConfig {
        GitConfig {
            url: Some(url.to_owned()),
            token: Some(Secret::from("hunter2".to_owned())),
            ssh_key: Some(PathBuf::from("/key")),
            ..GitConfig::default()
        }
    }

    #[test]
    fn what_can_be_used_is_taken() {
        for url in [
            "https://git.example.com/a.git",
            "ssh://git@git.example.com/a.git",
            "file:///srv/a.git",
        ] {
            assert_eq!(with(url).check(), Vec::<String>::new(), "{url}");
        }
        let top = GitConfig {
            path: String::new(),
            ..with("file:///a")
        };
        assert!(top.check().is_empty());
        assert!(GitConfig::default().check().is_empty());
    }

    #[test]
    fn what_can_not_be_used_is_named() {
        for (config, word) in [
            (with("http://git.example.com/a.git"), "starts with http"),
            (with("git@git.example.com:a.git"), "must be an address"),
            (with("https://me:hunter2@git.example.com/a"), "password"),
            (
                GitConfig {
                    token: None,
                    ..with("https://a/b")
                },
                "ROLEPORT_GIT_TOKEN",
            ),
            (
                GitConfig {
                    ssh_key: None,
                    ..with("ssh://a/b")
                },
                "ROLEPORT_GIT_SSH_KEY",
            ),
            (
                GitConfig {
                    branch: "a..b".to_owned(),
                    ..with("file:///a")
                },
                "ROLEPORT_GIT_BRANCH",
            ),
            (
                GitConfig {
                    path: "../a".to_owned(),
                    ..with("file:///a")
                },
                "ROLEPORT_GIT_PATH",
            ),
            (
                GitConfig {
                    committer: "Roleport".to_owned(),
                    ..with("file:///a")
                },
                "ROLEPORT_GIT_COMMITTER",
            ),
        ] {
            let problems = config.check().join("\n");
            assert!(problems.contains(word), "{word}: {problems}");
            assert!(!problems.contains("hunter2"));
        }
    }
}
