//! Parts of a page of the docs that commands write.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::output;

/// Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`.
pub(crate) fn put(path: &Path, name: &str, part: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(path)?;
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text
        .split_once(&begin)
        .with_context(|| format!("{} has no {begin}", path.display()))?;
    let (_, after) = rest
        .split_once(&end)
        .with_context(|| format!("{} has no {end}", path.display()))?;
    fs::write(path, format!("{before}{begin}\n{part}\n{end}{after}"))?;
    output::note(&format!("Wrote {}", path.display()));
    Ok(())
}
