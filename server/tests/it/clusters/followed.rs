//! What becomes of roles and requests when their cluster changes, with real AWS calls.

use roleport_app::portal::{Portal as _, PortalError};
use roleport_domain::{
    cluster::Cluster,
    lifecycle::{Command, RequestState},
};
use roleport_server::service::{AboutRole, CommandError, ProposalDecision, SubmitError};
use sqlx::PgPool;

use super::{moved, settings};
use crate::{
    applier::{boundary, fresh, iam},
    drift::applied,
    support::{World, cluster, planned, typed, world},
};

/// Rules by which reading needs nobody.
const BY_ITSELF: &str = "[[auto_approve]]\nname = \"Reading\"\nenabled = true\nread_only = true\n";

async fn refused(world: &World, id: i64, command: Command) -> String {
    let sent = world.send(&world.admin, id, command).await;
    let Err(CommandError::Portal(PortalError::Conflict(words))) = sent else {
        panic!("{sent:?}");
    };
    words.into()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_is_edited_once_after_its_cluster_has_changed(pool: PgPool) {
    let world = world(pool).await;
    let (open, approved) = (
        world.submitted("blue").await,
        world.submitted("green").await,
    );
    world
        .send(&world.ops, approved, Command::Approve)
        .await
        .unwrap();
    world
        .approved_change(Some("production"), Some(moved("eu-west-1")))
        .await;
    for command in [Command::Approve, Command::BreakGlass] {
        let words = refused(&world, open, command).await;
        assert!(
            words.contains("AWS region") && words.contains("Edit it once"),
            "{words}"
        );
    }
    let page = world.service.request(&world.ops, open).await.unwrap();
    assert!(!page.plan.is_ready());
    assert!(
        page.plan.obstacles[0]
            .as_str()
            .contains("has changed since"),
        "{:?}",
        page.plan.obstacles
    );
    // What is approved goes on as it was approved.
    assert_eq!(world.state(approved).await, RequestState::Approved);
    assert!(
        world
            .service
            .request(&world.ops, approved)
            .await
            .unwrap()
            .plan
            .obstacles
            .is_empty()
    );
    // The same again is something else now.
    let form = typed("blue", "blue");
    let version = world
        .service
        .request(&world.dev, open)
        .await
        .unwrap()
        .version;
    world
        .service
        .revise(&world.dev, (open, version), &form)
        .await
        .unwrap();
    let again = world.service.request(&world.dev, open).await.unwrap();
    let same = world
        .service
        .revise(&world.dev, (open, again.version), &form)
        .await;
    assert!(
        matches!(same, Err(SubmitError::Fields(errors)) if errors[0].code == "revision_unchanged")
    );
    planned(&world.pool, open).await;
    world
        .send(&world.ops, open, Command::Approve)
        .await
        .unwrap();
    // Rejecting needs no edit.
    let other = world.submitted("grey").await;
    world
        .approved_change(Some("production"), Some(moved("eu-west-2")))
        .await;
    world
        .send(&world.ops, other, Command::Reject)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_follows_its_cluster_by_a_request_with_the_same_grants(pool: PgPool) {
    let (world, iam) = (world(pool).await, iam().await);
    let (role, name) = applied(&world, &iam).await;
    let app = name.trim_start_matches("test-");
    let change = |key: &str| {
        let mut form = typed(app, key);
        form.role = Some(role);
        form
    };
    let nothing = world.service.submit(&world.dev, &change("before")).await;
    assert!(
        matches!(nothing, Err(SubmitError::Fields(errors)) if errors[0].code == "grants_unchanged")
    );

    let edge = boundary(&iam).await;
    let after = settings(Cluster {
        oidc_issuer: format!("https://{}.example.com", fresh("issuer")),
        permissions_boundary: Some(edge.clone()),
        ..cluster()
    });
    iam.register_provider(&after.cluster.oidc_issuer)
        .await
        .unwrap();
    let proposed = world
        .service
        .propose_cluster(
            &world.admin,
            Some("production"),
            Some(after.clone()),
            "Moved.",
        )
        .await
        .unwrap();
    let page = world
        .service
        .cluster_change(&world.ops, proposed)
        .await
        .unwrap();
    assert!(
        page.consequences[0]
            .as_str()
            .starts_with("1 role in AWS stays as the cluster was"),
        "{:?}",
        page.consequences
    );
    world
        .service
        .decide_cluster(&world.admin, proposed, ProposalDecision::Withdraw, "")
        .await
        .unwrap();
    world
        .approved_change(Some("production"), Some(after.clone()))
        .await;

    let card = world
        .service
        .clusters_page(&world.dev)
        .await
        .unwrap()
        .cards
        .remove(0);
    assert_eq!((card.behind.number, card.behind.seen.len()), (1, 1));
    assert_eq!(card.behind.fields, ["OIDC issuer", "Permissions boundary"]);
    let page = world.service.role(&world.dev, role).await.unwrap();
    assert_eq!(page.behind, ["OIDC issuer", "Permissions boundary"]);
    // Its page shows what it is, not what it would be.
    assert!(!format!("{:?}", page.preview).contains(&after.cluster.oidc_issuer));

    // No rule speaks of a role that only follows its cluster.
    world.rules(BY_ITSELF).await;
    let id = world
        .service
        .submit(&world.dev, &change("after"))
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::Submitted);
    assert_eq!(
        world.carried_out(&iam, &world.ops, id).await,
        RequestState::Applied
    );
    let live = iam.role(&name).await.unwrap().unwrap();
    assert_eq!(live.boundary.as_ref(), Some(&edge));
    let issuer = after.cluster.oidc_issuer.trim_start_matches("https://");
    assert!(live.trust.to_string().contains(issuer), "{}", live.trust);
    let card = world
        .service
        .clusters_page(&world.dev)
        .await
        .unwrap()
        .cards
        .remove(0);
    assert_eq!(card.behind.number, 0);
    assert!(
        world
            .service
            .role(&world.dev, role)
            .await
            .unwrap()
            .behind
            .is_empty()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_retirement_is_about_the_role_as_it_stands(pool: PgPool) {
    let (world, iam) = (world(pool).await, iam().await);
    let (role, _) = applied(&world, &iam).await;
    let retire = world
        .service
        .ask_about(&world.dev, AboutRole::Retire, role, "Gone.", "retire")
        .await
        .unwrap();
    world
        .approved_change(Some("production"), Some(moved("eu-west-1")))
        .await;
    assert_eq!(
        world.carried_out(&iam, &world.ops, retire).await,
        RequestState::Applied
    );
    // Then nothing stands on the cluster, and the page of the role stays.
    world.approved_change(Some("production"), None).await;
    assert!(world.service.role(&world.dev, role).await.unwrap().retired);
}
