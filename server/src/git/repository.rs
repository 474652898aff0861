//! One repository elsewhere: fetch, commit on top, push. Never by force, and only in its own folder.

use std::collections::BTreeSet;

use git2::{
    AutotagOption, Commit, Direction, ErrorCode, FetchOptions, Oid, PushOptions, Repository,
    Signature,
};
use roleport_domain::terraform::File;
use tempfile::TempDir;

use super::{access::callbacks, config::GitConfig, message::Message, tree};

/// How often a push that somebody else's came before is made again.
const TRIES: u32 = 5;

/// Why nothing was pushed.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The repository has other branches.
    #[error("the repository has no branch {0}: make it, or name another in ROLEPORT_GIT_BRANCH")]
    NoBranch(String),
    /// Somebody else's file stands where one would be written.
    #[error(
        "{0} is in the repository and was not written by Roleport: move it away, or name another folder in ROLEPORT_GIT_PATH"
    )]
    Foreign(String),
    /// The host would not take the push.
    #[error("the push was rejected: {0}")]
    Rejected(String),
    /// The folder for the copy can't be made.
    #[error("can't keep a copy of the repository: {0}")]
    Folder(#[from] std::io::Error),
    /// Anything else that Git says.
    #[error("{}", .0.message())]
    Git(#[from] git2::Error),
}

/// A copy of the repository in a temporary folder.
#[derive(Debug)]
pub struct Remote {
    config: GitConfig,
    copy: TempDir,
}

/// A commit that is not pushed yet.
#[derive(Debug)]
pub struct Draft(Oid);

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It is there.
    Taken,
    /// Somebody was faster, or the host does not want it, in its words.
    Rejected(String),
}

impl Remote {
    /// An empty copy; what it needs is fetched when something is pushed.
    ///
    /// # Errors
    /// [`GitError::Folder`] where no temporary folder can be made.
    pub fn new(config: GitConfig) -> Result<Self, GitError> {
        let copy = tempfile::Builder::new().prefix("roleport-git-").tempdir()?;
        Repository::init_bare(copy.path())?;
        Ok(Self { config, copy })
    }

    /// Brings the folder to these files, on top of whatever is there by now; gives the commit, or
    /// nothing where there was nothing to change.
    ///
    /// # Errors
    /// [`GitError`]; then nothing was pushed.
    pub fn publish(&self, files: &[File], message: &Message) -> Result<Option<String>, GitError> {
        let mut said = String::new();
        for _ in 0..TRIES {
            let Some(draft) = self.draft(files, message)? else {
                return Ok(None);
            };
            match self.send(&draft)? {
                Sent::Taken => return Ok(Some(draft.0.to_string())),
                Sent::Rejected(words) => said = words,
            }
        }
        Err(GitError::Rejected(said))
    }

    /// Fetches, and commits on top; nothing where there is nothing to change.
    ///
    /// # Errors
    /// [`GitError`].
    pub fn draft(&self, files: &[File], message: &Message) -> Result<Option<Draft>, GitError> {
        let repository = Repository::open_bare(self.copy.path())?;
        let tip = self.fetch(&repository)?;
        let base = match &tip {
            Some(commit) => commit.tree()?,
            None => repository.find_tree(repository.treebuilder(None)?.write()?)?,
        };
        let tree = tree::updated(&repository, &base, &self.config.path, files)?;
        if tree == base.id() {
            return Ok(None);
        }
        let (name, email) = self.config.committer_parts().unwrap_or(("Roleport", "-"));
        let committer = Signature::now(name, email)?;
        let author = match &message.author {
            Some((name, email)) => Signature::now(name, email)?,
            None => committer.clone(),
        };
        let commit = repository.commit(
            None,
            &author,
            &committer,
            &message.text,
            &repository.find_tree(tree)?,
            &tip.iter().collect::<Vec<_>>(),
        )?;
        Ok(Some(Draft(commit)))
    }

    /// Pushes a commit, if it is on top of what is there.
    ///
    /// # Errors
    /// [`GitError::Git`] when the host can't be reached or does not let Roleport in.
    pub fn send(&self, draft: &Draft) -> Result<Sent, GitError> {
        let repository = Repository::open_bare(self.copy.path())?;
        let branch = self.branch();
        repository.reference(&branch, draft.0, true, "to be pushed")?;
        let mut rejected = None;
        let mut callbacks = callbacks(&self.config);
        callbacks.push_update_reference(|_, said| {
            rejected = said.map(str::to_owned);
            Ok(())
        });
        let mut options = PushOptions::new();
        options.remote_callbacks(callbacks);
        let mut remote = repository.remote_anonymous(self.url())?;
        // Without a plus: only what adds to the branch.
        let pushed = remote.push(&[format!("{branch}:{branch}")], Some(&mut options));
        drop(options);
        match (pushed, rejected) {
            (Ok(()), None) => Ok(Sent::Taken),
            (Ok(()), Some(said)) => Ok(Sent::Rejected(said)),
            (Err(error), _) if error.code() == ErrorCode::NotFastForward => {
                Ok(Sent::Rejected(error.message().to_owned()))
            }
            (Err(error), _) => Err(error.into()),
        }
    }

    fn url(&self) -> &str {
        self.config.url.as_deref().unwrap_or_default()
    }

    fn branch(&self) -> String {
        format!("refs/heads/{}", self.config.branch)
    }

    /// The newest commit of the branch; none in a repository that is empty.
    fn fetch<'a>(&self, repository: &'a Repository) -> Result<Option<Commit<'a>>, GitError> {
        let branch = self.branch();
        let mut remote = repository.remote_anonymous(self.url())?;
        let callbacks_for_list = callbacks(&self.config);
        let connection = remote.connect_auth(Direction::Fetch, Some(callbacks_for_list), None)?;
        let names: BTreeSet<_> = connection
            .list()?
            .iter()
            .map(|head| head.name().to_owned())
            .collect();
        drop(connection);
        if !names.contains(&branch) {
            // A branch without a common ancestor is nothing that anybody wants beside others.
            return if names.iter().any(|name| name.starts_with("refs/heads/")) {
                Err(GitError::NoBranch(self.config.branch.clone()))
            } else {
                Ok(None)
            };
        }
        let mut options = FetchOptions::new();
        options
            .remote_callbacks(callbacks(&self.config))
            .download_tags(AutotagOption::None);
        let there = "refs/remotes/origin/branch";
        remote.fetch(&[format!("+{branch}:{there}")], Some(&mut options), None)?;
        let tip = repository.refname_to_id(there)?;
        Ok(Some(repository.find_commit(tip)?))
    }
}
