//! The history, its exports, the question who had access, and every list to its end.

use std::collections::BTreeSet;

use axum::Router;
use http::{StatusCode, header};
use roleport_domain::{lifecycle::Command, token::TokenScope};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{
    World,
    portal::{Answer, ask, generous, portal, token},
    world,
};

async fn run(pool: &PgPool, sql: &'static str) {
    sqlx::query(sql).execute(pool).await.unwrap();
}

/// The numbers of a list, page by page to its end; no page is larger than 50.
async fn numbers(portal: &Router, token: &str, path: &str, number: &str) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = ask(portal, token, "GET", &format!("{path}{after}"), None).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        let items = page.json["items"].as_array().unwrap();
        assert!((1..=50).contains(&items.len()), "{}", items.len());
        seen.extend(items.iter().map(|item| item[number].as_i64().unwrap()));
        assert!(seen.len() < 1_000, "it comes to no end");
        let Some(next) = page.json["next"].as_i64() else {
            return seen;
        };
        let mark = if path.contains('?') { '&' } else { '?' };
        after = format!("{mark}after={next}");
    }
}

async fn column(world: &World, sql: &'static str) -> Vec<i64> {
    sqlx::query_scalar(sql)
        .fetch_all(&world.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn every_list_is_read_to_its_end_without_gap_or_double(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    // Many of one name: what comes next is not decided by names alone.
    run(
        &pool,
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants, state)
         select 'production', '003250186609', 'app-' || n % 3, 'same', 'account-' || n, 'role-' || n,
                'arn', '[]', case when n % 10 = 0 then 'retired' else 'active' end
         from generate_series(1, 170) n",
    )
    .await;
    world.submitted("asked-for").await;
    run(
        &pool,
        "insert into events (kind, words) select 'test.happened', 'did ' || n from generate_series(1, 120) n",
    )
    .await;
    run(
        &pool,
        "insert into deliveries (event_id, channel, target, state, settled_at)
         select max(id), 'webhook', 'hook-' || n, 'sent', now()
         from events, generate_series(1, 101) n where request_id = 1 group by n",
    )
    .await;
    let token = token(&world.service, &world.admin, "all", &[TokenScope::Read]).await;

    let roles = "select id from roles where state = 'active' order by app, cluster, namespace, id";
    let seen = numbers(&portal, &token, "/roles", "id").await;
    assert_eq!(seen.len(), 153);
    assert_eq!(seen, column(&world, roles).await);
    let found = numbers(&portal, &token, "/roles?q=APP-1", "id").await;
    let named = "select id from roles where state = 'active' and app = 'app-1' order by id";
    assert_eq!(found, column(&world, named).await);
    assert_eq!(
        numbers(&portal, &token, "/deliveries", "id").await,
        column(&world, "select id from deliveries order by id desc").await
    );
    assert_eq!(
        numbers(&portal, &token, "/history", "position").await,
        column(&world, "select position from events order by position desc").await
    );
    assert_eq!(
        numbers(&portal, &token, "/history?kind=test.happened", "position").await,
        column(
            &world,
            "select position from events where kind = 'test.happened' order by position desc"
        )
        .await
    );

    // What comes in while somebody reads is neither in the way nor doubled.
    let first = ask(&portal, &token, "GET", "/roles", None).await;
    run(
        &pool,
        "insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
         values ('production', '003250186609', 'app-0', 'same', 'late', 'late', 'arn', '[]')",
    )
    .await;
    run(&pool, "update roles set state = 'retired' where id = (select min(id) from roles where app = 'app-0' and state = 'active')").await;
    let place = format!("/roles?after={}", first.json["next"]);
    let second = ask(&portal, &token, "GET", &place, None).await;
    let ids = |page: &Answer| -> BTreeSet<i64> {
        let items = page.json["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["id"].as_i64().unwrap())
            .collect()
    };
    assert!(ids(&first).is_disjoint(&ids(&second)));
    for path in ["/roles", "/history", "/deliveries", "/history/export.csv"] {
        let path = format!("{path}?after=-1");
        ask(&portal, &token, "GET", &path, None)
            .await
            .is_problem(400, "query_invalid");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_history_is_told_and_exported_as_it_is(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    for app in ["one", "two", "three"] {
        let id = world.submitted(app).await;
        world.send(&world.ops, id, Command::Reject).await.unwrap();
    }
    let token = token(&world.service, &world.auditor, "all", &[TokenScope::Read]).await;
    let get = async |path: &str| ask(&portal, &token, "GET", path, None).await;

    let page = get("/history?person=OPS&kind=request").await;
    let items = page.json["items"].as_array().unwrap();
    assert_eq!(items.len(), 3, "{page:?}");
    assert!(
        items
            .iter()
            .all(|item| item["kind"] == "request.rejected" && item["actor"] == "ops")
    );
    assert!(
        page.json["kinds"]
            .as_array()
            .unwrap()
            .contains(&json!("request.submitted"))
    );

    let newest = &items[0];
    let path = format!("/history/{}", newest["position"]);
    let event = get(&path).await;
    for (name, value) in newest.as_object().unwrap() {
        assert_eq!(&event.json[name], value, "{name}");
    }
    assert_eq!(event.json["intact"], true);
    assert_eq!(event.json["hash"].as_str().unwrap().len(), 64);
    assert_eq!(event.json["after"]["state"], "rejected");
    get("/history/999999").await.is_problem(404, "not_found");
    get("/history/x").await.is_problem(404, "not_found");

    let lines = get("/history/export.jsonl").await;
    let media = lines.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert_eq!(media, "application/jsonl; charset=utf-8");
    let told: Vec<Value> = lines
        .text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let all = world.count("select count(*) from events").await;
    let wanted: Vec<Value> = (1..=all).rev().map(|position| json!(position)).collect();
    let positions: Vec<_> = told.iter().map(|line| line["position"].clone()).collect();
    assert_eq!(positions, wanted);
    let whole = told
        .iter()
        .find(|line| line["position"] == newest["position"])
        .unwrap();
    assert_eq!(whole["hash"], event.json["hash"]);

    let csv = get("/history/export.csv?kind=request.rejected").await;
    assert!(
        csv.headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/csv")
    );
    assert!(csv.headers.contains_key(header::CONTENT_DISPOSITION));
    assert!(csv.text.starts_with("position,at,kind,"), "{}", csv.text);
    assert_eq!(csv.text.lines().count(), 4);
    // From a place on, so that an export that broke off can go on.
    let rest = get(&format!(
        "/history/export.csv?kind=request.rejected&after={}",
        newest["position"]
    ))
    .await;
    assert_eq!(rest.text.lines().count(), 3);

    for path in ["/history", "/history/export.csv", "/history/export.jsonl"] {
        let answer = get(&format!("{path}?from=yesterday&to=2026-02-30")).await;
        answer.is_problem(422, "invalid");
        let fields: Vec<_> = answer.json["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["from", "to"], "{path}");
        get(&format!("{path}?persn=x"))
            .await
            .is_problem(400, "query_invalid");
    }
    let swapped = get("/history?from=2026-03-02&to=2026-03-01").await;
    swapped.is_problem(422, "invalid");
    assert_eq!(swapped.json["errors"][0]["code"], "date_order");
}

#[sqlx::test(migrations = "../migrations")]
async fn who_could_read_a_bucket_on_a_day_is_answered(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    run(
        &pool,
        r#"with made as (
            insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
            select 'production', '003250186609', app, app, app, app, 'arn', '[]'
            from unnest(array['reader', 'writer']) app returning id, app
        )
        insert into role_grants (role_id, grants, valid_from, valid_until)
        select id, case app
            when 'reader' then '[{"service": "s3", "bucket": "data", "prefix": "in/", "access": ["read"]}]'::jsonb
            else '[{"service": "s3", "bucket": "data", "prefix": "", "access": ["write"]}]'::jsonb end,
            '2026-03-01Z', '2026-03-10Z' from made"#,
    )
    .await;
    let token = token(&world.service, &world.dev, "all", &[TokenScope::Read]).await;
    let get =
        async |query: &str| ask(&portal, &token, "GET", &format!("/access{query}"), None).await;
    let names = |answer: &Answer| -> Vec<String> {
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let items = answer.json["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["role_name"].as_str().unwrap().to_owned())
            .collect()
    };
    let reading = get("?bucket=s3%3A%2F%2Fdata%2Fin%2F&day=2026-03-05").await;
    assert_eq!(names(&reading), ["reader"]);
    assert_eq!(reading.json["bucket"], "data");
    assert_eq!(reading.json["prefix"], "in/");
    assert_eq!(reading.json["access"], json!(["read"]));
    assert_eq!(reading.json["items"][0]["extent"], "all");
    assert_eq!(reading.json["items"][0]["until"], "2026-03-10T00:00:00Z");
    let part = get("?bucket=data&day=2026-03-05").await;
    assert_eq!(part.json["items"][0]["extent"], "part");
    let either = get("?bucket=data&day=2026-03-05&access=read,write").await;
    assert_eq!(names(&either), ["reader", "writer"]);
    assert!(names(&get("?bucket=data&day=2026-03-10").await).is_empty());
    let today = get("?bucket=data").await;
    assert!(names(&today).is_empty());
    assert_eq!(today.json["day"].as_str().unwrap().len(), 10);

    for (query, field) in [("?bucket=%20", "bucket"), ("?bucket=data&day=then", "day")] {
        let answer = get(query).await;
        answer.is_problem(422, "invalid");
        assert_eq!(answer.json["errors"][0]["field"], field);
    }
    for query in ["", "?bucket=data&access=all", "?bucket=data&dya=2026-03-05"] {
        get(query).await.is_problem(400, "query_invalid");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_only_the_pages_told_is_told(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let id = world.submitted("asked-for").await;
    world
        .service
        .comment(&world.dev, id, "First.")
        .await
        .unwrap();
    let token = token(&world.service, &world.dev, "all", &TokenScope::ALL).await;
    let ask = async |method: &str, path: &str, body| ask(&portal, &token, method, path, body).await;

    let comments = format!("/requests/{id}/comments");
    let said = ask("GET", &comments, None).await.json["items"][0].clone();
    let path = format!("{comments}/{}", said["id"]);
    let edited = ask("PUT", &path, Some(json!({"version": 1, "body": "Second."}))).await;
    assert_eq!(edited.json["items"][0]["body"], "Second.");
    assert_eq!(edited.json["items"][0]["earlier"][0]["body"], "First.");

    let grants = json!([{"service": "s3", "bucket": "price-tables", "access": ["write"]}]);
    let path = format!("/requests/{id}");
    let revised = ask("PUT", &path, Some(json!({"version": 1, "grants": grants}))).await;
    assert_eq!(revised.status, StatusCode::OK, "{revised:?}");
    assert!(revised.json["history"][0]["position"].is_i64());
    let difference = ask("GET", &format!("{path}/revisions"), None).await;
    let policy = difference.json["policy"].as_array().unwrap();
    let added = |line: &&Value| {
        line["kind"] == "added" && line["text"].as_str().unwrap().contains("s3:PutObject")
    };
    assert_eq!(policy.iter().filter(added).count(), 1, "{difference:?}");

    let source = "[[rules]]\nname = \"Two\"\nrequire = [{ group = \"admins\", count = 2 }]\n";
    world
        .service
        .propose_rules(&world.admin, source, "A test.")
        .await
        .unwrap();
    let rules = ask("GET", "/rules", None).await;
    assert_eq!(rules.json["proposed"]["version"], 1);
    assert_eq!(rules.json["proposed"]["source"], source);
    assert_eq!(rules.json["proposed"]["may_decide"], false);
    assert!(
        !rules.json["proposed"]["difference"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    let tokens = ask("GET", "/tokens", None).await;
    assert_eq!(tokens.json["items"][0]["name"], "all");
    assert_eq!(tokens.json["items"][0]["state"], "active");
    assert!(!tokens.text.contains(&token[9..]), "never its text");
}
