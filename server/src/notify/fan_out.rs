//! From an event to its deliveries.

use roleport_domain::audience::{Topic, audience};
use sqlx::PgPool;

use super::{
    config::{EMAIL, NotificationConfig},
    enqueue,
};
use crate::{
    service::{asked, may_be_told},
    store::{
        StoreError,
        audience::{Reader, facts, readers},
        deliveries::{self, NewDelivery},
    },
};

/// Makes the deliveries of an event and queues them, in one transaction. Run twice it makes
/// nothing twice.
pub(super) async fn fan_out(
    pool: &PgPool,
    config: &NotificationConfig,
    event_id: i64,
) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    let Some(facts) = facts(&mut tx, event_id).await? else {
        return Ok(());
    };
    // Only e-mail goes to people: without it nobody needs to know whom the rules ask.
    let asked = match config.smtp_url {
        Some(_) => asked(&mut tx, facts.request_id).await?,
        None => Vec::new(),
    };
    let happened = facts.happened(&asked)?;
    let to = |channel, target, person| NewDelivery {
        event_id,
        channel,
        target,
        person,
    };
    let mut wanted = Vec::new();
    if config.smtp_url.is_some() {
        let readers = readers(&mut tx, days(config)).await?;
        let people: Vec<_> = readers.iter().map(|one| one.person.clone()).collect();
        let told = audience(happened, &people);
        let roles_of = |id| {
            let person = people.iter().find(|person| person.id == id);
            person
                .map(|person| person.roles.clone())
                .unwrap_or_default()
        };
        let who: Vec<_> = told.iter().map(|(id, _)| (*id, roles_of(*id))).collect();
        let may = may_be_told(&mut tx, facts.request_id, &who).await?;
        for (person, topic) in told {
            if may.contains(&person) && !muted(&readers, person, topic) {
                wanted.push(to(EMAIL, EMAIL, Some((person, topic.as_str()))));
            }
        }
    }
    let kind = happened.kind.as_str();
    for target in &config.targets {
        if target.events.iter().any(|wanted| wanted == kind) {
            wanted.push(to(target.kind.channel(), &target.name, None));
        }
    }
    for new in wanted {
        if let Some(id) = deliveries::insert(&mut tx, new).await? {
            enqueue(&mut tx, id, new.channel, new.target).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn muted(readers: &[Reader], person: i64, topic: Topic) -> bool {
    readers
        .iter()
        .filter(|reader| reader.person.id == person)
        .any(|reader| reader.muted.iter().any(|muted| muted == topic.as_str()))
}

/// The days for which a person's roles count, as the database takes them.
pub(super) fn days(config: &NotificationConfig) -> i32 {
    i32::try_from(config.roles_valid_days).unwrap_or(i32::MAX)
}
