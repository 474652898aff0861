//! Which files of a folder are Roleport's, so that it never touches another's and removes what it does
//! not want any more.

use std::collections::BTreeSet;

use super::File;

/// The list's own name, at the top of the folder.
pub const MANIFEST: &str = ".roleport-files";

const HEAD: &str = "# The files below are written and removed by Roleport.\n";

/// The list of these files, sorted, a path a line.
pub fn text<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let paths: BTreeSet<_> = paths.into_iter().collect();
    let lines = paths.into_iter().map(|path| format!("{path}\n"));
    [HEAD.to_owned()].into_iter().chain(lines).collect()
}

/// Reads a list. Who can write to the folder can write to the list as well: what leads out of the
/// folder, or into Git's own, is passed over.
pub fn parse(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.starts_with('#') && is_inside(line))
        .map(str::to_owned)
        .collect()
}

/// Whether a path stays in its folder and out of Git's.
fn is_inside(path: &str) -> bool {
    !path.contains('\\')
        && path
            .split('/')
            .all(|part| !matches!(part, "" | "." | "..") && !part.eq_ignore_ascii_case(".git"))
}

/// What was written before and is wanted no more, sorted.
pub fn obsolete(before: &BTreeSet<String>, wanted: &[File]) -> Vec<String> {
    let wanted: BTreeSet<_> = wanted.iter().map(|file| file.path.as_str()).collect();
    before
        .iter()
        .filter(|path| !wanted.contains(path.as_str()))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_back_as_it_was_written() {
        let paths = ["b/imports.tf", "a/policies/.x.json"];
        let read: Vec<_> = parse(&text(paths)).into_iter().collect();
        assert_eq!(read, ["a/policies/.x.json", "b/imports.tf"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_taken_for_ours() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//x",
            "./x",
            ".git/config",
            "a/.git/x",
            "a\\..\\x",
        ] {
            assert!(parse(path).is_empty(), "{path}");
        }
    }
}
