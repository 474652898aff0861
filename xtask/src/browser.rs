//! The browser half: compiled, bound to JavaScript, made small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

use crate::paths::Paths;

/// What rustc emits for wasm32-unknown-unknown without being asked (since 1.82 and 1.87);
/// wasm-opt takes only what it is told to expect, and must not add more.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The two files that the page loads.
pub(crate) struct BrowserHalf {
    pub(crate) js: Vec<u8>,
    pub(crate) wasm: Vec<u8>,
    /// JavaScript that crates bring along: the name by which `js` imports it, and its text.
    pub(crate) snippets: Vec<(String, String)>,
}

/// Compiles `roleport-app` for the browser and writes nothing outside the target folder.
pub(crate) fn build(paths: &Paths, shrink: bool) -> anyhow::Result<BrowserHalf> {
    let status = paths
        .cargo_wasm()?
        .args(["build", "--package", "roleport-app", "--lib", "--locked"])
        .args(BROWSER_FLAGS)
        .status()
        .context("can't start cargo; run scripts/setup")?;
    anyhow::ensure!(
        status.success(),
        "The browser half does not compile; the reason is above."
    );
    let folder = paths.target_wasm().join("wasm32-unknown-unknown/wasm");
    let snippets = bind(&folder.join("roleport_app.wasm"), &folder.join("bound"))?;
    let wasm = folder.join("bound/roleport_bg.wasm");
    let wasm = if shrink {
        optimise(paths, &wasm)?
    } else {
        wasm
    };
    Ok(BrowserHalf {
        js: read(&folder.join("bound/roleport.js"))?,
        wasm: read(&wasm)?,
        snippets,
    })
}

/// Target, features and profile of the browser half, for `cargo build` and for the lints.
pub(crate) const BROWSER_FLAGS: [&str; 7] = [
    "--target",
    "wasm32-unknown-unknown",
    "--no-default-features",
    "--features",
    "browser",
    "--profile",
    "wasm",
];

/// wasm-bindgen as a library: its version is the one in Cargo.lock, which must equal the
/// version that the crate was compiled with. Answers the snippets.
fn bind(wasm: &Path, out: &Path) -> anyhow::Result<Vec<(String, String)>> {
    // A file that an earlier build left would be taken for a part of this one.
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("roleport")
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The page names the hashed file; a default name would be of a file that does not exist.
        .omit_default_module_path(true)
        .web(true)?;
    let mut output = bindgen.generate_output()?;
    let inline = output.snippets().iter().flat_map(|(crate_name, texts)| {
        texts.iter().enumerate().map(move |(index, text)| {
            (
                format!("./snippets/{crate_name}/inline{index}.js"),
                text.clone(),
            )
        })
    });
    let modules = output
        .local_modules()
        .iter()
        .map(|(path, text)| (format!("./snippets/{path}"), text.clone()));
    let snippets = inline.chain(modules).collect();
    output.emit(out)?;
    Ok(snippets)
}

/// `wasm-opt -Oz`, from npm's binaryen.
fn optimise(paths: &Paths, wasm: &Path) -> anyhow::Result<PathBuf> {
    let small = wasm.with_file_name("roleport_small.wasm");
    let tool = paths.repo.join("tests/node_modules/binaryen/bin/wasm-opt");
    anyhow::ensure!(
        tool.is_file(),
        "wasm-opt is not installed. Run scripts/setup."
    );
    let status = Command::new("node")
        .arg(&tool)
        .args(WASM_FEATURES)
        .args(["-Oz", "--output"])
        .args([&small, wasm])
        .status()
        .context("can't start node; run scripts/setup")?;
    anyhow::ensure!(
        status.success(),
        "wasm-opt did not succeed; the reason is above."
    );
    Ok(small)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("can't read {}", path.display()))
}
