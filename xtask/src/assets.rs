//! The site folder: every file under a name that holds its hash, and compressed beside it.
//!
//! A name that changes with the content may be cached for good. `manifest.json` tells the
//! server which names are current.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::{browser, digest, output, paths::Paths, styles};

/// All that the site folder is made of, xtask's own recipe included.
const INPUTS: [&str; 9] = [
    "app",
    "domain",
    "style",
    "Cargo.toml",
    "Cargo.lock",
    "tests/package-lock.json",
    "xtask/src/assets.rs",
    "xtask/src/browser.rs",
    "xtask/src/styles.rs",
];

/// Builds the site folder, or says that nothing has changed since.
pub(crate) fn build(paths: &Paths, out: &Path, release: bool) -> anyhow::Result<()> {
    let started = Instant::now();
    let stamp = format!("{} {release}", digest::of_paths(&paths.repo, &INPUTS)?);
    if fs::read_to_string(out.join(".stamp")).is_ok_and(|last| last == stamp) {
        output::done("Browser half is up to date", started);
        return Ok(());
    }
    let half = browser::build(paths, release)?;
    // Written beside and put in place at the end: a server never finds half a folder.
    let new = sibling(out, "new");
    let old = sibling(out, "old");
    for folder in [&new, &old] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    fs::create_dir_all(&new).with_context(|| format!("can't create {}", new.display()))?;
    let site = Site {
        folder: &new,
        release,
    };
    let css = styles::bundle(&paths.repo.join("style"))?;
    let mut js =
        String::from_utf8(half.js).context("wasm-bindgen wrote JavaScript that is not UTF-8")?;
    for (import, text) in &half.snippets {
        // Flat and hashed like all others, so that one route serves everything.
        let name = site.add("snippet", "js", text.as_bytes())?;
        js = js.replace(import, &format!("./{name}"));
    }
    let mut manifest = Map::new();
    manifest.insert(
        "js".to_owned(),
        site.add("roleport", "js", js.as_bytes())?.into(),
    );
    manifest.insert(
        "wasm".to_owned(),
        site.add("roleport_bg", "wasm", &half.wasm)?.into(),
    );
    manifest.insert(
        "css".to_owned(),
        site.add("roleport", "css", css.as_bytes())?.into(),
    );
    manifest.insert(
        "scripts".to_owned(),
        site.add_folder(&paths.repo.join("app/scripts"))?,
    );
    manifest.insert(
        "static".to_owned(),
        site.add_folder(&paths.repo.join("style/static"))?,
    );
    fs::write(
        new.join("manifest.json"),
        format!("{:#}\n", Value::Object(manifest)),
    )?;
    fs::write(new.join(".stamp"), &stamp)?;
    if out.exists() {
        fs::rename(out, &old)?;
    }
    fs::rename(&new, out)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    output::done(
        &format!("Browser half built into {}", out.display()),
        started,
    );
    Ok(())
}

fn sibling(folder: &Path, suffix: &str) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

struct Site<'a> {
    folder: &'a Path,
    release: bool,
}

impl Site<'_> {
    /// Writes `STEM.HASH.EXTENSION` and its compressed form; answers the name.
    fn add(&self, stem: &str, extension: &str, content: &[u8]) -> anyhow::Result<String> {
        let name = format!("{stem}.{}.{extension}", digest::short(content));
        let path = self.folder.join(&name);
        fs::write(&path, content).with_context(|| format!("can't write {}", path.display()))?;
        let compressed = self.compress(content)?;
        fs::write(self.folder.join(format!("{name}.br")), &compressed)?;
        println!(
            "  {name}  {} kB, {} kB as brotli",
            kilobytes(content.len()),
            kilobytes(compressed.len())
        );
        Ok(name)
    }

    /// Each file of a folder under a hashed name; answers name → hashed name.
    fn add_folder(&self, folder: &Path) -> anyhow::Result<Value> {
        let mut names = json!({});
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(names);
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        for file in files {
            let text = |part: Option<&std::ffi::OsStr>| {
                part.and_then(|part| part.to_str()).map(str::to_owned)
            };
            let (Some(stem), Some(extension), Some(name)) = (
                text(file.file_stem()),
                text(file.extension()),
                text(file.file_name()),
            ) else {
                anyhow::bail!(
                    "{}: a file served by its name needs one like logo.svg",
                    file.display()
                );
            };
            names[name] = self.add(&stem, &extension, &fs::read(&file)?)?.into();
        }
        Ok(names)
    }

    /// Quality 11 takes seconds for the WASM; 5 is enough for a page on the same machine.
    fn compress(&self, content: &[u8]) -> anyhow::Result<Vec<u8>> {
        let quality = if self.release { 11 } else { 5 };
        let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, 22);
        writer.write_all(content)?;
        Ok(writer.into_inner())
    }
}

fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}
