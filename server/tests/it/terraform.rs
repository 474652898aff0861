//! Roles as Terraform: in a folder, and in a real Git repository on disk.

use std::{collections::BTreeMap, time::Duration};

use git2::{Commit, Index, IndexEntry, IndexTime, Repository, RepositoryInitOptions, Signature};
use roleport_app::portal::{Portal as _, TypedRequest};
use roleport_domain::{
    grant::{Access, Grant},
    lifecycle::{Command, RequestState},
    terraform::{File, manifest::MANIFEST},
};
use roleport_server::{
    aws::iam::Iam,
    export::{self, ExportError, folder},
    git::{
        self, Pusher,
        config::GitConfig,
        message::Message,
        repository::{GitError, Remote, Sent},
    },
    service::{AboutRole, Service},
    worker::planner,
};
use sqlx::PgPool;
use tempfile::TempDir;

use crate::{
    applier::{fresh, iam},
    support::{World, settled, typed, world},
};

const URL: &str = "https://roleport.example.com";
const FOLDER: &str = "live/roleport/003250186609/production";

/// A bare repository on disk, as a host has it.
struct Host {
    folder: TempDir,
    repository: Repository,
}

impl Host {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = RepositoryInitOptions::new();
        options.bare(true).initial_head("main");
        let repository = Repository::init_opts(folder.path(), &options).unwrap();
        Self { folder, repository }
    }

    fn config(&self) -> GitConfig {
        GitConfig {
            url: Some(format!("file://{}", self.folder.path().display())),
            path: "live/roleport".to_owned(),
            committer: "Portal <portal@example.com>".to_owned(),
            ..GitConfig::default()
        }
    }

    fn tip(&self) -> Commit<'_> {
        let tip = self.repository.find_reference("refs/heads/main").unwrap();
        tip.peel_to_commit().unwrap()
    }

    /// Commits of the branch.
    fn commits(&self) -> usize {
        let mut walk = self.repository.revwalk().unwrap();
        walk.push_ref("refs/heads/main").unwrap();
        walk.count()
    }

    /// Every file of the branch.
    fn files(&self) -> BTreeMap<String, String> {
        let mut index = Index::new().unwrap();
        index.read_tree(&self.tip().tree().unwrap()).unwrap();
        index
            .iter()
            .map(|entry| {
                let blob = self.repository.find_blob(entry.id).unwrap();
                let text = String::from_utf8(blob.content().to_vec()).unwrap();
                (String::from_utf8(entry.path).unwrap(), text)
            })
            .collect()
    }

    /// Somebody else commits a file.
    fn add(&self, path: &str, text: &str) {
        let parent = self
            .repository
            .find_reference("refs/heads/main")
            .ok()
            .map(|tip| tip.peel_to_commit().unwrap());
        let mut index = Index::new().unwrap();
        if let Some(parent) = &parent {
            index.read_tree(&parent.tree().unwrap()).unwrap();
        }
        index
            .add(&IndexEntry {
                ctime: IndexTime::new(0, 0),
                mtime: IndexTime::new(0, 0),
                dev: 0,
                ino: 0,
                mode: 0o100_644,
                uid: 0,
                gid: 0,
                file_size: 0,
                id: self.repository.blob(text.as_bytes()).unwrap(),
                flags: 0,
                flags_extended: 0,
                path: path.as_bytes().to_vec(),
            })
            .unwrap();
        let tree = index.write_tree_to(&self.repository).unwrap();
        let tree = self.repository.find_tree(tree).unwrap();
        let else_ = Signature::now("Somebody", "somebody@example.com").unwrap();
        self.repository
            .commit(
                Some("refs/heads/main"),
                &else_,
                &else_,
                "Something else",
                &tree,
                &parent.iter().collect::<Vec<_>>(),
            )
            .unwrap();
    }
}

/// Has a request of the developer's approved and applied.
async fn applied(world: &World, iam: &Iam, typed: &TypedRequest) -> i64 {
    let id = world.service.submit(&world.dev, typed).await.unwrap();
    approved(world, iam, id).await;
    id
}

async fn approved(world: &World, iam: &Iam, id: i64) {
    planner::read(&world.pool, iam, id).await.unwrap();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(settled(&world.pool, iam, id).await, RequestState::Applied);
}

async fn role_of(world: &World, id: i64) -> i64 {
    let request = world.service.request(&world.dev, id).await.unwrap();
    request.role_id.unwrap()
}

async fn retired(world: &World, iam: &Iam, role: i64) -> i64 {
    let key = fresh("retire");
    let id = world
        .service
        .ask_about(&world.dev, AboutRole::Retire, role, "Not needed.", &key)
        .await
        .unwrap();
    approved(world, iam, id).await;
    id
}

/// Runs the worker that pushes until no push is due.
async fn pushed(world: &World, config: &GitConfig) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let pusher = Pusher::new(world.pool.clone(), config.clone(), URL);
    let worker = tokio::spawn(git::start(pusher, async move {
        let _ = stopped.await;
    }));
    tokio::time::timeout(Duration::from_mins(1), async {
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let due = world
                .count(
                    r"select count(*) from graphile_worker._private_jobs j
                       join graphile_worker._private_tasks t on t.id = j.task_id
                       where t.identifier = 'push_git'
                         and (j.locked_at is not null or j.run_at <= now())",
                )
                .await;
            if due == 0 {
                return;
            }
        }
    })
    .await
    .unwrap();
    let _ = stop.send(());
    worker.await.unwrap().unwrap();
}

async fn waiting(world: &World) -> i64 {
    world.count("select count(*) from git_changes").await
}

#[sqlx::test(migrations = "../migrations")]
async fn each_change_of_a_role_becomes_a_commit(pool: PgPool) {
    let (world, iam, host) = (world(pool).await, iam().await, Host::new());
    host.add("README.md", "Everybody's.");
    host.add("live/roleport/notes.md", "Somebody's, in our folder.");

    let app = fresh("git");
    let name = format!("test-{app}");
    let made = applied(&world, &iam, &typed(&app, &app)).await;
    assert_eq!(waiting(&world).await, 1);
    pushed(&world, &host.config()).await;
    assert_eq!(waiting(&world).await, 0);
    let files = host.files();
    for path in [
        "iam_serviceaccounts.tf".to_owned(),
        "imports.tf".to_owned(),
        "terragrunt.hcl".to_owned(),
        format!("policies/{name}.json"),
        format!("trust/{name}.json"),
    ] {
        assert!(files.contains_key(&format!("{FOLDER}/{path}")), "{path}");
    }
    assert_eq!(files["README.md"], "Everybody's.");
    let tip = host.tip();
    assert_eq!(
        tip.message().unwrap(),
        format!(
            "Add the role {name}\n\nRequest {made}: {URL}/requests/{made}\nApproved-by: ops <ops@example.com>\n"
        )
    );
    assert_eq!(tip.author().email().unwrap(), "ops@example.com");
    assert_eq!(tip.committer().name().unwrap(), "Portal");
    assert_eq!(host.commits(), 3);

    // Nothing has changed: no commit, also not by another server that starts.
    pushed(&world, &host.config()).await;
    assert_eq!(host.commits(), 3);

    let role = role_of(&world, made).await;
    let change = TypedRequest {
        role: Some(role),
        grants: vec![Grant::s3("price-tables", "out/", &[Access::Write])],
        key: fresh("change"),
        ..typed(&app, &app)
    };
    applied(&world, &iam, &change).await;
    // Somebody else's commit in between stays where it is.
    host.add("live/other.tf", "# theirs");
    pushed(&world, &host.config()).await;
    let files = host.files();
    assert!(files[&format!("{FOLDER}/policies/{name}.json")].contains("s3:PutObject"));
    assert_eq!(files["live/other.tf"], "# theirs");
    assert!(host.tip().message().unwrap().starts_with("Change the role"));
    assert_eq!(
        host.tip().parent(0).unwrap().message(),
        Ok("Something else")
    );

    retired(&world, &iam, role).await;
    pushed(&world, &host.config()).await;
    let left: Vec<_> = host.files().into_keys().collect();
    assert_eq!(
        left,
        [
            "README.md".to_owned(),
            "live/other.tf".to_owned(),
            format!("live/roleport/{MANIFEST}"),
            "live/roleport/notes.md".to_owned(),
        ]
    );
    assert!(host.tip().message().unwrap().starts_with("Remove the role"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_host_that_is_not_there_holds_up_nothing_and_is_told_of(pool: PgPool) {
    let (world, iam, host) = (world(pool).await, iam().await, Host::new());
    let wrong = GitConfig {
        url: Some("file:///nowhere/at-all.git".to_owned()),
        ..host.config()
    };
    let portal = |config: &GitConfig| Service::new(world.pool.clone()).with_git(config.url.clone());
    assert_eq!(world.service.git(&world.admin).await, Ok(None));
    let ids = [fresh("one"), fresh("two")];
    for app in &ids {
        let id = applied(&world, &iam, &typed(app, app)).await;
        pushed(&world, &wrong).await;
        assert_eq!(world.state(id).await, RequestState::Applied);
    }
    let shown = portal(&wrong).git(&world.admin).await.unwrap().unwrap();
    assert_eq!(shown.waiting, 2);
    assert!(
        shown
            .failed
            .is_some_and(|(_, words)| words.contains("nowhere"))
    );
    assert_eq!(shown.in_step, None);
    assert!(portal(&wrong).git(&world.dev).await.is_err());
    let later = "select count(*) from graphile_worker._private_jobs j
                 join graphile_worker._private_tasks t on t.id = j.task_id
                 where t.identifier = 'push_git' and j.run_at > now() and j.last_error is not null";
    assert_eq!(world.count(later).await, 1, "it is tried again later");

    // With the right address all of it comes at once, into a repository that was empty.
    pushed(&world, &host.config()).await;
    let shown = portal(&wrong).git(&world.admin).await.unwrap().unwrap();
    assert_eq!((shown.waiting, shown.failed), (0, None));
    let commit = host.tip().id().to_string();
    assert!(shown.in_step.is_some_and(|(_, id)| id == Some(commit)));
    let message = host.tip().message().unwrap().to_owned();
    assert!(message.starts_with("Bring 2 roles up to date"), "{message}");
    assert_eq!(host.commits(), 1);
    for app in &ids {
        assert!(message.contains(&format!("Add the role test-{app}\n")));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_repository_nothing_piles_up(pool: PgPool) {
    let (world, iam) = (world(pool).await, iam().await);
    let app = fresh("off");
    applied(&world, &iam, &typed(&app, &app)).await;
    assert_eq!(waiting(&world).await, 1);
    pushed(&world, &GitConfig::default()).await;
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(world.count("select count(*) from git_pushes").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_folder_has_all_active_roles_and_no_other(pool: PgPool) {
    let (world, iam) = (world(pool.clone()).await, iam().await);
    let (keeps, goes) = (fresh("keeps"), fresh("goes"));
    let kept = applied(&world, &iam, &typed(&keeps, &keeps)).await;
    let gone = applied(&world, &iam, &typed(&goes, &goes)).await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| {
        let file = format!("003250186609/production/policies/test-{name}.json");
        folder.path().join(file)
    };
    let write = async || {
        let mut conn = pool.acquire().await.unwrap();
        let files = export::terraform(&mut conn).await.unwrap();
        folder::write(folder.path(), &files).unwrap()
    };
    write().await;
    assert!(path(&keeps).exists() && path(&goes).exists());
    assert_eq!(write().await, folder::Written::default());
    let role = role_of(&world, gone).await;
    retired(&world, &iam, role).await;
    assert_eq!(write().await.removed, 2);
    assert!(path(&keeps).exists() && !path(&goes).exists());
    // The page has the same blocks, and none for a role that is no more.
    let page = world.service.role(&world.dev, role).await.unwrap();
    assert_eq!(page.terraform, []);
    let role = role_of(&world, kept).await;
    let page = world.service.role(&world.dev, role).await.unwrap();
    let resources = &page.terraform[0];
    assert_eq!(resources.path, "iam_serviceaccounts.tf");
    let place = folder
        .path()
        .join("003250186609/production/iam_serviceaccounts.tf");
    let whole = std::fs::read_to_string(place).unwrap();
    assert!(whole.contains(&resources.text), "{whole}");

    // What would come out otherwise than it is in AWS does not come out at all.
    sqlx::query("update roles set arn = arn || '-else' where id = $1")
        .bind(role)
        .execute(&pool)
        .await
        .unwrap();
    let mut conn = pool.acquire().await.unwrap();
    let refused = export::terraform(&mut conn).await;
    assert!(matches!(refused, Err(ExportError::Role(..))), "{refused:?}");
}

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn nobody() -> Message {
    Message {
        text: "A test\n".to_owned(),
        author: None,
    }
}

#[test]
fn a_push_that_another_came_before_is_made_again_on_top() {
    let host = Host::new();
    host.add("README.md", "one");
    let remote = Remote::new(host.config()).unwrap();
    let files = [file("a/x.tf", "ours")];
    let late = remote.draft(&files, &nobody()).unwrap().unwrap();
    host.add("README.md", "two");
    assert!(matches!(remote.send(&late), Ok(Sent::Rejected(_))));
    assert_eq!(host.files()["README.md"], "two");
    assert!(!host.files().contains_key("live/roleport/a/x.tf"));

    let commit = remote.publish(&files, &nobody()).unwrap();
    assert_eq!(commit, Some(host.tip().id().to_string()));
    assert_eq!(host.files()["README.md"], "two");
    assert_eq!(host.files()["live/roleport/a/x.tf"], "ours");
    assert_eq!(host.commits(), 3);
    assert_eq!(remote.publish(&files, &nobody()).unwrap(), None);
}

#[test]
fn another_ones_file_in_the_repository_is_never_written_over() {
    let host = Host::new();
    host.add("live/roleport/a/x.tf", "theirs");
    host.add("live/roleport/b", "a file where a folder would be");
    let remote = Remote::new(host.config()).unwrap();
    for path in ["a/x.tf", "b/x.tf", "a"] {
        let refused = remote.publish(&[file(path, "ours")], &nobody());
        assert!(matches!(refused, Err(GitError::Foreign(_))), "{refused:?}");
    }
    assert_eq!(host.commits(), 2);
    // What is there already as it should be is taken over.
    let same = [file("a/x.tf", "theirs"), file("c.tf", "ours")];
    assert!(remote.publish(&same, &nobody()).unwrap().is_some());
    assert!(remote.publish(&[], &nobody()).unwrap().is_some());
    assert!(!host.files().contains_key("live/roleport/a/x.tf"));
    assert!(host.files().contains_key("live/roleport/b"));
}

#[test]
fn a_branch_that_is_not_there_is_not_made_beside_others() {
    let host = Host::new();
    host.add("README.md", "one");
    let config = GitConfig {
        branch: "elsewhere".to_owned(),
        ..host.config()
    };
    let refused = Remote::new(config)
        .unwrap()
        .publish(&[file("a", "a")], &nobody());
    assert!(matches!(refused, Err(GitError::NoBranch(_))), "{refused:?}");
    assert_eq!(host.commits(), 1);
}

#[test]
fn nothing_is_committed_while_there_are_no_roles() {
    let host = Host::new();
    let remote = Remote::new(host.config()).unwrap();
    assert_eq!(remote.publish(&[], &nobody()).unwrap(), None);
    assert!(host.repository.find_reference("refs/heads/main").is_err());
}
