//! Every operation that is about no single request: what each role may do with it, and each scope.

use http::StatusCode;
use roleport_app::portal::Viewer;
use roleport_domain::{
    authorize::{Action, PersonRole, Stake, Subject, may},
    token::TokenScope,
};
use roleport_server::store::drafts;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::new_request;
use crate::support::{
    World, person,
    portal::{ask, generous, portal, token},
    typed, world,
};

/// An operation, the right that it needs where it is not everybody's, and its scope.
struct Operation {
    method: &'static str,
    path: String,
    body: Option<Value>,
    right: Option<Action>,
    scope: TokenScope,
}

fn operations(draft: i64, request: i64, delivery: i64, unmanaged: i64) -> Vec<Operation> {
    let operation = |method, path: &str, body, right, scope| Operation {
        method,
        path: path.to_owned(),
        body,
        right,
        scope,
    };
    let get = |path: &str, right| operation("GET", path, None, right, TokenScope::Read);
    let asks = |method, path: &str, body, right| {
        operation(method, path, Some(body), right, TokenScope::Request)
    };
    let content = json!({"app": "later"});
    let draft = format!("/drafts/{draft}");
    vec![
        get("/roles?q=x", Some(Action::SeeRoles)),
        operation(
            "POST",
            "/doctor",
            Some(json!({"text": "AWS_REGION=us-east-1"})),
            Some(Action::SeeRoles),
            TokenScope::Read,
        ),
        get("/clusters", None),
        get("/cluster-changes", Some(Action::SeeRoles)),
        get("/tokens", None),
        get("/history", Some(Action::SeeHistory)),
        get("/history/1", Some(Action::SeeHistory)),
        get("/history/export.csv", Some(Action::SeeHistory)),
        get("/history/export.jsonl", Some(Action::SeeHistory)),
        get("/access?bucket=data", Some(Action::SeeHistory)),
        get("/deliveries", Some(Action::SeeDeliveries)),
        get("/unmanaged-roles", Some(Action::SeeUnmanaged)),
        get(
            &format!("/unmanaged-roles/{unmanaged}"),
            Some(Action::SeeUnmanaged),
        ),
        operation(
            "POST",
            "/unmanaged-roles/read",
            None,
            Some(Action::Adopt),
            TokenScope::Request,
        ),
        asks(
            "POST",
            "/unmanaged-roles/table",
            json!({"table": "iam_role,namespace,service_account,permissions"}),
            Some(Action::Adopt),
        ),
        asks(
            "POST",
            &format!("/unmanaged-roles/{unmanaged}/adopt"),
            json!({"reason": "It is there already."}),
            Some(Action::Adopt),
        ),
        get("/settings", None),
        get("/drafts", None),
        get(&draft, None),
        operation(
            "POST",
            &format!("/deliveries/{delivery}/send"),
            None,
            Some(Action::Redeliver),
            TokenScope::Admin,
        ),
        asks("PUT", "/settings", json!({"wanted": ["outcome"]}), None),
        asks("POST", "/drafts", content.clone(), Some(Action::Submit)),
        asks("PUT", &draft, content, Some(Action::Submit)),
        asks(
            "POST",
            "/preview",
            new_request("seen-before"),
            Some(Action::Submit),
        ),
        asks(
            "POST",
            &format!("/requests/{request}/preview"),
            json!({"version": 1, "reason": "Another one."}),
            Some(Action::Edit),
        ),
        // The last one: there is no draft any more then.
        operation("DELETE", &draft, None, None, TokenScope::Request),
    ]
}

/// A draft as the store has it, whoever may write one.
async fn draft_of(world: &World, viewer: &Viewer) -> i64 {
    let mut conn = world.pool.acquire().await.unwrap();
    let form = serde_json::to_value(typed("draft", "draft")).unwrap();
    drafts::save(&mut conn, viewer.person_id, None, &form)
        .await
        .unwrap()
}

/// A role in AWS that is not Roleport's, as if AWS had been read.
async fn unmanaged(world: &World) -> i64 {
    let name = format!(
        "by-hand-{}",
        world.count("select count(*) from unmanaged_roles").await
    );
    crate::adoption::found(world, &name).await
}

/// A notification that was sent.
async fn delivery(world: &World) -> i64 {
    sqlx::query_scalar(
        "insert into deliveries (event_id, channel, target, state, settled_at)
         values ((select min(id) from events where request_id is not null), 'webhook', 'hook', 'sent', now())
         on conflict on constraint deliveries_once do update set state = 'sent', settled_at = now()
         returning id",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn every_role_and_scope_meets_what_the_table_says(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    // Of the developer who asks below: an edit is its author's or a decider's.
    let request = world.submitted("asked-for").await;
    let mut tried = 0;
    for role in PersonRole::ALL {
        let viewer = match role {
            PersonRole::Developer => world.dev.clone(),
            other => person(&pool, &format!("some-{}", other.as_str()), &[other]).await,
        };
        let stake = if role == PersonRole::Developer {
            Stake::Author
        } else {
            Stake::Other
        };
        for scope in TokenScope::ALL {
            let token = token(&world.service, &viewer, scope.as_str(), &[scope]).await;
            let draft = draft_of(&world, &viewer).await;
            for operation in operations(
                draft,
                request,
                delivery(&world).await,
                unmanaged(&world).await,
            ) {
                delivery(&world).await;
                let Operation {
                    method, path, body, ..
                } = operation;
                let answer = ask(&portal, &token, method, &path, body).await;
                let cell = format!("{role:?} {scope:?} {method} {path}: {answer:?}");
                let state = world.state(request).await;
                let allowed = operation.right.map_or(Ok(()), |action| {
                    let subject = Subject {
                        roles: &[role],
                        stake,
                    };
                    may(subject, action, (action == Action::Edit).then_some(state))
                });
                if scope != operation.scope {
                    answer.is_problem(403, "insufficient_scope");
                } else if allowed.is_ok() {
                    assert!(answer.status.is_success(), "{cell}");
                } else if operation.right == Some(Action::Edit) {
                    // As its page says it: by what can be done with the request now.
                    answer.is_problem(409, "conflict");
                } else {
                    answer.is_problem(403, "forbidden");
                }
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 4 * 4 * 26);
    let previews = world
        .count("select count(*) from requests where app = 'seen-before'")
        .await;
    assert_eq!(previews, 0, "a preview submits nothing");
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_token_nothing_of_it_is_told(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let request = world.submitted("asked-for").await;
    let draft = draft_of(&world, &world.dev).await;
    for operation in operations(
        draft,
        request,
        delivery(&world).await,
        unmanaged(&world).await,
    ) {
        let Operation {
            method, path, body, ..
        } = operation;
        let answer = ask(&portal, "", method, &path, body).await;
        answer.is_problem(401, "token_missing");
    }
    let left = world.count("select count(*) from drafts").await;
    assert_eq!(left, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_sent_again_is_told_as_it_is_then(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    world.submitted("asked-for").await;
    let id = delivery(&world).await;
    let token = token(&world.service, &world.admin, "all", &TokenScope::ALL).await;
    let path = format!("/deliveries/{id}/send");
    let answer = ask(&portal, &token, "POST", &path, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.json["id"], id);
    assert_eq!(answer.json["state"], "waiting");
    assert_eq!(answer.json["may_send_again"], false);
    // It waits already.
    let answer = ask(&portal, &token, "POST", &path, None).await;
    answer.is_problem(409, "conflict");
}
