//! From policy documents back to grants: what a template would have written becomes its grant, the rest stays
//! as custom statements, word for word. So the grants always allow what the documents do (issue 4, items 8 and 9).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{
    cluster::ValidCluster,
    compile,
    document::VERSION,
    grant::Grant,
    plan::{Call, Plan},
    prefix::unescaped,
    request::ValidRequest,
    scope::{Scope, merged},
    service::{Home, Service},
};

/// An action on a resource under a condition, as far as a template can write one.
type Atom = (String, String, String);

/// How the condition of a listing under a prefix starts, in an [`Atom`].
const LISTED: &str = "s3:prefix ";

/// The grants that say what these documents do, for a role of this cluster; none when something in them is no
/// statement at all.
pub fn grants(documents: &[Value], cluster: &ValidCluster) -> Option<Vec<Grant>> {
    let home = Home::of(cluster);
    let statements = documents
        .iter()
        .map(statements)
        .collect::<Option<Vec<_>>>()?
        .concat();
    let known: BTreeSet<Atom> = statements.iter().flat_map(atoms).collect();
    let mut found: Vec<Grant> = Vec::new();
    let mut explained = BTreeSet::new();
    for candidate in candidates(&known) {
        let Some(written) = written(&candidate, &home) else {
            continue;
        };
        let new = written.iter().any(|atom| !is_known(&explained, atom));
        if new && written.iter().all(|atom| is_known(&known, atom)) {
            explained.extend(written);
            found.push(candidate);
        }
    }
    for statement in statements {
        let own = atoms(&statement);
        if own.is_empty() || !own.iter().all(|atom| explained.contains(atom)) {
            let mut custom = Grant::empty(Service::Custom);
            custom.set("statement", Value::Object(statement).to_string());
            found.push(custom);
        }
    }
    let stored = found
        .into_iter()
        .map(|grant| grant.stored(Some(&home)).unwrap_or(grant))
        .collect::<Vec<_>>();
    let scopes = merged(stored.iter().map(Scope::of_text));
    Some(scopes.iter().map(Scope::to_grant).collect())
}

fn statements(document: &Value) -> Option<Vec<Map<String, Value>>> {
    let old = document.get("Version").and_then(Value::as_str) != Some(VERSION);
    if old && document.to_string().contains("${") {
        // A text there, and a variable in what Roleport writes.
        return None;
    }
    let listed = match document.get("Statement")? {
        Value::Array(statements) => statements.as_slice(),
        single => std::slice::from_ref(single),
    };
    listed
        .iter()
        .map(|statement| statement.as_object().cloned())
        .collect()
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// What a statement allows, piece by piece; nothing for what no template writes, such as a deny.
fn atoms(statement: &Map<String, Value>) -> Vec<Atom> {
    let plain = statement.get("Effect").and_then(Value::as_str) == Some("Allow")
        && statement.keys().all(|key| {
            matches!(
                key.as_str(),
                "Sid" | "Effect" | "Action" | "Resource" | "Condition"
            )
        });
    if !plain {
        return Vec::new();
    }
    let conditions = conditions(statement.get("Condition"));
    let mut found = Vec::new();
    for action in texts(statement.get("Action")) {
        for resource in texts(statement.get("Resource")) {
            for condition in &conditions {
                found.push((
                    action.to_ascii_lowercase(),
                    resource.to_owned(),
                    condition.clone(),
                ));
            }
        }
    }
    found
}

/// One text a listed prefix, since each opens what it says by itself; else the whole condition as it is.
fn conditions(condition: Option<&Value>) -> Vec<String> {
    let Some(condition) = condition else {
        return vec![String::new()];
    };
    let like = condition
        .as_object()
        .filter(|operators| operators.len() == 1)
        .and_then(|operators| operators.get("StringLike")?.as_object())
        .filter(|keys| keys.len() == 1)
        .and_then(|keys| keys.get("s3:prefix"));
    match like {
        Some(prefixes) => texts(Some(prefixes))
            .into_iter()
            .map(|prefix| format!("{LISTED}{prefix}"))
            .collect(),
        None => vec![condition.to_string()],
    }
}

/// Whether something is allowed; a listing also by one of more.
fn is_known(known: &BTreeSet<Atom>, atom: &Atom) -> bool {
    let (action, resource, condition) = atom;
    known.contains(atom)
        || condition.strip_prefix(LISTED).is_some_and(|listed| {
            known.iter().any(|(also, place, wider)| {
                let wider = wider
                    .strip_prefix(LISTED)
                    .and_then(|wider| wider.strip_suffix('*'))
                    .or_else(|| wider.is_empty().then_some(""));
                (also, place) == (action, resource)
                    && wider.is_some_and(|wider| listed.starts_with(wider))
            })
        })
}

/// What a grant alone would be written as; none when it is not right.
fn written(grant: &Grant, home: &Home<'_>) -> Option<BTreeSet<Atom>> {
    let grant = grant.stored(Some(home))?;
    let scope = Scope::of_text(&grant).owned();
    let policies = compile::compile(&[scope], home, "").ok()?;
    let written = policies
        .iter()
        .filter_map(|policy| statements(&policy.document));
    Some(written.flatten().flat_map(|one| atoms(&one)).collect())
}

/// Every grant of which something is in the documents, each with one access.
fn candidates(known: &BTreeSet<Atom>) -> Vec<Grant> {
    let resources: BTreeSet<&str> = known
        .iter()
        .map(|(_, resource, _)| resource.as_str())
        .collect();
    let places = places(known);
    let mut found = Vec::new();
    // Queries first: the bucket of their results needs no grant of its own beside them.
    let others = Service::ALL
        .into_iter()
        .filter(|one| *one != Service::Athena);
    for service in std::iter::once(Service::Athena).chain(others) {
        let typed: Vec<Vec<String>> = match service {
            Service::S3 => places
                .iter()
                .map(|(b, p)| vec![b.clone(), p.clone()])
                .collect(),
            Service::Athena => queries(&resources, &places),
            Service::Custom => Vec::new(),
            Service::SecretsManager => resources
                .iter()
                .filter_map(|arn| Some(vec![arn.strip_suffix("-??????")?.to_owned()]))
                .collect(),
            Service::Kms
            | Service::Sqs
            | Service::Sns
            | Service::DynamoDb
            | Service::Kinesis
            | Service::Ssm => resources
                .iter()
                .map(|arn| vec![(*arn).to_owned()])
                .collect(),
        };
        for texts in typed {
            for access in service.template().accesses {
                found.push(Grant::of(service, texts.clone(), vec![*access]));
            }
        }
    }
    found
}

/// Buckets and prefixes that objects, or listings, are allowed in.
fn places(known: &BTreeSet<Atom>) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (_, resource, condition) in known {
        let Some(path) = resource.splitn(6, ':').nth(5) else {
            continue;
        };
        if let Some((bucket, key)) = path.split_once('/')
            && let Some(prefix) = key.strip_suffix('*')
        {
            found.insert((bucket.to_owned(), unescaped(prefix)));
        } else if let Some(prefix) = condition.strip_prefix(LISTED) {
            found.insert((path.to_owned(), unescaped(prefix)));
        } else {
            found.insert((path.to_owned(), String::new()));
        }
    }
    found
}

/// Work groups, with each database and each place that results could be in.
fn queries(resources: &BTreeSet<&str>, places: &BTreeSet<(String, String)>) -> Vec<Vec<String>> {
    let of = |kind: &str| -> Vec<&str> {
        let kind = format!(":{kind}/");
        resources
            .iter()
            .copied()
            .filter(|arn| arn.contains(&kind))
            .collect()
    };
    let mut found = Vec::new();
    for workgroup in of("workgroup") {
        for database in of("database") {
            let name = database.rsplit('/').next().unwrap_or_default();
            for (bucket, prefix) in places {
                found.push([workgroup, name, bucket, prefix].map(str::to_owned).into());
            }
        }
    }
    found
}

/// What AWS has of a role's own policies, told from the content that was approved and the plan that would bring
/// it back; none where the policies are as approved.
pub fn found_in_aws(request: &ValidRequest, plan: &Plan) -> Option<Vec<Value>> {
    let mut documents: Vec<Option<Value>> = request
        .policies()
        .iter()
        .map(|policy| Some(policy.document.clone()))
        .collect();
    let mut differs = false;
    for step in &plan.steps {
        let (place, found) = match &step.call {
            Call::CreatePolicy { policy, .. } => {
                let place = request
                    .policies()
                    .iter()
                    .position(|own| own.name == *policy);
                (place, None)
            }
            Call::CreatePolicyVersion { policy_arn, .. } => (
                (0..documents.len()).find(|place| request.policy_arn(*place) == *policy_arn),
                step.before.clone(),
            ),
            Call::DeletePolicy { .. } => {
                documents.push(step.before.clone());
                differs = true;
                continue;
            }
            _ => continue,
        };
        if let Some(document) = place.and_then(|place| documents.get_mut(place)) {
            *document = found;
            differs = true;
        }
    }
    differs.then(|| documents.into_iter().flatten().collect())
}
