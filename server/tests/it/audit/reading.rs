//! What is written down, and that filters and pages show it all and only it.

use roleport_app::portal::{
    Portal as _, Viewer,
    history::{HistoryPage, TypedFilter},
};
use roleport_domain::{authorize::PersonRole, lifecycle::Command};
use roleport_lang::Text;
use roleport_server::{
    service::{Sent, Service, configuration},
    worker,
};
use serde_json::json;
use sqlx::PgPool;

use crate::support::service_for;

use super::{cluster, person, typed, verify, write_events};

struct World {
    service: Service,
    dev: Viewer,
    auditor: Viewer,
}

async fn world(pool: &PgPool) -> World {
    // Most events are handed to their audience through it.
    worker::migrate_queue(pool).await.unwrap();
    World {
        service: service_for(pool, &[cluster()]).await,
        dev: person(pool, "dev", &[PersonRole::Developer]).await,
        auditor: person(pool, "auditor", &[PersonRole::Auditor]).await,
    }
}

impl World {
    async fn page(&self, filter: &TypedFilter) -> HistoryPage {
        self.service.history(&self.auditor, filter).await.unwrap()
    }

    async fn kinds(&self, filter: TypedFilter) -> Vec<String> {
        let page = self.page(&filter).await;
        assert_eq!(page.errors, []);
        page.events.into_iter().map(|line| line.kind).collect()
    }
}

fn by(set: impl FnOnce(&mut TypedFilter)) -> TypedFilter {
    let mut filter = TypedFilter::default();
    set(&mut filter);
    filter
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_done_and_what_is_refused_is_told_whole(pool: PgPool) {
    let world = world(&pool).await;
    let id = world
        .service
        .submit(&world.dev, &typed("heron", "lakes"))
        .await
        .unwrap();
    assert!(
        world
            .service
            .submit(&world.auditor, &typed("viper", "stones"))
            .await
            .is_err()
    );
    let request = world.service.request(&world.dev, id).await.unwrap();
    let sent = Sent {
        version: request.version,
        hash: &request.hash,
        plan: &request.plan.hash,
        comment: "",
    };
    let by_auditor = world
        .service
        .command(&world.auditor, id, Command::Approve, sent);
    assert!(by_auditor.await.is_err());
    world
        .service
        .command(&world.dev, id, Command::Withdraw, sent)
        .await
        .unwrap();

    let submitted = "request.submitted";
    let (refused, withdrawn) = ("request.refused", "request.withdrawn");
    let all = [withdrawn, refused, refused, submitted];
    assert_eq!(world.kinds(TypedFilter::default()).await, all);
    for (filter, kinds) in [
        (
            by(|f| f.person = "DEV@example".to_owned()),
            vec![withdrawn, submitted],
        ),
        (by(|f| f.person = "nobody".to_owned()), vec![]),
        (
            by(|f| f.role = "test-HERON".to_owned()),
            vec![withdrawn, refused, submitted],
        ),
        (by(|f| f.role = "viper".to_owned()), vec![]),
        (
            by(|f| f.bucket = "lakes".to_owned()),
            vec![withdrawn, refused, submitted],
        ),
        (
            by(|f| f.bucket = "s3://lakes/in/".to_owned()),
            vec![withdrawn, refused, submitted],
        ),
        (by(|f| f.bucket = "lake".to_owned()), vec![]),
        (
            by(|f| f.kind = "refused".to_owned()),
            vec![refused, refused],
        ),
        (by(|f| f.kind = "request".to_owned()), all.to_vec()),
        (by(|f| f.kind = withdrawn.to_owned()), vec![withdrawn]),
        (by(|f| f.from = "2999-01-01".to_owned()), vec![]),
        (by(|f| f.to = "2020-01-01".to_owned()), vec![]),
        (by(|f| f.from = "2020-01-01".to_owned()), all.to_vec()),
        (
            by(|f| {
                f.person = "dev".to_owned();
                f.kind = submitted.to_owned();
            }),
            vec![submitted],
        ),
        // No text makes the database stumble.
        (by(|f| f.bucket = "a\0b".to_owned()), vec![]),
        (by(|f| f.person = "%\\'\0".to_owned()), vec![]),
    ] {
        assert_eq!(world.kinds(filter.clone()).await, kinds, "{filter:?}");
    }

    let page = world.page(&TypedFilter::default()).await;
    let last = &page.events[0];
    assert_eq!(last.address.as_deref(), Some("192.0.2.7"));
    assert_eq!((last.via.as_str(), last.actor.as_str()), ("portal", "dev"));
    assert_eq!(last.role_name.as_deref(), Some("test-heron"));
    assert_eq!(page.kinds, [refused, submitted, withdrawn]);
    let event = world
        .service
        .event(&world.auditor, last.position)
        .await
        .unwrap();
    assert!(event.intact && !event.has_newer);
    let [change] = event.changes.as_slice() else {
        panic!("{:?}", event.changes);
    };
    assert_eq!(change.field, "state");
    assert_eq!(change.before.as_ref().map(Text::as_str), Some("submitted"));
    assert_eq!(change.after.as_ref().map(Text::as_str), Some("withdrawn"));
    assert!(world.service.event(&world.auditor, 99).await.is_err());
    let wrong = world
        .page(&by(|f| {
            f.from = "soon".to_owned();
            f.to = "2026-02-30".to_owned();
        }))
        .await;
    assert_eq!(wrong.errors.len(), 2);
    assert!(wrong.events.is_empty());
    assert!(verify(&pool, None).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_follow_each_other_without_a_gap(pool: PgPool) {
    let world = world(&pool).await;
    write_events(&pool, 120).await;
    let mut seen = Vec::new();
    let mut filter = TypedFilter::default();
    loop {
        let page = world.page(&filter).await;
        seen.extend(page.events.iter().map(|line| line.position));
        let Some(older) = page.older else { break };
        filter.before = older.to_string();
    }
    assert_eq!(seen, (1..=120).rev().collect::<Vec<_>>());
    filter.before = "51".to_owned();
    let page = world.page(&filter).await;
    assert_eq!((page.events.len(), page.older), (50, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_configuration_is_recorded_when_it_changes(pool: PgPool) {
    let world = world(&pool).await;
    let one = json!({"clusters": [], "session": {"idle_minutes": 60}});
    let two = json!({"session": {"idle_minutes": 5}, "clusters": []});
    for (value, recorded) in [(&one, true), (&one, false), (&two, true), (&two, false)] {
        assert_eq!(configuration::record(&pool, value).await.unwrap(), recorded);
    }
    let event = world.service.event(&world.auditor, 2).await.unwrap();
    assert_eq!(event.line.actor, "Roleport");
    assert_eq!(event.line.via, "server");
    assert_eq!(event.changes.len(), 1);
    assert_eq!(event.changes[0].field, "session.idle_minutes");
}
