//! A backup made and restored with Postgres' own tools, as docs/deployment.md says.

use std::process::{Command, Output};

use roleport_domain::lifecycle::{self, RequestState};
use roleport_server::service::Service;
use serde_json::Value;
use sqlx::{ConnectOptions as _, PgPool, postgres::PgPoolOptions};

use crate::support::{planned, server, server::Server, typed, world};

/// The address of another database of the same server.
fn beside(pool: &PgPool, database: &str) -> String {
    let options = pool.connect_options().as_ref().clone();
    let mut url = options.database(database).to_url_lossy();
    // sqlx's own settings, which Postgres' tools refuse.
    url.set_query(None);
    url.into()
}

fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    output
}

fn verified(url: &str) -> Value {
    let mut verify = Command::new(env!("CARGO_BIN_EXE_roleport"));
    verify
        .args(["audit", "verify", "--json"])
        .env("DATABASE_URL", url);
    serde_json::from_slice(&done(&mut verify).stdout).unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_restored_backup_has_the_whole_history_and_goes_on(pool: PgPool) {
    let world = world(pool.clone()).await;
    let approved = world.submitted("blue").await;
    world
        .send(&world.ops, approved, lifecycle::Command::Approve)
        .await
        .unwrap();
    let waiting = world.submitted("raven").await;

    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("roleport.dump");
    let name = pool.connect_options().get_database().unwrap().to_owned();
    // While it is in use.
    done(
        Command::new("pg_dump")
            .args(["--format=custom", "--no-owner", "--file"])
            .arg(&dump)
            .arg(beside(&pool, &name)),
    );
    // What comes after the backup is not in it.
    world.submitted("late").await;

    // A name has 63 bytes at most.
    let restored = name.replace("_sqlx_test_", "restored_");
    let make = format!(r#"create database "{restored}""#);
    sqlx::query(sqlx::AssertSqlSafe(make))
        .execute(&pool)
        .await
        .unwrap();
    let url = beside(&pool, &restored);
    done(
        Command::new("pg_restore")
            .args(["--no-owner", "--exit-on-error", "--dbname"])
            .arg(&url)
            .arg(&dump),
    );
    // Also the step of an upgrade: it changes nothing where nothing is missing.
    done(
        Command::new(env!("CARGO_BIN_EXE_roleport"))
            .arg("migrate")
            .env("DATABASE_URL", &url),
    );
    let (before, after) = (verified(&beside(&pool, &name)), verified(&url));
    assert!(after["events"].as_i64().unwrap() > 0, "{after}");
    assert!(
        after["events"].as_i64() < before["events"].as_i64(),
        "{before} {after}"
    );

    let there = PgPoolOptions::new()
        .max_connections(2)
        .connect(&url)
        .await
        .unwrap();
    {
        // A server takes up the job that was waiting when the backup was made, and people go on.
        let cluster = crate::support::cluster();
        let folder = server::folder(&cluster);
        let server = Server::start(folder.path(), &there, &crate::applier::endpoint(), &[]);
        server.address().await;
        let ended = crate::support::moved_on(&there, approved).await;
        assert!(
            matches!(
                ended,
                RequestState::Applied | RequestState::Submitted | RequestState::Failed
            ),
            "{ended:?}"
        );
        let service = Service::new(there.clone());
        planned(&there, waiting).await;
        service
            .submit(&world.dev, &typed("again", "again"))
            .await
            .unwrap();
    }
    let later = verified(&url);
    assert!(
        later["events"].as_i64() > after["events"].as_i64(),
        "{later}"
    );
    // The protection came along: triggers are part of a dump.
    let edit = sqlx::query("update events set words = 'x'")
        .execute(&there)
        .await;
    assert!(edit.unwrap_err().to_string().contains("append-only"));
    there.close().await;
    let drop = format!(r#"drop database "{restored}" with (force)"#);
    sqlx::query(sqlx::AssertSqlSafe(drop))
        .execute(&pool)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_of_the_version_before_starts_on_newer_tables(pool: PgPool) {
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'of a later version', true, '', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let folder = server::folder(&crate::support::cluster());
    let aws = crate::applier::endpoint();
    let mut server = Server::start(folder.path(), &pool, &aws, &[]);
    let address = server.address().await;
    let ready = reqwest::get(format!("{address}/readyz")).await.unwrap();
    assert_eq!(ready.status(), 200);
    assert!(server.stop().await, "{}", server.log());
}
