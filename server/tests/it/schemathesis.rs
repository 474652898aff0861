//! schemathesis against the API: whatever it sends, the answers are those of the document.
//!
//! `scripts/setup test` installs it; `ROLEPORT_SCHEMATHESIS` names another one, `ROLEPORT_SCHEMATHESIS_EXAMPLES` a number
//! of cases for each operation other than that of the file beside it.

use std::{env, path::PathBuf};

use crate::support::{
    portal::{generous, portal, token},
    typed, world,
};
use roleport_domain::{lifecycle::Command, token::TokenScope};
use sqlx::PgPool;
use tokio::{net::TcpListener, process};

fn program() -> PathBuf {
    let set = |name| env::var_os(name).map(PathBuf::from);
    let cache = || {
        set("ROLEPORT_CACHE").unwrap_or_else(|| {
            let home = || set("HOME").unwrap().join(".cache");
            set("XDG_CACHE_HOME").unwrap_or_else(home).join("roleport")
        })
    };
    set("ROLEPORT_SCHEMATHESIS").unwrap_or_else(|| cache().join("schemathesis/bin/schemathesis"))
}

#[sqlx::test(migrations = "../migrations")]
async fn schemathesis_finds_nothing(pool: PgPool) {
    let world = world(pool.clone()).await;
    // Something to find: requests in several states, comments and a role.
    for app in ["one", "two", "three", "four"] {
        let id = world.submitted(app).await;
        world
            .service
            .comment(&world.admin, id, "Why?")
            .await
            .unwrap();
    }
    world
        .send(&world.ops, 2, Command::RequestChanges)
        .await
        .unwrap();
    world.send(&world.ops, 3, Command::Reject).await.unwrap();
    sqlx::query(
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
         select cluster, account_id, app, namespace, service_account, role_name,
                'arn:aws:iam::003250186609:role/test-four', grants from requests where id = 4",
    )
    .execute(&pool)
    .await
    .unwrap();
    // A draft of the admin's, who asks, and something that was sent.
    world
        .service
        .save_draft(&world.admin, &typed("draft", "draft"))
        .await
        .unwrap();
    sqlx::query(
        "insert into deliveries (event_id, channel, target, state, settled_at)
         select id, 'webhook', 'hook', 'sent', now() from events where request_id = 1",
    )
    .execute(&pool)
    .await
    .unwrap();
    let token = token(&world.service, &world.admin, "all", &TokenScope::ALL).await;

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = portal(&pool, generous());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let program = program();
    // `make security` has more of them.
    let examples = env::var("ROLEPORT_SCHEMATHESIS_EXAMPLES").ok();
    let output = process::Command::new(&program)
        .args([
            "--config-file",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml"),
        ])
        .args(["run", &format!("http://{address}/api/v1/openapi.json")])
        .args(["--url", &format!("http://{address}/api/v1"), "--no-color"])
        .args(["-H", &format!("Authorization: Bearer {token}")])
        .args(examples.iter().flat_map(|number| ["-n", number]))
        // What it leaves behind belongs to no checkout.
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .await
        .unwrap_or_else(|error| panic!("{}: {error}. Run scripts/setup test.", program.display()));
    server.abort();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{told}");
}
