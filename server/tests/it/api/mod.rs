//! The API through the real router: rights, scopes, tokens, problems, idempotency, limits.

mod doctor;
mod reading;
mod rights;
mod writing;

use crate::support::{
    cells::{ASKED, request, stakes, trace},
    person, plan_hash,
    portal::{Answer, ask, generous, portal, send, token},
    world,
};
use axum::{body::Body, http::Request};
use futures::future::join_all;
use http::{StatusCode, header};
use roleport_app::portal::{
    Portal as _, Viewer,
    tokens::{TokenState, TypedToken},
};
use roleport_domain::{
    authorize::{Action, NOT_FOUND, PersonRole, Subject, may},
    lifecycle::RequestState,
    token::{TokenKind, TokenScope},
};
use roleport_server::{config::ApiConfig, service::SubmitError};
use serde_json::{Value, json};
use sqlx::PgPool;

fn new_request(app: &str) -> Value {
    json!({
        "cluster": "production", "app": app, "namespace": app, "service_account": app,
        "grants": [{"service": "s3", "bucket": "price-tables", "prefix": "in/", "access": ["read"]}],
        "reason": "A test.",
    })
}

/// How an action of the authorization table is asked of the API.
fn asked(action: Action, id: i64, hash: &str) -> (&'static str, String, Option<Value>) {
    let command = |name: &str| {
        let body = json!({"version": 1, "hash": hash, "plan": plan_hash(), "comment": "because"});
        ("POST", format!("/requests/{id}/{name}"), Some(body))
    };
    match action {
        Action::SeeRoles => ("GET", "/roles".to_owned(), None),
        Action::SeeRequest => ("GET", format!("/requests/{id}"), None),
        Action::SeeRules => ("GET", "/rules".to_owned(), None),
        Action::Submit => (
            "POST",
            "/requests".to_owned(),
            Some(new_request(&format!("new-{id}"))),
        ),
        Action::Edit => (
            "PUT",
            format!("/requests/{id}"),
            Some(json!({"version": 1, "reason": format!("Another reason {id}.")})),
        ),
        Action::Comment => (
            "POST",
            format!("/requests/{id}/comments"),
            Some(json!({"body": "Hello"})),
        ),
        Action::Approve => command("approve"),
        Action::Reject => command("reject"),
        Action::RequestChanges => command("request-changes"),
        Action::Answer => command("answer"),
        Action::Withdraw => command("withdraw"),
        Action::BreakGlass => command("break-glass"),
        Action::Retry => command("retry"),
        Action::GiveUp => command("give-up"),
        Action::CallOff => command("call-off"),
        Action::ProposeRules => (
            "POST",
            "/rules".to_owned(),
            Some(json!({"source": "", "comment": "because"})),
        ),
        Action::DecideRules => ("POST", format!("/rules/{id}/activate"), None),
        Action::ProposeClusters => (
            "POST",
            "/cluster-changes".to_owned(),
            Some(json!({"after": {"name": "x"}, "comment": "because"})),
        ),
        Action::DecideClusters => (
            "POST",
            format!("/cluster-changes/{id}/approve"),
            Some(json!({})),
        ),
        Action::SeeHistory => ("GET", "/history".to_owned(), None),
        Action::SeeUnmanaged => ("GET", "/unmanaged-roles".to_owned(), None),
        Action::Adopt => ("POST", "/unmanaged-roles/read".to_owned(), None),
        Action::SeeDeliveries => ("GET", "/deliveries".to_owned(), None),
        Action::Redeliver => ("POST", format!("/deliveries/{id}/send"), None),
    }
}

/// What is about no request is tried apart.
fn is_of_requests(action: Action) -> bool {
    !matches!(
        action,
        Action::ProposeRules
            | Action::DecideRules
            | Action::ProposeClusters
            | Action::DecideClusters
            | Action::Redeliver
            | Action::Adopt
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn every_cell_of_the_table_is_what_a_program_meets(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    world.rules(ASKED).await;
    let mut cells = 0;
    for role in PersonRole::ALL {
        let viewer = person(&pool, &format!("some-{}", role.as_str()), &[role]).await;
        let token = token(&world.service, &viewer, "all", &TokenScope::ALL).await;
        for stake in stakes(role) {
            for state in RequestState::ALL {
                for action in Action::ALL
                    .into_iter()
                    .filter(|action| is_of_requests(*action))
                {
                    let (id, hash) = request(&world, &viewer, stake, state).await;
                    let before = trace(&world, id).await;
                    let (method, path, body) = asked(action, id, &hash);
                    let sends = body.is_some();
                    let mut request = Request::builder()
                        .method(method)
                        .uri(format!("/api/v1{path}"))
                        .header(header::AUTHORIZATION, format!("Bearer {token}"));
                    if sends {
                        request = request
                            .header(header::CONTENT_TYPE, "application/json")
                            .header("idempotency-key", format!("cell-key-{id}"));
                    }
                    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
                    let answer = send(&portal, request.body(body).unwrap()).await;
                    let subject = Subject {
                        roles: &[role],
                        stake,
                    };
                    // What is submitted is a request that is not there yet.
                    let wanted = may(subject, action, (action != Action::Submit).then_some(state));
                    let cell =
                        format!("{role:?} {stake:?} {state:?} {action:?}: {wanted:?} {answer:?}");
                    let now = trace(&world, id).await;
                    if let Err(refusal) = &wanted {
                        let hidden = refusal.code == NOT_FOUND;
                        let statuses: &[u16] = if hidden { &[404] } else { &[403, 409] };
                        assert!(statuses.contains(&answer.status.as_u16()), "{cell}");
                        answer.is_problem(
                            answer.status.as_u16(),
                            answer.json["code"].as_str().unwrap(),
                        );
                        assert_eq!(now, before, "{cell}");
                    } else {
                        assert!(answer.status.is_success(), "{cell}");
                        assert_eq!(now != before, sends, "{cell}");
                    }
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, (4 * 4 + 1) * 9 * (Action::ALL.len() - 6));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_does_nothing_beyond_its_scopes(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let id = world.submitted("scoped").await;
    for missing in TokenScope::ALL {
        let others: Vec<_> = TokenScope::ALL
            .into_iter()
            .filter(|scope| *scope != missing)
            .collect();
        let token = token(&world.service, &world.admin, missing.as_str(), &others).await;
        for action in Action::ALL {
            let (method, path, body) = asked(action, id, "no-hash");
            let answer = ask(&portal, &token, method, &path, body).await;
            if TokenScope::needed(action) == missing {
                answer.is_problem(403, "insufficient_scope");
            } else {
                assert_ne!(
                    answer.json["code"], "insufficient_scope",
                    "{action:?} {answer:?}"
                );
            }
        }
    }
}

async fn refused(portal: &axum::Router, token: &str, code: &str) {
    for path in [
        "/me",
        "/requests",
        "/roles",
        "/rules",
        "/clusters",
        "/requests/1",
    ] {
        let answer = ask(portal, token, "GET", path, None).await;
        answer.is_problem(401, code);
        let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
        assert!(challenge.starts_with("Bearer "), "{challenge}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_a_living_token_of_somebody_with_a_role_is_let_in(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let good = token(&world.service, &world.dev, "laptop", &[TokenScope::Read]).await;
    assert!(good.starts_with("rp_") && good.len() == 67, "{good}");
    let me = ask(&portal, &good, "GET", "/me", None).await;
    assert_eq!(me.status, StatusCode::OK);
    assert_eq!(me.json["name"], "dev");
    assert_eq!(me.json["token"]["scopes"], json!(["read"]));

    refused(&portal, "", "token_missing").await;
    let mut other = good.clone();
    let last = other.pop().unwrap();
    other.push(if last == '0' { '1' } else { '0' });
    let garbage = [
        "rp_",
        "x",
        &other,
        &good[..66],
        &good.to_uppercase(),
        "' or true --",
    ];
    for garbage in garbage {
        refused(&portal, garbage, "invalid_token").await;
    }
    // The hash, as whoever reads the database has it, is no token.
    let hash: String = sqlx::query_scalar("select encode(hash, 'hex') from tokens")
        .fetch_one(&pool)
        .await
        .unwrap();
    refused(&portal, &format!("rp_{hash}"), "invalid_token").await;
    // Nor is a session's cookie.
    let request = Request::builder()
        .uri("/api/v1/me")
        .header(header::COOKIE, "roleport=AAAAAAAAAAAAAAAAAAAAAA")
        .body(Body::empty());
    send(&portal, request.unwrap())
        .await
        .is_problem(401, "token_missing");

    let roles = |text: &'static str| {
        sqlx::query("update people set roles = $1::text[] where name = 'dev'").bind(text)
    };
    roles("{}").execute(&pool).await.unwrap();
    ask(&portal, &good, "GET", "/me", None)
        .await
        .is_problem(403, "no_role");
    roles("{auditor}").execute(&pool).await.unwrap();
    let me = ask(&portal, &good, "GET", "/me", None).await;
    assert_eq!(me.json["roles"], json!(["auditor"]));

    let line = &world.service.tokens(&world.dev).await.unwrap()[0];
    assert!(line.last_used.is_some());
    world
        .service
        .revoke_token(&world.ops, line.id)
        .await
        .unwrap_err();
    world
        .service
        .revoke_token(&world.dev, line.id)
        .await
        .unwrap();
    refused(&portal, &good, "invalid_token").await;
    world
        .service
        .revoke_token(&world.dev, line.id)
        .await
        .unwrap_err();

    // A token can't be made to live longer; one that has expired is put there by hand.
    let longer = sqlx::query("update tokens set expires_at = now() + interval '300 days'");
    longer.execute(&pool).await.unwrap_err();
    let revived = sqlx::query("update tokens set revoked_at = null");
    revived.execute(&pool).await.unwrap_err();
    sqlx::query(
        "insert into tokens (person_id, name, kind, scopes, hash, prefix, created_at, expires_at)
         values ($1, 'old', 'personal', '{read}', sha256($2::bytea), 'aaaaaa',
                 now() - interval '2 days', now() - interval '1 second')",
    )
    .bind(world.dev.person_id)
    .bind(format!("rp_{}", "a".repeat(64)).into_bytes())
    .execute(&pool)
    .await
    .unwrap();
    refused(&portal, &format!("rp_{}", "a".repeat(64)), "invalid_token").await;
    let lines = world.service.tokens(&world.dev).await.unwrap();
    assert_eq!(lines[0].state, TokenState::Expired);
    assert_eq!(lines[1].state, TokenState::Revoked);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_is_made_by_the_rules_and_written_down_without_its_text(pool: PgPool) {
    let world = world(pool.clone()).await;
    let make = async |viewer: &Viewer, kind, scopes: &[TokenScope]| {
        let typed = TypedToken {
            name: " CI ".to_owned(),
            kind,
            scopes: scopes.to_vec(),
            days: 366,
        };
        world.service.create_token(viewer, &typed).await
    };
    let code = |made: Result<String, SubmitError>| match made {
        Err(SubmitError::Fields(errors)) => errors[0].code.clone(),
        other => panic!("{other:?}"),
    };
    let text = make(&world.dev, TokenKind::Personal, &[TokenScope::Read])
        .await
        .unwrap();
    let again = make(&world.dev, TokenKind::Personal, &[TokenScope::Read]).await;
    assert_eq!(code(again), "name_taken");
    let service = make(&world.dev, TokenKind::Service, &[TokenScope::Read]).await;
    assert_eq!(code(service), "kind_not_allowed");
    let decides = make(&world.admin, TokenKind::Service, &[TokenScope::Decide]).await;
    assert_eq!(code(decides), "scope_not_for_programs");
    make(&world.admin, TokenKind::Service, &[TokenScope::Read])
        .await
        .unwrap();

    let events = world
        .count("select count(*) from events where kind = 'token.created'")
        .await;
    assert_eq!(events, 2);
    let everything: String = sqlx::query_scalar(
        "select (select string_agg(t::text, ' ') from tokens t)
                || (select string_agg(e::text, ' ') from events e)",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(everything.contains(&text[3..9]));
    assert!(!everything.contains(&text[3..]), "the text is kept nowhere");
}

#[sqlx::test(migrations = "../migrations")]
async fn whatever_goes_wrong_is_a_problem(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.ops, "all", &TokenScope::ALL).await;
    let get = async |path: &str| ask(&portal, &token, "GET", path, None).await;
    for path in [
        "/nothing",
        "/requests/999",
        "/requests/x",
        "/requests/99999999999999999999",
        "/roles/1",
        "/requests/1/nothing",
        "",
    ] {
        get(path).await.is_problem(404, "not_found");
    }
    for path in [
        "/requests?view=none",
        "/requests?after=x",
        "/requests?afer=1",
        "/requests?after=-1",
        "/roles?q=%00",
    ] {
        get(path).await.is_problem(400, "query_invalid");
    }
    for (method, path) in [
        ("DELETE", "/requests"),
        ("POST", "/me"),
        ("PATCH", "/requests/1"),
        ("TRACE", "/me"),
    ] {
        let answer = ask(&portal, &token, method, path, None).await;
        answer.is_problem(405, "method_not_allowed");
        assert!(answer.headers.contains_key(header::ALLOW), "{answer:?}");
    }
    let post = async |kind: &str, body: String| {
        let request = Request::builder()
            .method("POST")
            .uri("/api/v1/requests")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", "k")
            .body(Body::from(body));
        send(&portal, request.unwrap()).await
    };
    let good = new_request("blue-raven");
    post("text/plain", good.to_string())
        .await
        .is_problem(415, "unsupported_media_type");
    let form = post("application/x-www-form-urlencoded", "app=x".to_owned()).await;
    form.is_problem(415, "unsupported_media_type");
    let json = async |body: String| post("application/json", body).await;
    json("{".to_owned()).await.is_problem(400, "not_json");
    json(format!("\"{}\"", "x".repeat(65 * 1024)))
        .await
        .is_problem(413, "too_large");
    let wrong = |answer: &Answer, field: &str| {
        answer.is_problem(422, "invalid");
        let errors = answer.json["errors"].as_array().unwrap();
        assert!(
            errors.iter().any(|error| error["field"] == field),
            "{answer:?}"
        );
    };
    let with = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = value;
        body.to_string()
    };
    wrong(
        &json(with("/grants/0/bucket", json!(7))).await,
        "grants[0].bucket",
    );
    wrong(
        &json(with("/grants/0/bucket", json!("UPPER"))).await,
        "grants[0].bucket",
    );
    wrong(
        &json(with("/grants/0/access", json!(["all"]))).await,
        "grants[0].access[0]",
    );
    wrong(&json(with("/reason", json!("a\u{0}b"))).await, "reason");
    wrong(&json(with("/cluster", json!("nowhere"))).await, "cluster");
    wrong(&json(with("/app", json!(""))).await, "app");
    wrong(&json(with("/grants", json!([]))).await, "grants");
    let mut more = good.clone();
    more["prefx"] = json!("in/");
    json(more.to_string()).await.is_problem(422, "invalid");
    assert_eq!(world.count("select count(*) from requests").await, 0);

    let made = json(good.to_string()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    assert_eq!(
        made.headers[header::LOCATION],
        format!("/api/v1/requests/{}", made.json["id"])
    );
    let id = made.json["id"].as_i64().unwrap();
    let stale = json!({"version": 9, "reason": "Another one."});
    ask(
        &portal,
        &token,
        "PUT",
        &format!("/requests/{id}"),
        Some(stale),
    )
    .await
    .is_problem(409, "conflict");
    let stale = json!({"version": 9});
    ask(
        &portal,
        &token,
        "POST",
        &format!("/requests/{id}/withdraw"),
        Some(stale),
    )
    .await
    .is_problem(409, "conflict");
    let own = json!({"version": 1, "hash": made.json["hash"]});
    ask(
        &portal,
        &token,
        "POST",
        &format!("/requests/{id}/approve"),
        Some(own),
    )
    .await
    .is_problem(403, "forbidden");
    let request = Request::builder()
        .method("POST")
        .uri("/api/v1/requests")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(good.to_string()));
    send(&portal, request.unwrap())
        .await
        .is_problem(400, "idempotency_key_missing");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_key_at_once_makes_one_request(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let body = new_request("once");
    let answers =
        join_all((0..12).map(|_| ask(&portal, &token, "POST", "/requests", Some(body.clone()))))
            .await;
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        assert_eq!(answer.json["id"], answers[0].json["id"]);
    }
    assert_eq!(world.count("select count(*) from requests").await, 1);
    // The key of a request is none of a retirement.
    let retire = json!({"reason": "Switched off."});
    ask(&portal, &token, "POST", "/roles/99/retire", Some(retire))
        .await
        .is_problem(404, "not_found");
}

#[sqlx::test(migrations = "../migrations")]
async fn lists_are_read_page_by_page_without_gaps(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &[TokenScope::Read]).await;
    let mut all = Vec::new();
    for number in 0..53 {
        all.push(world.submitted(&format!("app-{number}")).await);
    }
    for (view, reversed) in [
        ("queue", false),
        ("riskiest", false),
        ("mine", true),
        ("all", true),
    ] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("/requests?view={view}{after}");
            let page = ask(&portal, &token, "GET", &path, None).await;
            let items = page.json["items"].as_array().unwrap();
            seen.extend(items.iter().map(|item| item["id"].as_i64().unwrap()));
            match page.json["next"].as_i64() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        if reversed {
            seen.reverse();
        }
        assert_eq!(seen, all, "{view}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_asks_too_often_is_told_when_to_come_back(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(
        &pool,
        ApiConfig {
            requests_per_minute: 1,
            burst: 2,
        },
    );
    let one = token(&world.service, &world.dev, "one", &[TokenScope::Read]).await;
    let other = token(&world.service, &world.dev, "other", &[TokenScope::Read]).await;
    for _ in 0..2 {
        assert_eq!(
            ask(&portal, &one, "GET", "/me", None).await.status,
            StatusCode::OK
        );
    }
    let answer = ask(&portal, &one, "GET", "/me", None).await;
    answer.is_problem(429, "too_many_requests");
    let wait: u64 = answer.headers[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(
        ask(&portal, &other, "GET", "/me", None).await.status,
        StatusCode::OK
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_browser_on_another_site_gets_nowhere_and_a_program_is_not_stopped(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.dev, "ci", &TokenScope::ALL).await;
    let post = |token: Option<&str>| {
        let mut request = Request::builder()
            .method("POST")
            .uri("/api/v1/requests")
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::ORIGIN, "https://elsewhere.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "k");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request
            .body(Body::from(new_request("cross").to_string()))
            .unwrap()
    };
    send(&portal, post(None))
        .await
        .is_problem(401, "token_missing");
    let made = send(&portal, post(Some(&token))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    // No answer may be read by another site's page.
    assert!(
        !made
            .headers
            .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    );
    let document = ask(&portal, "", "GET", "/openapi.json", None).await;
    assert_eq!(document.status, StatusCode::OK);
    assert_eq!(document.json["openapi"], "3.1.0");
    // Who can read a compressed one gets it.
    let asks = |encoding: Option<&str>| {
        let request = Request::get("/api/v1/openapi.json");
        let request = match encoding {
            Some(encoding) => request.header(header::ACCEPT_ENCODING, encoding),
            None => request,
        };
        send(&portal, request.body(Body::empty()).unwrap())
    };
    let whole = asks(None).await;
    assert!(whole.headers.get(header::CONTENT_ENCODING).is_none());
    for encoding in ["br", "gzip"] {
        let answer = asks(Some(encoding)).await;
        assert_eq!(answer.headers[header::CONTENT_ENCODING], encoding);
        assert_eq!(answer.headers[header::VARY], "accept-encoding");
        assert!(answer.text.len() < whole.text.len() / 4, "{encoding}");
    }
}
