//! The claims of a pod's token, as JSON.

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
                "The token is for another audience than sts.amazonaws.com, so AWS refuses it. Kubernetes’ own token, in /var/run/secrets/kubernetes.io, is one of those.",
                "Use the file that AWS_WEB_IDENTITY_TOKEN_FILE names. If it is that one, take the annotation eks.amazonaws.com/audience off the service account and restart the pods.",
            )
            .seen(&line)
            .run("Show the pod's AWS settings", names.pods().environment()),
        );
    }
    if let Some(end) = claims.expires.filter(|end| *end <= case.known.now) {
        let minutes = (case.known.now - end) / 60;
        found.push(
            Finding::wrong(
                "token_expired",
                format!("The token expired {minutes} minutes ago."),
                "Kubernetes renews the file by itself: an SDK or program that reads it once and keeps it has to read it anew. Update the SDK, or restart the pods.",
            )
            .seen(&format!("exp: {end}"))
            .run("Restart the pods", names.pods().restart()),
        );
    }
    if found.is_empty() {
        let line = format!("sub: {}", claims.subject.as_deref().unwrap_or_default());
        let (told, cure) = if case.role.is_some() {
            (
                "The token is what the role’s trust asks for: issuer, subject and audience are right.",
                "Then AWS lets this pod assume the role. Ask it who the pod is; a role that was made a moment ago may take up to a minute.",
            )
        } else {
            (
                "The token is one for AWS, and Roleport knows no role for its service account that you may see.",
                "Choose the role above to compare them, or ask for a role for this service account.",
            )
        };
        found.push(
            Finding::right("token_right", told, cure)
                .seen(&line)
                .run("Ask AWS who the pod is", names.pods().identity()),
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
            Some(other) => format!(
                "The token comes from the cluster {}, and the role {} is one of {}.",
                other.name,
                role.name(),
                role.cluster.name
            ),
            None => format!(
                "The token’s issuer is not that of the cluster {}, {}. The cluster may have been made anew: that gives it a new issuer.",
                role.cluster.name,
                role.issuer()
            ),
        };
        let finding = Finding::wrong(
            "token_issuer",
            cause,
            "Ask for a role in the cluster that the pods run in. Where a cluster was made anew, whoever runs Roleport sets its new issuer; its roles are then restored.",
        );
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
            "The token comes from a cluster that this Roleport does not know, or that was made anew since.",
            "Compare the issuer with the cluster’s own. Whoever runs Roleport adds clusters.",
        )
        .seen(&line)
        .run(
            "Show the cluster's issuer",
            "aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer --output text",
        )
    })
}

fn subject(claims: &Claims, case: &Case<'_>) -> Option<Finding> {
    let (subject, role) = (claims.subject.as_deref()?, case.role?);
    (subject != role.subject()).then(|| {
        Finding::wrong(
            "token_subject",
            format!(
                "The token is that of another service account: the role {} trusts {} alone.",
                role.name(), role.subject()
            ),
            format!(
                "Run the pods in the namespace {} with serviceAccountName: {}; or ask for a role for the service account they have.",
                role.namespace, role.service_account
            ),
        )
        .seen(&format!("sub: {subject}"))
        .run("Show the pods' service account", case.names(None, None).runs_as())
    })
}
