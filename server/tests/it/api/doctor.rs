//! The Doctor over the API: which roles it holds a text against, and what it keeps of it.

use http::StatusCode;
use roleport_domain::token::TokenScope;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{
    portal::{Answer, ask, generous, portal, token},
    world,
};

const RULES: &str = r#"
visibility = "teams"

[[teams]]
name = "red"
members = ["dev@example.com"]
namespaces = ["production/red"]
"#;

/// Two active roles of two teams, and one that is retired.
async fn fill(pool: &PgPool) {
    sqlx::query(
        r#"insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants, state)
        select 'production', '003250186609', n, n, n, 'test-' || n, 'arn:aws:iam::003250186609:role/test-' || n,
               case n when 'old' then '[]' else '[{"service": "s3", "bucket": "data", "prefix": "in/", "access": ["read"]}]' end::jsonb,
               case n when 'old' then 'retired' else 'active' end
        from unnest(array['red', 'blue', 'old']) n"#,
    )
    .execute(pool)
    .await
    .unwrap();
}

fn refused(role: &str) -> String {
    format!(
        "User: arn:aws:sts::003250186609:assumed-role/test-{role}/x is not authorized to perform: \
         s3:PutObject on resource: \"arn:aws:s3:::data/out/x\" because no identity-based policy allows it"
    )
}

fn first(answer: &Answer) -> &Value {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    &answer.json["findings"][0]
}

#[sqlx::test(migrations = "../migrations")]
async fn a_text_is_held_against_what_is_seen_and_kept_nowhere(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    fill(&pool).await;
    world.rules(RULES).await;
    let dev = token(&world.service, &world.dev, "dev", &[TokenScope::Read]).await;
    let ops = token(&world.service, &world.ops, "ops", &[TokenScope::Read]).await;
    let before = world.count("select count(*) from events").await;
    let about =
        async |token: &str, body: Value| ask(&portal, token, "POST", "/doctor", Some(body)).await;

    // Their own: the grant is added to the role's.
    let answer = about(&dev, json!({"text": refused("red")})).await;
    let found = first(&answer);
    assert_eq!(found["code"], "permission_missing");
    assert_eq!(
        found["permission"]["grant"],
        json!({"service": "s3", "bucket": "data", "prefix": "out/", "access": ["write"]})
    );
    assert_eq!(found["permission"]["role"], answer.json["role"]);
    let form = found["permission"]["form"].as_str().unwrap();
    assert!(form.starts_with("/requests/new?role="), "{form}");

    // Another team's is as unknown as one that is not there.
    for role in ["blue", "nowhere"] {
        let answer = about(&dev, json!({"text": refused(role)})).await;
        assert_eq!(first(&answer)["code"], "permission_missing", "{answer:?}");
        assert_eq!(answer.json["role"], Value::Null, "{answer:?}");
        assert_eq!(
            answer.json["findings"][1]["code"], "role_not_known",
            "{answer:?}"
        );
    }
    let answer = about(&ops, json!({"text": refused("blue")})).await;
    assert!(answer.json["role"].is_i64(), "{answer:?}");

    // Retired ones are told as such.
    let set =
        "AWS_ROLE_ARN=arn:aws:iam::003250186609:role/test-old\nAWS_WEB_IDENTITY_TOKEN_FILE=/x";
    let answer = about(&ops, json!({"text": set})).await;
    assert_eq!(first(&answer)["code"], "role_retired");

    // A role that is hidden can't be named either.
    let blue: i64 = sqlx::query_scalar("select id from roles where app = 'blue'")
        .fetch_one(&pool)
        .await
        .unwrap();
    let hidden = about(&dev, json!({"text": "x", "role": blue})).await;
    hidden.is_problem(404, "not_found");
    let empty = about(&dev, json!({"text": ""})).await;
    empty.is_problem(422, "invalid");
    assert_eq!(empty.json["errors"][0]["code"], "text_empty");
    let long = about(&dev, json!({"text": "x".repeat(20_001)})).await;
    assert_eq!(long.json["errors"][0]["code"], "text_too_long");

    let after = world.count("select count(*) from events").await;
    assert_eq!(after, before, "nothing of it is recorded");
}
