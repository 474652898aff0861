//! What a browser loads besides a page: the files of the site folder.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::Context as _;
use serde_json::Value;

/// The files in the site's manifest, as they are and as brotli.
pub(super) fn table(site: &Path) -> anyhow::Result<String> {
    let manifest: Value = serde_json::from_str(&fs::read_to_string(site.join("manifest.json"))?)?;
    let mut table = "| file | raw | brotli |\n|---|---|---|\n".to_owned();
    for (key, what) in [
        ("wasm", "WASM"),
        ("js", "JavaScript for it"),
        ("css", "CSS"),
    ] {
        let name = manifest[key]
            .as_str()
            .context("the manifest lacks a file")?;
        line(&mut table, what, site, name)?;
    }
    let scripts = manifest["scripts"]
        .as_object()
        .context("the manifest lacks scripts")?;
    for (what, name) in scripts {
        let name = name.as_str().context("a script has no name")?;
        line(&mut table, &format!("`{what}`"), site, name)?;
    }
    Ok(table)
}

fn line(table: &mut String, what: &str, site: &Path, name: &str) -> anyhow::Result<()> {
    let size = |name: &str| anyhow::Ok(fs::metadata(site.join(name))?.len());
    writeln!(
        table,
        "| {what} | {} | {} |",
        kilobytes(size(name)?),
        kilobytes(size(&format!("{name}.br"))?)
    )?;
    Ok(())
}

/// Thousands of bytes, with one digit after the point.
pub(super) fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{} kB", tenths / 10, tenths % 10)
}
