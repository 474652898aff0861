//! What was sent to whom, for those who look after Roleport.

use roleport_app::portal::{DeliveryLine, DeliveryState, ListPage, PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake, Subject, may};

use super::{
    Service, broken,
    pages::{PAGE, moment},
};
use crate::{
    notify,
    store::{
        deliveries::{self, DeliveryLineRow},
        events::{self, NewEvent},
    },
};

impl Service {
    pub(super) async fn list_deliveries(
        &self,
        viewer: &Viewer,
        before: Option<i64>,
    ) -> Result<ListPage<DeliveryLine>, PortalError> {
        allowed(viewer, Action::SeeDeliveries)?;
        let operates = allowed(viewer, Action::Redeliver).is_ok();
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let limit = i64::try_from(PAGE + 1).map_err(broken)?;
        let mut rows = deliveries::list(&mut conn, before, limit)
            .await
            .map_err(broken)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        Ok(ListPage {
            next: rows.last().filter(|_| more).map(|row| row.id),
            lines: rows
                .into_iter()
                .map(|row| line(row, operates))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Has a settled notification sent again, and notes who wanted that.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed, or there is nothing to send again.
    pub async fn send_again(&self, viewer: &Viewer, id: i64) -> Result<(), PortalError> {
        allowed(viewer, Action::Redeliver)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let delivery = deliveries::reopen(&mut tx, id)
            .await
            .map_err(broken)?
            .ok_or_else(|| {
                PortalError::Conflict(
                    "This notification waits already, or is not to be sent any more.".to_owned(),
                )
            })?;
        notify::enqueue(&mut tx, id, &delivery.channel, &delivery.target)
            .await
            .map_err(broken)?;
        let words = format!("had notification {id} sent again");
        let event = NewEvent {
            request_id: delivery.request_id,
            ..NewEvent::by(viewer, "delivery.sent_again", &words)
        };
        events::append(&mut tx, event).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }
}

fn allowed(viewer: &Viewer, action: Action) -> Result<(), PortalError> {
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    may(subject, action, None).map_err(|refusal| PortalError::Forbidden(refusal.message))
}

fn line(row: DeliveryLineRow, operates: bool) -> Result<DeliveryLine, PortalError> {
    let state = match row.state.as_str() {
        "waiting" => DeliveryState::Waiting,
        "sent" => DeliveryState::Sent,
        "failed" => DeliveryState::Failed,
        "dropped" => DeliveryState::Dropped,
        other => return Err(broken(format!("unreadable deliveries.state {other}"))),
    };
    let channel = match row.channel.as_str() {
        "email" => "E-mail",
        "slack" => "Slack",
        _ => "Webhook",
    };
    Ok(DeliveryLine {
        id: row.id,
        state,
        channel,
        target: row.person.unwrap_or(row.target),
        kind: row.kind,
        request_id: row.request_id,
        app: row.app,
        made: moment(row.made_at),
        attempts: row.attempts,
        error: row.last_error,
        again: operates && matches!(state, DeliveryState::Failed | DeliveryState::Sent),
    })
}
