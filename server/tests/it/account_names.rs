//! Names of buckets from the account: offered where the configuration says so and AWS allows it, and in nobody's way else.

use std::time::{Duration, Instant};

use roleport_app::portal::{Portal as _, TypedRequest, Viewer};
use roleport_domain::{
    cluster::Cluster, grant::Grant, health::Standing, own_rights, service::Service,
};
use roleport_server::{
    aws::{self, Accounts, iam::Iam},
    config::AwsConfig,
    worker::health,
};
use sqlx::PgPool;

use crate::{
    applier::{ACCOUNT, endpoint, fresh, iam},
    own_rights::{limited, limited_with, named},
    support::{
        World, cluster,
        faults::{Fault, Proxy},
        service_for, typed, world,
    },
};

fn config(url: String) -> AwsConfig {
    AwsConfig {
        endpoint_url: Some(url),
        region: Some("us-east-1".to_owned()),
        offer_buckets: vec![ACCOUNT.to_owned()],
        ..AwsConfig::default()
    }
}

/// Buckets whose names begin so.
async fn buckets(start: &str, ends: &[&str]) {
    let settings = aws::settings(&config(endpoint())).await;
    let settings = aws_sdk_s3::config::Builder::from(&settings).force_path_style(true);
    let s3 = aws_sdk_s3::Client::from_conf(settings.build());
    for end in ends {
        let bucket = format!("{start}-{end}");
        s3.create_bucket().bucket(bucket).send().await.unwrap();
    }
}

/// A world whose portal reaches AWS so.
async fn over(pool: &PgPool, accounts: Accounts) -> World {
    let mut world = world(pool.clone()).await;
    world.service = world.service.with_accounts(accounts);
    world
}

fn of(iam: Iam) -> Accounts {
    Accounts::from(iam).offering_buckets([ACCOUNT.to_owned()])
}

/// What is offered where this is typed as a bucket.
async fn offered(world: &World, viewer: &Viewer, text: &str) -> Vec<String> {
    let form = TypedRequest {
        cluster: "production".to_owned(),
        grants: vec![Grant::s3(text, "", &[])],
        ..TypedRequest::default()
    };
    let known = world
        .service
        .known(viewer, &form, "grants[0][bucket]")
        .await;
    known.unwrap().lists.remove(0).1
}

#[sqlx::test(migrations = "../migrations")]
async fn buckets_of_the_account_come_after_those_of_known_roles(pool: PgPool) {
    let start = fresh("offered");
    buckets(&start, &["alpha", "beta"]).await;
    let accounts = Accounts::load(&config(endpoint())).await;
    let world = over(&pool, accounts).await;
    let known = format!("{start}-known");
    sqlx::query(
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
         values ('production', '003250186609', 'a', 'n', 's', 'r', 'arn',
                 jsonb_build_array(jsonb_build_object('service', 's3', 'bucket', $1::text, 'prefix', '', 'access', array['read'])))",
    )
    .bind(&known)
    .execute(&pool)
    .await
    .unwrap();
    let names = [
        known.clone(),
        format!("{start}-alpha"),
        format!("{start}-beta"),
    ];
    assert_eq!(offered(&world, &world.dev, &start).await, names);
    assert_eq!(
        offered(&world, &world.dev, &start.to_uppercase()[1..]).await,
        names,
        "a part in any letters"
    );
    // Only those who could ask for access to them.
    assert_eq!(
        offered(&world, &world.auditor, &start).await,
        std::slice::from_ref(&known)
    );

    // Other fields and unknown clusters ask nobody.
    let mut form = TypedRequest {
        cluster: "nowhere".to_owned(),
        grants: vec![Grant::s3(&start, "", &[]), Grant::empty(Service::Athena)],
        ..TypedRequest::default()
    };
    let list = async |form: &TypedRequest, field: &str| {
        let known = world.service.known(&world.dev, form, field).await;
        known.unwrap().lists.remove(0).1
    };
    assert_eq!(
        list(&form, "grants[0][bucket]").await,
        std::slice::from_ref(&known)
    );
    form.cluster = "production".to_owned();
    assert_eq!(list(&form, "grants[0][prefix]").await, Vec::<String>::new());
    form.grants[1].set("bucket", start.clone());
    assert_eq!(list(&form, "grants[1][bucket]").await, names[1..]);

    let off = over(&pool, Accounts::from(iam().await)).await;
    assert_eq!(offered(&off, &off.dev, &start).await, [known]);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_the_right_the_form_is_as_before_and_the_health_says_so(pool: PgPool) {
    let start = fresh("denied");
    buckets(&start, &["alpha"]).await;
    let request = named(&fresh("names"), "own-{app}", &["in/"], None);
    let denied = of(limited(&request).await);
    let world = over(&pool, denied.clone()).await;
    let standing = async |accounts: &Accounts| {
        health::check(&pool, accounts).await.unwrap();
        let health = world.service.clusters_health(&world.dev).await.unwrap();
        let item = health[0]
            .items
            .iter()
            .find(|item| item.code == "bucket_names");
        item.map(|item| (item.standing, item.words.clone()))
    };
    assert!(offered(&world, &world.dev, &start).await.is_empty());
    let (told, words) = standing(&denied).await.unwrap();
    assert_eq!(told, Standing::Warning);
    assert!(words.as_str().contains("s3:ListAllMyBuckets"), "{words}");

    let allowed = of(limited_with(&request, &[own_rights::offer_buckets()]).await);
    let now = over(&pool, allowed.clone()).await;
    assert_eq!(
        offered(&now, &now.dev, &start).await,
        [format!("{start}-alpha")]
    );
    assert_eq!(standing(&allowed).await.unwrap().0, Standing::Good);
    let off = Accounts::from(limited(&request).await);
    assert_eq!(standing(&off).await, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_that_answers_slowly_or_not_at_all_holds_nobody_up(pool: PgPool) {
    let start = fresh("slow");
    buckets(&start, &["alpha"]).await;
    let proxy = Proxy::start(&endpoint()).await;
    let mut struck = proxy.watch("ListBuckets", Fault::Silent);
    let unreachable = config("http://127.0.0.1:1".to_owned());
    for accounts in [
        Accounts::load(&config(proxy.url.clone())).await,
        Accounts::load(&unreachable).await,
    ] {
        let world = over(&pool, accounts).await;
        for _ in 0..2 {
            let began = Instant::now();
            assert!(offered(&world, &world.dev, &start).await.is_empty());
            assert!(
                began.elapsed() < Duration::from_secs(2),
                "{:?}",
                began.elapsed()
            );
        }
    }
    let asked = tokio::time::timeout(Duration::from_secs(20), struck.recv());
    assert!(asked.await.is_ok(), "S3 was not asked");
    assert_eq!(
        proxy
            .calls()
            .iter()
            .filter(|call| *call == "ListBuckets")
            .count(),
        1,
        "whoever types on does not ask again"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_that_came_late_is_offered_from_then_on_and_asked_for_once(pool: PgPool) {
    let start = fresh("once");
    buckets(&start, &["alpha"]).await;
    let proxy = Proxy::start(&endpoint()).await;
    proxy.strike("ListBuckets", Fault::Broken);
    let world = over(&pool, Accounts::load(&config(proxy.url.clone())).await).await;
    let mut found = Vec::new();
    for _ in 0..50 {
        found = offered(&world, &world.dev, &start).await;
        if !found.is_empty() {
            break;
        }
    }
    assert_eq!(found, [format!("{start}-alpha")]);
    proxy.calls();
    offered(&world, &world.dev, "other").await;
    assert_eq!(proxy.calls(), Vec::<String>::new());
    // A submission asks nobody either.
    let sent = world.service.submit(&world.dev, &typed("names", "k")).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(proxy.calls(), Vec::<String>::new());
}

#[sqlx::test(migrations = "../migrations")]
async fn names_of_another_account_than_the_clusters_are_told_to_nobody(pool: PgPool) {
    let start = fresh("elsewhere");
    buckets(&start, &["alpha"]).await;
    let cluster = Cluster {
        account_id: "111122223333".to_owned(),
        ..cluster()
    };
    let mut world = world(pool.clone()).await;
    let accounts = Accounts::from(iam().await).offering_buckets(["111122223333".to_owned()]);
    let service = service_for(&pool, &[cluster]).await;
    world.service = service.with_accounts(accounts);
    assert!(offered(&world, &world.dev, &start).await.is_empty());
}
