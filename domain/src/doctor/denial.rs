//! What AWS says when it refuses a call: who, what, on which resource, and why.

use serde_json::Value;

use super::arn::{self, Session};
use crate::trust::WEB_IDENTITY;

/// Which policy decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Identity,
    Resource,
    Boundary,
    /// A service control policy, or a resource control policy.
    Organization,
    Session,
    Endpoint,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It does not say.
    Unsaid,
    /// Nothing of this layer allows it.
    NotAllowed(Layer),
    /// Something of this layer denies it; where it says which.
    Denied(Option<Layer>),
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Denial {
    /// Whose call it was; none for a user, or where it is not said.
    pub(super) session: Option<Session>,
    /// Who, as AWS names them.
    pub(super) principal: String,
    pub(super) action: String,
    /// An ARN, a name, or nothing where it is not said.
    pub(super) resource: String,
    pub(super) reason: Reason,
    /// The sentence.
    pub(super) line: String,
}

/// More in one text are the same again and again.
const MOST: usize = 20;
const PERFORM: &str = "not authorized to perform: ";
/// A word of AWS for each layer, in the order in which they are looked for.
const LAYERS: [(&str, Layer); 7] = [
    ("permissions boundary", Layer::Boundary),
    ("service control policy", Layer::Organization),
    ("resource control policy", Layer::Organization),
    ("session policy", Layer::Session),
    ("VPC endpoint policy", Layer::Endpoint),
    ("resource-based policy", Layer::Resource),
    ("identity-based policy", Layer::Identity),
];

/// The refusals of a text, each once; those without a principal or action are symptoms.
pub(super) fn read(text: &str) -> Vec<Denial> {
    // Terminals and logs break lines anywhere between words.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: Vec<Denial> = Vec::new();
    for (place, _) in text.match_indices(PERFORM).take(MOST) {
        let (before, after) = text.split_at(place);
        let after = after.strip_prefix(PERFORM).unwrap_or(after);
        if let Some(denial) = of_sentence(before, after)
            && !found.iter().any(|one| {
                (&one.action, &one.resource, &one.principal)
                    == (&denial.action, &denial.resource, &denial.principal)
            })
        {
            found.push(denial);
        }
    }
    found.extend(decoded(&text));
    found.retain(|one| !one.action.eq_ignore_ascii_case(WEB_IDENTITY));
    found
}

fn of_sentence(before: &str, after: &str) -> Option<Denial> {
    let principal = before
        .rsplit_once("User: ")
        .map(|(_, user)| word(user))
        .unwrap_or_default();
    let action = word(after);
    if !is_action(action) {
        return None;
    }
    let rest = after.get(action.len()..).unwrap_or_default();
    let rest = rest.trim_start_matches(['"', '\\', '\'', '.']);
    let resource = rest
        .strip_prefix(" on resource: ")
        .map(object)
        .unwrap_or_default();
    // The reason follows at once; another sentence may have one of its own.
    let until = rest.find(PERFORM).unwrap_or(rest.len());
    let said = rest.get(..until).unwrap_or(rest);
    let short: String = said.chars().take(1500).collect();
    let resource = resource.trim_end_matches(['.', ',', ';', ')']).to_owned();
    let line = format!("User: {principal} is not authorized to perform: {action}");
    let line = if resource.is_empty() {
        line
    } else {
        format!("{line} on resource: {resource}")
    };
    Some(Denial {
        session: Session::parse(principal),
        principal: principal.to_owned(),
        action: action.to_owned(),
        reason: reason(&short),
        resource,
        line,
    })
}

/// A resource: in quotes it may hold spaces, as the keys of objects do.
fn object(text: &str) -> &str {
    let inner = text.trim_start_matches('\\');
    match inner.strip_prefix('"') {
        Some(quoted) => {
            let end = quoted.find('"').unwrap_or(quoted.len());
            quoted.get(..end).unwrap_or_default().trim_end_matches('\\')
        }
        None => word(inner),
    }
}

/// Up to the next space or quote.
fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\\' | '\'' | '<' | '>'))
        .unwrap_or(text.len());
    text.get(..end)
        .unwrap_or_default()
        .trim_end_matches(['.', ',', ';'])
}

fn is_action(text: &str) -> bool {
    let fits = |part: &str| {
        !part.is_empty()
            && part.len() <= 80
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.split_once(':')
        .is_some_and(|(service, name)| fits(service) && fits(name))
}

fn reason(text: &str) -> Reason {
    let because = text.find("because no ");
    let explicit = text.find("explicit deny");
    let layer_after = |place: usize| {
        let rest = text.get(place..).unwrap_or_default();
        let found = LAYERS
            .iter()
            .filter_map(|(words, layer)| Some((rest.find(words)?, *layer)));
        found
            .min_by_key(|(place, _)| *place)
            .map(|(_, layer)| layer)
    };
    match (because, explicit) {
        (_, Some(place)) if because.is_none_or(|because| place < because) => {
            Reason::Denied(layer_after(place))
        }
        (Some(place), _) => layer_after(place).map_or(Reason::Unsaid, Reason::NotAllowed),
        (None, _) => Reason::Unsaid,
    }
}

/// What `aws sts decode-authorization-message` prints.
fn decoded(text: &str) -> Option<Denial> {
    let place = text
        .find("\"DecodedMessage\"")
        .or_else(|| text.find("\"explicitDeny\""))?;
    let start = text.get(..place)?.rfind('{')?;
    let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let value = match value.get("DecodedMessage").and_then(Value::as_str) {
        Some(inner) => serde_json::from_str(inner).ok()?,
        None => value,
    };
    let text = |pointer: &str| Some(value.pointer(pointer)?.as_str()?.to_owned());
    let action = text("/context/action").filter(|action| is_action(action))?;
    let principal = text("/context/principal/arn").unwrap_or_default();
    let resource = text("/context/resource").unwrap_or_default();
    let denied = value.get("explicitDeny").and_then(Value::as_bool) == Some(true);
    Some(Denial {
        session: Session::parse(&principal),
        line: format!(
            "User: {principal} is not authorized to perform: {action} on resource: {resource}"
        ),
        principal,
        action,
        resource,
        reason: if denied {
            Reason::Denied(None)
        } else {
            Reason::Unsaid
        },
    })
}

impl Denial {
    /// The account that the resource is in, where its ARN says so.
    pub(super) fn resource_account(&self) -> Option<&str> {
        arn::account_of(&self.resource)
    }
}
