//! Where things are: the checkout, the cache folder, the compilers.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;

/// The folders that the tasks work on.
pub(crate) struct Paths {
    /// The checkout.
    pub(crate) repo: PathBuf,
    /// Downloads and build results, shared by checkouts: `ROLEPORT_CACHE`, else the user's cache folder.
    pub(crate) cache: PathBuf,
}

impl Paths {
    pub(crate) fn find() -> anyhow::Result<Self> {
        // Asked when it runs: checkouts share the target folder, so the program may have been
        // compiled in another one.
        let manifest = set("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
        let repo = Path::new(&manifest)
            .parent()
            .context("xtask lies outside the checkout")?
            .to_owned();
        let cache = match (set("ROLEPORT_CACHE"), set("XDG_CACHE_HOME"), set("HOME")) {
            (Some(cache), _, _) => PathBuf::from(cache),
            (None, Some(base), _) => Path::new(&base).join("roleport"),
            (None, None, Some(home)) => Path::new(&home).join(".cache/roleport"),
            (None, None, None) => {
                anyhow::bail!("HOME is not set; set ROLEPORT_CACHE to a folder to build in")
            }
        };
        Ok(Self { repo, cache })
    }

    /// Cargo's target folder for the server half.
    pub(crate) fn target(&self) -> PathBuf {
        set("CARGO_TARGET_DIR").map_or_else(|| self.cache.join("target"), PathBuf::from)
    }

    /// Another one for the browser half: Cargo locks a target folder, so that with one folder
    /// the two halves would wait for each other.
    pub(crate) fn target_wasm(&self) -> PathBuf {
        let mut name = self.target().into_os_string();
        name.push("-wasm");
        PathBuf::from(name)
    }

    /// The server's program, as built by [`Paths::cargo`] without `--release`.
    pub(crate) fn roleport(&self) -> PathBuf {
        self.target().join("debug/roleport")
    }

    /// `cargo` for the server half, in the checkout.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(set("CARGO").unwrap_or_else(|| "cargo".to_owned()));
        command
            .current_dir(&self.repo)
            .env("CARGO_TARGET_DIR", self.target());
        forget_own_package(&mut command);
        command
    }

    /// `cargo` with a toolchain that knows the browser's target; `scripts/wasm-toolchain`
    /// sees to one of the two.
    pub(crate) fn cargo_wasm(&self) -> anyhow::Result<Command> {
        const LINKED: &str = "roleport-wasm";
        let mut command = if has_wasm(Command::new("rustc")) {
            Command::new("cargo")
        } else {
            let mut rustc = Command::new("rustup");
            rustc.args(["run", LINKED, "rustc"]);
            anyhow::ensure!(
                has_wasm(rustc),
                "Rust can't compile for the browser here. Run scripts/setup, which adds the target wasm32-unknown-unknown."
            );
            let mut cargo = Command::new("rustup");
            // `cargo xtask` sets CARGO to its own, which would take over again.
            cargo.args(["run", LINKED, "cargo"]).env_remove("CARGO");
            cargo
        };
        command
            .current_dir(&self.repo)
            .env("CARGO_TARGET_DIR", self.target_wasm())
            .env_remove("RUSTUP_TOOLCHAIN");
        forget_own_package(&mut command);
        Ok(command)
    }
}

/// A variable that is set and not empty.
pub(crate) fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether this compiler has the browser's standard library.
fn has_wasm(mut rustc: Command) -> bool {
    rustc
        .env_remove("RUSTUP_TOOLCHAIN")
        .args([
            "--print",
            "target-libdir",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

/// `cargo run` describes xtask to xtask in the environment; a build script further down that
/// reads such a variable would be built anew with every change of who called.
fn forget_own_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
}
