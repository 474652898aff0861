//! Several accounts: Roleport assumes a role in each that is not its own, and sends nothing to a wrong one.

use aws_credential_types::Credentials;
use aws_sdk_iam::{Client, config::SharedCredentialsProvider};
use roleport_app::portal::Portal as _;
use roleport_domain::{
    cluster::Cluster,
    cluster_settings::{Access, ClusterSettings},
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    aws::{self, Accounts},
    config::{AwsConfig, WorkerConfig},
    service::{Seed, take_in},
    worker,
};
use serde_json::json;
use sqlx::PgPool;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    applier::{ACCOUNT, endpoint, fresh},
    support::{World, cluster, moved_on, service_for, typed, world},
};

const OTHER: &str = "111122223333";
const EXTERNAL: &str = "a-text-that-nobody-guesses";

fn config() -> AwsConfig {
    AwsConfig {
        endpoint_url: Some(endpoint()),
        region: Some("us-east-1".to_owned()),
        ..AwsConfig::default()
    }
}

fn elsewhere() -> Cluster {
    Cluster {
        name: "elsewhere".to_owned(),
        account_id: OTHER.to_owned(),
        ..cluster()
    }
}

/// IAM of the other account, as its root user.
async fn other() -> Client {
    let settings = aws::settings(&config()).await;
    let root = Credentials::new(OTHER, "test", None, None, "test");
    let settings = settings
        .to_builder()
        .credentials_provider(SharedCredentialsProvider::new(root))
        .build();
    Client::new(&settings)
}

/// A role of the other account that Roleport's own account may assume with the external id.
async fn door(other: &Client) -> String {
    let name = fresh("door");
    let trust = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow",
        "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
        "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "sts:ExternalId": EXTERNAL } },
    }});
    let all = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": ["iam:*", "sts:*"], "Resource": "*"
    }});
    let made = other
        .create_role()
        .role_name(&name)
        .assume_role_policy_document(trust.to_string())
        .send()
        .await
        .unwrap();
    other
        .put_role_policy()
        .role_name(&name)
        .policy_name("all")
        .policy_document(all.to_string())
        .send()
        .await
        .unwrap();
    made.role.unwrap().arn
}

/// A worker that runs until something is sent.
async fn working(world: &World) -> (oneshot::Sender<()>, JoinHandle<anyhow::Result<()>>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let running = worker::start(
        world.pool.clone(),
        Accounts::load(&config()).await,
        WorkerConfig::default(),
        async move {
            let _ = stopped.await;
        },
    );
    (stop, tokio::spawn(running))
}

/// Submits a request for the other account's cluster, and lets a worker do its part until it is planned,
/// approved and settled; gives the request's number.
async fn through(world: &World, app: &str) -> i64 {
    let (stop, running) = working(world).await;
    let id = settle(world, app).await;
    let _ = stop.send(());
    running.await.unwrap().unwrap();
    id
}

/// The same while a worker runs.
async fn settle(world: &World, app: &str) -> i64 {
    let mut form = typed(app, app);
    "elsewhere".clone_into(&mut form.cluster);
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    for _ in 0..200 {
        let page = world.service.request(&world.ops, id).await.unwrap();
        if !page.plan.hash.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let page = world.service.request(&world.ops, id).await.unwrap();
    if page.plan.is_ready() {
        world.send(&world.ops, id, Command::Approve).await.unwrap();
        moved_on(&world.pool, id).await;
    }
    id
}

/// Says how the other account is reached, as the configuration's file does to an empty portal.
async fn reached(world: &World, access: &Access) {
    let seed = Seed {
        accounts: vec![(OTHER.to_owned(), access.clone())],
        ..Seed::default()
    };
    assert!(take_in(&world.pool, &seed).await.unwrap().is_empty());
}

/// Whether Roleport finds a role in an account, reached so.
async fn found(account: &str, access: Option<&Access>, name: &str) -> bool {
    let iam = Accounts::load(&config()).await.of(account, access).await;
    iam.role(name).await.unwrap().is_some()
}

async fn world_of_two(pool: &PgPool) -> World {
    let mut world = world(pool.clone()).await;
    world.service = service_for(pool, &[cluster(), elsewhere()]).await;
    world
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_is_made_in_the_account_of_its_cluster(pool: PgPool) {
    let (world, other) = (world_of_two(&pool).await, other().await);
    let access = Access {
        role_arn: door(&other).await,
        external_id: Some(EXTERNAL.to_owned()),
    };
    reached(&world, &access).await;
    let app = fresh("two");
    let id = through(&world, &app).await;
    assert_eq!(world.state(id).await, RequestState::Applied);
    let name = format!("test-{app}");
    assert!(found(OTHER, Some(&access), &name).await);
    assert!(!found(ACCOUNT, None, &name).await);
    let page = world.service.request(&world.dev, id).await.unwrap();
    let arn = page.preview.role_arn.unwrap();
    assert_eq!(arn, format!("arn:aws:iam::{OTHER}:role/{name}"));
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_way_in_nothing_is_sent_and_the_plan_says_why(pool: PgPool) {
    let (world, other) = (world_of_two(&pool).await, other().await);
    let role_arn = door(&other).await;
    let wrong = Access {
        role_arn,
        external_id: Some("another-text".to_owned()),
    };
    for (access, said) in [
        (None, "belong to account 003250186609"),
        (Some(wrong), "Roleport has no credentials for this account"),
    ] {
        let app = fresh("none");
        if let Some(access) = access {
            reached(&world, &access).await;
        }
        let id = through(&world, &app).await;
        let page = world.service.request(&world.ops, id).await.unwrap();
        assert_eq!(page.summary.state, RequestState::Submitted);
        assert!(
            page.plan.obstacles[0].as_str().contains(said),
            "{:?}",
            page.plan.obstacles
        );
        assert!(
            other
                .get_role()
                .role_name(format!("test-{app}"))
                .send()
                .await
                .is_err(),
            "nothing was made"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_account_is_reached_as_soon_as_its_cluster_is_approved(pool: PgPool) {
    let (world, other) = (world(pool.clone()).await, other().await);
    let access = Access {
        role_arn: door(&other).await,
        external_id: Some(EXTERNAL.to_owned()),
    };
    // It runs all the time, as a server does.
    let (stop, running) = working(&world).await;
    let added = ClusterSettings {
        cluster: elsewhere(),
        access: Some(Access {
            external_id: Some("mistyped".to_owned()),
            ..access.clone()
        }),
    };
    world.approved_change(None, Some(added.clone())).await;
    let refused = settle(&world, &fresh("mistyped")).await;
    assert_eq!(world.state(refused).await, RequestState::Submitted);
    let mended = ClusterSettings {
        access: Some(access.clone()),
        ..added
    };
    world.approved_change(Some("elsewhere"), Some(mended)).await;
    let app = fresh("new");
    let id = settle(&world, &app).await;
    assert_eq!(world.state(id).await, RequestState::Applied);
    assert!(found(OTHER, Some(&access), &format!("test-{app}")).await);
    let _ = stop.send(());
    running.await.unwrap().unwrap();
}
