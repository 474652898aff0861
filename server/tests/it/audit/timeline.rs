//! Who had access when: periods, days and who allowed it.

use roleport_app::portal::{Portal as _, Viewer, access::TypedQuestion};
use roleport_domain::{
    authorize::PersonRole,
    grant::{Access, Grant},
    reach::Extent,
};
use roleport_server::{service::Service, store::role_grants};
use sqlx::PgPool;

use crate::support::service_for;

use super::{cluster, person, run};

fn question(bucket: &str, prefix: &str, day: &str) -> TypedQuestion {
    TypedQuestion {
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
        day: day.to_owned(),
        access: Vec::new(),
    }
}

struct World {
    service: Service,
    auditor: Viewer,
}

impl World {
    /// The names of the roles that could read there.
    async fn readers(&self, bucket: &str, prefix: &str, day: &str) -> Vec<String> {
        let question = question(bucket, prefix, day);
        let answer = self.service.access(&self.auditor, &question).await.unwrap();
        assert_eq!(answer.errors, [], "{day}");
        answer
            .lines
            .into_iter()
            .map(|line| line.role_name)
            .collect()
    }
}

async fn world(pool: &PgPool) -> World {
    let auditor = person(pool, "auditor", &[PersonRole::Auditor]).await;
    run(
        pool,
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
         select 'production', '003250186609', app, app, app, app, 'arn', '[]'
         from unnest(array['past', 'present', 'brief', 'narrow', 'writer']) as app",
    )
    .await;
    for (app, prefix, access, from, until) in [
        ("past", "", "read", "2026-03-01Z", Some("2026-03-10Z")),
        ("present", "", "read", "2026-03-10Z", None),
        (
            "brief",
            "in/",
            "read",
            "2026-03-05 23:59:59.999999Z",
            Some("2026-03-06 00:00:00Z"),
        ),
        // Opened and closed in the same moment: never in force.
        ("brief", "", "read", "2026-03-20Z", Some("2026-03-20Z")),
        ("narrow", "in/day/", "read", "2026-03-01Z", None),
        ("writer", "", "write", "2026-03-01Z", None),
    ] {
        let until = until.map_or("null".to_owned(), |until| format!("'{until}'"));
        run(
            pool,
            &format!(
                r#"insert into role_grants (role_id, grants, valid_from, valid_until)
                select id, '[{{"service": "s3", "bucket": "data", "prefix": "{prefix}", "access": ["{access}"]}}]', '{from}', {until}
                from roles where app = '{app}'"#
            ),
        )
        .await;
    }
    World {
        service: service_for(pool, &[cluster()]).await,
        auditor,
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_day_has_its_first_moment_and_not_the_next_days(pool: PgPool) {
    let world = world(&pool).await;
    for (day, readers) in [
        ("2026-02-28", vec![]),
        ("2026-03-01", vec!["narrow", "past"]),
        ("2026-03-05", vec!["brief", "narrow", "past"]),
        // Ended with the last moment of the day before.
        ("2026-03-06", vec!["narrow", "past"]),
        ("2026-03-09", vec!["narrow", "past"]),
        ("2026-03-10", vec!["narrow", "present"]),
        ("2026-03-20", vec!["narrow", "present"]),
        ("", vec!["narrow", "present"]),
    ] {
        assert_eq!(world.readers("data", "", day).await, readers, "{day}");
    }
    assert_eq!(world.readers("dat", "", "2026-03-05").await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_prefix_is_what_the_domain_says_it_is(pool: PgPool) {
    let world = world(&pool).await;
    for (prefix, readers) in [
        ("in/", vec!["brief", "narrow", "past"]),
        ("in/day/file", vec!["brief", "narrow", "past"]),
        ("in/other/", vec!["brief", "past"]),
        ("in-secret/", vec!["past"]),
    ] {
        let found = world.readers("data", prefix, "2026-03-05").await;
        assert_eq!(found, readers, "{prefix}");
    }
    assert_eq!(
        world.readers("s3://data/in/other/", "", "2026-03-05").await,
        ["brief", "past"]
    );
    let mut asked = question("data", "", "2026-03-05");
    asked.access = vec![Access::Write, Access::Delete];
    let answer = world.service.access(&world.auditor, &asked).await.unwrap();
    let [line] = answer.lines.as_slice() else {
        panic!("{:?}", answer.lines);
    };
    assert_eq!(line.role_name, "writer");
    assert_eq!((line.extent, line.request_id), (Extent::All, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_question_that_can_not_be_read_is_told_so(pool: PgPool) {
    let world = world(&pool).await;
    for (asked, fields) in [
        (question("data", "", "30 February"), vec!["day"]),
        (question("", "in/", "x"), vec!["day", "bucket"]),
    ] {
        let answer = world.service.access(&world.auditor, &asked).await.unwrap();
        let found: Vec<_> = answer
            .errors
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(found, fields);
        assert_eq!(answer.question, asked);
    }
    let empty = question("", "", "");
    let answer = world.service.access(&world.auditor, &empty).await.unwrap();
    assert!(answer.errors.is_empty() && answer.lines.is_empty());
    let stranger = Viewer {
        roles: Vec::new(),
        ..world.auditor.clone()
    };
    assert!(world.service.access(&stranger, &empty).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_period_ends_the_old_one_and_names_who_allowed_it(pool: PgPool) {
    let world = world(&pool).await;
    let dev = person(&pool, "dev", &[PersonRole::Developer]).await;
    let ops = person(&pool, "ops", &[PersonRole::Approver]).await;
    run(
        &pool,
        &format!(
            "insert into requests (kind, state, role_id, cluster, account_id, app, namespace, service_account,
                 role_name, cluster_spec, grants, grants_before, reason, hash, author_id, idempotency_key)
             select 'change_grants', 'applying', id, cluster, account_id, app, namespace, service_account,
                 role_name, '{{}}', '[]', '[]', 'r', 'applied content', {dev}, 'k'
             from roles where app = 'present';
             insert into decisions (request_id, author_id, person_id, verdict, comment, hash)
             select id, author_id, {ops}, 'approved', '', hash from requests;
             insert into application_steps (request_id, call, words, started_at)
             select id, 'CreatePolicyVersion', '', now() - interval '3 seconds' from requests",
            dev = dev.person_id,
            ops = ops.person_id,
        ),
    )
    .await;
    let (role_id, request_id): (i64, i64) = sqlx::query_as("select role_id, id from requests")
        .fetch_one(&pool)
        .await
        .unwrap();
    let grants = [Grant::s3("other", "", &[Access::Read])];
    let mut tx = pool.begin().await.unwrap();
    role_grants::record(&mut tx, role_id, Some(request_id), &grants)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    // Today both counted: the old one until now, the new one since its first call.
    assert!(
        world
            .readers("data", "", "")
            .await
            .contains(&"present".to_owned())
    );
    let answer = world
        .service
        .access(&world.auditor, &question("other", "", ""))
        .await
        .unwrap();
    let [line] = answer.lines.as_slice() else {
        panic!("{:?}", answer.lines);
    };
    assert_eq!(line.request_id, Some(request_id));
    assert_eq!(line.author.as_deref(), Some("dev"));
    assert_eq!(line.approvals.len(), 1);
    assert_eq!(line.approvals[0].person, "ops");
    let overlap: bool = sqlx::query_scalar(
        "select (select valid_from from role_grants where request_id is not null)
              < (select max(valid_until) from role_grants where role_id = $1)",
    )
    .bind(role_id)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(overlap);

    for sql in [
        "update role_grants set grants = '[]'",
        "update role_grants set valid_until = null",
        "update role_grants set valid_from = now()",
        "delete from role_grants",
        "truncate role_grants",
    ] {
        let error = sqlx::query(sql).execute(&pool).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}
