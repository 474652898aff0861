//! `kill -9` of a real server at every step of an application, before its call takes effect and
//! after: the next server takes over, and AWS ends as wanted.

use std::time::Duration;

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
use sqlx::PgPool;

use crate::{
    applier::{Scene, endpoint, fresh, iam},
    support::{
        World,
        faults::{Fault, Proxy},
        moved_on,
        server::{self, Server},
        service_for, typed, world,
    },
};

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
            identity: wanted.identity(),
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
            let folder = server::folder(wanted.cluster());
            let mut struck = proxy.watch(call, fault);
            let mut first = Server::start(folder.path(), &pool, &proxy.url, &[]);
            tokio::time::timeout(Duration::from_secs(30), struck.recv())
                .await
                .unwrap_or_else(|_| panic!("{case}: the call was never made"));
            first.kill();
            assert_eq!(world.state(id).await, RequestState::Applying, "{case}");

            let _second = Server::start(folder.path(), &pool, &proxy.url, &[]);
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
