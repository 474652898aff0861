//! E-mail to one person, in their language.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use roleport_domain::audience::Topic;
use roleport_lang::{Language, say};

use super::{SendError, config::NotificationConfig, words};
use crate::store::deliveries::DeliveryRow;

/// How long the mail server has for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The way to the mail server.
#[derive(Debug, Clone)]
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    public_url: String,
}

impl Mailer {
    /// As configured; nothing when e-mail is off.
    pub(super) fn new(
        config: &NotificationConfig,
        public_url: &str,
    ) -> anyhow::Result<Option<Self>> {
        let (Some(url), Some(from)) = (&config.smtp_url, &config.mail_from) else {
            return Ok(None);
        };
        Ok(Some(Self {
            transport: AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())?
                .timeout(Some(TIMEOUT))
                .build(),
            from: from.parse()?,
            public_url: public_url.to_owned(),
        }))
    }

    pub(super) async fn send(&self, row: &DeliveryRow) -> Result<(), SendError> {
        let message = self
            .message(row)
            .map_err(|error| SendError::Never(format!("no e-mail can be made of it: {error}")))?;
        match tokio::time::timeout(TIMEOUT * 2, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(SendError::Never(error.to_string())),
            Ok(Err(error)) => Err(SendError::Later(chain(&error))),
            Err(_) => Err(SendError::Later("the mail server took too long".to_owned())),
        }
    }

    fn message(&self, row: &DeliveryRow) -> anyhow::Result<Message> {
        let address = row.email.as_deref().unwrap_or_default().parse()?;
        let name = row.name.as_deref().map(words::line);
        let language = row.language();
        let host = url::Url::parse(&self.public_url)?;
        let host = host.host_str().unwrap_or("localhost");
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(format!("[Roleport] {}", words::subject(row, language)))
            // The same at every attempt, so that a mail server can tell a second one.
            .message_id(Some(format!("<delivery-{}@{host}>", row.id)))
            // Puts all that is about one request into one conversation.
            .references(format!("<request-{}@{host}>", row.request_id))
            .multipart(MultiPart::alternative_plain_html(
                self.plain(row, language),
                self.html(row, language),
            ))?;
        // Nobody's out-of-office reply is wanted (RFC 3834).
        if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
            let value = HeaderValue::new(name, "auto-generated".to_owned());
            message.headers_mut().insert_raw(value);
        }
        Ok(message)
    }

    fn plain(&self, row: &DeliveryRow, language: Language) -> String {
        let did = say!(
            language,
            mail_did,
            actor = words::actor(row),
            happened = words::happened(row)
        );
        let quoted = words::quoted(row)
            .map(|text| {
                let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
                format!("{}\n\n", lines.join("\n"))
            })
            .unwrap_or_default();
        let request = say!(
            language,
            mail_request_on,
            request = words::request(row, language),
            cluster = row.cluster
        );
        format!(
            "{did}\n\n{quoted}{request}\n{}\n\n-- \n{}\n",
            words::link(&self.public_url, row),
            self.why(row, language)
        )
    }

    fn html(&self, row: &DeliveryRow, language: Language) -> String {
        let did = say!(
            language,
            mail_did,
            actor = format!("<strong>{}</strong>", words::html(words::actor(row))),
            happened = words::html(words::happened(row).say(language))
        );
        let quoted = words::quoted(row)
            .map(|text| {
                let text = words::html(&text).replace('\n', "<br>");
                format!("<blockquote>{text}</blockquote>")
            })
            .unwrap_or_default();
        let link = format!(
            "<a href=\"{}\">{}</a>",
            words::html(&words::link(&self.public_url, row)),
            words::html(&words::request(row, language))
        );
        let request = say!(
            language,
            mail_request_on,
            request = link,
            cluster = words::html(&row.cluster)
        );
        format!(
            "<div lang=\"{}\"><p>{did}</p>{quoted}<p>{request}</p><hr><p><small>{}</small></p></div>",
            language.tag(),
            words::html(&self.why(row, language))
        )
    }

    fn why(&self, row: &DeliveryRow, language: Language) -> String {
        let why = match row.topic.as_deref().and_then(|topic| topic.parse().ok()) {
            Some(Topic::WaitsForMe) => say!(language, mail_why_waits),
            Some(Topic::Outcome) => say!(language, mail_why_outcome),
            Some(Topic::Comments) => say!(language, mail_why_comments),
            Some(Topic::Handled) => say!(language, mail_why_handled),
            Some(Topic::Emergency) | None => say!(language, mail_why_emergency),
        };
        let settings = format!("{}/settings", self.public_url);
        say!(language, mail_choose, why = why, settings = settings)
    }
}

/// An error with its causes, which alone say what was wrong.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = error.source();
    }
    words
}
