//! Settings of notifications: e-mail, and the organisation's webhooks.

use std::collections::HashSet;

use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use roleport_domain::audience::EventKind;
use serde::{Deserialize, Serialize};
use url::Url;

use super::internal;
use crate::config::Secret;

/// The channel and the target of what goes to a person.
pub const EMAIL: &str = "email";
/// The shortest secret that a signature is worth something with, in bytes.
const MIN_SECRET: usize = 16;

/// Who is told, and how.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct NotificationConfig {
    /// Days after a sign-in for which a person's roles count.
    /// `ROLEPORT_NOTIFICATIONS_ROLES_VALID_DAYS`, 1 to 365.
    pub roles_valid_days: u32,
    /// The mail server, `smtps://USER:PASSWORD@HOST` or `smtp://HOST:587?tls=required`; none: no
    /// e-mail. `ROLEPORT_SMTP_URL`.
    pub smtp_url: Option<Secret>,
    /// Who the e-mail is from, such as `Roleport <roleport@example.com>`. `ROLEPORT_MAIL_FROM`.
    pub mail_from: Option<String>,
    /// Where the whole organisation is told.
    pub targets: Vec<TargetConfig>,
}

impl Default for NotificationConfig {
    fn default() -> Self {
        Self {
            roles_valid_days: 30,
            smtp_url: None,
            mail_from: None,
            targets: Vec::new(),
        }
    }
}

/// Whether a mail server elsewhere would be told the password without encryption.
fn sends_password_in_the_open(smtp_url: &str) -> bool {
    let Ok(url) = url::Url::parse(smtp_url) else {
        return false;
    };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let encrypted = url.scheme() == "smtps"
        || url
            .query_pairs()
            .any(|(name, value)| name == "tls" && value == "required");
    url.password().is_some() && !local && !encrypted
}

/// What a target understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// An incoming webhook of Slack, or of what takes the same.
    Slack,
    /// JSON with a signature.
    Webhook,
}

impl TargetKind {
    /// Its channel in the store.
    pub const fn channel(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Webhook => "webhook",
        }
    }
}

/// A webhook.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TargetConfig {
    /// Lower-case letters, digits and hyphens; a delivery names it.
    pub name: String,
    /// What it understands.
    pub kind: TargetKind,
    /// Where it is. `ROLEPORT_TARGET_<NAME>_URL`, with `_` for `-`.
    #[serde(default = "no_secret")]
    pub url: Secret,
    /// Signs what is sent; a webhook needs one. `ROLEPORT_TARGET_<NAME>_SECRET`.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// The kinds of events that it is told of.
    pub events: Vec<String>,
    /// Whether it may be at an internal address, and without TLS.
    #[serde(default)]
    pub allow_internal: bool,
}

fn no_secret() -> Secret {
    String::new().into()
}

impl NotificationConfig {
    /// Lays variables over what is there; `get` looks one up.
    pub(crate) fn apply(
        &mut self,
        get: &dyn Fn(&str) -> Option<String>,
        problems: &mut Vec<String>,
    ) {
        const DAYS: &str = "ROLEPORT_NOTIFICATIONS_ROLES_VALID_DAYS";
        if let Some(value) = get(DAYS) {
            match value.parse() {
                Ok(days) => self.roles_valid_days = days,
                Err(_) => problems.push(format!("{DAYS} is \"{value}\": use a whole number")),
            }
        }
        if let Some(url) = get("ROLEPORT_SMTP_URL") {
            self.smtp_url = Some(url.into());
        }
        if let Some(from) = get("ROLEPORT_MAIL_FROM") {
            self.mail_from = Some(from);
        }
        for target in &mut self.targets {
            let variable = target.variable();
            if let Some(url) = get(&format!("{variable}_URL")) {
                target.url = url.into();
            }
            if let Some(secret) = get(&format!("{variable}_SECRET")) {
                target.secret = Some(secret.into());
            }
        }
    }

    /// A line for each problem.
    pub(crate) fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !(1..=365).contains(&self.roles_valid_days) {
            problems.push("ROLEPORT_NOTIFICATIONS_ROLES_VALID_DAYS must be 1 to 365".to_owned());
        }
        match (&self.smtp_url, &self.mail_from) {
            (None, _) => {}
            (Some(_), None) => problems.push(
                "ROLEPORT_MAIL_FROM is missing: set it to the address that e-mail comes from"
                    .to_owned(),
            ),
            (Some(url), Some(from)) => {
                if AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal()).is_err() {
                    problems.push("ROLEPORT_SMTP_URL is not valid: write smtps://USER:PASSWORD@HOST or smtp://HOST:587?tls=required".to_owned());
                }
                if sends_password_in_the_open(url.reveal()) {
                    problems.push("ROLEPORT_SMTP_URL has a password and no TLS: write smtps://… or add ?tls=required".to_owned());
                }
                if from.parse::<Mailbox>().is_err() {
                    problems.push(format!("ROLEPORT_MAIL_FROM is \"{from}\": write an address, such as Roleport <roleport@example.com>"));
                }
            }
        }
        let mut names = HashSet::new();
        for target in &self.targets {
            let mut problem = |text: &str| {
                problems.push(format!("notifications.targets ({}): {text}", target.name));
            };
            if !names.insert(&target.name) {
                problem("the name is used twice");
            }
            for text in target.check() {
                problem(&text);
            }
        }
        problems
    }
}

impl TargetConfig {
    /// The beginning of the variables that set its secrets.
    fn variable(&self) -> String {
        format!(
            "ROLEPORT_TARGET_{}",
            self.name.to_uppercase().replace('-', "_")
        )
    }

    fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.name.is_empty() || self.name == EMAIL || !self.name.bytes().all(named) {
            problems.push(
                "the name must be lower-case letters, digits and hyphens, and not \"email\""
                    .to_owned(),
            );
        }
        match Url::parse(self.url.reveal()) {
            Ok(url) => problems.extend(internal::refused(&url, self.allow_internal)),
            Err(_) => problems.push(format!(
                "the address is missing or not valid: set url, or {}_URL",
                self.variable()
            )),
        }
        let secret = self.secret.as_ref().map_or("", Secret::reveal);
        if self.kind == TargetKind::Webhook && secret.len() < MIN_SECRET {
            problems.push(format!(
                "a webhook needs a secret of at least {MIN_SECRET} characters: set secret, or {}_SECRET",
                self.variable()
            ));
        }
        if self.events.is_empty() {
            problems.push("events is empty: list the kinds that it is told of".to_owned());
        }
        for kind in &self.events {
            if kind.parse::<EventKind>().is_err() {
                let known: Vec<_> = EventKind::ALL.map(EventKind::as_str).into();
                problems.push(format!(
                    "\"{kind}\" is no kind of event that is told: use some of {}",
                    known.join(", ")
                ));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_told_to_nobody_in_the_open() {
        for (url, open) in [
            ("smtp://u:p@mail.example", true),
            ("smtp://u:p@mail.example?tls=opportunistic", true),
            ("smtp://u:p@mail.example:587?tls=required", false),
            ("smtps://u:p@mail.example", false),
            ("smtp://mail.example", false),
            ("smtp://u:p@127.0.0.1:25", false),
            ("no address", false),
        ] {
            assert_eq!(sends_password_in_the_open(url), open, "{url}");
        }
    }
}
