//! Secrets of Secrets Manager.

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Home, Nesting, Template, activity, harmless, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{
    errors::Violation,
    grant::{Access, Grant},
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "secretsmanager",
    title: || text!(services_secretsmanager),
    fields: &[Field::new(
        "secret",
        || text!(services_secretsmanager_secret),
        || text!(services_secretsmanager_secret_hint),
    )],
    accesses: &[Access::Read],
    implied: None,
    nesting: Nesting::Same,
    risks: harmless,
    activities: &ACTIVITIES,
    parse: |grant, home| vec![parse(grant, home)],
    address: |texts| text!(services_secretsmanager_address, secret = text(texts, 0)),
    sentence: |texts, verbs| {
        text!(
            services_secretsmanager_sentence,
            verbs = verbs,
            secret = text(texts, 0)
        )
    },
    findings: nothing,
    statements,
};

const ACTIVITIES: [Activity; 1] = [activity(
    "secretsmanager:GetSecretValue",
    "read",
    "the secret",
    &["secretsmanager:DescribeSecret"],
)];

const KIND: Kind = Kind {
    service: "secretsmanager",
    noun: "secret",
    what: || text!(services_what_secret),
    before: "secret:",
    length: (1, 512),
    others: "/_+=.@-",
};

/// AWS adds a hyphen and six characters of its own to a secret's name in its ARN, new ones when a
/// secret is deleted and made again. They are left off, and stand as `??????` in the policy.
fn parse(grant: &Grant, home: Option<&Home<'_>>) -> Result<String, Violation> {
    let typed = grant.text("secret");
    let named = match typed.rsplit_once('-') {
        Some((named, end))
            if typed.starts_with("arn:")
                && end.len() == 6
                && end.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            named
        }
        _ => typed,
    };
    KIND.parse(named, home)
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| Rule {
            noun: "Secrets",
            access,
            actions: &[
                "secretsmanager:GetSecretValue",
                "secretsmanager:DescribeSecret",
            ],
            resources: vec![format!("{}-??????", KIND.arn(text(texts, 0), home))],
        })
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use super::*;
    use crate::{partition::Partition, service::Service};

    #[test]
    fn the_end_of_an_arn_is_left_off_and_that_of_a_name_is_not() {
        let home = Home {
            partition: Partition::Aws,
            region: "eu-central-1",
            account: "003250186609",
        };
        let parsed = |secret: &str| {
            let mut grant = Grant::empty(Service::SecretsManager);
            grant.set("secret", secret.to_owned());
            parse(&grant, Some(&home)).unwrap()
        };
        let arn = "arn:aws:secretsmanager:eu-central-1:003250186609:secret:prod/db";
        assert_eq!(parsed(&format!("{arn}-AbC123")), "prod/db");
        assert_eq!(parsed(arn), "prod/db");
        assert_eq!(parsed("prod/db-AbC123"), "prod/db-AbC123");
    }
}
