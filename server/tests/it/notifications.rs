//! Notifications on a real Postgres and real sockets: who is told, how, and what becomes of a
//! target that is not there.

use std::time::Duration;

use crate::support::{
    self, World, person,
    sinks::{Hooks, Mails, nobody},
    world,
};
use http::StatusCode;
use roleport_domain::{authorize::PersonRole, lifecycle::Command};
use roleport_lang::Language;
use roleport_server::{
    notify::{self, Notifier, config::NotificationConfig, signature::sign},
    store::{
        events::{self, NewEvent},
        people,
        queue::{self, NewJob},
        topics,
    },
};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::sync::oneshot;

const SECRET: &str = "a secret of the tests";
const URL: &str = "https://roleport.example.com";

fn mail(smtp_url: &str) -> NotificationConfig {
    serde_json::from_value(json!({ "smtp_url": smtp_url, "mail_from": "Roleport <r@example.com>" }))
        .unwrap()
}

fn target(kind: &str, url: &str, allow_internal: bool) -> NotificationConfig {
    serde_json::from_value(json!({ "targets": [{
        "name": "hook", "kind": kind, "url": url, "secret": SECRET,
        "events": ["request.submitted", "request.approved"], "allow_internal": allow_internal,
    }] }))
    .unwrap()
}

/// The worker of one server, until it is dropped.
struct Server(#[allow(dead_code)] oneshot::Sender<()>);

fn server(world: &World, config: NotificationConfig) -> Server {
    let notifier = Notifier::new(world.pool.clone(), config, URL).unwrap();
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(notify::start(notifier, async move {
        let _ = stopped.await;
    }));
    Server(stop)
}

/// Waits until no job of these tasks is left that is due.
async fn done(world: &World) {
    for _ in 0..200 {
        let left = world
            .count(
                r"select count(*) from graphile_worker._private_jobs j
                   join graphile_worker._private_tasks t on t.id = j.task_id
                   where t.identifier in ('fan_out', 'deliver')
                     and (j.locked_at is not null or j.run_at <= now())",
            )
            .await;
        if left == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("some jobs are left");
}

/// Lets the waiting jobs run now, as their last attempt or one of many.
async fn hurry(world: &World, last: bool) {
    sqlx::query(
        r"update graphile_worker._private_jobs
           set run_at = now(), attempts = case when $1 then max_attempts - 1 else attempts end",
    )
    .bind(last)
    .execute(&world.pool)
    .await
    .unwrap();
}

/// State, reason and attempts of each delivery.
async fn deliveries(world: &World) -> Vec<(String, String, i64)> {
    sqlx::query_as(
        r"select state, coalesce(last_error, ''),
                  (select count(*) from delivery_attempts a where a.delivery_id = d.id)
           from deliveries d order by id",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn each_step_is_told_to_those_it_is_for(pool: PgPool) {
    let world = world(pool).await;
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    let id = world.submitted("blue-raven").await;
    done(&world).await;
    assert_eq!(mails.to(), ["admin", "ops", "other"]);
    let first = &mails.all()[0];
    assert_eq!(
        first.header("Subject"),
        format!("[Roleport] Request {id} waits for your decision: blue-raven")
    );
    assert!(
        first
            .header("Message-ID")
            .ends_with("@roleport.example.com>")
    );
    assert_eq!(first.header("Auto-Submitted"), "auto-generated");
    assert!(
        first.data.contains(&format!("{URL}/requests/{id}")),
        "{}",
        first.data
    );

    mails.clear();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    done(&world).await;
    assert_eq!(mails.to(), ["admin", "dev", "other"]);
    for mail in mails.all() {
        let subject = format!("[Roleport] Request {id} was approved: blue-raven");
        assert_eq!(mail.header("Subject"), subject);
    }
    let sent = deliveries(&world).await;
    assert!(
        sent.iter()
            .all(|(state, _, attempts)| state == "sent" && *attempts == 1)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_comment_reaches_the_conversation(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    world
        .service
        .comment(&world.other_ops, id, "Hm.")
        .await
        .unwrap();
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    done(&world).await;
    mails.clear();
    let said = "Is it, @auditor?\n<script>alert(1)</script>";
    world.service.comment(&world.ops, id, said).await.unwrap();
    done(&world).await;
    assert_eq!(mails.to(), ["auditor", "dev", "other"]);
    for mail in mails.all() {
        let html = mail.data.split("text/html").nth(1).unwrap();
        assert!(!html.contains("<script>"), "{html}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn each_is_written_to_in_their_language_and_channels_in_english(pool: PgPool) {
    let world = world(pool).await;
    let chosen = world.service.choose_language(&world.ops, Language::German);
    chosen.await.unwrap();
    let (mails, smtp) = Mails::listen().await;
    let (hooks, url) = Hooks::listen().await;
    let mut config = target("slack", &url, true);
    config.smtp_url = Some(smtp.into());
    config.mail_from = Some("r@example.com".to_owned());
    let _server = server(&world, config);
    let id = world.submitted("blue-raven").await;
    done(&world).await;
    let mails = mails.all();
    let to = |name: &str| {
        let address = format!("{name}@example.com");
        mails.iter().find(|mail| mail.to == address).unwrap()
    };

    let english = to("other");
    assert_eq!(
        english.header("Subject"),
        format!("[Roleport] Request {id} waits for your decision: blue-raven")
    );
    assert_eq!(
        english.part("text/plain").replace("\r\n", "\n"),
        format!(
            "dev asked for a new role.\n\n> A test.\n\nRequest {id}: blue-raven on production\n{URL}/requests/{id}\n\n-- \nYou get this because you may decide on it. Choose what you get: {URL}/settings\n"
        )
    );
    assert_eq!(
        english.part("text/html"),
        format!(
            "<div lang=\"en\"><p><strong>dev</strong> asked for a new role.</p><blockquote>A test.</blockquote><p><a href=\"{URL}/requests/{id}\">Request {id}: blue-raven</a> on production</p><hr><p><small>You get this because you may decide on it. Choose what you get: {URL}/settings</small></p></div>"
        )
    );

    let german = to("ops");
    assert_eq!(
        german.header("Subject"),
        format!("[Roleport] Antrag {id} wartet auf Ihre Entscheidung: blue-raven")
    );
    let why = format!(
        "Sie erhalten diese Nachricht, weil Sie über den Antrag entscheiden dürfen. Hier wählen Sie, was Sie erhalten: {URL}/settings"
    );
    assert_eq!(
        german.part("text/plain").replace("\r\n", "\n"),
        format!(
            "dev hat eine neue Rolle beantragt.\n\n> A test.\n\nAntrag {id}: blue-raven in production\n{URL}/requests/{id}\n\n-- \n{why}\n"
        )
    );
    assert_eq!(
        german.part("text/html"),
        format!(
            "<div lang=\"de\"><p><strong>dev</strong> hat eine neue Rolle beantragt.</p><blockquote>A test.</blockquote><p><a href=\"{URL}/requests/{id}\">Antrag {id}: blue-raven</a> in production</p><hr><p><small>{why}</small></p></div>"
        )
    );

    let hook: Value = serde_json::from_str(&hooks.all()[0].body).unwrap();
    let text = format!(
        "<{URL}/requests/{id}|Request {id} was submitted: blue-raven>: dev asked for a new role."
    );
    assert_eq!(hook["text"], text);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dead_target_fails_no_request_and_is_visible(pool: PgPool) {
    let world = world(pool).await;
    let dead = nobody().await;
    let mut config = target("webhook", &format!("http://{dead}/hook"), true);
    config.smtp_url = Some(format!("smtp://{dead}").into());
    config.mail_from = Some("r@example.com".to_owned());
    let _server = server(&world, config);
    let id = world.submitted("blue").await;
    // Before the decision: afterwards nobody's turn would be told of any more.
    done(&world).await;
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    done(&world).await;
    let tried = deliveries(&world).await;
    assert!(tried.len() > 4);
    for (state, error, attempts) in &tried {
        let unneeded = state == "dropped" && *attempts == 0;
        let waits = state == "waiting" && *attempts == 1 && error.contains("refused");
        assert!(unneeded || waits, "{state} {error} {attempts}");
    }
    hurry(&world, true).await;
    done(&world).await;
    let failed = deliveries(&world).await;
    assert!(
        failed
            .iter()
            .all(|(state, ..)| state == "failed" || state == "dropped")
    );
    assert!(
        failed
            .iter()
            .any(|(state, _, attempts)| state == "failed" && *attempts == 2)
    );
    assert_eq!(world.state(id).await.as_str(), "approved");
}

#[sqlx::test(migrations = "../migrations")]
async fn handed_out_twice_it_is_sent_once(pool: PgPool) {
    let world = world(pool).await;
    let (hooks, url) = Hooks::listen().await;
    let _server = server(&world, target("webhook", &url, true));
    world.submitted("blue").await;
    done(&world).await;
    let event = world
        .count("select id from events where kind = 'request.submitted'")
        .await;
    let mut conn = world.pool.acquire().await.unwrap();
    let again = NewJob {
        task: events::FAN_OUT,
        payload: &json!({ "event_id": event }),
        key: "again",
        queue: None,
        attempts: 1,
    };
    queue::add(&mut conn, again).await.unwrap();
    done(&world).await;
    assert_eq!(hooks.all().len(), 1);
    assert_eq!(deliveries(&world).await.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_webhook_is_signed_and_repeated_until_it_is_taken(pool: PgPool) {
    let world = world(pool).await;
    let (hooks, url) = Hooks::listen().await;
    hooks.answer(StatusCode::SERVICE_UNAVAILABLE);
    let _server = server(&world, target("webhook", &url, true));
    let id = world.submitted("blue").await;
    done(&world).await;
    hooks.answer(StatusCode::NO_CONTENT);
    hurry(&world, false).await;
    done(&world).await;
    let taken = hooks.all();
    assert_eq!(taken.len(), 2);
    assert_eq!(
        taken[0].header("roleport-delivery"),
        taken[1].header("roleport-delivery")
    );
    for hook in &taken {
        let signature = hook.header("roleport-signature");
        let at = signature
            .strip_prefix("t=")
            .unwrap()
            .split(',')
            .next()
            .unwrap();
        assert_eq!(signature, sign(SECRET, at.parse().unwrap(), &hook.body));
        let body: Value = serde_json::from_str(&hook.body).unwrap();
        assert_eq!(body["event"]["kind"], "request.submitted");
        assert_eq!(body["event"]["actor"], "dev");
        assert_eq!(body["request"]["id"], id);
        assert_eq!(body["request"]["url"], format!("{URL}/requests/{id}"));
    }
    let sent = deliveries(&world).await;
    assert_eq!(sent, [("sent".to_owned(), String::new(), 2)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_target_refuses_for_good_or_elsewhere_is_not_repeated(pool: PgPool) {
    let world = world(pool).await;
    let (hooks, url) = Hooks::listen().await;
    // No redirect is followed: it could lead inside.
    hooks.answer(StatusCode::TEMPORARY_REDIRECT);
    let _server = server(&world, target("slack", &url, true));
    world.submitted("blue").await;
    done(&world).await;
    let [(state, error, 1)] = &deliveries(&world).await[..] else {
        panic!("not one attempt");
    };
    assert_eq!((state.as_str(), error.contains("307")), ("failed", true));
    let body: Value = serde_json::from_str(&hooks.all()[0].body).unwrap();
    assert!(body["text"].as_str().unwrap().contains("blue"), "{body}");
}

#[sqlx::test(migrations = "../migrations")]
async fn internal_addresses_are_refused_by_name_and_by_number(pool: PgPool) {
    let world = world(pool).await;
    let (hooks, url) = Hooks::listen().await;
    let port = url.rsplit(':').next().unwrap();
    for (number, address) in ["https://localhost:", "https://127.0.0.1:", "https://[::1]:"]
        .into_iter()
        .enumerate()
    {
        let server = server(
            &world,
            target("webhook", &format!("{address}{port}"), false),
        );
        world.submitted(&format!("app-{number}")).await;
        done(&world).await;
        let (_, error, _) = deliveries(&world).await.pop().unwrap();
        assert!(error.contains("internal address"), "{address}: {error}");
        drop(server);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(hooks.all().len(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_has_lost_access_is_told_nothing(pool: PgPool) {
    let world = world(pool).await;
    let mut conn = world.pool.acquire().await.unwrap();
    support::person(&world.pool, "ops", &[]).await;
    sqlx::query("update people set roles_at = now() - interval '31 days' where id = $1")
        .bind(world.other_ops.person_id)
        .execute(&mut *conn)
        .await
        .unwrap();
    let dead = nobody().await;
    let first = server(&world, mail(&format!("smtp://{dead}")));
    world.submitted("blue").await;
    done(&world).await;
    assert_eq!(deliveries(&world).await.len(), 1);
    drop(first);
    tokio::time::sleep(Duration::from_millis(300)).await;

    // The admin loses access while the e-mail waits.
    support::person(&world.pool, "admin", &[PersonRole::Developer]).await;
    let (mails, smtp) = Mails::listen().await;
    let _second = server(&world, mail(&smtp));
    hurry(&world, false).await;
    done(&world).await;
    assert_eq!(mails.to(), [""; 0]);
    let [(state, reason, 1)] = &deliveries(&world).await[..] else {
        panic!("not one attempt");
    };
    assert_eq!(
        (state.as_str(), reason.contains("lost access")),
        ("dropped", true)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn preferences_are_obeyed_but_for_emergencies(pool: PgPool) {
    let world = world(pool).await;
    let mut conn = world.pool.acquire().await.unwrap();
    let everything: Vec<_> = ["waits_for_me", "outcome", "comments", "handled"]
        .map(str::to_owned)
        .into();
    for one in [&world.ops, &world.dev] {
        topics::mute(&mut conn, one.person_id, &everything)
            .await
            .unwrap();
    }
    topics::mute(&mut conn, world.other_ops.person_id, &everything[1..])
        .await
        .unwrap();
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    let id = world.submitted("blue").await;
    done(&world).await;
    assert_eq!(mails.to(), ["admin", "other"]);
    mails.clear();
    world
        .send(&world.admin, id, Command::BreakGlass)
        .await
        .unwrap();
    done(&world).await;
    assert_eq!(mails.to(), ["ops", "other"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_rolled_back_is_told_to_nobody(pool: PgPool) {
    let world = world(pool).await;
    let id = world.submitted("blue").await;
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    done(&world).await;
    mails.clear();
    let mut tx = world.pool.begin().await.unwrap();
    let event = NewEvent {
        request_id: Some(id),
        ..NewEvent::by(&world.ops, "request.rejected", "rejected the request")
    };
    events::append(&mut tx, event).await.unwrap();
    tx.rollback().await.unwrap();
    done(&world).await;
    assert_eq!(mails.to(), [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_name_ends_no_header(pool: PgPool) {
    let world = world(pool).await;
    let evil = person(&world.pool, "evil", &[PersonRole::Approver]).await;
    let mut conn = world.pool.acquire().await.unwrap();
    let name = "Eve\r\nBcc: spy@example.com\r\n\r\nHello";
    let person = people::NewPerson {
        issuer: "test",
        subject: "evil",
        email: &evil.email,
        name,
        roles: &evil.roles,
        groups: &[],
    };
    people::upsert(&mut conn, person).await.unwrap();
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    world.submitted("blue").await;
    done(&world).await;
    let mails = mails.all();
    let mail = mails.iter().find(|mail| mail.to == evil.email).unwrap();
    assert_eq!(mail.header("Bcc"), "");
    assert!(
        mail.header("Subject").starts_with("[Roleport]"),
        "{}",
        mail.data
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn whom_a_rule_asks_is_told_whatever_their_role(pool: PgPool) {
    let world = world(pool).await;
    let rules = r#"
[[teams]]
name = "prices"
members = ["owner@example.com"]
buckets = ["price-*"]

[[rules]]
name = "Owners"
risks = ["other_teams_bucket"]
require = [{ group = "bucket-owners" }]
"#;
    world.rules(rules).await;
    support::person(&world.pool, "owner", &[PersonRole::Developer]).await;
    support::person(&world.pool, "stranger", &[PersonRole::Developer]).await;
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    world.submitted("blue").await;
    done(&world).await;
    let told = mails.to();
    assert!(told.iter().any(|to| to == "owner"), "{told:?}");
    assert!(!told.iter().any(|to| to == "stranger"), "{told:?}");
}

/// A rule asks a team that owns nothing of a request: it is told while it is asked, and of nothing
/// that it can't open any more.
#[sqlx::test(migrations = "../migrations")]
async fn nobody_is_told_of_what_they_can_not_see_any_more(pool: PgPool) {
    let rules = |visibility: &str| {
        format!(
            r#"
visibility = "{visibility}"

[[teams]]
name = "security"
members = ["sec@example.com"]

[[rules]]
name = "Security is asked too"
require = [{{ group = "approvers" }}, {{ group = "team:security" }}]
"#
        )
    };
    let world = world(pool).await;
    support::person(&world.pool, "sec", &[PersonRole::Developer]).await;
    let (mails, smtp) = Mails::listen().await;
    let _server = server(&world, mail(&smtp));
    let told = || mails.to().iter().filter(|to| *to == "sec").count();
    world.rules(&rules("teams")).await;
    let id = world.submitted("blue").await;
    done(&world).await;
    assert_eq!(told(), 1);
    world.send(&world.ops, id, Command::Reject).await.unwrap();
    done(&world).await;
    assert_eq!(told(), 1);
    // Where everybody sees everything, they learn that it was handled.
    world.rules(&rules("all")).await;
    let id = world.submitted("red").await;
    world.send(&world.ops, id, Command::Reject).await.unwrap();
    done(&world).await;
    assert!(told() >= 2);
}
