//! A tree of files in a folder that may hold other people's files as well.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use roleport_domain::terraform::{
    File,
    manifest::{self, MANIFEST},
};

/// Why a folder was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Somebody else's file stands where one would be written. Nothing was changed.
    #[error(
        "{0} is there and was not written by Roleport: move it away, or export into another folder"
    )]
    Foreign(PathBuf),
    /// The system refused.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or say something else now.
    pub changed: usize,
    /// Files that were written before and are wanted no more.
    pub removed: usize,
}

/// Brings a folder up to date: writes what differs, removes what was written before and is not wanted any
/// more, and touches nothing else. Stopped halfway, the next run goes on.
///
/// # Errors
/// [`FolderError::Foreign`] before anything is changed, [`FolderError::Io`] at any point.
pub fn write(folder: &Path, files: &[File]) -> Result<Written, FolderError> {
    let list = folder.join(MANIFEST);
    let before = match read(&list)? {
        Some(text) => manifest::parse(&text),
        None => BTreeSet::new(),
    };
    let mut changed = Vec::new();
    for file in files {
        let place = folder.join(&file.path);
        let differs = read(&place)?.as_deref() != Some(&file.text);
        if differs && place.symlink_metadata().is_ok() && !before.contains(&file.path) {
            return Err(FolderError::Foreign(place));
        }
        if differs {
            changed.push((place, file));
        }
    }
    // First all that is or will be ours: should this end halfway, it is known what to tidy up.
    let wanted = files.iter().map(|file| file.path.as_str());
    put(
        &list,
        &manifest::text(before.iter().map(String::as_str).chain(wanted.clone())),
    )?;
    for (place, file) in &changed {
        put(place, &file.text)?;
    }
    let mut removed = 0;
    for path in manifest::obsolete(&before, files) {
        removed += usize::from(remove(folder, &path)?);
    }
    put(&list, &manifest::text(wanted))?;
    Ok(Written {
        changed: changed.len(),
        removed,
    })
}

/// A file's text; none where there is no file of text.
fn read(place: &Path) -> Result<Option<String>, FolderError> {
    match fs::read(place) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(FolderError::Io(place.to_owned(), error)),
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

fn put(place: &Path, text: &str) -> Result<(), FolderError> {
    let failed = |error| FolderError::Io(place.to_owned(), error);
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    // A link may lead anywhere; what stands in its place is a file.
    if place.is_symlink() {
        fs::remove_file(place).map_err(failed)?;
    }
    fs::write(place, text).map_err(failed)
}

/// Removes a file, and the folders that are empty then.
fn remove(folder: &Path, path: &str) -> Result<bool, FolderError> {
    let place = folder.join(path);
    match fs::remove_file(&place) {
        Ok(()) => {}
        Err(error) if is_absent(&error) => return Ok(false),
        Err(error) => return Err(FolderError::Io(place, error)),
    }
    let parents = place.ancestors().skip(1);
    for parent in parents.take_while(|parent| *parent != folder) {
        // It is not removed while something is in it, which is as it should be.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(true)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_is_ours_comes_and_goes_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("a/p")).unwrap();
        fs::write(at("a/p/theirs.json"), "theirs").unwrap();
        let both = [
            file("a/x.tf", "x"),
            file("a/p/x.json", "y"),
            file("b/p/z.json", "z"),
        ];
        let done = write(folder.path(), &both).unwrap();
        assert_eq!((done.changed, done.removed), (3, 0));
        assert_eq!(write(folder.path(), &both).unwrap(), Written::default());
        let done = write(folder.path(), &[file("a/x.tf", "x2")]).unwrap();
        assert_eq!((done.changed, done.removed), (1, 2));
        assert_eq!(fs::read_to_string(at("a/x.tf")).unwrap(), "x2");
        assert_eq!(fs::read_to_string(at("a/p/theirs.json")).unwrap(), "theirs");
        assert!(!at("a/p/x.json").exists());
        assert!(!at("b").exists(), "an empty folder is left");
    }

    #[test]
    fn another_ones_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("a/x.tf")).unwrap();
        fs::write(at("b.tf"), "theirs").unwrap();
        for path in ["a/x.tf", "b.tf"] {
            let refused = write(folder.path(), &[file("c.tf", "c"), file(path, "ours")]);
            assert!(matches!(refused, Err(FolderError::Foreign(_))), "{path}");
            assert!(!at("c.tf").exists() && !at(MANIFEST).exists());
        }
        assert_eq!(fs::read_to_string(at("b.tf")).unwrap(), "theirs");
    }

    #[test]
    fn stopped_halfway_the_next_run_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        // The list was written, and then one file of two.
        fs::write(at(MANIFEST), manifest::text(["a.tf", "b.tf"])).unwrap();
        fs::write(at("a.tf"), "old").unwrap();
        let done = write(folder.path(), &[file("b.tf", "b")]).unwrap();
        assert_eq!((done.changed, done.removed), (1, 1));
        assert!(!at("a.tf").exists());
    }
}
