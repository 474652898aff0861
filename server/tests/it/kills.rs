//! `kill -9` of a real server at every step of an application, before its call takes effect and
//! after: the next server takes over, and AWS ends as wanted.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use roleport_app::portal::{Portal as _, TypedRequest};
use roleport_domain::{
    lifecycle::{self, RequestState},
    plan::{Goal, plan},
    request::ValidRequest,
};
use roleport_server::{
    service::AboutRole,
    store::roles::{self, AppliedRole},
    worker::planner,
};
use sqlx::{ConnectOptions as _, PgPool};

use crate::{
    applier::{Scene, endpoint, fresh, iam},
    support::{
        World,
        faults::{Fault, Proxy},
        moved_on, service_for, typed, world,
    },
};

/// A server that is killed when the test ends, however it ends.
struct Server(Child);

impl Server {
    fn start(folder: &Path, pool: &PgPool, aws: &str) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_roleport"))
            .arg("serve")
            .current_dir(folder)
            .env(
                "DATABASE_URL",
                pool.connect_options().to_url_lossy().as_str(),
            )
            .env("ROLEPORT_CONFIG", folder.join("roleport.toml"))
            .env("ROLEPORT_SITE_DIR", folder)
            .env("ROLEPORT_LISTEN", "127.0.0.1:0")
            .env("ROLEPORT_OIDC_ISSUER", "http://127.0.0.1:9")
            .env("ROLEPORT_OIDC_CLIENT_ID", "roleport")
            .env("ROLEPORT_OIDC_ROLE_MAP", "devops=approver")
            .env("ROLEPORT_AWS_ENDPOINT_URL", aws)
            .env("ROLEPORT_AWS_REGION", "us-east-1")
            .env("ROLEPORT_WORKER_TAKEOVER_SECONDS", "3")
            .env("ROLEPORT_LIVE", "polling")
            .env("ROLEPORT_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// SIGKILL: nothing is finished, nothing is said.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder with what a server needs to start.
fn folder(request: &ValidRequest) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let cluster = serde_json::json!({ "clusters": [request.cluster()] });
    std::fs::write(
        folder.path().join("roleport.toml"),
        toml::to_string(&cluster).unwrap(),
    )
    .unwrap();
    std::fs::write(
        folder.path().join("manifest.json"),
        r#"{"js":"a.js","wasm":"a.wasm","css":"a.css"}"#,
    )
    .unwrap();
    folder
}

/// Asks for what the scene wants, in the portal; gives the request's number.
async fn ask(world: &World, scene: Scene, wanted: &ValidRequest) -> i64 {
    let app = wanted.app();
    let mut form = TypedRequest {
        namespace: wanted.namespace().to_owned(),
        service_account: wanted.service_account().to_owned(),
        grants: wanted.grants().to_vec(),
        ..typed(app, app)
    };
    let service = &world.service;
    if scene == Scene::New {
        return service.submit(&world.dev, &form).await.unwrap();
    }
    let mut conn = world.pool.acquire().await.unwrap();
    let live = iam().await.role(wanted.role_name()).await.unwrap().unwrap();
    let grants = if scene == Scene::Retire {
        wanted.grants().to_vec()
    } else {
        crate::applier::for_app(app, &wanted.cluster().account_id, &["old/"])
            .grants()
            .to_vec()
    };
    let role = roles::record(
        &mut conn,
        AppliedRole {
            cluster: &wanted.cluster().name,
            account_id: &wanted.cluster().account_id,
            app,
            namespace: wanted.namespace(),
            service_account: wanted.service_account(),
            role_name: wanted.role_name(),
            arn: &wanted.role_arn(),
            grants: &grants,
            aws_role_id: &live.id,
            existing_path: None,
        },
    )
    .await
    .unwrap();
    drop(conn);
    if scene == Scene::Retire {
        return service
            .ask_about(&world.dev, AboutRole::Retire, role, "Not needed.", app)
            .await
            .unwrap();
    }
    form.role = Some(role);
    service.submit(&world.dev, &form).await.unwrap()
}

async fn killed_at_every_step(pool: PgPool, scene: Scene) {
    let mut world = world(pool.clone()).await;
    let direct = iam().await;
    for call in scene.calls() {
        for fault in [Fault::Silent, Fault::Lost] {
            let case = format!("{scene:?}, {fault:?} at {call}");
            let app = fresh(&format!("k{}", call.to_lowercase()));
            let wanted = scene.set(&direct, &app, "").await;
            world.service = service_for(&pool, std::slice::from_ref(wanted.cluster())).await;
            let id = ask(&world, scene, &wanted).await;
            planner::read(&pool, &direct, id).await.unwrap();
            let page = world.service.request(&world.ops, id).await.unwrap();
            let calls: Vec<_> = page.plan.steps.iter().map(|step| &step.call).collect();
            assert_eq!(calls, scene.calls(), "{case}");
            world
                .send(&world.ops, id, lifecycle::Command::Approve)
                .await
                .unwrap();

            let proxy = Proxy::start(&endpoint()).await;
            let folder = folder(&wanted);
            let mut struck = proxy.watch(call, fault);
            let mut first = Server::start(folder.path(), &pool, &proxy.url);
            tokio::time::timeout(Duration::from_secs(30), struck.recv())
                .await
                .unwrap_or_else(|_| panic!("{case}: the call was never made"));
            first.kill();
            assert_eq!(world.state(id).await, RequestState::Applying, "{case}");

            let _second = Server::start(folder.path(), &pool, &proxy.url);
            assert_eq!(moved_on(&pool, id).await, RequestState::Applied, "{case}");
            let there = direct.observe(&wanted, Goal::Present).await.unwrap();
            assert_eq!(plan(&wanted, scene.goal(), &there).steps, [], "{case}");
            let versions: Vec<_> = there.policies.values().map(|p| p.versions.len()).collect();
            let expected: &[usize] = match scene {
                Scene::New | Scene::Repair => &[1],
                Scene::Change => &[5],
                Scene::Retire => &[],
            };
            assert_eq!(versions, expected, "{case}: something was made twice");
            let kinds = world.kinds(id).await;
            let end = if scene == Scene::Retire {
                "role.retired"
            } else {
                "request.applied"
            };
            assert_eq!(
                kinds.iter().filter(|kind| *kind == end).count(),
                1,
                "{case}"
            );
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_killed_while_it_makes_a_role_is_taken_over(pool: PgPool) {
    killed_at_every_step(pool, Scene::New).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_killed_while_it_changes_a_role_is_taken_over(pool: PgPool) {
    killed_at_every_step(pool, Scene::Change).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_killed_while_it_retires_a_role_is_taken_over(pool: PgPool) {
    killed_at_every_step(pool, Scene::Retire).await;
}
