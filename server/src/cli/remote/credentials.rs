//! Which server, and the token for it: from the environment, or as `login` has kept them.

use std::{
    env, fs,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use super::Failure;

/// A server and a token.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The server's address, without a slash at the end.
    pub(super) url: String,
    /// The token.
    pub(super) token: String,
}

/// `ROLEPORT_URL` and `ROLEPORT_TOKEN`; without them, what `login` has kept.
pub(super) fn find() -> Result<Credentials, Failure> {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    match (set("ROLEPORT_URL"), set("ROLEPORT_TOKEN")) {
        (Some(url), Some(token)) => Ok(Credentials { url, token }),
        (None, None) => read(),
        // One of them with the other of another server would send a token where it does not belong.
        _ => Err(Failure::usage(
            "set both ROLEPORT_URL and ROLEPORT_TOKEN, or neither",
        )),
    }
}

fn read() -> Result<Credentials, Failure> {
    let path = path()?;
    let text = fs::read_to_string(&path).map_err(|_| {
        Failure::usage(
            "no server is known: run `roleport login URL`, or set ROLEPORT_URL and ROLEPORT_TOKEN",
        )
    })?;
    toml::from_str(&text).map_err(|_| {
        // Not the parser's words: they quote the line, and the token with it.
        Failure::usage(format!(
            "{} can’t be understood: run `roleport login URL` again",
            path.display()
        ))
    })
}

/// Keeps them where only their person can read them; gives the file's path.
pub(super) fn keep(credentials: &Credentials) -> Result<PathBuf, Failure> {
    let path = path()?;
    let failed = |error: &dyn std::fmt::Display| {
        Failure::Refused(format!("can’t write {}: {error}", path.display()))
    };
    let text = toml::to_string(credentials).map_err(|error| failed(&error))?;
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| failed(&error))?;
    }
    // A new file in the old one's place: that one might be open to others.
    let fresh = path.with_extension("toml.new");
    let _ = fs::remove_file(&fresh);
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&fresh)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&fresh, &path));
    written.map_err(|error| failed(&error))?;
    Ok(path)
}

fn path() -> Result<PathBuf, Failure> {
    let folder = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let config = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")));
    config
        .map(|config| config.join("roleport/credentials.toml"))
        .ok_or_else(|| {
            Failure::usage("set HOME or XDG_CONFIG_HOME: there is no place for the token")
        })
}
