//! The list of roles: filters, orders and pages together, and at what cost.

use std::collections::BTreeSet;

use http::StatusCode;
use roleport_app::portal::roles::{RoleQuery, RoleSort};
use roleport_domain::{
    authorize::PersonRole, service::Service, token::TokenScope, visibility::Share,
};
use roleport_server::store::{role_list, visibility::Sight};
use sqlx::PgPool;

use crate::{
    home::fill_roles,
    role_search::{paged, read, searched},
    support::{
        person,
        portal::{ask, generous, portal, token},
        world,
    },
};

/// A list in every order.
fn in_every_order(filter: &RoleQuery) -> impl Iterator<Item = RoleQuery> {
    RoleSort::ALL.into_iter().flat_map(move |sort| {
        [false, true].map(|descending| RoleQuery {
            sort,
            descending,
            ..filter.clone()
        })
    })
}

/// Every combination of a few values of each filter.
fn filters() -> Vec<RoleQuery> {
    let mut all = vec![RoleQuery::default()];
    let mut with = |set: &dyn Fn(&mut RoleQuery)| {
        for mut filter in all.clone() {
            set(&mut filter);
            all.push(filter);
        }
    };
    with(&|filter| "ROLE-2".clone_into(&mut filter.search));
    with(&|filter| filter.filters.namespace = Some("team-3".to_owned()));
    with(&|filter| filter.filters.cluster = Some("cluster-1".to_owned()));
    with(&|filter| filter.filters.service = Some(Service::Sqs));
    with(&|filter| filter.filters.drifted = true);
    let one = |set: &dyn Fn(&mut RoleQuery)| {
        let mut filter = RoleQuery::default();
        set(&mut filter);
        filter
    };
    all.extend([
        one(&|filter| filter.filters.app = Some("app-00042".to_owned())),
        one(&|filter| filter.filters.app = Some("app".to_owned())),
        one(&|filter| filter.filters.service_account = Some("account-07919-1".to_owned())),
        one(&|filter| filter.filters.namespace = Some("team".to_owned())),
        one(&|filter| filter.filters.cluster = Some("CLUSTER-1".to_owned())),
        one(&|filter| filter.filters.service = Some(Service::S3)),
        one(&|filter| filter.filters.service = Some(Service::Kms)),
        one(&|filter| "nowhere".clone_into(&mut filter.search)),
    ]);
    all
}

/// The same question without an index and without pages.
async fn naive(pool: &PgPool, query: &RoleQuery) -> Vec<i64> {
    let columns = match query.sort {
        RoleSort::App => "app, cluster, namespace, id",
        RoleSort::Cluster => "cluster, id",
        RoleSort::Namespace => "namespace, id",
        RoleSort::ServiceAccount => "service_account, id",
    };
    let ids = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "select id from roles r where state = 'active' and strpos(search, lower($1)) > 0
           and app = coalesce($2, app) and namespace = coalesce($3, namespace)
           and service_account = coalesce($4, service_account) and cluster = coalesce($5, cluster)
           and ($6::text is null or exists (
               select from jsonb_array_elements(grants) g where g ->> 'service' = $6))
           and (not $7 or exists (select from role_checks c where c.role_id = r.id and drifted))
         order by {columns}"
    )))
    .bind(&query.search)
    .bind(&query.filters.app)
    .bind(&query.filters.namespace)
    .bind(&query.filters.service_account)
    .bind(&query.filters.cluster)
    .bind(query.filters.service.map(Service::as_str))
    .bind(query.filters.drifted)
    .fetch_all(pool);
    let mut ids: Vec<i64> = ids.await.unwrap();
    if query.descending {
        ids.reverse();
    }
    ids
}

/// Every so many roles are found otherwise in AWS, and some are retired.
async fn drift(pool: &PgPool, every: i64) {
    sqlx::query(
        "insert into role_checks (role_id, checked_at, plan, hash, drifted)
         select id, now(), '{}', '', id % $1 = 0 from roles",
    )
    .bind(every)
    .execute(pool)
    .await
    .unwrap();
    sqlx::query("update roles set state = 'retired' where id % 100 = 1")
        .execute(pool)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn every_filter_in_every_order_has_each_of_its_roles_once(pool: PgPool) {
    fill_roles(&pool, 3_000).await;
    drift(&pool, 90).await;
    let mut conn = pool.acquire().await.unwrap();
    let mut sizes = BTreeSet::new();
    for filter in filters() {
        for query in in_every_order(&filter) {
            let wanted = naive(&pool, &query).await;
            sizes.insert(wanted.len());
            // Pages that cut the list at other places.
            for limit in [97, 500] {
                let all = Sight::everything();
                let found = paged(&mut conn, &query, &all, limit).await;
                assert_eq!(found, wanted, "{query:?} {limit}");
            }
        }
    }
    assert!(
        sizes.contains(&0) && sizes.contains(&1) && sizes.len() > 20,
        "{sizes:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn somebody_who_sees_a_share_finds_that_share_alone(pool: PgPool) {
    fill_roles(&pool, 300).await;
    drift(&pool, 9).await;
    let dora = person(&pool, "dora", &[PersonRole::Developer]).await;
    let mut conn = pool.acquire().await.unwrap();
    let places: Vec<_> = (0..17).map(|n| format!("cluster-1/team-{n}")).collect();
    let seen: BTreeSet<i64> = (1..=300).filter(|id| id % 3 == 1).collect();
    let sight = Sight {
        viewer: Some(dora.person_id),
        share: Share {
            places,
            ..Share::default()
        },
        asked: Vec::new(),
    };
    for filter in filters() {
        for query in in_every_order(&filter) {
            let mut wanted = naive(&pool, &query).await;
            wanted.retain(|id| seen.contains(id));
            let found = paged(&mut conn, &query, &sight, 23).await;
            assert_eq!(found, wanted, "{query:?}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn no_filter_in_any_order_reads_all_roles(pool: PgPool) {
    sqlx::query("alter index roles_search set (fastupdate = on)")
        .execute(&pool)
        .await
        .unwrap();
    fill_roles(&pool, 9_000).await;
    // A cluster that stands at one end of every order, and has many roles; a service of which there are few.
    for statement in [
        "update roles set cluster = 'z', namespace = 'z-' || namespace, service_account = 'z-' || service_account
         where app >= 'app-06000'",
        r#"update roles set grants = '[{"service": "kms", "key": "k", "access": ["decrypt"]}]' where id % 500 = 0"#,
        "vacuum full roles",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    drift(&pool, 400).await;
    for table in ["roles", "role_checks"] {
        let vacuum = sqlx::AssertSqlSafe(format!("vacuum analyze {table}"));
        sqlx::query(vacuum).execute(&pool).await.unwrap();
    }
    let filter = |set: &dyn Fn(&mut RoleQuery)| {
        let mut filter = RoleQuery::default();
        set(&mut filter);
        filter
    };
    let filters = [
        RoleQuery::default(),
        searched("app"),
        searched("role-7999"),
        searched("nowhere"),
        filter(&|filter| filter.filters.cluster = Some("z".to_owned())),
        filter(&|filter| filter.filters.cluster = Some("cluster-1".to_owned())),
        filter(&|filter| filter.filters.namespace = Some("team-3".to_owned())),
        filter(&|filter| filter.filters.app = Some("app-08888".to_owned())),
        filter(&|filter| filter.filters.service_account = Some("nobody".to_owned())),
        filter(&|filter| filter.filters.service = Some(Service::S3)),
        filter(&|filter| filter.filters.service = Some(Service::Kms)),
        filter(&|filter| filter.filters.service = Some(Service::Athena)),
        filter(&|filter| filter.filters.drifted = true),
        filter(&|filter| {
            filter.filters.cluster = Some("z".to_owned());
            filter.filters.service = Some(Service::Kms);
        }),
    ];
    for filter in &filters {
        for query in in_every_order(filter) {
            for after in [None, Some(5_000)] {
                let query = RoleQuery {
                    after,
                    ..query.clone()
                };
                let mut tx = pool.begin().await.unwrap();
                // So few roles would be read through and sorted; a hundred thousand are not.
                sqlx::query("set local random_page_cost = 1.1")
                    .execute(&mut *tx)
                    .await
                    .unwrap();
                let before = read(&mut tx).await;
                role_list::page(&mut tx, &query, &Sight::everything(), 51)
                    .await
                    .unwrap();
                let now = read(&mut tx).await;
                assert_eq!(now.0, before.0, "{query:?}: a scan of the table");
                let rows = now.1 - before.1;
                assert!(rows < 3_100, "{query:?}: {rows}");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_api_filters_and_orders_and_tells_all_that_is_wrong(pool: PgPool) {
    let world = world(pool.clone()).await;
    fill_roles(&pool, 120).await;
    sqlx::query("update roles set cluster = 'production' where id % 2 = 0")
        .execute(&pool)
        .await
        .unwrap();
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.admin, "all", &[TokenScope::Read]).await;
    let get = async |query: &str| {
        let path = format!("/roles?{query}");
        ask(&portal, &token, "GET", &path, None).await
    };
    let first = get("cluster=production&service=s3&sort=-namespace").await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    let items = first.json["items"].as_array().unwrap();
    let column = |name: &str| -> Vec<String> {
        let texts = items.iter().map(|item| item[name].as_str().unwrap());
        texts.map(str::to_owned).collect()
    };
    let namespaces = column("namespace");
    assert!(
        namespaces.len() > 20 && namespaces.iter().rev().is_sorted(),
        "{namespaces:?}"
    );
    assert!(column("cluster").iter().all(|name| name == "production"));
    for item in items {
        assert_eq!(item["grants"][0]["service"], "s3");
    }
    assert_eq!(
        get("app=app-00002&namespace=team-2").await.json["items"][0]["id"],
        2
    );

    let wrong =
        get("app=A&namespace=-&service_account=a_b&cluster=c&service=s4&state=new&sort=arn").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = wrong.json["errors"].as_array().unwrap().iter();
    let fields: Vec<_> = fields
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "app",
            "namespace",
            "service_account",
            "cluster",
            "service",
            "state",
            "sort"
        ]
    );
    assert_eq!(get("bucket=data").await.status, StatusCode::BAD_REQUEST);
}
