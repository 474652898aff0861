//! Several accounts: Roleport assumes a role in each that is not its own, and sends nothing to a wrong one.

use aws_credential_types::Credentials;
use aws_sdk_iam::{Client, config::SharedCredentialsProvider};
use roleport_app::portal::Portal as _;
use roleport_domain::{
    cluster::Cluster,
    lifecycle::{Command, RequestState},
};
use roleport_server::{
    aws::{self, Accounts},
    config::{AccountConfig, AwsConfig, WorkerConfig},
    service::Service,
    worker,
};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    applier::{ACCOUNT, endpoint, fresh},
    support::{World, cluster, moved_on, typed, world},
};

const OTHER: &str = "111122223333";
const EXTERNAL: &str = "a-text-that-nobody-guesses";

fn config(accounts: Vec<AccountConfig>) -> AwsConfig {
    AwsConfig {
        endpoint_url: Some(endpoint()),
        region: Some("us-east-1".to_owned()),
        accounts,
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
    let settings = aws::settings(&config(Vec::new())).await;
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

/// Submits a request for the other account's cluster, and lets a worker with these accounts do its part until
/// it is planned, approved and settled; gives the request's number.
async fn through(world: &World, app: &str, accounts: Accounts) -> i64 {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker::start(
        world.pool.clone(),
        accounts,
        vec![cluster(), elsewhere()],
        WorkerConfig::default(),
        async move {
            let _ = stopped.await;
        },
    ));
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
    let _ = stop.send(());
    running.await.unwrap().unwrap();
    id
}

async fn world_of_two(pool: &PgPool) -> World {
    let mut world = world(pool.clone()).await;
    world.service = Service::new(pool.clone(), vec![cluster(), elsewhere()]);
    world
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_is_made_in_the_account_of_its_cluster(pool: PgPool) {
    let (world, other) = (world_of_two(&pool).await, other().await);
    let account = AccountConfig {
        id: OTHER.to_owned(),
        role_arn: door(&other).await,
        external_id: Some(EXTERNAL.to_owned()),
    };
    let accounts = Accounts::load(&config(vec![account])).await;
    let app = fresh("two");
    let id = through(&world, &app, accounts.clone()).await;
    assert_eq!(world.state(id).await, RequestState::Applied);
    let name = format!("test-{app}");
    assert!(accounts.of(OTHER).role(&name).await.unwrap().is_some());
    assert!(accounts.of(ACCOUNT).role(&name).await.unwrap().is_none());
    let page = world.service.request(&world.dev, id).await.unwrap();
    let arn = page.preview.role_arn.unwrap();
    assert_eq!(arn, format!("arn:aws:iam::{OTHER}:role/{name}"));
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_way_in_nothing_is_sent_and_the_plan_says_why(pool: PgPool) {
    let (world, other) = (world_of_two(&pool).await, other().await);
    let role_arn = door(&other).await;
    let wrong = AccountConfig {
        id: OTHER.to_owned(),
        role_arn,
        external_id: Some("another-text".to_owned()),
    };
    for (accounts, said) in [
        (Vec::new(), "belong to account 003250186609"),
        (vec![wrong], "Roleport has no credentials for this account"),
    ] {
        let app = fresh("none");
        let accounts = Accounts::load(&config(accounts)).await;
        let id = through(&world, &app, accounts).await;
        let page = world.service.request(&world.ops, id).await.unwrap();
        assert_eq!(page.summary.state, RequestState::Submitted);
        assert!(
            page.plan.obstacles[0].contains(said),
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
