//! KMS keys: what is encrypted with a key can't be used without it.

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Home, Nesting, Template, activity, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{
    errors::Violation,
    grant::{Access, Grant},
    rules::Risk,
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "kms",
    title: || text!(services_kms),
    fields: &[Field::new(
        "key",
        || text!(services_kms_key),
        || text!(services_kms_key_hint),
    )],
    accesses: &[Access::Decrypt, Access::Encrypt],
    // Writing in several parts needs both (domain.md section 2).
    implied: Some((Access::Encrypt, Access::Decrypt)),
    nesting: Nesting::Same,
    risks: |_, access| match access {
        Access::Encrypt => vec![Risk::Write],
        _ => Vec::new(),
    },
    activities: &ACTIVITIES,
    parse: |grant, home| vec![parse(grant, home)],
    address: |texts| text!(services_kms_address, key = text(texts, 0)),
    sentence: |texts, verbs| text!(services_kms_sentence, verbs = verbs, key = text(texts, 0)),
    findings: nothing,
    statements,
};

const ACTIVITIES: [Activity; 2] = [
    activity("kms:Decrypt", "decrypt", "with the key", &[]),
    activity("kms:GenerateDataKey", "encrypt", "with the key", &[]),
];

const KIND: Kind = Kind {
    service: "kms",
    noun: "key",
    what: || text!(services_what_key),
    before: "key/",
    length: (36, 36),
    others: "-",
};

fn parse(grant: &Grant, home: Option<&Home<'_>>) -> Result<String, Violation> {
    let typed = grant.text("key");
    let after_arn = typed.splitn(6, ':').last().unwrap_or_default();
    if after_arn.starts_with("alias/") {
        // An alias can be turned to another key, and IAM compares the key itself.
        return Err(Violation::new("key_is_alias", text!(services_key_is_alias)));
    }
    let key = KIND.parse(typed, home)?;
    let id = key.rsplit('/').next().unwrap_or_default();
    if is_id(id) {
        Ok(key)
    } else {
        Err(Violation::new("key_invalid", text!(services_key_invalid)))
    }
}

/// A UUID, or the id of a key in several regions.
fn is_id(id: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if let Some(many) = id.strip_prefix("mrk-") {
        return many.len() == 32 && hex(many);
    }
    let parts: Vec<_> = id.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.into_iter().all(hex)
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| Rule {
            noun: "Keys",
            access,
            actions: if access == Access::Encrypt {
                &["kms:GenerateDataKey"]
            } else {
                &["kms:Decrypt"]
            },
            resources: vec![KIND.arn(text(texts, 0), home)],
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Service;

    #[test]
    fn keys_and_never_aliases() {
        let parsed = |key: &str| {
            let mut grant = Grant::empty(Service::Kms);
            grant.set("key", key.to_owned());
            parse(&grant, None).map_err(|violation| violation.code)
        };
        let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
        let arn = format!("arn:aws:kms:eu-central-1:003250186609:key/{id}");
        let many = "mrk-1234abcd12ab34cd56ef1234567890ab";
        for key in [id, &arn, many] {
            assert_eq!(parsed(key).as_deref(), Ok(key));
        }
        let alias = "arn:aws:kms:eu-central-1:003250186609:alias/data";
        for (key, code) in [
            ("alias/data", "key_is_alias"),
            (alias, "key_is_alias"),
            ("1234ABCD-12ab-34cd-56ef-1234567890ab", "key_invalid"),
            ("1234abcd12ab34cd56ef1234567890abcdef", "key_invalid"),
            ("mrk-1234", "key_length"),
        ] {
            assert_eq!(parsed(key), Err(code.to_owned()), "{key}");
        }
    }
}
