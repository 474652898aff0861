//! `roleport demo`: five roles, asked for, approved and applied through the product itself.

use std::time::Duration;

use anyhow::{Context as _, bail};
use roleport_app::portal::{
    Portal as _, TypedRequest, Viewer,
    origin::{Origin, Via},
};
use roleport_domain::{
    authorize::PersonRole,
    grant::{Access, Grant, split_url},
    lifecycle::{Command, RequestState},
};
use serde::Deserialize;
use sqlx::PgPool;
use tokio::sync::oneshot;

use super::database;
use crate::{
    aws::{
        self,
        iam::{Iam, IamError},
    },
    config::{Config, WorkerConfig},
    observe::log,
    service::{Sent, Service, take_in},
    store::people::{self, NewPerson},
    worker::{self, planner},
};

const ROLES: &str = include_str!("../../../demo/active-roles.csv");
/// How long the five may take.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, Deserialize)]
struct Line {
    iam_role: String,
    namespace: String,
    service_account: String,
    permissions: String,
}

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::load()?;
    let traces = log::start(&config)?;
    let loaded = load(config).await;
    traces.end().await;
    loaded
}

async fn load(config: Config) -> anyhow::Result<()> {
    let pool = database::open(&config).await?;
    take_in(&pool, &config.seed()).await?;
    let service = Service::new(pool.clone());
    let clusters = service
        .clusters()
        .await
        .map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let cluster = clusters
        .first()
        .context("there is no cluster: set ROLEPORT_CONFIG to a file with one")?;
    let author = person(&pool, "Wiki Import", "wiki-import", PersonRole::Developer).await?;
    let approver = person(&pool, "Wiki Review", "wiki-review", PersonRole::Approver).await?;

    let iam = Iam::new(&aws::settings(&config.aws).await);
    for cluster in &clusters {
        register(&iam, &cluster.oidc_issuer).await?;
        // Never in a real account, where a cluster costs money.
        if config.aws.endpoint_url.is_some() {
            iam.stand_in_cluster(cluster)
                .await
                .map_err(|error| anyhow::anyhow!("the cluster in EKS: {}", error.words()))?;
        }
    }
    let mut ids = Vec::new();
    for line in csv::Reader::from_reader(ROLES.as_bytes()).deserialize() {
        let typed = typed(&line?, &cluster.name, &cluster.role_name_pattern)?;
        let id = match service.submit(&author, &typed).await {
            Ok(id) => id,
            Err(error) => bail!(
                "the demonstration's role {} was refused: {error:?}",
                typed.app
            ),
        };
        planner::read(&pool, &iam, id)
            .await
            .map_err(anyhow::Error::msg)?;
        let request = service
            .request(&approver, id)
            .await
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        if request.summary.state == RequestState::Submitted {
            let sent = Sent {
                version: request.version,
                hash: &request.hash,
                plan: &request.plan.hash,
                comment: "Taken over from the table of active roles.",
            };
            service
                .command(&approver, id, Command::Approve, sent)
                .await
                .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        }
        ids.push(id);
    }
    apply(iam, pool, &service, &approver, &ids).await?;
    println!("{} demonstration roles are active", ids.len());
    Ok(())
}

/// What somebody has done in every real account long before: without it no pod can assume a role.
async fn register(iam: &Iam, issuer: &str) -> anyhow::Result<()> {
    match iam.register_provider(issuer).await {
        Ok(()) | Err(IamError::Exists(_)) => Ok(()),
        Err(error) => bail!("the cluster's OIDC provider: {}", error.words()),
    }
}

/// Runs the worker until every request is settled.
async fn apply(
    iam: Iam,
    pool: PgPool,
    service: &Service,
    viewer: &Viewer,
    ids: &[i64],
) -> anyhow::Result<()> {
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = tokio::spawn(worker::start(
        pool,
        iam,
        WorkerConfig::default(),
        async move {
            let _ = stopped.await;
        },
    ));
    let settled = tokio::time::timeout(PATIENCE, async {
        for id in ids {
            loop {
                let (state, _) = service
                    .request_state(viewer, *id)
                    .await
                    .map_err(|error| anyhow::anyhow!("{error:?}"))?;
                match state {
                    RequestState::Submitted | RequestState::Approved | RequestState::Applying => {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                    RequestState::Applied => break,
                    RequestState::ChangesRequested
                    | RequestState::Failed
                    | RequestState::Rejected
                    | RequestState::Withdrawn
                    | RequestState::Expired => {
                        bail!(
                            "request {id} of the demonstration is {}: open it in the portal",
                            state.label()
                        );
                    }
                }
            }
        }
        Ok(())
    })
    .await
    .context("the demonstration's roles were not applied in time: is the AWS stand-in up?");
    let _ = stop.send(());
    worker.await??;
    settled?
}

async fn person(
    pool: &PgPool,
    name: &str,
    subject: &str,
    role: PersonRole,
) -> anyhow::Result<Viewer> {
    let mut conn = pool.acquire().await?;
    let email = format!("{subject}@example.com");
    // Without a role: they are not there to be asked.
    let person = NewPerson {
        issuer: "demonstration",
        subject,
        email: &email,
        name,
        roles: &[],
        groups: &[],
    };
    let person_id = people::upsert(&mut conn, person).await?;
    Ok(Viewer {
        person_id,
        name: name.to_owned(),
        email,
        roles: vec![role],
        origin: Origin {
            address: None,
            via: Via::Cli,
        },
    })
}

/// A line of the old wiki table as the form would have it.
fn typed(line: &Line, cluster: &str, pattern: &str) -> anyhow::Result<TypedRequest> {
    let (before, after) = pattern.split_once("{app}").unwrap_or((pattern, ""));
    let app = line
        .iam_role
        .rsplit('/')
        .next()
        .and_then(|name| name.strip_prefix(before)?.strip_suffix(after))
        .with_context(|| {
            format!(
                "{} does not follow the cluster's pattern {pattern}",
                line.iam_role
            )
        })?;
    let grants = line
        .permissions
        .split_whitespace()
        .map(|url| {
            let (bucket, prefix) = split_url(url)
                .with_context(|| format!("{url} is no address such as s3://bucket/prefix"))?;
            Ok(Grant::s3(bucket, prefix, &[Access::List, Access::Read]))
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(TypedRequest {
        role: None,
        cluster: cluster.to_owned(),
        app: app.to_owned(),
        namespace: line.namespace.clone(),
        service_account: line.service_account.clone(),
        grants,
        reason: "From the table of active roles and service accounts.".to_owned(),
        key: format!("demo-{app}"),
        ..TypedRequest::default()
    })
}
