//! The configuration's file: taken in once, then only told of.

use roleport_app::portal::Portal as _;
use roleport_domain::{cluster::Cluster, cluster_settings::Access};
use roleport_server::service::{Seed, Service, take_in};
use sqlx::PgPool;

use super::moved;
use crate::support::{cluster, service_for, world};

fn seed() -> Seed {
    Seed {
        clusters: vec![
            cluster(),
            Cluster {
                name: "staging".to_owned(),
                ..cluster()
            },
        ],
        accounts: vec![(
            "111122223333".to_owned(),
            Access {
                role_arn: "arn:aws:iam::111122223333:role/roleport".to_owned(),
                external_id: Some("text".to_owned()),
            },
        )],
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_unknown_cluster_of_the_file_is_taken_in_once(pool: PgPool) {
    let mut world = world(pool.clone()).await;
    world.service = service_for(&pool, &[]).await;
    assert!(world.service.clusters().await.unwrap().is_empty());
    // Two servers start at once.
    let seed = seed();
    let (one, other) = tokio::join!(take_in(&pool, &seed), take_in(&pool, &seed));
    assert!(one.unwrap().is_empty() && other.unwrap().is_empty());
    assert_eq!(world.service.clusters().await.unwrap(), seed.clusters);
    let noted = "select count(*) from events where kind = 'configuration.cluster_taken_in' and person_id is null";
    assert_eq!(world.count(noted).await, 3);
    // From then on the portal's are in force, and the file is told of.
    world
        .approved_change(Some("production"), Some(moved("eu-west-1")))
        .await;
    world.approved_change(Some("staging"), None).await;
    let told = take_in(&pool, &seed).await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].as_str().contains("production: AWS region"),
        "{told:?}"
    );
    assert!(
        told[1].as_str().contains("staging, which was removed"),
        "{told:?}"
    );
    let names: Vec<_> = world.service.clusters().await.unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(names[0].region, "eu-west-1");
    assert_eq!(world.count(noted).await, 3);
    let service = Service::new(pool.clone()).with_seed(seed.clone());
    let page = service.clusters_page(&world.auditor).await.unwrap();
    assert_eq!(page.file, told);
    // A cluster that the file has got since is taken in.
    let more = Seed {
        clusters: vec![Cluster {
            name: "third".to_owned(),
            ..cluster()
        }],
        ..Seed::default()
    };
    assert!(take_in(&pool, &more).await.unwrap().is_empty());
    assert_eq!(world.service.clusters().await.unwrap()[1].name, "third");
    // Another way into the account than the portal's is told of as well.
    let mut odd = seed;
    odd.accounts[0].1.external_id = None;
    let told = take_in(&pool, &odd).await.unwrap();
    assert!(
        told[2].as_str().contains("the account 111122223333"),
        "{told:?}"
    );
}
