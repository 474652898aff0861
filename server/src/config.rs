//! Configuration: a TOML file, then the environment, which wins.
//!
//! Every setting is described in `docs/configuration.md`; `roleport config check` prints what was
//! understood, secrets masked.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

use roleport_domain::{
    account::AccountId, authorize::PersonRole, cluster::Cluster, cluster_settings::Access,
};
use serde::{Deserialize, Serialize};

use crate::{git::config::GitConfig, notify::config::NotificationConfig, service::Seed};

/// All that the server can be told.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one. `ROLEPORT_LISTEN`.
    pub listen: String,
    /// The address people type, without a trailing slash. `ROLEPORT_PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Postgres. `DATABASE_URL`.
    pub database_url: Option<Secret>,
    /// Postgres as the owner of the tables, where the server's own login may not change them.
    /// `ROLEPORT_MIGRATION_DATABASE_URL`.
    pub migration_database_url: Option<Secret>,
    /// Proxies in front of the server that add to `X-Forwarded-For`. `ROLEPORT_TRUSTED_PROXIES`.
    pub trusted_proxies: u8,
    /// Folder of the built assets, with its `manifest.json`. `ROLEPORT_SITE_DIR`.
    pub site_dir: PathBuf,
    /// Filter for the log, as of `tracing_subscriber::EnvFilter`. `ROLEPORT_LOG`.
    pub log: String,
    /// `text` or `json`. `ROLEPORT_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// Address on which `/metrics` is served, and nothing else; without it there is none.
    /// `ROLEPORT_METRICS_LISTEN`.
    pub metrics_listen: Option<String>,
    /// Sign-in.
    pub oidc: OidcConfig,
    /// AWS.
    pub aws: AwsConfig,
    /// Sessions.
    pub session: SessionConfig,
    /// What becomes of requests that nobody looks after.
    pub requests: RequestConfig,
    /// How open pages learn of changes. `ROLEPORT_LIVE`.
    pub live: LiveMode,
    /// Who is told of what happens, and how.
    pub notifications: NotificationConfig,
    /// Where the roles are pushed to as Terraform.
    pub git: GitConfig,
    /// The API.
    pub api: ApiConfig,
    /// How often somebody may sign in and send forms.
    pub limits: LimitConfig,
    /// The worker.
    pub worker: WorkerConfig,
    /// The clusters that the portal starts with; from then on admins change them there.
    pub clusters: Vec<Cluster>,
}

/// How open pages learn of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LiveMode {
    /// They hold a stream open; where that fails, they ask again and again.
    Events,
    /// They ask again and again.
    Polling,
}

/// What becomes of requests that nobody looks after.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestConfig {
    /// Days without a decision, an answer or a comment after which a request is closed.
    /// `ROLEPORT_REQUESTS_EXPIRE_AFTER_DAYS`, 1 to 365.
    pub expire_after_days: u32,
    /// Days before that at which its people are reminded.
    /// `ROLEPORT_REQUESTS_REMIND_BEFORE_DAYS`, fewer than the above.
    pub remind_before_days: u32,
    /// Hours between the approval of a retirement and the removal of its role, in which it can be called
    /// off. `ROLEPORT_REQUESTS_RETIREMENT_WAIT_HOURS`, 0 to 720.
    pub retirement_wait_hours: u32,
}

impl Default for RequestConfig {
    fn default() -> Self {
        Self {
            expire_after_days: 30,
            remind_before_days: 3,
            retirement_wait_hours: 24,
        }
    }
}

/// How often a token may ask. Each server counts for itself.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApiConfig {
    /// Requests a minute, in the long run. `ROLEPORT_API_REQUESTS_PER_MINUTE`, 1 to 60000.
    pub requests_per_minute: u32,
    /// Requests at once. `ROLEPORT_API_BURST`, 1 to 10000.
    pub burst: u32,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self {
            requests_per_minute: 600,
            burst: 100,
        }
    }
}

/// How often somebody may sign in and send forms. Each server counts for itself.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitConfig {
    /// Sign-ins that may be begun from one address in a minute, at once or spread over it.
    /// `ROLEPORT_LIMITS_SIGN_INS_PER_MINUTE`, 1 to 60000.
    pub sign_ins_per_minute: u32,
    /// Forms that one person may send in a minute, at once or spread over it.
    /// `ROLEPORT_LIMITS_FORMS_PER_MINUTE`, 1 to 60000.
    pub forms_per_minute: u32,
}

impl Default for LimitConfig {
    fn default() -> Self {
        Self {
            // Whole offices have one address.
            sign_ins_per_minute: 240,
            forms_per_minute: 240,
        }
    }
}

/// How work is shared by several servers.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkerConfig {
    /// Seconds without a sign of life after which the work of a server is taken over by another.
    /// `ROLEPORT_WORKER_TAKEOVER_SECONDS`, 3 to 600.
    pub takeover_seconds: u32,
    /// When every role is compared with AWS, in UTC, as five fields of cron; empty for never.
    /// `ROLEPORT_WORKER_DRIFT_SCAN`.
    pub drift_scan: String,
}

impl WorkerConfig {
    /// The worker's timetable, if it has any.
    pub fn crontab(&self) -> Option<String> {
        let when = self.drift_scan.trim();
        (!when.is_empty())
            .then(|| format!("{when} scan_roles\n{when} search_account\n{when} check_clusters"))
    }
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            takeover_seconds: 30,
            drift_scan: "17 3 * * *".to_owned(),
        }
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// The OpenID provider and how its groups map to what people may do.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct OidcConfig {
    /// Issuer URL. `ROLEPORT_OIDC_ISSUER`.
    pub issuer: Option<String>,
    /// `ROLEPORT_OIDC_CLIENT_ID`.
    pub client_id: Option<String>,
    /// `ROLEPORT_OIDC_CLIENT_SECRET`; empty for a public client.
    pub client_secret: Option<Secret>,
    /// Claim of the ID token that lists the groups. `ROLEPORT_OIDC_GROUPS_CLAIM`.
    pub groups_claim: String,
    /// Group to role. `ROLEPORT_OIDC_ROLE_MAP`, as `developers=developer,devops=approver`.
    pub role_map: BTreeMap<String, PersonRole>,
}

/// How IAM is reached; credentials come from the SDK's default chain.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct AwsConfig {
    /// Another endpoint than AWS's own. `ROLEPORT_AWS_ENDPOINT_URL`.
    pub endpoint_url: Option<String>,
    /// Region whose endpoint is used. `ROLEPORT_AWS_REGION`; without it, the default chain's.
    pub region: Option<String>,
    /// Accounts in which a role is assumed, as the portal starts with them; in all others Roleport's own
    /// credentials have to be theirs.
    pub accounts: Vec<AccountConfig>,
    /// Accounts, by their 12 digits, the names of whose buckets are offered to everybody who may ask for a role.
    /// `ROLEPORT_AWS_OFFER_BUCKETS`, separated by commas; none without it.
    pub offer_buckets: Vec<String>,
}

/// How Roleport comes into an account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccountConfig {
    /// The account: 12 digits, as text.
    pub id: String,
    /// ARN of a role of it, which trusts Roleport's own role or user.
    pub role_arn: String,
    /// What that trust asks for besides, so that nobody else can have Roleport use it.
    pub external_id: Option<String>,
}

impl AccountConfig {
    /// The way into the account.
    fn access(&self) -> Access {
        Access {
            role_arn: self.role_arn.clone(),
            external_id: self.external_id.clone(),
        }
    }

    /// What is wrong with it.
    fn problems(&self) -> Vec<String> {
        if AccountId::parse(&self.id).is_err() {
            return vec![format!(
                "id \"{}\" is no account: write its 12 digits, as text",
                self.id
            )];
        }
        let errors = self.access().check(&self.id);
        errors
            .into_iter()
            .map(|error| format!("{}: {}", error.field, error.message))
            .collect()
    }
}

/// How long a session lives.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionConfig {
    /// Minutes without a request. `ROLEPORT_SESSION_IDLE_MINUTES`, 1 to 1440.
    pub idle_minutes: u32,
    /// Hours since sign-in. `ROLEPORT_SESSION_ABSOLUTE_HOURS`, 1 to 168.
    pub absolute_hours: u32,
}

/// A text that is never printed whole.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one who must send it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("\"********\"")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("********")
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:3000".to_owned(),
            public_url: None,
            database_url: None,
            migration_database_url: None,
            trusted_proxies: 0,
            site_dir: PathBuf::from("site"),
            log: "warn,roleport_server=info".to_owned(),
            log_format: LogFormat::Text,
            metrics_listen: None,
            oidc: OidcConfig::default(),
            aws: AwsConfig::default(),
            session: SessionConfig::default(),
            requests: RequestConfig::default(),
            live: LiveMode::Events,
            notifications: NotificationConfig::default(),
            git: GitConfig::default(),
            api: ApiConfig::default(),
            limits: LimitConfig::default(),
            worker: WorkerConfig::default(),
            clusters: Vec::new(),
        }
    }
}

impl Default for OidcConfig {
    fn default() -> Self {
        Self {
            issuer: None,
            client_id: None,
            client_secret: None,
            groups_claim: "groups".to_owned(),
            role_map: BTreeMap::new(),
        }
    }
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            absolute_hours: 12,
        }
    }
}

/// Why the configuration can't be used; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there or can't be read.
    #[error(
        "can't read the configuration file {path}: {source}. Set ROLEPORT_CONFIG to a file that exists."
    )]
    Read {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not TOML of this form.
    #[error("{path} is not valid: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Line and reason.
        source: Box<toml::de::Error>,
    },
    /// Settings that are missing or wrong, all at once.
    #[error("the configuration can't be used:\n{}", .0.iter().map(|line| format!("  - {line}")).collect::<Vec<_>>().join("\n"))]
    Invalid(Vec<String>),
}

impl Config {
    /// Reads the file named by `ROLEPORT_CONFIG`, if set, and the environment over it.
    ///
    /// # Errors
    /// [`ConfigError`] when the file can't be read or a variable can't be understood.
    pub fn load() -> Result<Self, ConfigError> {
        let mut config = match env::var_os("ROLEPORT_CONFIG").filter(|path| !path.is_empty()) {
            Some(path) => Self::read(Path::new(&path))?,
            None => Self::default(),
        };
        config.apply(&|name| env::var(name).ok().filter(|value| !value.is_empty()))?;
        Ok(config)
    }

    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        toml::from_str(&text).map_err(|source| ConfigError::Parse {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }

    /// Lays variables over what is there; `get` looks one up.
    fn apply(&mut self, get: &dyn Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        let mut problems = Vec::new();
        let set = |name: &str, target: &mut String| {
            if let Some(value) = get(name) {
                *target = value;
            }
        };
        set("ROLEPORT_LISTEN", &mut self.listen);
        set("ROLEPORT_LOG", &mut self.log);
        set("ROLEPORT_WORKER_DRIFT_SCAN", &mut self.worker.drift_scan);
        set("ROLEPORT_OIDC_GROUPS_CLAIM", &mut self.oidc.groups_claim);
        let set_option = |name: &str, target: &mut Option<String>| {
            if let Some(value) = get(name) {
                *target = Some(value);
            }
        };
        set_option("ROLEPORT_PUBLIC_URL", &mut self.public_url);
        set_option("ROLEPORT_METRICS_LISTEN", &mut self.metrics_listen);
        set_option("ROLEPORT_OIDC_ISSUER", &mut self.oidc.issuer);
        set_option("ROLEPORT_OIDC_CLIENT_ID", &mut self.oidc.client_id);
        set_option("ROLEPORT_AWS_ENDPOINT_URL", &mut self.aws.endpoint_url);
        set_option("ROLEPORT_AWS_REGION", &mut self.aws.region);
        if let Some(accounts) = get("ROLEPORT_AWS_OFFER_BUCKETS") {
            let ids = accounts.split(',').map(|id| id.trim().to_owned());
            self.aws.offer_buckets = ids.collect();
        }
        if let Some(url) = get("DATABASE_URL") {
            self.database_url = Some(Secret(url));
        }
        if let Some(url) = get("ROLEPORT_MIGRATION_DATABASE_URL") {
            self.migration_database_url = Some(Secret(url));
        }
        if let Some(value) = get("ROLEPORT_TRUSTED_PROXIES") {
            match value.parse() {
                Ok(number) => self.trusted_proxies = number,
                Err(_) => problems.push(format!(
                    "ROLEPORT_TRUSTED_PROXIES is \"{value}\": use a number of proxies, 0 to 255"
                )),
            }
        }
        if let Some(secret) = get("ROLEPORT_OIDC_CLIENT_SECRET") {
            self.oidc.client_secret = Some(Secret(secret));
        }
        if let Some(folder) = get("ROLEPORT_SITE_DIR") {
            self.site_dir = PathBuf::from(folder);
        }
        match get("ROLEPORT_LOG_FORMAT").as_deref() {
            None => {}
            Some("text") => self.log_format = LogFormat::Text,
            Some("json") => self.log_format = LogFormat::Json,
            Some(other) => problems.push(format!(
                "ROLEPORT_LOG_FORMAT is \"{other}\": use text or json"
            )),
        }
        match get("ROLEPORT_LIVE").as_deref() {
            None => {}
            Some("events") => self.live = LiveMode::Events,
            Some("polling") => self.live = LiveMode::Polling,
            Some(other) => problems.push(format!(
                "ROLEPORT_LIVE is \"{other}\": use events or polling"
            )),
        }
        if let Some(map) = get("ROLEPORT_OIDC_ROLE_MAP") {
            match parse_role_map(&map) {
                Ok(map) => self.oidc.role_map = map,
                Err(problem) => problems.push(problem),
            }
        }
        self.apply_numbers(get, &mut problems);
        self.notifications.apply(get, &mut problems);
        self.git.apply(get);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigError::Invalid(problems))
        }
    }

    fn apply_numbers(&mut self, get: &dyn Fn(&str) -> Option<String>, problems: &mut Vec<String>) {
        for (name, target) in [
            (
                "ROLEPORT_SESSION_IDLE_MINUTES",
                &mut self.session.idle_minutes,
            ),
            (
                "ROLEPORT_SESSION_ABSOLUTE_HOURS",
                &mut self.session.absolute_hours,
            ),
            (
                "ROLEPORT_REQUESTS_EXPIRE_AFTER_DAYS",
                &mut self.requests.expire_after_days,
            ),
            (
                "ROLEPORT_REQUESTS_REMIND_BEFORE_DAYS",
                &mut self.requests.remind_before_days,
            ),
            (
                "ROLEPORT_REQUESTS_RETIREMENT_WAIT_HOURS",
                &mut self.requests.retirement_wait_hours,
            ),
            (
                "ROLEPORT_API_REQUESTS_PER_MINUTE",
                &mut self.api.requests_per_minute,
            ),
            ("ROLEPORT_API_BURST", &mut self.api.burst),
            (
                "ROLEPORT_LIMITS_SIGN_INS_PER_MINUTE",
                &mut self.limits.sign_ins_per_minute,
            ),
            (
                "ROLEPORT_LIMITS_FORMS_PER_MINUTE",
                &mut self.limits.forms_per_minute,
            ),
            (
                "ROLEPORT_WORKER_TAKEOVER_SECONDS",
                &mut self.worker.takeover_seconds,
            ),
        ] {
            if let Some(value) = get(name) {
                match value.parse() {
                    Ok(number) => *target = number,
                    Err(_) => problems.push(format!("{name} is \"{value}\": use a whole number")),
                }
            }
        }
    }

    /// What the history keeps of it: all that decides who may do what and where, without secrets
    /// and without what may differ between two servers of one portal.
    pub fn recorded(&self) -> serde_json::Value {
        // A configuration that was read from text can be written as JSON.
        let mut fields = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = fields.as_object_mut() {
            for own in [
                "listen",
                "site_dir",
                "log",
                "log_format",
                "metrics_listen",
                "database_url",
                "migration_database_url",
            ] {
                fields.remove(own);
            }
            fields.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
        }
        fields
    }

    /// What it says of clusters and of the ways into their accounts.
    pub fn seed(&self) -> Seed {
        Seed {
            clusters: self.clusters.clone(),
            accounts: self
                .aws
                .accounts
                .iter()
                .map(|account| (account.id.clone(), account.access()))
                .collect(),
        }
    }

    fn check_limits(&self, problems: &mut Vec<String>) {
        let (api, limits) = (&self.api, &self.limits);
        for (name, value, most) in [
            (
                "ROLEPORT_API_REQUESTS_PER_MINUTE",
                api.requests_per_minute,
                60_000,
            ),
            ("ROLEPORT_API_BURST", api.burst, 10_000),
            (
                "ROLEPORT_LIMITS_SIGN_INS_PER_MINUTE",
                limits.sign_ins_per_minute,
                60_000,
            ),
            (
                "ROLEPORT_LIMITS_FORMS_PER_MINUTE",
                limits.forms_per_minute,
                60_000,
            ),
        ] {
            if !(1..=most).contains(&value) {
                problems.push(format!("{name} must be 1 to {most}"));
            }
        }
    }

    /// What `serve` can't do without, and what can't be right, all at once.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] with a line for each problem.
    pub fn check(&self) -> Result<(), ConfigError> {
        let mut problems = Vec::new();
        if self.database_url.is_none() {
            problems.push(
                "DATABASE_URL is missing: set it to postgres://USER:PASSWORD@HOST/DATABASE"
                    .to_owned(),
            );
        }
        if self.oidc.issuer.is_none() {
            problems.push(
                "ROLEPORT_OIDC_ISSUER is missing: set it to your OpenID provider's issuer URL"
                    .to_owned(),
            );
        }
        if self.oidc.client_id.is_none() {
            problems.push("ROLEPORT_OIDC_CLIENT_ID is missing: register Roleport at the provider and set the id it gave".to_owned());
        }
        if self.oidc.role_map.is_empty() {
            problems.push("ROLEPORT_OIDC_ROLE_MAP is missing: without it nobody may do anything. Example: developers=developer,devops=approver".to_owned());
        }
        if !(1..=1440).contains(&self.session.idle_minutes) {
            problems.push("ROLEPORT_SESSION_IDLE_MINUTES must be 1 to 1440".to_owned());
        }
        if !(1..=168).contains(&self.session.absolute_hours) {
            problems.push("ROLEPORT_SESSION_ABSOLUTE_HOURS must be 1 to 168".to_owned());
        }
        self.check_limits(&mut problems);
        if !(3..=600).contains(&self.worker.takeover_seconds) {
            problems.push("ROLEPORT_WORKER_TAKEOVER_SECONDS must be 3 to 600".to_owned());
        }
        if let Some(crontab) = self.worker.crontab()
            && (self.worker.drift_scan.trim().contains('\n')
                || graphile_worker::parse_crontab(&crontab).is_err())
        {
            problems.push(format!(
                "ROLEPORT_WORKER_DRIFT_SCAN is \"{}\": use five fields of cron such as \"17 3 * * *\", or nothing",
                self.worker.drift_scan
            ));
        }
        if !(1..=365).contains(&self.requests.expire_after_days) {
            problems.push("ROLEPORT_REQUESTS_EXPIRE_AFTER_DAYS must be 1 to 365".to_owned());
        } else if self.requests.remind_before_days >= self.requests.expire_after_days {
            problems.push(
                "ROLEPORT_REQUESTS_REMIND_BEFORE_DAYS must be less than ROLEPORT_REQUESTS_EXPIRE_AFTER_DAYS"
                    .to_owned(),
            );
        }
        if self.requests.retirement_wait_hours > 720 {
            problems.push("ROLEPORT_REQUESTS_RETIREMENT_WAIT_HOURS must be 0 to 720".to_owned());
        }
        for (index, account) in self.aws.accounts.iter().enumerate() {
            let twice = self.aws.accounts[..index]
                .iter()
                .any(|other| other.id == account.id);
            let twice = twice.then(|| format!("the account {} is there twice", account.id));
            for problem in account.problems().into_iter().chain(twice) {
                problems.push(format!("aws.accounts[{index}]: {problem}"));
            }
        }
        for id in &self.aws.offer_buckets {
            if AccountId::parse(id).is_err() {
                problems.push(format!(
                    "ROLEPORT_AWS_OFFER_BUCKETS has \"{id}\": write the 12 digits of each account, separated by commas"
                ));
            }
        }
        problems.extend(self.notifications.check());
        problems.extend(self.git.check());
        problems.extend(self.cluster_problems());
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigError::Invalid(problems))
        }
    }

    fn cluster_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (index, cluster) in self.clusters.iter().enumerate() {
            for error in cluster.check() {
                problems.push(format!(
                    "clusters[{index}] ({}): {}",
                    cluster.name, error.message
                ));
            }
            if self.clusters[..index]
                .iter()
                .any(|other| other.name == cluster.name)
            {
                problems.push(format!(
                    "clusters[{index}]: the name {} is used twice",
                    cluster.name
                ));
            }
        }
        problems
    }
}

/// Reads `group=role,group=role`.
fn parse_role_map(text: &str) -> Result<BTreeMap<String, PersonRole>, String> {
    text.split(',')
        .map(|pair| {
            let (group, role) = pair.split_once('=').ok_or_else(|| {
                format!("ROLEPORT_OIDC_ROLE_MAP has \"{pair}\": write GROUP=ROLE, separated by commas")
            })?;
            let role = serde_json::from_value(serde_json::Value::String(role.trim().to_owned()))
                .map_err(|_| {
                    format!("ROLEPORT_OIDC_ROLE_MAP has the role \"{role}\": use developer, approver, auditor or admin")
                })?;
            Ok((group.trim().to_owned(), role))
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        config.apply(&|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })?;
        Ok(config)
    }

    #[test]
    fn the_environment_wins_and_secrets_are_masked() {
        let config = with(&[
            ("ROLEPORT_LISTEN", "127.0.0.1:0"),
            ("DATABASE_URL", "postgres://u:hunter2@h/d"),
            ("ROLEPORT_OIDC_CLIENT_SECRET", "hunter2"),
            ("ROLEPORT_OIDC_ROLE_MAP", "a=developer, b=admin"),
        ])
        .unwrap();
        assert_eq!(config.listen, "127.0.0.1:0");
        assert_eq!(config.oidc.role_map["b"], PersonRole::Admin);
        assert!(!format!("{config:?}").contains("hunter2"));
        assert!(!toml::to_string(&config).unwrap().contains("hunter2"));
    }

    #[test]
    fn the_history_keeps_no_secret_and_nothing_of_one_server_alone() {
        let config = |listen| {
            with(&[
                ("ROLEPORT_LISTEN", listen),
                ("DATABASE_URL", "postgres://u:hunter2@h/d"),
                (
                    "ROLEPORT_MIGRATION_DATABASE_URL",
                    "postgres://o:hunter3@h/d",
                ),
                ("ROLEPORT_OIDC_CLIENT_SECRET", "hunter4"),
                ("ROLEPORT_GIT_TOKEN", "hunter5"),
                ("ROLEPORT_OIDC_ROLE_MAP", "a=developer"),
            ])
            .unwrap()
            .recorded()
        };
        let recorded = config("127.0.0.1:1");
        assert_eq!(recorded, config("127.0.0.1:2"));
        assert!(!recorded.to_string().contains("hunter"), "{recorded}");
        assert_eq!(recorded["oidc"]["role_map"]["a"], "developer");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let error = with(&[
            ("ROLEPORT_OIDC_ROLE_MAP", "a=king"),
            ("ROLEPORT_SESSION_IDLE_MINUTES", "soon"),
            ("ROLEPORT_LOG_FORMAT", "xml"),
        ])
        .unwrap_err()
        .to_string();
        for part in ["king", "soon", "xml"] {
            assert!(error.contains(part), "{error}");
        }
        let accounts = with(&[("ROLEPORT_AWS_OFFER_BUCKETS", "003250186609, 42")]).unwrap();
        let wrong = accounts.check().unwrap_err().to_string();
        assert!(
            wrong.contains("\"42\"") && !wrong.contains("003250186609"),
            "{wrong}"
        );
        let missing = Config::default().check().unwrap_err().to_string();
        for part in ["DATABASE_URL", "ROLEPORT_OIDC_ISSUER"] {
            assert!(missing.contains(part), "{missing}");
        }
    }
}
