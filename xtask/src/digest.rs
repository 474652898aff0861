//! Hashes of content: for names of files, and to know whether work is to be done at all.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// The first 12 hex characters of the content's SHA-256: 48 bits, enough to tell a few builds apart.
pub(crate) fn short(content: &[u8]) -> String {
    let mut text = hex::encode(Sha256::digest(content));
    text.truncate(12);
    text
}

/// One hash over these files and folders, names and contents; what is absent counts as absent.
pub(crate) fn of_paths(root: &Path, inputs: &[&str]) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
        hasher.update(file.strip_prefix(root)?.as_os_str().as_encoded_bytes());
        hasher.update([0]);
        hasher.update(Sha256::digest(content));
    }
    Ok(hex::encode(hasher.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}
