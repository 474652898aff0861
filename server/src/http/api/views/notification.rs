//! What was sent to whom, and what one wants to be told of.

use roleport_app::portal::{DeliveryLine, DeliveryState, ListPage, NotificationSettings};
use serde::Serialize;
use utoipa::ToSchema;

use super::all;

/// A page of what was sent to whom.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct DeliveryPage {
    /// Newest first, at most 50.
    items: Vec<Delivery>,
    /// Ask with `after` set to this for the next page; null at the end.
    next: Option<i64>,
}

impl From<ListPage<DeliveryLine>> for DeliveryPage {
    fn from(page: ListPage<DeliveryLine>) -> Self {
        Self {
            items: all(page.lines),
            next: page.next,
        }
    }
}

/// A notification to one target.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Delivery {
    /// Number of the notification.
    id: i64,
    /// `waiting`, `sent`, `failed`, or `dropped` where its person was not to be told any more.
    state: &'static str,
    /// How it goes out, such as `E-mail`.
    channel: String,
    /// To whom.
    target: String,
    /// The event’s kind, such as `request.approved`.
    kind: String,
    /// The request that it is about.
    request: i64,
    /// The request’s application.
    app: String,
    /// When it was made.
    #[schema(format = DateTime)]
    made_at: String,
    /// How often it was tried.
    attempts: i64,
    /// Why it waits, failed or was dropped.
    error: Option<String>,
    /// Whether you may have it sent again.
    may_send_again: bool,
}

impl From<DeliveryLine> for Delivery {
    fn from(line: DeliveryLine) -> Self {
        Self {
            id: line.id,
            state: match line.state {
                DeliveryState::Waiting => "waiting",
                DeliveryState::Sent => "sent",
                DeliveryState::Failed => "failed",
                DeliveryState::Dropped => "dropped",
            },
            channel: line.channel.into(),
            target: line.target,
            kind: line.kind,
            request: line.request_id,
            app: line.app,
            made_at: line.made.machine,
            attempts: line.attempts,
            error: line.error.map(String::from),
            may_send_again: line.again,
        }
    }
}

/// What you are told of.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Settings {
    /// Whether this Roleport sends e-mail at all.
    email_on: bool,
    /// Every topic that you can choose.
    topics: Vec<TopicSetting>,
}

/// A group of events.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct TopicSetting {
    /// Its name, as `PUT /settings` takes it.
    topic: &'static str,
    /// Whether you are told.
    wanted: bool,
}

impl From<NotificationSettings> for Settings {
    fn from(settings: NotificationSettings) -> Self {
        let topic = |choice: roleport_app::portal::TopicChoice| TopicSetting {
            topic: choice.topic.as_str(),
            wanted: choice.wanted,
        };
        Self {
            email_on: settings.email_on,
            topics: settings.choices.into_iter().map(topic).collect(),
        }
    }
}
