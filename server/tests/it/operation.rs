//! What the people who run Roleport see of it: metrics, request ids, logs, traces, its end. Of a
//! real server, through its own sockets.
#![allow(clippy::float_cmp)] // counts are whole numbers

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, routing::post};
use http::{HeaderMap, StatusCode};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, common::v1::any_value::Value as Any,
    trace::v1::Span,
};
use prost::Message as _;
use roleport_domain::{
    lifecycle::{Command, RequestState},
    request::ValidRequest,
};
use roleport_server::{store::load, worker::planner};
use serde_json::Value;
use sqlx::PgPool;
use tokio::net::TcpListener;

use crate::{
    applier::{Scene, endpoint, fresh, iam},
    support::{
        World,
        faults::{Fault, Proxy},
        moved_on,
        prometheus::Scraped,
        server::{self, Server},
        service_for,
        sinks::nobody,
        typed, world,
    },
};

/// A request that is approved and waits for a server.
async fn approved(pool: &PgPool) -> (World, ValidRequest, i64) {
    let mut world = world(pool.clone()).await;
    let direct = iam().await;
    let app = fresh("ops");
    let wanted = Scene::New.set(&direct, &app, "").await;
    world.service = service_for(pool, std::slice::from_ref(wanted.cluster())).await;
    let mut form = typed(&app, &app);
    form.grants = wanted.grants().to_vec();
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    planner::read(pool, &direct, id).await.unwrap();
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    (world, wanted, id)
}

async fn scrape(metrics: &str) -> Scraped {
    for _ in 0..100 {
        if let Ok(answer) = reqwest::get(format!("http://{metrics}/metrics")).await {
            assert_eq!(answer.status(), 200);
            let kind = answer.headers()["content-type"].to_str().unwrap();
            assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
            return Scraped::parse(&answer.text().await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no metrics at {metrics}")
}

#[sqlx::test(migrations = "../migrations")]
async fn what_happens_is_counted_and_what_waits_is_shown(pool: PgPool) {
    let (world, wanted, id) = approved(&pool).await;
    let waiting = world.submitted(&fresh("wait")).await;
    sqlx::query("update requests set updated_at = now() - interval '1 hour' where id = $1")
        .bind(waiting)
        .execute(&pool)
        .await
        .unwrap();
    let folder = server::folder(wanted.cluster());
    let metrics = nobody().await;
    let proxy = Proxy::start(&endpoint()).await;
    proxy.strike("AttachRolePolicy", Fault::Denied);
    let server = Server::start(
        folder.path(),
        &pool,
        &proxy.url,
        &[("ROLEPORT_METRICS_LISTEN", &metrics)],
    );
    let address = server.address().await;
    assert_eq!(moved_on(&pool, id).await, RequestState::Failed);
    world.send(&world.dev, id, Command::Retry).await.unwrap();
    assert_eq!(moved_on(&pool, id).await, RequestState::Applied);
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    for (path, status) in [
        ("/healthz", 200),
        ("/readyz", 200),
        ("/requests/7?secret=x", 303),
        ("/requests/8", 303),
        ("/signed-out", 200),
        ("/blue/raven", 303),
        ("/api/v1/me", 401),
    ] {
        let answer = client.get(format!("{address}{path}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let timing = answer.headers()["server-timing"].to_str().unwrap();
        let took = timing.strip_prefix("total;dur=").unwrap();
        assert!(took.parse::<f64>().unwrap() >= 0.0, "{timing}");
    }

    let seen = scrape(&metrics).await;
    let http = |labels: &[&str]| seen.sum("roleport_http_requests_total", labels);
    let page = r#"route="/requests/{id}""#;
    assert!((http(&[page, r#"status="3xx""#, r#"method="GET""#]) - 2.0).abs() < 0.1);
    assert!(http(&[r#"route="/signed-out""#, r#"status="2xx""#]) >= 1.0);
    assert!(http(&[r#"route="/healthz""#]) >= 1.0);
    assert!(http(&[r#"route="/api/v1/me""#, r#"status="4xx""#]) >= 1.0);
    assert!(http(&[r#"route="unknown""#]) >= 1.0);
    for series in seen.series("roleport_http_requests_total") {
        assert!(
            !series.contains("raven") && !series.contains("secret"),
            "{series}"
        );
    }
    assert_eq!(
        seen.kind("roleport_http_request_duration_seconds"),
        "histogram"
    );
    let within =
        |labels: &[&str]| seen.sum("roleport_http_request_duration_seconds_bucket", labels);
    assert!((within(&[page, r#"le="+Inf""#]) - 2.0).abs() < 0.1);

    let aws = |labels: &[&str]| seen.sum("roleport_aws_calls_total", labels);
    assert!(aws(&[r#"operation="CreateRole""#, r#"outcome="ok""#]) >= 1.0);
    assert!(aws(&[r#"operation="GetCallerIdentity""#, r#"outcome="ok""#]) >= 1.0);
    assert!(aws(&[r#"operation="GetRole""#, r#"code="NoSuchEntity""#]) >= 1.0);
    assert!(aws(&[r#"operation="AttachRolePolicy""#, r#"code="AccessDenied""#]) >= 1.0);
    assert!(
        seen.sum(
            "roleport_aws_call_duration_seconds_count",
            &[r#"operation="CreateRole""#]
        ) >= 1.0
    );
    let applications = |outcome: &str| {
        let outcome = format!(r#"outcome="{outcome}""#);
        let labels = [r#"kind="new_role""#, outcome.as_str()];
        (
            seen.sum("roleport_applications_total", &labels),
            seen.sum("roleport_application_duration_seconds_count", &labels),
        )
    };
    assert_eq!(applications("applied"), (1.0, 1.0));
    assert_eq!(applications("failed"), (1.0, 1.0));

    let state = |name: &str, state: &str| seen.sum(name, &[&format!(r#"state="{state}""#)]);
    assert_eq!(state("roleport_requests", "submitted"), 1.0);
    assert!(state("roleport_requests_oldest_seconds", "submitted") >= 3600.0);
    assert_eq!(state("roleport_requests", "approved"), 0.0);
    assert_eq!(seen.series("roleport_requests").len(), 5);
    assert_eq!(seen.sum("roleport_database_up", &[]), 1.0);
    assert!(seen.sum("roleport_database_connections", &[]) >= 1.0);
    assert_eq!(seen.sum("roleport_build_info", &[r#"version=""#]), 1.0);
    // Not where everybody can read it.
    let public = reqwest::get(format!("{address}/metrics")).await.unwrap();
    assert!(!public.text().await.unwrap().contains("roleport_requests"));
}

#[sqlx::test(migrations = "../migrations")]
async fn every_server_shows_the_queue_of_all(pool: PgPool) {
    let (_world, wanted, _) = approved(&pool).await;
    let mut conn = pool.acquire().await.unwrap();
    for (due, attempts) in [("1 hour", 0), ("-1 hour", 0), ("0", 3)] {
        sqlx::query(
            "select graphile_worker.add_job(identifier => 'check_role', payload => '{\"role_id\": 0}'::json,
                run_at => now() - $1::text::interval, max_attempts => 3, job_key => $1)",
        )
        .bind(due)
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query("update graphile_worker._private_jobs set attempts = $2 where key = $1")
            .bind(due)
            .bind(attempts)
            .execute(&mut *conn)
            .await
            .unwrap();
    }
    // Nobody works yet.
    let seen = load::read(&mut conn).await.unwrap();
    let mut rows = seen.jobs.into_iter();
    let row = rows.find(|row| row.task == "check_role").unwrap();
    assert_eq!(
        (row.due, row.scheduled, row.running, row.failed),
        (1, 1, 0, 1)
    );
    assert!((3600.0..3700.0).contains(&row.oldest_due), "{row:?}");

    let folder = server::folder(wanted.cluster());
    let (one, two) = (nobody().await, nobody().await);
    let start = |metrics: &str| {
        // AWS does not answer: nothing of the queue's is done for good.
        Server::start(
            folder.path(),
            &pool,
            "http://127.0.0.1:9",
            &[("ROLEPORT_METRICS_LISTEN", metrics)],
        )
    };
    let _servers = (start(&one), start(&two));
    for metrics in [&one, &two] {
        let seen = scrape(metrics).await;
        let jobs = |state: &str| seen.sum("roleport_jobs", &[r#"task="check_role""#, state]);
        assert_eq!(jobs(r#"state="failed""#), 1.0, "{seen:?}");
        assert_eq!(jobs(r#"state="scheduled""#), 1.0, "{seen:?}");
        assert_eq!(seen.series("roleport_jobs").len(), 9 * 4);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_has_one_name_in_its_answer_and_in_every_line_of_its_log(pool: PgPool) {
    let folder = server::folder(&crate::support::cluster());
    world(pool.clone()).await;
    let server = Server::start(
        folder.path(),
        &pool,
        &endpoint(),
        &[("ROLEPORT_LOG_FORMAT", "json"), ("ROLEPORT_LOG", "info")],
    );
    let address = server.address().await;
    let client = reqwest::Client::new();
    let ask = |path: &'static str, id: &'static str| {
        client
            .get(format!("{address}{path}"))
            .header("x-request-id", id)
            .send()
    };
    let named = |answer: &reqwest::Response| {
        answer.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned()
    };

    // The provider does not answer: a page that says so, and a reason in the log.
    let broken = ask("/sign-in?next=/", "proxy-1.a_b").await.unwrap();
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(named(&broken), "proxy-1.a_b");
    assert!(broken.text().await.unwrap().contains("proxy-1.a_b"));
    let forged = ask("/signed-out", "x\" level=\"error").await.unwrap();
    assert_eq!(named(&forged).len(), 36);
    let other = ask("/signed-out", "").await.unwrap();
    assert_eq!(named(&other).len(), 36);
    assert_ne!(named(&other), named(&forged));
    let api = ask("/api/v1/me", "proxy-2").await.unwrap();
    assert_eq!(
        (api.status().as_u16(), named(&api).as_str()),
        (401, "proxy-2")
    );

    let log = server.log();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let of = |id: &str| {
        let named = |line: &&Value| line["spans"][0]["request_id"] == id;
        lines.iter().filter(named).collect::<Vec<_>>()
    };
    let told = of("proxy-1.a_b");
    assert_eq!(told.len(), 2, "{log}");
    assert_eq!(told[0]["level"], "WARN");
    assert_eq!(told[1]["fields"]["message"], "answered");
    assert_eq!(told[1]["fields"]["status"], 500);
    assert_eq!(told[1]["spans"][0]["http.route"], "/sign-in");
    assert_eq!(of("proxy-2").len(), 1, "{log}");
    assert!(!log.contains("next="), "{log}");
}

#[derive(Debug, Clone, Default)]
struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

impl Collector {
    async fn listen() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let collector = Self::default();
        let router = Router::new()
            .route("/v1/traces", post(take))
            .with_state(collector.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (collector, url)
    }

    /// All spans, and the name of the service that they came from.
    fn spans(&self) -> Vec<(String, Span)> {
        let taken = self.0.lock().unwrap();
        let of = |resource: &opentelemetry_proto::tonic::trace::v1::ResourceSpans| {
            let service = resource.resource.as_ref().unwrap();
            let service = text(&service.attributes, "service.name");
            let spans = resource
                .scope_spans
                .iter()
                .flat_map(|scope| scope.spans.clone());
            spans
                .map(move |span| (service.clone(), span))
                .collect::<Vec<_>>()
        };
        taken
            .iter()
            .flat_map(|one| &one.resource_spans)
            .flat_map(of)
            .collect()
    }
}

fn text(attributes: &[opentelemetry_proto::tonic::common::v1::KeyValue], key: &str) -> String {
    let value = attributes
        .iter()
        .find(|pair| pair.key == key)
        .and_then(|pair| pair.value.clone());
    match value.and_then(|value| value.value) {
        Some(Any::StringValue(text)) => text,
        other => format!("{other:?}"),
    }
}

async fn take(State(collector): State<Collector>, headers: HeaderMap, body: Bytes) -> StatusCode {
    assert_eq!(headers["content-type"], "application/x-protobuf");
    assert_eq!(headers["authorization"], "Bearer collector");
    let export = ExportTraceServiceRequest::decode(body).unwrap();
    collector.0.lock().unwrap().push(export);
    StatusCode::OK
}

#[sqlx::test(migrations = "../migrations")]
async fn traces_reach_a_collector_also_those_of_the_last_moment(pool: PgPool) {
    let (_world, wanted, id) = approved(&pool).await;
    let folder = server::folder(wanted.cluster());
    let (collector, url) = Collector::listen().await;
    let mut server = Server::start(
        folder.path(),
        &pool,
        &endpoint(),
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &url),
            (
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=Bearer%20collector",
            ),
            // Nothing comes by itself in the time of the test.
            ("OTEL_BSP_SCHEDULE_DELAY", "600000"),
        ],
    );
    let address = server.address().await;
    assert_eq!(moved_on(&pool, id).await, RequestState::Applied);
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let answer = reqwest::Client::new()
        .get(format!("{address}/signed-out?code=hunter2"))
        .header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"))
        .header("cookie", "roleport=hunter2")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert!(server.stop().await, "{}", server.log());

    let spans = collector.spans();
    let find = |name: &str| {
        let found = spans.iter().find(|(_, span)| span.name == name);
        &found.unwrap_or_else(|| panic!("{name}: {spans:?}")).1
    };
    assert!(spans.iter().all(|(service, _)| service == "roleport"));
    let page = find("GET /signed-out");
    assert_eq!(hex::encode(&page.trace_id), trace);
    assert_eq!(text(&page.attributes, "http.route"), "/signed-out");
    assert_eq!(
        text(&page.attributes, "request_id"),
        answer.headers()["x-request-id"]
    );
    let job = find("apply_request");
    let call = find("CreateRole");
    assert_eq!(call.parent_span_id, job.span_id);
    assert_eq!(call.trace_id, job.trace_id);
    assert!(!format!("{spans:?}").contains("hunter2"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_collector_that_does_not_answer_harms_nothing(pool: PgPool) {
    let (_world, wanted, id) = approved(&pool).await;
    let folder = server::folder(wanted.cluster());
    let nobody = format!("http://{}", nobody().await);
    let mut server = Server::start(
        folder.path(),
        &pool,
        &endpoint(),
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &nobody)],
    );
    server.address().await;
    assert_eq!(moved_on(&pool, id).await, RequestState::Applied);
    assert!(server.stop().await, "{}", server.log());
}
