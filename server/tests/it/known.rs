//! What the form offers of what is there already.

use roleport_app::portal::{Portal as _, TypedRequest};
use roleport_domain::{
    grant::{Access, Grant},
    service::Service,
};
use sqlx::PgPool;

use crate::support::{World, world};

/// Roles of three applications; the bucket `data-2` is in most of them.
async fn fill(world: &World) {
    sqlx::query(
        r"insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
        select 'production', '003250186609', 'app-' || n % 3, 'team-' || n, 'account-' || n, 'role-' || n,
               'arn:aws:iam::003250186609:role/role-' || n,
               jsonb_build_array(
                   jsonb_build_object('service', 's3', 'bucket', 'data-' || case when n % 4 = 0 then n else 2 end,
                                      'prefix', 'in-' || n || '/', 'access', array['read']),
                   jsonb_build_object('service', 'sqs', 'queue', 'orders-' || n, 'access', array['send']))
        from generate_series(1, 30) n",
    )
    .execute(&world.pool)
    .await
    .unwrap();
}

async fn offered(world: &World, form: &TypedRequest, field: &str) -> (String, Vec<String>) {
    let known = world.service.known(&world.dev, form, field).await.unwrap();
    known.lists.into_iter().next().unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn names_go_on_as_they_were_begun_and_the_usual_one_is_first(pool: PgPool) {
    let world = world(pool).await;
    fill(&world).await;
    let mut form = TypedRequest {
        grants: vec![Grant::s3("Dat", "", &[]), Grant::empty(Service::Sqs)],
        ..TypedRequest::default()
    };
    let (list, names) = offered(&world, &form, "grants[0][bucket]").await;
    assert_eq!(list, "known-s3-bucket");
    assert_eq!(names[0], "data-2");
    assert_eq!(names.len(), 8);
    // A prefix is one of the bucket that stands beside it.
    form.grants[0] = Grant::s3("data-4", "", &[]);
    let (_, names) = offered(&world, &form, "grants[0][prefix]").await;
    assert_eq!(names, ["in-4/"]);
    form.grants[1].set("queue", "s-30".to_owned());
    let (list, names) = offered(&world, &form, "grants[1][queue]").await;
    assert_eq!(
        (list.as_str(), names),
        ("known-sqs-queue", vec!["orders-30".to_owned()])
    );
    form.namespace = "team-7".to_owned();
    assert_eq!(offered(&world, &form, "namespace").await.1, ["team-7"]);
    form.app = "nothing".to_owned();
    assert!(offered(&world, &form, "app").await.1.is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn roles_of_the_same_application_are_shown_and_that_of_the_same_account_first(pool: PgPool) {
    let world = world(pool).await;
    fill(&world).await;
    let shown = async |app: &str, account: &str| -> Vec<String> {
        let form = TypedRequest {
            cluster: "production".to_owned(),
            app: app.to_owned(),
            namespace: "team-12".to_owned(),
            service_account: account.to_owned(),
            ..TypedRequest::default()
        };
        let known = world.service.known(&world.dev, &form, "app").await.unwrap();
        let roles = known.roles.unwrap();
        roles.into_iter().map(|role| role.role_name).collect()
    };
    let names = shown("app-0", "account-12").await;
    assert_eq!(names.len(), 5);
    assert_eq!(names[0], "role-12");
    // The start of a name is not the name: everything would be shown while it is typed.
    assert!(
        shown("app-", "account-12")
            .await
            .iter()
            .all(|name| name == "role-12")
    );
    assert_eq!(shown("other", "account-12").await, ["role-12"]);
    assert!(shown("other", "account-13").await.is_empty());

    // A change is of a role that is there: nobody has to be told.
    let change = TypedRequest {
        role: Some(1),
        app: "app-0".to_owned(),
        ..TypedRequest::default()
    };
    let known = world
        .service
        .known(&world.dev, &change, "app")
        .await
        .unwrap();
    assert_eq!(known.roles, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_lines_of_a_role_are_found_by_its_name_and_by_its_arn(pool: PgPool) {
    let world = world(pool).await;
    fill(&world).await;
    let wanted = Grant::s3("data-4", "in-4/", &[Access::Read]);
    for name in [" ROLE-4 ", "arn:aws:iam::003250186609:role/role-4"] {
        let found = world
            .service
            .grants_of_role(&world.dev, name)
            .await
            .unwrap();
        assert_eq!(found.unwrap()[0], wanted, "{name}");
    }
    for name in ["role", "role-44", "", "%"] {
        assert_eq!(
            world.service.grants_of_role(&world.dev, name).await,
            Ok(None),
            "{name}"
        );
    }
}
