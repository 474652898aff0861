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
    let text = fs::read_to_string(path)?;
    let (before, _, after) =
        split(&text, name).with_context(|| format!("{} has no marks {name}", path.display()))?;
    fs::write(path, format!("{before}\n{page}\n{after}"))?;
    output::note(&format!("Wrote {}", path.display()));
    Ok(())
}

/// Writes a page anew from its template; what stands between marks of the page stays.
pub(crate) fn renew(path: &Path, template: &str) -> anyhow::Result<()> {
    let page = renewed(&fs::read_to_string(path)?, template)?;
    fs::write(path, page)?;
    Ok(())
}

/// The template with what stands between its marks in `page`.
pub(crate) fn renewed(page: &str, template: &str) -> anyhow::Result<String> {
    let mut text = template.to_owned();
    for name in template.lines().filter_map(mark) {
        let (_, kept, _) =
            split(page, name).with_context(|| format!("the page has no marks {name}"))?;
        let (before, _, after) =
            split(&text, name).with_context(|| format!("the template lacks the end of {name}"))?;
        text = format!("{before}{kept}{after}");
    }
    Ok(text)
}

/// The name in a line that begins a marked part.
fn mark(line: &str) -> Option<&str> {
    let name = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    (!name.starts_with('/')).then_some(name)
}

/// What stands before the end of the first mark, between the marks, and from the second one on.
fn split<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&begin)? + begin.len();
    let length = text.get(start..)?.find(&end)?;
    let (before, rest) = text.split_at_checked(start)?;
    let (kept, after) = rest.split_at_checked(length)?;
    Some((before, kept, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_written_anew_keeps_what_stands_between_its_marks() -> anyhow::Result<()> {
        let page = "old\n<!-- a -->\n\nfigures\n\n<!-- /a -->\nold\n<!-- b -->\n1\n<!-- /b -->\n";
        let template = "new\n<!-- b -->\n<!-- /b -->\ntext\n<!-- a -->\n<!-- /a -->\nend\n";
        assert_eq!(
            renewed(page, template)?,
            "new\n<!-- b -->\n1\n<!-- /b -->\ntext\n<!-- a -->\n\nfigures\n\n<!-- /a -->\nend\n"
        );
        assert!(renewed("a page without marks", template).is_err());
        Ok(())
    }
}
