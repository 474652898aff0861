//! Roles that pods have by EKS Pod Identity, against a server that speaks EKS's API (issue 4, item 12).

use futures::{StreamExt as _, stream};
use roleport_app::portal::{Portal as _, TypedRequest};
use roleport_domain::{
    cluster::Cluster,
    grant::{Access, Grant},
    identity::Identity,
    lifecycle::RequestState,
    plan::{Goal, World as Live, plan},
    request::{RequestInput, ValidRequest},
};
use roleport_server::{
    aws::iam::Iam,
    service::{AboutRole, SubmitError},
    worker::{
        applier::{Order, carry_out},
        planner,
    },
};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{
    applier::{Calls, fresh, iam, outlive},
    support::{World, cluster, faults::Fault, service_for, typed, world},
};

fn in_eks(name: &str) -> Cluster {
    Cluster {
        eks_name: Some(name.to_owned()),
        // Another one than that which Roleport asks IAM in.
        region: "ap-southeast-2".to_owned(),
        ..cluster()
    }
}

/// A world whose cluster is in EKS, with an agent.
async fn pods(pool: &PgPool, iam: &Iam) -> (World, Cluster) {
    let cluster = in_eks(&format!("c-{}", Uuid::new_v4().simple()));
    iam.stand_in_cluster(&cluster).await.unwrap();
    let mut world = world(pool.clone()).await;
    world.service = service_for(pool, std::slice::from_ref(&cluster)).await;
    (world, cluster)
}

fn asks(app: &str, identity: Option<Identity>) -> TypedRequest {
    TypedRequest {
        identity,
        ..typed(app, &Uuid::new_v4().to_string())
    }
}

/// A role that its pods have by Pod Identity; gives the request's number.
async fn made(world: &World, iam: &Iam, app: &str) -> i64 {
    let asked = asks(app, Some(Identity::PodIdentity));
    let id = world.service.submit(&world.dev, &asked).await.unwrap();
    assert_eq!(
        world.carried_out(iam, &world.ops, id).await,
        RequestState::Applied
    );
    id
}

async fn live(iam: &Iam, cluster: &Cluster, app: &str, identity: Identity) -> Live {
    iam.observe(&wanted(cluster, app, identity), Goal::Present)
        .await
        .unwrap()
}

fn wanted(cluster: &Cluster, app: &str, identity: Identity) -> ValidRequest {
    RequestInput {
        cluster: cluster.clone(),
        app: app.to_owned(),
        namespace: app.to_owned(),
        service_account: app.to_owned(),
        grants: vec![Grant::s3("price-tables", "in/", &[Access::Read])],
        reason: "A test.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: Some(identity),
    }
    .parse()
    .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_is_had_by_pod_identity_then_by_its_token_then_not_at_all(pool: PgPool) {
    let iam = iam().await;
    let (world, cluster) = pods(&pool, &iam).await;
    let app = fresh("pods");
    let id = made(&world, &iam, &app).await;
    let found = live(&iam, &cluster, &app, Identity::PodIdentity).await;
    let role = found.role.unwrap();
    assert_eq!(found.association.unwrap().role_arn, role.arn);
    let trust = role.trust.to_string();
    assert!(trust.contains("pods.eks.amazonaws.com") && !trust.contains("Federated"));
    let calls: Vec<String> =
        sqlx::query_scalar("select call from application_steps where request_id = $1 order by id")
            .bind(id)
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(calls.last().unwrap(), "CreatePodIdentityAssociation");

    let shown = world.service.request(&world.dev, id).await.unwrap();
    let role_id = shown.role_id.unwrap();
    let shown = world.service.role(&world.dev, role_id).await.unwrap();
    assert_eq!(shown.preview.identity, Identity::PodIdentity);
    assert!(!shown.preview.helm.unwrap().values_yaml.contains("role-arn"));
    let terraform = shown.terraform.iter().map(|file| file.text.as_str());
    assert!(
        terraform
            .collect::<String>()
            .contains("aws_eks_pod_identity_association")
    );

    // A change of its grants alone keeps the way; only the way may change as well.
    let same = TypedRequest {
        role: Some(role_id),
        ..asks(&app, None)
    };
    assert!(matches!(
        world.service.submit(&world.dev, &same).await,
        Err(SubmitError::Fields(errors)) if errors[0].code == "grants_unchanged"
    ));
    let back = TypedRequest {
        identity: Some(Identity::Irsa),
        ..same
    };
    let id = world.service.submit(&world.dev, &back).await.unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let told = world.service.request(&world.dev, id).await.unwrap().plan;
    assert!(
        told.notices
            .iter()
            .any(|line| line.as_str().contains("EKS Pod Identity now")),
        "{:?}",
        told.notices
    );
    assert_eq!(
        world.carried_out(&iam, &world.ops, id).await,
        RequestState::Applied
    );
    let found = live(&iam, &cluster, &app, Identity::Irsa).await;
    assert_eq!(found.association, None);
    assert!(
        found
            .role
            .unwrap()
            .trust
            .to_string()
            .contains("AssumeRoleWithWebIdentity")
    );

    let id = world
        .service
        .submit(
            &world.dev,
            &TypedRequest {
                identity: Some(Identity::PodIdentity),
                key: "again".to_owned(),
                ..back
            },
        )
        .await
        .unwrap();
    assert_eq!(
        world.carried_out(&iam, &world.ops, id).await,
        RequestState::Applied
    );
    let id = world
        .service
        .ask_about(
            &world.dev,
            AboutRole::Retire,
            role_id,
            "Not needed.",
            "retire",
        )
        .await
        .unwrap();
    assert_eq!(
        world.carried_out(&iam, &world.ops, id).await,
        RequestState::Applied
    );
    let found = live(&iam, &cluster, &app, Identity::PodIdentity).await;
    assert_eq!((found.role, found.association), (None, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_deleted_association_is_drift(pool: PgPool) {
    let iam = iam().await;
    let (world, cluster) = pods(&pool, &iam).await;
    let app = fresh("pods");
    made(&world, &iam, &app).await;
    let request = wanted(&cluster, &app, Identity::PodIdentity);
    let found = live(&iam, &cluster, &app, Identity::PodIdentity).await;
    let gone = roleport_domain::plan::Call::DeletePodIdentityAssociation {
        region: cluster.region.clone(),
        cluster: cluster.eks_name.clone().unwrap(),
        association: found.association.unwrap().id,
    };
    iam.send(&gone).await.unwrap();
    // What is gone is no error.
    iam.send(&gone).await.unwrap();
    let found = live(&iam, &cluster, &app, Identity::PodIdentity).await;
    let plan = plan(&request, Goal::Present, &found);
    let calls: Vec<_> = plan.steps.iter().map(|step| step.call.action()).collect();
    assert_eq!(calls, ["CreatePodIdentityAssociation"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn it_is_refused_where_it_can_not_run(pool: PgPool) {
    let iam = iam().await;
    let mut world = world(pool.clone()).await;
    let Err(SubmitError::Fields(errors)) = world
        .service
        .submit(&world.dev, &asks("elsewhere", Some(Identity::PodIdentity)))
        .await
    else {
        panic!("a cluster outside EKS has no Pod Identity");
    };
    assert_eq!(errors[0].field, "identity");
    assert_eq!(errors[0].code, "pod_identity_not_eks");

    // EKS knows no such cluster: seen before anybody approves.
    world.service = service_for(&pool, &[in_eks("not-there")]).await;
    let id = world
        .service
        .submit(
            &world.dev,
            &asks(&fresh("pods"), Some(Identity::PodIdentity)),
        )
        .await
        .unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let plan = world.service.request(&world.dev, id).await.unwrap().plan;
    assert!(
        plan.obstacles
            .iter()
            .any(|line| line.as_str().contains("EKS knows no cluster not-there")),
        "{:?}",
        plan.obstacles
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_usual_on_the_cluster_counts_where_nobody_says(pool: PgPool) {
    let mut world = world(pool.clone()).await;
    let usual = Cluster {
        identity: Identity::PodIdentity,
        ..in_eks("usual")
    };
    world.service = service_for(&pool, &[usual]).await;
    for (asked, got) in [
        (None, Identity::PodIdentity),
        (Some(Identity::Irsa), Identity::Irsa),
    ] {
        let id = world
            .service
            .submit(&world.dev, &asks(&fresh("pods"), asked))
            .await
            .unwrap();
        let shown = world.service.request(&world.dev, id).await.unwrap();
        assert_eq!(shown.preview.identity, got);
        // A copy or a new revision starts from what was asked for.
        let typed = world.service.typed(&world.dev, id).await.unwrap();
        assert_eq!(typed.identity, Some(got));
    }
}

/// One fault at one of EKS's calls: as at IAM's (`applier.rs`), the run ends as wanted by itself, or says what AWS
/// said and goes on when it is tried again.
async fn survive(call: &'static str, goal: Goal, fault: Fault) {
    let case = format!("{fault:?} at {call}");
    let direct = iam().await;
    let cluster = in_eks(&format!("f-{}", Uuid::new_v4().simple()));
    direct.stand_in_cluster(&cluster).await.unwrap();
    let wanted = wanted(&cluster, &fresh("eks"), Identity::PodIdentity);
    let order = |goal, begun| Order {
        request: &wanted,
        goal,
        approved: None,
        begun,
    };
    if goal == Goal::Absent {
        carry_out(order(Goal::Present, false), &direct, &Calls::default())
            .await
            .unwrap();
    }
    let proxy = outlive(&case, (call, fault), |begun| order(goal, begun)).await;
    let found = direct.observe(&wanted, Goal::Present).await.unwrap();
    assert_eq!(plan(&wanted, goal, &found).steps, [], "{case}: not there");
    let tried = proxy.calls().iter().filter(|name| *name == call).count();
    assert!(tried <= 3, "{case}: sent {tried} times");
}

#[tokio::test]
async fn every_fault_at_every_call_of_eks_ends_in_the_desired_state() {
    let cases = [
        ("CreatePodIdentityAssociation", Goal::Present),
        ("DeletePodIdentityAssociation", Goal::Absent),
        ("ListPodIdentityAssociations", Goal::Present),
    ];
    let cases = cases
        .into_iter()
        .flat_map(|(call, goal)| Fault::ALL.map(|fault| (call, goal, fault)));
    let done = stream::iter(cases)
        .map(|(call, goal, fault)| survive(call, goal, fault))
        .buffer_unordered(7)
        .count()
        .await;
    assert_eq!(done, 21);
}
