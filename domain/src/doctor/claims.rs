//! The claims of a pod's token, as JSON.

use roleport_lang::text;
use serde_json::Value;

use super::{Finding, known::Case};
use crate::trust;

/// What counts of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Claims {
    issuer: Option<String>,
    subject: Option<String>,
    audience: Vec<String>,
    expires: Option<i64>,
}

impl Claims {
    pub(super) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref().map(|one| one.trim_end_matches('/'))
    }

    /// Namespace and service account of its subject.
    pub(super) fn binding(&self) -> Option<(String, String)> {
        let (namespace, account) = trust::named(self.subject.as_deref()?)?;
        Some((namespace.to_owned(), account.to_owned()))
    }
}

/// The claims in a text: an object with `iss`, `sub` and `aud`, alone or with text around it.
pub(super) fn read(text: &str) -> Option<Claims> {
    if !text.contains("\"iss\"") && !text.contains("\"sub\"") {
        return None;
    }
    // A header may stand before the claims; an object that has none is passed over.
    text.match_indices('{').take(20).find_map(|(place, _)| {
        let mut values =
            serde_json::Deserializer::from_str(text.get(place..)?).into_iter::<Value>();
        of_json(&values.next()?.ok()?)
    })
}

fn of_json(value: &Value) -> Option<Claims> {
    let fields = value.as_object()?;
    let text = |name: &str| Some(fields.get(name)?.as_str()?.to_owned());
    let audience = match fields.get("aud") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    let claims = Claims {
        issuer: text("iss"),
        subject: text("sub"),
        audience,
        expires: fields.get("exp").and_then(Value::as_i64),
    };
    (claims.issuer.is_some() || claims.subject.is_some()).then_some(claims)
}

/// What is to be said of a token's claims.
pub(super) fn findings(claims: &Claims, case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let names = case.names(None, None);
    found.extend(issuer(claims, case));
    found.extend(subject(claims, case));
    if !claims.audience.iter().any(|one| one == "sts.amazonaws.com") {
        let line = format!("aud: {}", claims.audience.join(", "));
        found.push(
            Finding::wrong(
                "token_audience",
                text!(symptom_token_audience),
                text!(symptom_token_audience_cure),
            )
            .seen(&line)
            .run(text!(symptom_run_settings), names.pods().environment()),
        );
    }
    if let Some(end) = claims.expires.filter(|end| *end <= case.known.now) {
        let minutes = (case.known.now - end) / 60;
        found.push(
            Finding::wrong(
                "token_expired",
                text!(symptom_token_expired, minutes = minutes),
                text!(symptom_token_expired_cure),
            )
            .seen(&format!("exp: {end}"))
            .run(text!(symptom_run_restart), names.pods().restart()),
        );
    }
    if found.is_empty() {
        let line = format!("sub: {}", claims.subject.as_deref().unwrap_or_default());
        let (told, cure) = if case.role.is_some() {
            (text!(symptom_token_right), text!(symptom_token_right_cure))
        } else {
            (
                text!(symptom_token_of_none),
                text!(symptom_token_of_none_cure),
            )
        };
        found.push(
            Finding::right("token_right", told, cure)
                .seen(&line)
                .run(text!(symptom_run_identity), names.pods().identity()),
        );
    }
    found
}

fn issuer(claims: &Claims, case: &Case<'_>) -> Option<Finding> {
    let issuer = claims.issuer()?;
    let line = format!("iss: {issuer}");
    if let Some(role) = case.role {
        if issuer == role.issuer() {
            return None;
        }
        let other = case
            .known
            .clusters
            .iter()
            .find(|one| one.oidc_issuer.trim_end_matches('/') == issuer);
        let cause = match other {
            Some(other) => text!(
                symptom_token_other_cluster,
                cluster = other.name,
                role = role.name(),
                own = role.cluster.name
            ),
            None => text!(
                symptom_token_issuer,
                cluster = role.cluster.name,
                issuer = role.issuer()
            ),
        };
        let finding = Finding::wrong("token_issuer", cause, text!(symptom_token_issuer_cure));
        return Some(finding.seen(&line));
    }
    let known = case
        .known
        .clusters
        .iter()
        .any(|one| one.oidc_issuer.trim_end_matches('/') == issuer);
    (!known).then(|| {
        Finding::wrong(
            "token_issuer_unknown",
            text!(symptom_token_issuer_unknown),
            text!(symptom_token_issuer_unknown_cure),
        )
        .seen(&line)
        .run(
            text!(symptom_run_issuer),
            "aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer --output text",
        )
    })
}

fn subject(claims: &Claims, case: &Case<'_>) -> Option<Finding> {
    let (subject, role) = (claims.subject.as_deref()?, case.role?);
    (subject != role.subject()).then(|| {
        Finding::wrong(
            "token_subject",
            text!(
                symptom_token_subject,
                role = role.name(),
                subject = role.subject()
            ),
            text!(
                symptom_account_cure,
                namespace = role.namespace,
                account = role.service_account
            ),
        )
        .seen(&format!("sub: {subject}"))
        .run(text!(symptom_run_runs_as), case.names(None, None).runs_as())
    })
}
