//! Who may assume a role, by its trust policy: the service accounts of a cluster, and everybody else.

use roleport_lang::{Text, retold, text};
use serde_json::Value;

use crate::{
    cluster::ValidCluster,
    name::{Namespace, ServiceAccount},
    policy::{Condition, Effect, Policy, Principal, PrincipalMatch, Statement, WebIdentity},
    trust,
};

/// Who may assume a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// The cluster's service accounts that it names and lets in, namespace and name, sorted.
    pub service_accounts: Vec<(String, String)>,
    /// Everybody else that it speaks of, a phrase each, such as `the user or role arn:…`.
    pub others: Vec<Text>,
    policy: Policy,
    provider_arn: String,
}

/// Reads a trust policy for a cluster; none where it is no policy, or lets no token of the cluster's
/// issuer in.
pub fn trusted(document: &Value, cluster: &ValidCluster) -> Option<Trusted> {
    let policy = Policy::parse_trust(document).ok()?;
    let provider_arn = trust::provider_arn(cluster);
    let mut found = Trusted {
        service_accounts: Vec::new(),
        others: Vec::new(),
        policy,
        provider_arn,
    };
    let allowing: Vec<_> = found
        .policy
        .statements
        .iter()
        .filter(|statement| statement.effect == Effect::Allow)
        .collect();
    if !allowing.iter().any(|one| found.is_ours(one)) {
        return None;
    }
    let mut accounts: Vec<_> = allowing
        .iter()
        .filter(|one| found.is_ours(one))
        .flat_map(|one| subjects(one))
        .filter_map(service_account)
        .filter(|(namespace, account)| found.admits(namespace, account))
        .collect();
    accounts.sort();
    accounts.dedup();
    let mut others: Vec<Text> = allowing
        .iter()
        .flat_map(|one| found.others_in(one))
        .collect();
    others.dedup();
    found.service_accounts = accounts;
    found.others = others;
    Some(found)
}

impl Trusted {
    /// Whether a pod with this service account can assume the role now.
    pub fn admits(&self, namespace: &str, service_account: &str) -> bool {
        let subject = trust::subject(namespace, service_account);
        let token = WebIdentity {
            provider_arn: &self.provider_arn,
            subject: &subject,
            audience: trust::AUDIENCE,
        };
        token.may_assume(&self.policy).is_allowed()
    }

    /// Who can assume the role now and could not any more, once it is this service account's alone.
    pub fn without(&self, namespace: &str, service_account: &str) -> Vec<Text> {
        let accounts = self
            .service_accounts
            .iter()
            .filter(|(space, account)| {
                (space.as_str(), account.as_str()) != (namespace, service_account)
            })
            .map(|(space, account)| {
                text!(
                    takeover_service_account,
                    account = format!("{space}/{account}")
                )
            });
        accounts.chain(self.others.iter().cloned()).collect()
    }

    /// Whether a statement lets tokens of the cluster's issuer in.
    fn is_ours(&self, statement: &Statement) -> bool {
        let is_provider = |one: &Principal| matches!(one, Principal::Federated(name) if *name == self.provider_arn);
        statement.is_about_action(trust::WEB_IDENTITY)
            && matches!(&statement.principals, PrincipalMatch::Only(all) if all.iter().any(is_provider))
    }

    fn others_in(&self, statement: &Statement) -> Vec<Text> {
        let mut found = Vec::new();
        match &statement.principals {
            PrincipalMatch::Only(principals) => {
                for principal in principals {
                    match principal {
                        Principal::Federated(name) if *name == self.provider_arn => {}
                        other => found.push(words(other)),
                    }
                }
            }
            PrincipalMatch::Except(_) => {
                found.push(text!(takeover_everybody_but));
            }
            PrincipalMatch::Holder => {}
        }
        if self.is_ours(statement) {
            let subjects = subjects(statement);
            if subjects.is_empty() {
                found.push(text!(takeover_every_account));
            }
            let wide = subjects
                .into_iter()
                .filter(|subject| service_account(subject).is_none());
            found.extend(wide.map(|subject| text!(takeover_like, subject = subject)));
        }
        found
    }
}

/// The values that a statement compares a token's subject with.
fn subjects(statement: &Statement) -> Vec<&str> {
    statement
        .conditions
        .iter()
        .filter(|condition| condition.key().ends_with(":sub"))
        .flat_map(Condition::texts)
        .collect()
}

/// Namespace and name of a subject that is one service account; none for a pattern.
fn service_account(subject: &str) -> Option<(String, String)> {
    let (namespace, account) = trust::named(subject)?;
    Namespace::parse(namespace).ok()?;
    ServiceAccount::parse(account).ok()?;
    Some((namespace.to_owned(), account.to_owned()))
}

fn words(principal: &Principal) -> Text {
    match principal {
        Principal::Anyone => text!(takeover_anybody),
        Principal::Aws(name) => text!(takeover_user, name = name),
        Principal::Federated(name) => text!(takeover_tokens, name = name),
        Principal::Service(name) => text!(takeover_service, name = name),
        Principal::CanonicalUser(name) => text!(takeover_account, name = name),
    }
}

/// What stands between them in a list: a name may have a comma.
const BETWEEN: &str = "; ";

/// These in a list.
pub(crate) fn listed(others: &[Text]) -> Text {
    Text::joined(others, BETWEEN)
}

/// A list that was kept in English, in all languages; what is none of these as it stands.
pub(crate) fn retold_list(kept: &str) -> Text {
    let one = |kept: &str| {
        retold!(
            kept;
            takeover_service_account(account),
            takeover_everybody_but,
            takeover_every_account,
            takeover_like(subject),
            takeover_anybody,
            takeover_user(name),
            takeover_tokens(name),
            takeover_service(name),
            takeover_account(name),
        )
        .unwrap_or_else(|| kept.into())
    };
    listed(&kept.split(BETWEEN).map(one).collect::<Vec<_>>())
}
