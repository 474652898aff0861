//! Pages of the docs that hold what a command has measured.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::{output, stack::postgres::Cluster};

/// When, and on what it was measured.
pub(crate) fn machine(cluster: &Cluster) -> anyhow::Result<String> {
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib: u64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .context("can't read the memory's size")?;
    let asked = "select current_setting('server_version'), current_date,
        'shared_buffers ' || current_setting('shared_buffers') || ', fsync ' || current_setting('fsync')
        || ', synchronous_commit ' || current_setting('synchronous_commit')
        || ', full_page_writes ' || current_setting('full_page_writes')";
    let line = cluster.psql("postgres", &["-Atc", asked])?;
    let mut parts = line.trim().split('|');
    let (version, date, settings) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    Ok(format!(
        "{date}, {cores} cores, {} GiB of memory, Postgres {version} as it is installed ({settings}), dev profile",
        kib.div_ceil(1 << 20)
    ))
}

/// Replaces what stands between the marks of this name.
pub(crate) fn put(path: &Path, name: &str, page: &str) -> anyhow::Result<()> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let text = fs::read_to_string(path)?;
    let (before, rest) = text
        .split_once(&begin)
        .with_context(|| format!("{} has no mark {begin}", path.display()))?;
    let (_, after) = rest
        .split_once(&end)
        .with_context(|| format!("{} has no mark {end}", path.display()))?;
    fs::write(path, format!("{before}{begin}\n{page}\n{end}{after}"))?;
    output::note(&format!("Wrote {}", path.display()));
    Ok(())
}
