//! Roles found by any part of any column, and at what cost.

use roleport_app::portal::roles::RoleQuery;
use roleport_server::store::{role_list, visibility::Sight};
use sqlx::{PgConnection, PgPool};

/// Active roles, and some that are not. Two thousand of them are looked through one by one.
async fn fill(pool: &PgPool, number: i64) {
    sqlx::query(
        r"insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants, state)
        select 'cluster-' || n % 7, '003250186609', 'app-' || lpad(n::text, 5, '0'), 'team-' || n % 50,
               'account-' || n, 'role-' || n, 'arn:aws:iam::003250186609:role/role-' || n,
               jsonb_build_array(jsonb_build_object('service', 's3', 'bucket', 'data-' || n / 3,
                   'prefix', case n when 3900 then 'Größe/50%_x/' else 'in/' end, 'access', array['read'])),
               case when n % 100 = 1 then 'retired' else 'active' end
        from generate_series(1, $1) n",
    )
    .bind(number)
    .execute(pool)
    .await
    .unwrap();
}

/// The same question without an index and page by page.
async fn naive(conn: &mut PgConnection, text: &str) -> Vec<i64> {
    sqlx::query_scalar(
        "select id from roles where state = 'active' and strpos(
            lower(concat_ws(' ', cluster, app, namespace, service_account, arn,
                (select string_agg('s3://' || (g ->> 'bucket') || '/' || (g ->> 'prefix'), ' ')
                 from jsonb_array_elements(grants) g))), lower($1)) > 0
         order by app, cluster, namespace, id",
    )
    .bind(text)
    .fetch_all(conn)
    .await
    .unwrap()
}

/// All roles that fit, page by page.
pub(crate) async fn paged(
    conn: &mut PgConnection,
    query: &RoleQuery,
    sight: &Sight,
    limit: i64,
) -> Vec<i64> {
    let mut all: Vec<i64> = Vec::new();
    loop {
        let query = RoleQuery {
            after: all.last().copied(),
            ..query.clone()
        };
        let page = role_list::page(conn, &query, sight, limit).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page.iter().map(|role| role.id));
        assert!(all.len() <= 4_000, "it comes to no end");
    }
}

/// The usual list, searched for a text.
pub(crate) fn searched(text: &str) -> RoleQuery {
    RoleQuery {
        search: text.to_owned(),
        ..RoleQuery::default()
    }
}

async fn found(conn: &mut PgConnection, text: &str) -> Vec<i64> {
    paged(conn, &searched(text), &Sight::everything(), 500).await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_search_finds_exactly_what_has_the_text(pool: PgPool) {
    fill(&pool, 4_000).await;
    let mut conn = pool.acquire().await.unwrap();
    for text in [
        "",
        "a",
        "z",
        "Z",
        "39",
        "zq",
        "app-03999",
        "APP-00007",
        "data-1299/",
        "team-49",
        "s3://data-7/",
        "größe",
        "GRÖSSE",
        "50%_x",
        "%",
        "_",
        "\\",
        "'",
        "0 cluster",
        "cluster-3",
        "team-1 account-101",
        "role/role-39",
        "nowhere at all",
        "in/",
        " ",
        "arn:aws",
    ] {
        let wanted = naive(&mut conn, text).await;
        assert_eq!(found(&mut conn, text).await, wanted, "{text:?}");
    }
    assert_eq!(found(&mut conn, "größe").await.len(), 1);
    assert!(found(&mut conn, "team-49").await.len() > 50);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_is_found_by_whatever_its_grants_name(pool: PgPool) {
    sqlx::query(
        r#"insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants) values
        ('c', '003250186609', 'one', 'one', 'one', 'one', 'arn:one', '[
            {"service": "s3", "bucket": "data", "prefix": "in/", "access": ["read"]},
            {"service": "sqs", "queue": "Late-Orders", "access": ["send"]}]'),
        ('c', '003250186609', 'two', 'two', 'two', 'two', 'arn:two', '[
            {"service": "athena", "workgroup": "primary", "database": "sales", "bucket": "results", "prefix": "", "access": ["query"]},
            {"service": "custom", "statement": "{\"Action\":\"ec2:DescribeVpcs\"}", "access": ["use"]}]')"#,
    )
    .execute(&pool)
    .await
    .unwrap();
    let mut conn = pool.acquire().await.unwrap();
    for (text, expected) in [
        ("s3://data/in/", vec![1]),
        ("sqs late-orders", vec![1]),
        ("ORDERS", vec![1]),
        ("sales", vec![2]),
        ("results", vec![2]),
        ("describevpcs", vec![2]),
        // What may be done is no name.
        ("query", vec![]),
    ] {
        assert_eq!(found(&mut conn, text).await, expected, "{text}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn no_search_reads_all_roles(pool: PgPool) {
    // Quicker to fill; the vacuum makes the index what it is without.
    sqlx::query("alter index roles_search set (fastupdate = on)")
        .execute(&pool)
        .await
        .unwrap();
    fill(&pool, 8_000).await;
    sqlx::query("vacuum analyze roles")
        .execute(&pool)
        .await
        .unwrap();
    // With a plan for these values, and with one for any.
    for mode in ["force_custom_plan", "force_generic_plan"] {
        for (text, after) in [
            ("", None),
            ("", Some(3_500)),
            ("app", None),
            ("app", Some(2_000)),
            ("größe", None),
            ("app-03999", Some(10)),
            ("zq", None),
            ("nowhere", None),
        ] {
            let mut tx = pool.begin().await.unwrap();
            sqlx::query("select set_config('plan_cache_mode', $1, true)")
                .bind(mode)
                .execute(&mut *tx)
                .await
                .unwrap();
            let (scans_before, before) = read(&mut tx).await;
            let query = RoleQuery {
                after,
                ..searched(text)
            };
            role_list::page(&mut tx, &query, &Sight::everything(), 51)
                .await
                .unwrap();
            let (scans, after) = read(&mut tx).await;
            assert_eq!(scans, scans_before, "{mode} {text:?}");
            assert!(
                after - before < 2_200,
                "{mode} {text:?}: {}",
                after - before
            );
        }
    }
}

/// Scans of the whole table, and rows, that this connection has read so far.
pub(crate) async fn read(conn: &mut PgConnection) -> (i64, i64) {
    sqlx::query_as(
        "select seq_scan, seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'roles'",
    )
    .fetch_one(conn)
    .await
    .unwrap()
}
