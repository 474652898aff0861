//! Every cell of docs/authorization.md over HTTP: each action, in each state of a request, as each
//! kind of person, on their own, an edited and another's request; and signed out.

use std::sync::Arc;

use crate::support::{
    cells::{ASKED, request, stakes, trace},
    person, plan_hash,
    portal::{PUBLIC_URL, generous, portal},
    world,
};
use axum::{body::Body, http::Request};
use http::{StatusCode, header};
use roleport_app::portal::Viewer;
use roleport_domain::{
    authorize::{Action, NOT_FOUND, PersonRole, Stake, Subject, may},
    lifecycle::RequestState,
};
use roleport_server::{
    auth::{oidc::Identity, session},
    service::ProposalDecision,
    store::sessions::PostgresSessions,
};
use sqlx::PgPool;
use tower::ServiceExt as _;
use tower_sessions::Session;

/// The cookie of a person who has signed in.
pub async fn signed_in(pool: &PgPool, viewer: &Viewer) -> String {
    let store = Arc::new(PostgresSessions::new(pool.clone()));
    let session = Session::new(None, store, None);
    session.insert("started", 1).await.unwrap();
    session.save().await.unwrap();
    let identity = Identity {
        subject: viewer.name.clone(),
        email: viewer.email.clone(),
        name: viewer.name.clone(),
        roles: viewer.roles.clone(),
        groups: Vec::new(),
        id_token: "token".to_owned(),
    };
    session::sign_in(&session, viewer.person_id, identity)
        .await
        .unwrap();
    session.save().await.unwrap();
    format!("roleport={}", session.id().unwrap())
}

/// What a browser on the portal's own page sends for an action.
fn sent(action: Action, id: i64, hash: &str, cookie: &str) -> Request<Body> {
    let decision = format!("version=1&hash={hash}&plan={}&comment=because", plan_hash());
    let (path, form) = match action {
        Action::SeeRoles => ("/".to_owned(), None),
        Action::SeeRequest => (format!("/requests/{id}"), None),
        Action::Submit => {
            let form = format!("app=new-{id}&namespace=new&service_account=new-{id}&{GRANTS}");
            (
                "/requests/new".to_owned(),
                Some(format!("key=new-{id}&{form}&intent=submit")),
            )
        }
        Action::Edit => {
            let form = format!("app=cell-{id}&namespace=cell&service_account=cell-{id}&{GRANTS}");
            (
                format!("/requests/{id}/edit"),
                Some(format!("version=1&key=edit-{id}&{form}&intent=submit")),
            )
        }
        Action::Comment => (
            format!("/requests/{id}/comments"),
            Some("comment=Hello".to_owned()),
        ),
        Action::Approve => (format!("/requests/{id}/approve"), Some(decision)),
        Action::Reject => (format!("/requests/{id}/reject"), Some(decision)),
        Action::RequestChanges => (format!("/requests/{id}/request-changes"), Some(decision)),
        Action::Answer => (format!("/requests/{id}/answer"), Some(decision)),
        Action::Withdraw => (format!("/requests/{id}/withdraw"), Some(decision)),
        Action::BreakGlass => (format!("/requests/{id}/break-glass"), Some(decision)),
        Action::Retry => (format!("/requests/{id}/retry"), Some(decision)),
        Action::GiveUp => (format!("/requests/{id}/give-up"), Some(decision)),
        Action::CallOff => (format!("/requests/{id}/call-off"), Some(decision)),
        Action::SeeHistory => ("/history".to_owned(), None),
        Action::SeeRules => ("/rules".to_owned(), None),
        Action::ProposeRules
        | Action::DecideRules
        | Action::ProposeClusters
        | Action::DecideClusters => {
            panic!("rules and clusters belong to no request")
        }
        Action::SeeUnmanaged => ("/unmanaged".to_owned(), None),
        Action::Adopt => {
            panic!("tried with the roles that are found in AWS")
        }
        Action::SeeDeliveries => ("/deliveries".to_owned(), None),
        Action::Redeliver => {
            panic!("tried with the deliveries themselves")
        }
    };
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::COOKIE, cookie);
    match form {
        None => request.body(Body::empty()).unwrap(),
        Some(form) => request
            .method("POST")
            .header(header::ORIGIN, PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap(),
    }
}

const GRANTS: &str = "cluster=production&reason=Because&grants%5B0%5D%5Bbucket%5D=other-bucket\
    &grants%5B0%5D%5Bprefix%5D=in%2F&grants%5B0%5D%5Bread%5D=on";

/// Rules belong to no request; they are tried below.
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

fn reads(action: Action) -> bool {
    matches!(
        action,
        Action::SeeRoles
            | Action::SeeRequest
            | Action::SeeHistory
            | Action::SeeRules
            | Action::SeeUnmanaged
            | Action::SeeDeliveries
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn every_cell_of_the_table_is_what_a_caller_meets(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    world.rules(ASKED).await;
    let mut cells = 0;
    for role in PersonRole::ALL {
        let viewer = person(&pool, &format!("some-{}", role.as_str()), &[role]).await;
        let cookie = signed_in(&pool, &viewer).await;
        for stake in stakes(role) {
            for state in RequestState::ALL {
                for action in Action::ALL
                    .into_iter()
                    .filter(|action| is_of_requests(*action))
                {
                    let (id, hash) = request(&world, &viewer, stake, state).await;
                    let before = trace(&world, id).await;
                    let answer = portal
                        .clone()
                        .oneshot(sent(action, id, &hash, &cookie))
                        .await
                        .unwrap();
                    let subject = Subject {
                        roles: &[role],
                        stake,
                    };
                    // What is submitted is a request that is not there yet.
                    let asked = (action != Action::Submit).then_some(state);
                    let wanted = may(subject, action, asked);
                    let cell = format!("{role:?} {stake:?} {state:?} {action:?}: {wanted:?}");
                    let now = trace(&world, id).await;
                    let status = answer.status();
                    if wanted
                        .as_ref()
                        .is_err_and(|refusal| refusal.code == NOT_FOUND)
                    {
                        assert_eq!(status, StatusCode::NOT_FOUND, "{cell}");
                        assert_eq!(now, before, "{cell}");
                    } else if wanted.is_err() {
                        assert!(
                            matches!(status, StatusCode::FORBIDDEN | StatusCode::CONFLICT),
                            "{cell} {status}"
                        );
                        assert_eq!(now, before, "{cell}");
                    } else if reads(action) {
                        assert_eq!(status, StatusCode::OK, "{cell}");
                        assert_eq!(now, before, "{cell}");
                    } else {
                        assert_eq!(status, StatusCode::SEE_OTHER, "{cell}");
                        assert_ne!(now, before, "{cell}");
                    }
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, (4 * 4 + 1) * 9 * (Action::ALL.len() - 6));
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_who_is_signed_out_sees_or_does_anything(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    for state in RequestState::ALL {
        for action in Action::ALL
            .into_iter()
            .filter(|action| is_of_requests(*action))
        {
            for cookie in ["", "roleport=AAAAAAAAAAAAAAAAAAAAAA"] {
                let (id, hash) = request(&world, &world.dev, Stake::Author, state).await;
                let before = trace(&world, id).await;
                let answer = portal
                    .clone()
                    .oneshot(sent(action, id, &hash, cookie))
                    .await
                    .unwrap();
                assert_eq!(
                    answer.status(),
                    StatusCode::SEE_OTHER,
                    "{state:?} {action:?}"
                );
                let to = answer.headers()[header::LOCATION].to_str().unwrap();
                assert!(to.starts_with("/sign-in?next="), "{action:?} {to}");
                assert_eq!(trace(&world, id).await, before, "{state:?} {action:?}");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn rules_are_proposed_by_admins_and_decided_on_by_another(pool: PgPool) {
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let post = |path: String, form: &'static str, cookie: String| {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::COOKIE, cookie)
            .header(header::ORIGIN, PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let portal = portal.clone();
        async move { portal.oneshot(request).await.unwrap().status() }
    };
    for role in PersonRole::ALL {
        let viewer = person(&pool, &format!("some-{}", role.as_str()), &[role]).await;
        let cookie = signed_in(&pool, &viewer).await;
        let is_admin = role == PersonRole::Admin;
        let (done, refused) = (StatusCode::SEE_OTHER, StatusCode::FORBIDDEN);
        let form = "source=&comment=because";
        let status = post("/rules".to_owned(), form, cookie.clone()).await;
        assert_eq!(status, if is_admin { done } else { refused }, "{role:?}");
        let own: Option<i64> =
            sqlx::query_scalar("select version from rule_sets where state = 'proposed'")
                .fetch_optional(&pool)
                .await
                .unwrap();
        if let Some(own) = own {
            for decision in ["activate", "reject"] {
                let status = post(format!("/rules/{own}/{decision}"), "", cookie.clone()).await;
                assert_eq!(status, refused, "{role:?} {decision}");
            }
            let status = post(format!("/rules/{own}/withdraw"), "", cookie.clone()).await;
            assert_eq!(status, done);
        }
        for decision in ["activate", "reject", "withdraw"] {
            let version = world
                .service
                .propose_rules(&world.admin, "", "Another's.")
                .await
                .unwrap();
            let status = post(format!("/rules/{version}/{decision}"), "", cookie.clone()).await;
            let may = is_admin && decision != "withdraw";
            assert_eq!(
                status,
                if may { done } else { refused },
                "{role:?} {decision}"
            );
            if !may {
                world
                    .service
                    .decide_rules(&world.admin, version, ProposalDecision::Withdraw)
                    .await
                    .unwrap();
            }
            let nowhere = post(format!("/rules/{version}/{decision}"), "", String::new()).await;
            assert_eq!(nowhere, StatusCode::SEE_OTHER);
        }
    }
}
