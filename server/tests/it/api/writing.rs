//! Drafts, previews and settings over the API.

use http::{StatusCode, header};
use roleport_app::portal::{Portal as _, tokens::TypedToken};
use roleport_domain::token::{TokenKind, TokenScope};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::new_request;
use crate::support::{
    portal::{Answer, ask, generous, portal, token},
    typed, world,
};

/// The fields that a problem names.
#[track_caller]
fn wrong(answer: &Answer) -> Vec<String> {
    answer.is_problem(422, "invalid");
    let errors = answer.json["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_is_kept_as_it_is_and_becomes_a_request(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let ask = async |method: &str, path: &str, body| ask(&portal, &token, method, path, body).await;

    let half = json!({
        "cluster": "nowhere", "app": "UPPER", "grants": [{"bucket": "s3://x", "access": []}],
    });
    let made = ask("POST", "/drafts", Some(half)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let path = format!("/drafts/{}", made.json["id"]);
    assert_eq!(made.headers[header::LOCATION], format!("/api/v1{path}"));
    assert_eq!(made.json["content"]["grants"][0]["bucket"], "s3://x");
    assert_eq!(ask("GET", &path, None).await.json, made.json);
    let list = ask("GET", "/drafts", None).await;
    assert_eq!(list.json["items"][0]["id"], made.json["id"]);
    assert_eq!(list.json["items"][0]["app"], "UPPER");

    let whole = new_request("later");
    let mut content = whole.clone();
    content["grants"][0]
        .as_object_mut()
        .unwrap()
        .remove("service");
    let saved = ask("PUT", &path, Some(content.clone())).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    // A line without a service is one of S3, and comes back as that.
    for (name, value) in whole.as_object().unwrap() {
        assert_eq!(&saved.json["content"][name], value, "{name}");
    }
    // The page that opens it can submit it.
    let id = made.json["id"].as_i64().unwrap();
    let opened = world.service.draft(&world.dev, id).await.unwrap();
    assert!(
        world
            .service
            .review(&world.dev, &opened)
            .await
            .unwrap()
            .preview
            .valid
    );

    let mut submitted = whole;
    submitted["draft"] = made.json["id"].clone();
    let request = ask("POST", "/requests", Some(submitted)).await;
    assert_eq!(request.status, StatusCode::CREATED, "{request:?}");
    ask("GET", &path, None).await.is_problem(404, "not_found");
    ask("DELETE", &path, None)
        .await
        .is_problem(404, "not_found");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_of_another_person_is_not_to_be_found(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let theirs = typed("secret-plan", "secret-plan");
    let id = world.service.save_draft(&world.dev, &theirs).await.unwrap();
    let before = world.service.draft(&world.dev, id).await.unwrap();
    for other in [&world.ops, &world.admin, &world.other_ops] {
        let token = token(&world.service, other, "all", &TokenScope::ALL).await;
        let ask =
            async |method: &str, path: &str, body| ask(&portal, &token, method, path, body).await;
        let path = format!("/drafts/{id}");
        let none = ask("GET", "/drafts/999", None).await;
        for (method, body) in [
            ("GET", None),
            ("PUT", Some(json!({"app": "mine"}))),
            ("DELETE", None),
        ] {
            let answer = ask(method, &path, body).await;
            answer.is_problem(404, "not_found");
            assert_eq!(answer.text, none.text, "exactly as one that is not there");
        }
        assert_eq!(ask("GET", "/drafts", None).await.json["items"], json!([]));
        // Nor does it go with a request of theirs.
        let mut body = new_request(&format!("of-{}", other.name));
        body["draft"] = json!(id);
        let made = ask("POST", "/requests", Some(body)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    }
    assert_eq!(world.service.draft(&world.dev, id).await.unwrap(), before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_has_a_form_and_bounds(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let save = async |body| ask(&portal, &token, "POST", "/drafts", Some(body)).await;
    let many: Vec<Value> = (0..101).map(|_| json!({})).collect();
    assert_eq!(wrong(&save(json!({"grants": many})).await), ["grants"]);
    assert_eq!(wrong(&save(json!({"app": "a\u{0}b"})).await), ["app"]);
    assert_eq!(wrong(&save(json!({"app": 7})).await), ["app"]);
    save(json!({"ap": "x"})).await.is_problem(422, "invalid");
    assert_eq!(world.count("select count(*) from drafts").await, 0);
    for number in 0..51 {
        let saved = save(json!({"app": format!("app-{number}")})).await;
        assert_eq!(saved.status, StatusCode::CREATED, "{saved:?}");
    }
    let list = ask(&portal, &token, "GET", "/drafts", None).await;
    let items = list.json["items"].as_array().unwrap();
    assert_eq!(items.len(), 50);
    assert_eq!(items[0]["app"], "app-50");
    assert_eq!(items[49]["app"], "app-1", "the oldest gave way");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_preview_tells_what_a_request_then_is(pool: PgPool) {
    let world = world(pool.clone()).await;
    world
        .rules(
            r#"
            [[teams]]
            name = "tiny"
            members = ["dev@example.com"]
            namespaces = ["production/tiny"]

            [[rules]]
            name = "Owners decide"
            namespaces = ["tiny"]
            require = [{ group = "namespace-owners" }]

            [[auto_approve]]
            name = "Play"
            enabled = true
            namespaces = ["playground"]
            read_only = true
            "#,
        )
        .await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let preview = async |body| ask(&portal, &token, "POST", "/preview", Some(body)).await;
    let counts = async || {
        world
            .count("select (select count(*) from requests) + (select count(*) from events)")
            .await
    };
    let before = counts().await;
    let seen = preview(new_request("blue-raven")).await;
    assert_eq!(seen.status, StatusCode::OK, "{seen:?}");
    assert_eq!(seen.json["documents"]["role_name"], "test-blue-raven");
    for part in ["trust_policy", "helm"] {
        assert!(seen.json["documents"][part].is_object(), "{part}");
    }
    assert_eq!(seen.json["approvals"][0]["group"], "approvers");
    let possible = seen.json["approvals"][0]["possible"].as_array().unwrap();
    assert!(possible.contains(&json!("ops")) && !possible.contains(&json!("dev")));
    assert_eq!(seen.json["approved_by_rule"], Value::Null);

    let mut bad = new_request("UPPER");
    bad["grants"][0]["prefix"] = json!("/in");
    let refused = wrong(&preview(bad).await);
    assert!(refused.contains(&"app".to_owned()), "{refused:?}");
    assert!(
        refused.contains(&"grants[0].prefix".to_owned()),
        "{refused:?}"
    );

    // Whom nobody could approve is told before it is submitted.
    let alone = preview(new_request("tiny")).await;
    alone.is_problem(422, "invalid");
    assert_eq!(
        alone.json["errors"][0]["code"], "nobody_can_approve",
        "{alone:?}"
    );
    let by_rule = preview(new_request("playground")).await;
    assert_eq!(by_rule.json["approved_by_rule"], "Play", "{by_rule:?}");
    assert_eq!(by_rule.json["approvals"], json!([]));
    let of_no_role = json!({"role": 99, "grants": [], "reason": "x"});
    preview(of_no_role).await.is_problem(404, "not_found");
    assert_eq!(counts().await, before, "nothing is written");

    let made = ask(
        &portal,
        &token,
        "POST",
        "/requests",
        Some(new_request("blue-raven")),
    )
    .await;
    for part in ["documents", "changes", "findings", "approvals"] {
        assert_eq!(made.json[part], seen.json[part], "{part}");
    }
    // The open request is in the way of another one now, and of no revision of itself.
    let again = preview(new_request("blue-raven")).await;
    assert_eq!(again.json["errors"][0]["code"], "role_has_open_request");
    let path = format!("/requests/{}/preview", made.json["id"]);
    let revision = json!({
        "version": 1,
        "grants": [{"service": "s3", "bucket": "price-tables", "access": ["write"]}],
    });
    let revised = ask(&portal, &token, "POST", &path, Some(revision)).await;
    assert_eq!(revised.status, StatusCode::OK, "{revised:?}");
    let stale = json!({"version": 9, "reason": "Another one."});
    ask(&portal, &token, "POST", &path, Some(stale))
        .await
        .is_problem(409, "conflict");
    assert_ne!(revised.json["documents"], seen.json["documents"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn settings_are_what_was_chosen_last(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.admin, "all", &TokenScope::ALL).await;
    let wanted = |answer: &Answer| -> Vec<String> {
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let topics = answer.json["topics"].as_array().unwrap();
        assert_eq!(topics.len(), 4);
        topics
            .iter()
            .filter(|topic| topic["wanted"] == true)
            .map(|topic| topic["topic"].as_str().unwrap().to_owned())
            .collect()
    };
    let ask = async |method: &str, body| ask(&portal, &token, method, "/settings", body).await;
    assert_eq!(wanted(&ask("GET", None).await).len(), 4);
    let chosen = ask("PUT", Some(json!({"wanted": ["comments", "outcome"]}))).await;
    assert_eq!(wanted(&chosen), ["outcome", "comments"]);
    assert_eq!(wanted(&ask("GET", None).await), ["outcome", "comments"]);
    let page = world.service.settings(&world.admin).await.unwrap();
    assert_eq!(
        page.choices.iter().filter(|choice| choice.wanted).count(),
        2
    );
    let emergency = ask("PUT", Some(json!({"wanted": ["emergency"]}))).await;
    assert_eq!(wrong(&emergency), ["wanted[0]"]);

    let typed = TypedToken {
        name: "program".to_owned(),
        kind: TokenKind::Service,
        scopes: vec![TokenScope::Read, TokenScope::Request],
        days: 1,
    };
    let program = world
        .service
        .create_token(&world.admin, &typed)
        .await
        .unwrap();
    let body = json!({"wanted": []});
    crate::support::portal::ask(&portal, &program, "PUT", "/settings", Some(body))
        .await
        .is_problem(403, "not_for_programs");
    assert_eq!(wanted(&ask("GET", None).await), ["outcome", "comments"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_comment_on_a_line_of_access_says_whether_it_is_outdated(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let ask = async |method: &str, path: &str, body| ask(&portal, &token, method, path, body).await;
    let id = world.submitted("blue").await;
    let path = format!("/requests/{id}");

    let lines = ask("GET", &path, None).await.json["lines"].clone();
    assert_eq!(lines[0]["line"], 1);
    assert_eq!(lines[0]["kind"], "added");
    assert_eq!(lines[0]["grant"]["bucket"], "price-tables");
    let comments = format!("{path}/comments");
    let body = json!({ "body": "Only this.", "about": { "revision": 1, "line": 1 } });
    let said = ask("POST", &comments, Some(body)).await;
    assert_eq!(said.status, StatusCode::CREATED, "{said:?}");
    let about = &said.json["items"][0]["about"];
    assert_eq!(about["grant"], lines[0]["grant"]);
    assert_eq!(
        (&about["revision"], &about["line"], &about["outdated"]),
        (&json!(1), &json!(1), &json!(false))
    );
    let whole = ask("POST", &comments, Some(json!({ "body": "All of it." }))).await;
    assert_eq!(whole.json["items"][1]["about"], Value::Null);
    let none = json!({ "body": "x", "about": { "revision": 1, "line": 2 } });
    assert_eq!(
        ask("POST", &comments, Some(none)).await.status,
        StatusCode::NOT_FOUND
    );

    let mut form = typed("blue", "edit");
    form.grants[0].set("prefix", "out/".to_owned());
    world
        .service
        .revise(&world.dev, (id, 1), &form)
        .await
        .unwrap();
    let about = ask("GET", &comments, None).await.json["items"][0]["about"].clone();
    assert_eq!(about["line"], Value::Null);
    assert_eq!(about["outdated"], true);
}
