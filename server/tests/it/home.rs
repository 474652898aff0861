//! What the home page counts, and what somebody keeps of the list of roles.

use roleport_app::portal::{
    Portal as _, PortalError, Viewer,
    roles::{RoleFilters, RoleQuery, RoleSort},
};
use roleport_domain::{authorize::PersonRole, service::Service};
use roleport_server::{
    service::Kept,
    store::{numbers, visibility::Sight},
};
use sqlx::PgPool;

use crate::{
    role_search::read,
    support::{person, typed, world},
};

/// Roles in an order by application that is none by any other column.
pub(crate) async fn fill_roles(pool: &PgPool, number: i64) {
    sqlx::query(
        r#"insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
        select 'cluster-' || n % 3, '003250186609', 'app-' || lpad(n::text, 5, '0'), 'team-' || n % 17,
               'account-' || lpad(((n * 7919) % 10007)::text, 5, '0') || '-' || n, 'role-' || n,
               'arn:aws:iam::003250186609:role/role-' || n,
               jsonb_build_array(case when n % 4 = 0
                   then '{"service": "sqs", "queue": "orders", "access": ["send"]}'::jsonb
                   else jsonb_build_object('service', 's3', 'bucket', 'data-' || n / 3, 'prefix', 'in/', 'access', array['read']) end)
        from generate_series(1, $1) n"#,
    )
    .bind(number)
    .execute(pool)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_grants_are_counted_without_reading_all_roles(pool: PgPool) {
    fill_roles(&pool, 8_000).await;
    sqlx::query("vacuum analyze roles")
        .execute(&pool)
        .await
        .unwrap();
    let mut tx = pool.begin().await.unwrap();
    let before = read(&mut tx).await;
    numbers::services(&mut tx, &Sight::everything())
        .await
        .unwrap();
    let after = read(&mut tx).await;
    assert_eq!(after.0, before.0, "the grants are counted by a scan");
    assert!(after.1 - before.1 <= numbers::ROLES, "{after:?}");
}

/// Approvals of these many hours after the request, in the week that began this many weeks ago.
async fn approval(pool: &PgPool, request: i64, by: &Viewer, weeks: i32, hours: i32) {
    sqlx::query(
        "update requests set submitted_at = date_trunc('week', now()) - make_interval(weeks => $2)
         where id = $1",
    )
    .bind(request)
    .bind(weeks)
    .execute(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into decisions (request_id, author_id, person_id, verdict, comment, hash, decided_at)
         select id, author_id, $2, 'approved', '', hash, submitted_at + make_interval(hours => $3)
         from requests where id = $1",
    )
    .bind(request)
    .bind(by.person_id)
    .bind(hours)
    .execute(pool)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_numbers_are_those_of_the_requests_that_one_sees(pool: PgPool) {
    let world = world(pool.clone()).await;
    let dora = person(&pool, "dora", &[PersonRole::Developer]).await;
    let mut made = Vec::new();
    for app in ["one", "two", "three", "four"] {
        let sent = world.service.submit(&world.dev, &typed(app, app)).await;
        made.push(sent.unwrap());
    }
    let theirs = world
        .service
        .submit(&dora, &typed("dora", "dora"))
        .await
        .unwrap();
    for (request, hours) in made.iter().zip([2, 4, 30]) {
        approval(&pool, *request, &world.ops, 2, hours).await;
    }
    approval(&pool, theirs, &world.ops, 2, 100).await;
    sqlx::query("update requests set submitted_at = now() - interval '8 days' where id = $1")
        .bind(made[3])
        .execute(&pool)
        .await
        .unwrap();

    let all = world.service.numbers(&world.dev).await.unwrap();
    assert_eq!(all.approvals.len(), 12);
    let week = &all.approvals[9];
    // Of 2, 4, 30 and 100 hours the middle is between 4 and 30.
    assert_eq!((week.approvals, week.median_seconds), (4, Some(17 * 3_600)));
    let others = all.approvals.iter().filter(|week| week.approvals > 0);
    assert_eq!(others.count(), 1);
    let open: Vec<_> = all.open.iter().map(|age| age.requests).collect();
    assert_eq!(open.iter().sum::<i64>(), 5);
    assert_eq!(open[3], 5, "all were submitted more than a week ago");

    world.rules("visibility = \"teams\"").await;
    let narrow = world.service.numbers(&dora).await.unwrap();
    let week = &narrow.approvals[9];
    assert_eq!(
        (week.approvals, week.median_seconds),
        (1, Some(100 * 3_600))
    );
    let open: i64 = narrow.open.iter().map(|age| age.requests).sum();
    assert_eq!(open, 1, "only their own waits");
    let auditor = world.service.numbers(&world.auditor).await.unwrap();
    assert_eq!(
        auditor.approvals[9].approvals, 4,
        "an auditor sees everything"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn grants_are_counted_by_service_within_what_one_sees(pool: PgPool) {
    let world = world(pool.clone()).await;
    fill_roles(&pool, 40).await;
    let counts = |numbers: roleport_app::portal::home::Numbers| {
        let lines = numbers.services.into_iter();
        lines
            .map(|line| (line.label.to_string(), line.grants))
            .collect::<Vec<_>>()
    };
    let all = counts(world.service.numbers(&world.dev).await.unwrap());
    assert_eq!(
        all.iter().map(|(_, grants)| *grants).collect::<Vec<_>>(),
        [30, 10]
    );
    assert!(
        all[0].0.contains("S3") && all[1].0.contains("SQS"),
        "{all:?}"
    );
    world.rules("visibility = \"teams\"").await;
    let none = counts(world.service.numbers(&world.dev).await.unwrap());
    assert!(none.is_empty(), "{none:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_view_is_kept_replaced_and_forgotten_by_its_person_alone(pool: PgPool) {
    let world = world(pool).await;
    let (service, dev, ops) = (&world.service, &world.dev, &world.ops);
    let asked = |search: &str| RoleQuery {
        search: search.to_owned(),
        filters: RoleFilters {
            cluster: Some("production".to_owned()),
            service: Some(Service::Sqs),
            ..RoleFilters::default()
        },
        sort: RoleSort::Namespace,
        descending: true,
        after: Some(7),
    };
    let keep = async |name: &str, search: &str| {
        let kept = service.keep_view(dev, name, &asked(search)).await;
        kept.unwrap()
    };
    assert_eq!(keep("Ours", "a&b").await, Kept::Yes);
    assert_eq!(keep("Ours", "100 %").await, Kept::Yes);
    for name in ["", "  ", &"n".repeat(61)] {
        assert_eq!(keep(name, "x").await, Kept::BadName, "{name:?}");
    }
    for search in ["x".repeat(1_001), "\0".to_owned()] {
        assert_eq!(keep("Long", &search).await, Kept::TooLong);
    }
    let views = service.saved_views(dev).await.unwrap();
    assert_eq!(views.len(), 1);
    assert_eq!(
        views[0].query,
        "q=100%20%25&cluster=production&service=sqs&sort=-namespace"
    );
    assert!(service.saved_views(ops).await.unwrap().is_empty());
    for number in 1..20 {
        assert_eq!(keep(&number.to_string(), "x").await, Kept::Yes);
    }
    assert_eq!(keep("one more", "x").await, Kept::Full);
    assert_eq!(keep("Ours", "again").await, Kept::Yes);
    let refused = service.forget_view(ops, views[0].id).await;
    assert!(matches!(refused, Err(PortalError::NotFound)), "{refused:?}");
    service.forget_view(dev, views[0].id).await.unwrap();
    assert_eq!(service.saved_views(dev).await.unwrap().len(), 19);
}
