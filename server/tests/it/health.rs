//! Whether Roleport can do its work for a cluster, asked of AWS and shown.

use http::StatusCode;
use roleport_app::portal::{ClusterHealth, Portal as _};
use roleport_domain::{cluster::Cluster, health::Standing, token::TokenScope};
use roleport_server::{
    aws::{Accounts, iam::Iam},
    worker::health,
};
use sqlx::PgPool;

use crate::{
    applier::{boundary, fresh, iam},
    own_rights::{limited, named},
    support::{
        World,
        portal::{ask, generous, portal, token},
        service_for, world,
    },
};

async fn checked(world: &World, iam: &Iam, cluster: &Cluster) -> ClusterHealth {
    let service = service_for(&world.pool, std::slice::from_ref(cluster)).await;
    let accounts = Accounts::from(iam.clone());
    health::check(&world.pool, &accounts).await.unwrap();
    let mut all = service.clusters_health(&world.dev).await.unwrap();
    all.remove(0)
}

fn standing(health: &ClusterHealth, code: &str) -> Standing {
    let item = health.items.iter().find(|item| item.code == code);
    item.unwrap_or_else(|| panic!("{code} in {health:?}"))
        .standing
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_missing_in_aws_is_told_until_it_is_there(pool: PgPool) {
    let (world, admin) = (world(pool).await, iam().await);
    let edge = boundary(&admin).await;
    let request = named(&fresh("health"), "own-{app}", &["in/"], Some(&edge));
    let issuer = format!("https://{}.example.com", fresh("issuer"));
    let cluster = Cluster {
        oidc_issuer: issuer.clone(),
        ..request.cluster().clone()
    };
    let as_root = checked(&world, &admin, &cluster).await;
    assert_eq!(standing(&as_root, "credentials"), Standing::Good);
    assert_eq!(standing(&as_root, "oidc_provider"), Standing::Bad);
    assert_eq!(standing(&as_root, "boundary"), Standing::Good);
    // Nobody tells what an account's root may do.
    assert_eq!(standing(&as_root, "rights"), Standing::Unknown);

    admin.register_provider(&issuer).await.unwrap();
    let gone = Cluster {
        permissions_boundary: Some(format!("{edge}-gone")),
        ..cluster.clone()
    };
    let own = limited(&request).await;
    let fine = checked(&world, &own, &cluster).await;
    for item in &fine.items {
        assert_eq!(item.standing, Standing::Good, "{item:?}");
    }
    assert_eq!(
        standing(&checked(&world, &own, &gone).await, "boundary"),
        Standing::Bad
    );

    // Rights for another cluster's names are none for this one's.
    let other = Cluster {
        role_name_pattern: "foreign-{app}".to_owned(),
        ..cluster.clone()
    };
    let other = checked(&world, &own, &other).await;
    assert_eq!(standing(&other, "rights"), Standing::Bad);
    let words = other
        .items
        .iter()
        .find(|item| item.code == "rights")
        .unwrap()
        .words
        .as_str();
    assert!(
        words.contains("iam:AttachRolePolicy") && words.contains("iam:CreateRole"),
        "{words}"
    );
    assert!(!words.contains("iam:GetRole"), "{words}");

    let elsewhere = Cluster {
        account_id: "111122223333".to_owned(),
        permissions_boundary: None,
        ..cluster
    };
    let elsewhere = checked(&world, &own, &elsewhere).await;
    assert_eq!(standing(&elsewhere, "credentials"), Standing::Bad);
    assert_eq!(elsewhere.items.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn everybody_sees_it_and_whoever_asks_for_roles_has_it_looked_at_again(pool: PgPool) {
    let world = world(pool.clone()).await;
    let before = world.service.clusters_health(&world.auditor).await.unwrap();
    assert!(before[0].checked.is_none() && before[0].items.is_empty());
    assert!(world.service.check_clusters(&world.auditor).await.is_err());
    world.service.check_clusters(&world.dev).await.unwrap();
    let accounts = Accounts::from(iam().await);
    health::check(&pool, &accounts).await.unwrap();
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.auditor, "read", &[TokenScope::Read]).await;
    let answer = ask(&portal, &token, "GET", "/clusters", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json["items"][0]["health"][0]["standing"], "good");
}
