//! What every test of the workflow starts from: a database, the service over it, and people.

pub mod cells;
pub mod faults;
pub mod portal;
pub mod prometheus;
pub mod server;
pub mod sinks;

use std::time::Duration;

use roleport_app::portal::{Portal as _, PortalError, TypedRequest, Viewer, origin::Origin};
use roleport_domain::{
    authorize::PersonRole,
    cluster::Cluster,
    cluster_settings::ClusterSettings,
    grant::{Access, Grant},
    identity::Identity,
    lifecycle::{Command, RequestState},
    plan::{Goal, Plan, World as Live, plan},
    request::RequestInput,
};
use roleport_server::{
    aws::iam::Iam,
    config::WorkerConfig,
    service::{CommandError, ProposalDecision, Seed, Sent, Service},
    store::{
        clusters as cluster_store,
        people::{self, NewPerson},
        plans, requests, roles,
    },
    worker,
};
use sqlx::PgPool;

pub fn cluster() -> Cluster {
    Cluster {
        name: "production".to_owned(),
        account_id: "003250186609".to_owned(),
        partition: "aws".to_owned(),
        region: "us-east-1".to_owned(),
        oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
            .to_owned(),
        role_name_pattern: "test-{app}".to_owned(),
        role_path: "/".to_owned(),
        permissions_boundary: None,
        eks_name: None,
        identity: Identity::Irsa,
    }
}

pub struct World {
    pub pool: PgPool,
    pub service: Service,
    pub dev: Viewer,
    pub ops: Viewer,
    pub other_ops: Viewer,
    pub admin: Viewer,
    pub auditor: Viewer,
}

pub async fn person(pool: &PgPool, name: &str, roles: &[PersonRole]) -> Viewer {
    let mut conn = pool.acquire().await.unwrap();
    let email = format!("{name}@example.com");
    Viewer {
        person_id: people::upsert(
            &mut conn,
            NewPerson {
                issuer: "test",
                subject: name,
                email: &email,
                name,
                roles,
                groups: &[],
            },
        )
        .await
        .unwrap(),
        name: name.to_owned(),
        email,
        roles: roles.to_vec(),
        origin: Origin::default(),
    }
}

/// The service over this database, with these clusters in force and no others; written past the portal, as
/// if they had always been there.
pub async fn service_for(pool: &PgPool, clusters: &[Cluster]) -> Service {
    sqlx::query("delete from clusters")
        .execute(pool)
        .await
        .unwrap();
    let seed = Seed {
        clusters: clusters.to_vec(),
        ..Seed::default()
    };
    let mut conn = pool.acquire().await.unwrap();
    for cluster in &seed.clusters {
        assert!(cluster_store::take_in(&mut conn, cluster).await.unwrap());
    }
    Service::new(pool.clone()).with_seed(seed)
}

pub async fn world(pool: PgPool) -> World {
    worker::migrate_queue(&pool).await.unwrap();
    World {
        service: service_for(&pool, &[cluster()]).await,
        dev: person(&pool, "dev", &[PersonRole::Developer]).await,
        ops: person(&pool, "ops", &[PersonRole::Developer, PersonRole::Approver]).await,
        other_ops: person(&pool, "other", &[PersonRole::Approver]).await,
        admin: person(&pool, "admin", &[PersonRole::Admin]).await,
        auditor: person(&pool, "auditor", &[PersonRole::Auditor]).await,
        pool,
    }
}

pub fn typed(app: &str, key: &str) -> TypedRequest {
    TypedRequest {
        role: None,
        cluster: "production".to_owned(),
        app: app.to_owned(),
        namespace: app.to_owned(),
        service_account: app.to_owned(),
        grants: vec![Grant::s3("price-tables", "in/", &[Access::Read])],
        reason: "A test.".to_owned(),
        key: key.to_owned(),
        ..TypedRequest::default()
    }
}

impl World {
    /// Puts rules in force, as two admins do.
    pub async fn rules(&self, source: &str) {
        let version = self
            .service
            .propose_rules(&self.admin, source, "A test.")
            .await
            .unwrap();
        let second = person(&self.pool, "second-admin", &[PersonRole::Admin]).await;
        self.service
            .decide_rules(&second, version, ProposalDecision::Activate)
            .await
            .unwrap();
    }

    /// Changes a cluster (no name: adds one) as two admins do; gives the change's number.
    pub async fn approved_change(&self, name: Option<&str>, after: Option<ClusterSettings>) -> i64 {
        let proposed = self
            .service
            .propose_cluster(&self.admin, name, after, "A test.");
        let id = proposed.await.unwrap();
        let second = person(&self.pool, "second-admin", &[PersonRole::Admin]).await;
        self.service
            .decide_cluster(&second, id, ProposalDecision::Activate, "")
            .await
            .unwrap();
        id
    }

    /// Submits a request of the developer's and has it planned; gives its number.
    pub async fn submitted(&self, app: &str) -> i64 {
        let id = self
            .service
            .submit(&self.dev, &typed(app, app))
            .await
            .unwrap();
        planned(&self.pool, id).await;
        id
    }

    /// Gives a command on what the person sees now.
    pub async fn send(&self, who: &Viewer, id: i64, command: Command) -> Result<(), CommandError> {
        let mut request = self.service.request(who, id).await.unwrap();
        if request.plan.hash.is_empty() && request.summary.state.awaits_decision() {
            planned(&self.pool, id).await;
            request = self.service.request(who, id).await.unwrap();
        }
        let sent = Sent {
            version: request.version,
            hash: &request.hash,
            plan: &request.plan.hash,
            comment: "because",
        };
        self.service.command(who, id, command, sent).await
    }

    /// Has a request planned from AWS, approved and carried out; gives the state that it is in then.
    pub async fn carried_out(&self, iam: &Iam, approver: &Viewer, id: i64) -> RequestState {
        worker::planner::read(&self.pool, iam, id).await.unwrap();
        self.send(approver, id, Command::Approve).await.unwrap();
        settled(&self.pool, iam, id).await
    }

    /// Kinds of a request's events, in order.
    pub async fn kinds(&self, id: i64) -> Vec<String> {
        sqlx::query_scalar("select kind from events where request_id = $1 order by id")
            .bind(id)
            .fetch_all(&self.pool)
            .await
            .unwrap()
    }

    pub async fn state(&self, id: i64) -> RequestState {
        self.service.request_state(&self.dev, id).await.unwrap().0
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }
}

/// Gives a request a plan that sends nothing, as the worker does that reads AWS; these tests are about
/// what people may do with it.
pub async fn planned(pool: &PgPool, id: i64) {
    let mut conn = pool.acquire().await.unwrap();
    let row = requests::find(&mut conn, id, 0).await.unwrap().unwrap();
    // In words it says what it would in an empty account.
    let input = RequestInput {
        cluster: row.cluster_spec.0.clone(),
        app: row.app.clone(),
        namespace: row.namespace.clone(),
        service_account: row.service_account.clone(),
        grants: row.grants.0.clone(),
        reason: row.reason.clone(),
        existing_role: roles::existing_role(&row.role_name, row.existing_path.as_deref()),
        admitted_buckets: Grant::old_buckets(row.grants.0.iter().chain(&row.grants_before.0)),
        identity: Identity::parse(&row.identity),
    };
    let abilities = input.parse().map_or_else(
        |_| Vec::new(),
        |request| plan(&request, Goal::Present, &Live::default()).abilities,
    );
    let plan = Plan {
        abilities,
        ..Plan::default()
    };
    let plan = plans::insert(&mut conn, id, row.revision, &plan)
        .await
        .unwrap();
    requests::replace_plan(&mut conn, id, plan).await.unwrap();
}

/// Runs the worker until a request needs it no more; gives the state that it is in then.
pub async fn settled(pool: &PgPool, iam: &Iam, id: i64) -> RequestState {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let config = WorkerConfig::default();
    let worker = tokio::spawn(worker::start(
        pool.clone(),
        iam.clone(),
        config,
        async move {
            let _ = stopped.await;
        },
    ));
    let state = moved_on(pool, id).await;
    let _ = stop.send(());
    worker.await.unwrap().unwrap();
    state
}

/// Waits until a request is neither approved nor being applied.
pub async fn moved_on(pool: &PgPool, id: i64) -> RequestState {
    tokio::time::timeout(Duration::from_mins(1), async {
        loop {
            let state: String = sqlx::query_scalar("select state from requests where id = $1")
                .bind(id)
                .fetch_one(pool)
                .await
                .unwrap();
            match state.parse().unwrap() {
                RequestState::Approved | RequestState::Applying => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                other => return other,
            }
        }
    })
    .await
    .unwrap()
}

/// Hash of the plan of [`planned`].
pub fn plan_hash() -> String {
    Plan::default().hash()
}

pub fn forbidden(result: &Result<(), CommandError>) -> bool {
    matches!(result, Err(CommandError::Portal(PortalError::Forbidden(_))))
}

pub fn conflict(result: &Result<(), CommandError>) -> bool {
    matches!(result, Err(CommandError::Portal(PortalError::Conflict(_))))
}
