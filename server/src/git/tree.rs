//! A tree of the repository with Roleport's files brought up to date, and everything else as it is.

use std::{collections::BTreeSet, path::Path};

use git2::{Index, IndexEntry, IndexTime, ObjectType, Oid, Repository, Tree};
use roleport_domain::terraform::{
    File,
    manifest::{self, MANIFEST},
};

use super::repository::GitError;

/// The tree in which `folder` has these files, those that Roleport wrote before and wants no more are
/// gone, and nothing else differs. Where there never was a file and is none, the tree stays as it is.
///
/// # Errors
/// [`GitError::Foreign`] when another one's file is in the way.
pub(super) fn updated(
    repository: &Repository,
    base: &Tree<'_>,
    folder: &str,
    files: &[File],
) -> Result<Oid, GitError> {
    let place = |path: &str| match folder {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    };
    let list = place(MANIFEST);
    let before = match text_at(repository, base, &list) {
        Some(text) => manifest::parse(&text),
        None if files.is_empty() => return Ok(base.id()),
        None => BTreeSet::new(),
    };
    let mut index = Index::new()?;
    index.read_tree(base)?;
    for path in manifest::obsolete(&before, files) {
        let place = place(&path);
        if is_blob(base, &place) {
            index.remove(Path::new(&place), 0)?;
        }
    }
    for file in files {
        let place = place(&file.path);
        let own = before.contains(&file.path)
            || text_at(repository, base, &place).as_ref() == Some(&file.text);
        if is_taken(base, &place, own) {
            return Err(GitError::Foreign(place));
        }
        put(repository, &mut index, &place, &file.text)?;
    }
    let own = manifest::text(files.iter().map(|file| file.path.as_str()));
    put(repository, &mut index, &list, &own)?;
    Ok(index.write_tree_to(repository)?)
}

/// Whether something else stands at a place: a folder, a file that is not our own, or a file where there
/// would have to be a folder.
fn is_taken(tree: &Tree<'_>, place: &str, own: bool) -> bool {
    let kind = |path: &Path| tree.get_path(path).ok().and_then(|entry| entry.kind());
    let path = Path::new(place);
    let taken = match kind(path) {
        None => false,
        Some(ObjectType::Blob) => !own,
        Some(_) => true,
    };
    let mut folders = path.ancestors().skip(1);
    taken
        || folders.any(|folder| {
            !folder.as_os_str().is_empty()
                && kind(folder).is_some_and(|kind| kind != ObjectType::Tree)
        })
}

fn is_blob(tree: &Tree<'_>, place: &str) -> bool {
    tree.get_path(Path::new(place))
        .is_ok_and(|entry| entry.kind() == Some(ObjectType::Blob))
}

fn text_at(repository: &Repository, tree: &Tree<'_>, place: &str) -> Option<String> {
    let entry = tree.get_path(Path::new(place)).ok()?;
    let blob = repository.find_blob(entry.id()).ok()?;
    String::from_utf8(blob.content().to_vec()).ok()
}

fn put(
    repository: &Repository,
    index: &mut Index,
    place: &str,
    text: &str,
) -> Result<(), git2::Error> {
    index.add(&IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        // An ordinary file that is not run.
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: repository.blob(text.as_bytes())?,
        flags: 0,
        flags_extended: 0,
        path: place.as_bytes().to_vec(),
    })
}
