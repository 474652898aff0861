//! What is asked of one role, or of each, does not read all requests there are.

use roleport_server::store::{clusters, role_checks};
use sqlx::{PgConnection, PgPool};

/// Roles that each have a hundred applied requests, one after the other, so that the newest of the first roles are far back. The
/// last that was applied is of another region than those before; what came after it makes no role what it is.
async fn fill(pool: &PgPool, roles: i32) {
    for sql in [
        "insert into people (issuer, subject, email, name) values ('t', 'dev', 'dev@example.com', 'Dev')",
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
         select 'production', '003250186609', 'app-' || n, 'team', 'app-' || n, 'role-' || n, 'arn', '[]'
         from generate_series(1, $1) n",
        "insert into requests (kind, state, role_id, cluster, account_id, app, namespace, service_account,
             role_name, cluster_spec, grants, grants_before, reason, hash, author_id, idempotency_key)
         select case n when 101 then 'retire' else 'change_grants' end, case n when 102 then 'rejected' else 'applied' end,
             r.id, r.cluster, r.account_id, r.app, r.namespace, r.service_account, r.role_name,
             jsonb_build_object('name', r.cluster, 'account_id', r.account_id, 'partition', 'aws',
                 'region', case n when 100 then 'us-west-2' else 'us-east-1' end,
                 'oidc_issuer', 'https://oidc.example.com', 'role_name_pattern', 'role-{app}', 'role_path', '/'),
             '[]', '[]', 'r', 'h', p.id, r.id || '-' || n
         from people p, roles r, generate_series(1, 102) n where r.id <= $1 order by r.id, n",
    ] {
        let mut query = sqlx::query(sql);
        if sql.contains("$1") {
            query = query.bind(roles);
        }
        query.execute(pool).await.unwrap();
    }
    sqlx::query("vacuum analyze requests")
        .execute(pool)
        .await
        .unwrap();
}

/// Rows of requests that this connection has read so far, and scans of the whole table.
async fn read(conn: &mut PgConnection) -> (i64, i64) {
    sqlx::query_as(
        "select seq_tup_read + idx_tup_fetch, seq_scan from pg_stat_xact_user_tables where relname = 'requests'",
    )
    .fetch_one(conn)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_roles_were_last_applied_as_is_one_look_each(pool: PgPool) {
    const ROLES: i32 = 100;
    fill(&pool, ROLES).await;
    // With a plan for these values, and with one for any.
    for mode in ["force_custom_plan", "force_generic_plan"] {
        let mut tx = pool.begin().await.unwrap();
        sqlx::query("select set_config('plan_cache_mode', $1, true)")
            .bind(mode)
            .execute(&mut *tx)
            .await
            .unwrap();
        let (before, scans_before) = read(&mut tx).await;
        let applied = clusters::applied(&mut tx, "production").await.unwrap();
        let (after, scans) = read(&mut tx).await;
        let [row] = applied.as_slice() else {
            panic!("{applied:?}");
        };
        assert_eq!((row.number, row.spec.region.as_str()), (100, "us-west-2"));
        assert_eq!(scans, scans_before, "{mode}");
        assert!(
            after - before <= i64::from(2 * ROLES),
            "{mode}: {}",
            after - before
        );

        let last = role_checks::as_applied(&mut tx, 1).await.unwrap().unwrap();
        assert_eq!(last.region, "us-west-2");
        let (end, _) = read(&mut tx).await;
        // Its own requests are looked through for one that is under way.
        assert!(end - after <= 250, "{mode}: {}", end - after);
    }
}
