//! What was sent to whom, for those who look after Roleport.

use roleport_app::portal::{DeliveryLine, DeliveryState, ListPage, PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake};

use super::{
    Service, broken,
    pages::{ONE_MORE, moment, page_of},
    permitted,
};
use crate::{
    notify,
    store::{
        deliveries::{self, DeliveryLineRow},
        events::{self, NewEvent},
    },
};
use roleport_lang::{Text, english, retold, text};

impl Service {
    pub(super) async fn list_deliveries(
        &self,
        viewer: &Viewer,
        before: Option<i64>,
    ) -> Result<ListPage<DeliveryLine>, PortalError> {
        permitted(viewer, Action::SeeDeliveries, Stake::Other)?;
        let operates = permitted(viewer, Action::Redeliver, Stake::Other).is_ok();
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let rows = deliveries::list(&mut conn, before, ONE_MORE)
            .await
            .map_err(broken)?;
        let (rows, next) = page_of(rows, |row| row.id);
        Ok(ListPage {
            next,
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
        permitted(viewer, Action::Redeliver, Stake::Other)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let delivery = deliveries::reopen(&mut tx, id)
            .await
            .map_err(broken)?
            .ok_or_else(|| PortalError::Conflict(text!(answers_notification_waits)))?;
        notify::enqueue(&mut tx, id, &delivery.channel, &delivery.target)
            .await
            .map_err(broken)?;
        let words = english!(events_sent_again, id = id);
        let event = NewEvent {
            request_id: delivery.request_id,
            ..NewEvent::by(viewer, "delivery.sent_again", &words)
        };
        events::append(&mut tx, event).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }
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
        "email" => text!(deliveries_email),
        "slack" => "Slack".into(),
        _ => "Webhook".into(),
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
        error: row.last_error.as_deref().map(why),
        again: operates && matches!(state, DeliveryState::Failed | DeliveryState::Sent),
    })
}

/// Why it was not sent, which is kept in English, in all languages; what the receiver has said stays as it is.
fn why(kept: &str) -> Text {
    retold!(
        kept;
        deliveries_no_access,
        deliveries_unwanted,
        deliveries_late,
        deliveries_email_off,
        deliveries_unconfigured,
    )
    .unwrap_or_else(|| kept.into())
}
