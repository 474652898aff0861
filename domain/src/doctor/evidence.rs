//! What a text turns out to be; nothing else of it is kept.

use super::{
    Known, KnownRole, MAX_TEXT,
    account::{self, Account},
    arn::{self, RoleArn, Session},
    claims::{self, Claims},
    denial::{self, Denial},
    environment::{self, Environment},
    redact,
    symptom::{self, Symptom},
};
use crate::{
    account::is_iam_name_character,
    name::{Namespace, ServiceAccount},
};

/// All that was recognised in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    pub(super) is_empty: bool,
    /// Service accounts, as kubectl shows them.
    pub(super) accounts: Vec<Account>,
    /// The service account that pods run as, and their namespace where it is said.
    pub(super) runs_as: Option<(String, Option<String>)>,
    pub(super) environment: Option<Environment>,
    pub(super) claims: Option<Claims>,
    pub(super) denials: Vec<Denial>,
    /// Whose calls they were.
    pub(super) sessions: Vec<Session>,
    /// ARNs of IAM users that calls ran as.
    pub(super) users: Vec<String>,
    pub(super) symptoms: Vec<Symptom>,
    /// A token of a pod was pasted, as it is.
    pub(super) has_token: bool,
    /// The name of a secret that was pasted.
    pub(super) secret: Option<String>,
}

/// What roles can be looked for by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Names of IAM roles, without their path; in lower case.
    pub role_names: Vec<String>,
    /// Namespaces with a service account.
    pub bindings: Vec<(String, String)>,
}

impl Evidence {
    /// Reads a text; of one that is too long, its first [`MAX_TEXT`] characters.
    pub fn read(text: &str) -> Self {
        let end = text.char_indices().nth(MAX_TEXT).map(|(place, _)| place);
        let text = end.and_then(|end| text.get(..end)).unwrap_or(text);
        let has_token = text
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ','))
            .any(redact::is_jwt);
        let secret = environment::secret_in(text);
        // From here on nothing has a secret in it.
        let text = &redact::redacted(text);
        let mut sessions: Vec<Session> = Vec::new();
        for session in arn::all_in(text).into_iter().filter_map(Session::parse) {
            if !sessions.contains(&session) {
                sessions.push(session);
            }
        }
        let mut users: Vec<String> = Vec::new();
        for user in arn::all_in(text)
            .into_iter()
            .filter(|one| arn::is_user(one))
        {
            if !users.iter().any(|own| own == user) {
                users.push(user.to_owned());
            }
        }
        let denials = denial::read(text);
        Self {
            is_empty: text.trim().is_empty(),
            accounts: account::read(text),
            runs_as: account::runs_as(text),
            environment: environment::read(text),
            claims: claims::read(text),
            symptoms: symptom::read(text, !denials.is_empty()),
            denials,
            sessions,
            users,
            has_token,
            secret,
        }
    }

    /// What the roles that it may be about are looked for by. Only what can be a name is.
    pub fn sought(&self) -> Sought {
        let arns = self.role_arns();
        let named = arns
            .iter()
            .filter_map(|arn| RoleArn::parse(arn))
            .map(|arn| arn.name);
        let sessions = self.sessions.iter().map(|session| session.role.as_str());
        Sought {
            role_names: named
                .chain(sessions)
                .filter(|name| name.chars().all(is_iam_name_character))
                .map(str::to_ascii_lowercase)
                .collect(),
            bindings: self
                .bindings()
                .into_iter()
                .filter(|(namespace, account)| {
                    Namespace::parse(namespace).is_ok() && ServiceAccount::parse(account).is_ok()
                })
                .collect(),
        }
    }

    /// ARNs of roles that something in it names.
    fn role_arns(&self) -> Vec<&str> {
        let annotated = self.accounts.iter().filter_map(Account::role_arn);
        let set = self.environment.iter().filter_map(Environment::role_arn);
        annotated.chain(set).collect()
    }

    fn bindings(&self) -> Vec<(String, String)> {
        let of_accounts = self
            .accounts
            .iter()
            .filter_map(|one| Some((one.namespace.clone()?, one.name.clone()?)));
        let of_claims = self.claims.iter().filter_map(Claims::binding);
        let of_pods = self
            .runs_as
            .iter()
            .filter_map(|(account, namespace)| Some((namespace.clone()?, account.clone())));
        of_accounts.chain(of_claims).chain(of_pods).collect()
    }

    /// The role it is about: the one that was chosen, else that of the service account, else the one
    /// that is named. Where several could be meant, none.
    pub fn role<'a>(&self, known: &Known<'a>) -> Option<&'a KnownRole> {
        if let Some(chosen) = known.chosen {
            return known.roles.iter().find(|role| role.id == chosen);
        }
        let arns = self.role_arns();
        let bindings = self.bindings();
        let issuer = self.claims.as_ref().and_then(Claims::issuer);
        let bound: Vec<_> = known
            .roles
            .iter()
            .filter(|role| {
                bindings.iter().any(|(namespace, account)| {
                    (namespace, account) == (&role.namespace, &role.service_account)
                })
            })
            .collect();
        let named = |role: &&&KnownRole| arns.contains(&role.arn.as_str());
        let told = bound
            .iter()
            .find(named)
            .or_else(|| bound.iter().find(|role| Some(role.issuer()) == issuer));
        if let Some(role) = told {
            return Some(role);
        }
        if let [only] = bound.as_slice() {
            return Some(only);
        }
        known
            .roles
            .iter()
            .find(|role| named(&role))
            .or_else(|| self.of_session(known))
    }

    /// The role that a call ran as.
    fn of_session<'a>(&self, known: &Known<'a>) -> Option<&'a KnownRole> {
        known.roles.iter().find(|role| {
            self.sessions.iter().any(|session| {
                session.role == role.name() && session.account == role.cluster.account_id
            })
        })
    }
}
