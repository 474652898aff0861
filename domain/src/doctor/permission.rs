//! From a refused call to the grant that allows it: the smallest one of a service's own kind, else a custom
//! statement of exactly that.

use serde_json::json;

use super::known::policies_of;
use crate::{
    catalog,
    grant::Grant,
    policy::{Context, Decision, Policies, Policy, Request, evaluate},
    prefix::escaped,
    service::{Home, Service},
};

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The role whose grants are to change; none where there is no role yet.
    pub role: Option<i64>,
    /// For a new role: its cluster, where it is known.
    pub cluster: Option<String>,
    /// For a new role: namespace and service account, where they are known.
    pub binding: Option<(String, String)>,
    /// The grant.
    pub grant: Grant,
}

/// A role's grants with another one: in the line of its resource, where there is one already.
pub fn with_grant(mut grants: Vec<Grant>, new: Grant) -> Vec<Grant> {
    let texts =
        |grant: &Grant| -> Vec<String> { grant.texts().map(|(_, text)| text.to_owned()).collect() };
    let own = grants
        .iter_mut()
        .find(|one| one.service == new.service && texts(one) == texts(&new));
    match own {
        Some(own) => {
            own.access.extend(new.access);
            own.access.sort_unstable();
            own.access.dedup();
        }
        None => grants.push(new),
    }
    grants
}

/// Whether documents allow a call, and by what they deny it.
pub(super) fn decide(action: &str, resource: &str, policies: &[Policy]) -> Decision {
    let request = Request {
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: Context::default(),
    };
    evaluate(
        &request,
        &Policies {
            identity: policies,
            boundary: None,
        },
    )
}

/// The smallest grant that allows a call; none where nothing that can be granted does.
pub(super) fn grant(action: &str, resource: &str, home: &Home<'_>) -> Option<Grant> {
    let asked = whole_arn(action, resource, home);
    of_kind(action, &asked, home)
        .or_else(|| queries(action, &asked))
        .or_else(|| custom(action, &asked, home))
}

/// Secrets are refused by the name they were asked for by; everything else has its ARN.
pub(super) fn whole_arn(action: &str, resource: &str, home: &Home<'_>) -> String {
    let is_name = !resource.is_empty() && !resource.starts_with("arn:") && resource != "*";
    if is_name && prefix_of(action) == "secretsmanager" {
        let partition = home.partition.as_str();
        return format!(
            "arn:{partition}:secretsmanager:{}:{}:secret:{resource}-??????",
            home.region, home.account
        );
    }
    resource.to_owned()
}

fn prefix_of(action: &str) -> String {
    let service = action.split(':').next().unwrap_or_default();
    service.to_ascii_lowercase()
}

/// Each kind of line with each of its accesses, the smallest first.
fn of_kind(action: &str, resource: &str, home: &Home<'_>) -> Option<Grant> {
    let service = Service::ALL
        .into_iter()
        .find(|service| service.as_str() == prefix_of(action))?;
    let texts = match service {
        Service::S3 => place(resource)?,
        Service::Kms | Service::Sqs | Service::Sns | Service::Kinesis | Service::Ssm => {
            vec![resource.to_owned()]
        }
        // An index is a part of its table.
        Service::DynamoDb => vec![
            resource
                .split_once("/index/")
                .map_or(resource, |(table, _)| table)
                .to_owned(),
        ],
        Service::SecretsManager => {
            vec![
                resource
                    .strip_suffix("-??????")
                    .unwrap_or(resource)
                    .to_owned(),
            ]
        }
        Service::Athena | Service::Custom => return None,
    };
    // What six characters of its own a secret has is not known; any will do to try.
    let tried = resource.replace("??????", "AbCdEf");
    service.template().accesses.iter().find_map(|access| {
        let grant = Grant::of(service, texts.clone(), vec![*access]).stored(Some(home))?;
        let policies = policies_of(std::slice::from_ref(&grant), home)?;
        decide(action, &tried, &policies)
            .is_allowed()
            .then_some(grant)
    })
}

/// Bucket and prefix of an object: its folder. One at the top of its bucket has none.
fn place(resource: &str) -> Option<Vec<String>> {
    let path = resource.splitn(6, ':').nth(5)?;
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    let folder = key.rfind('/').and_then(|end| key.get(..=end));
    Some(vec![
        bucket.to_owned(),
        folder.unwrap_or_default().to_owned(),
    ])
}

/// The work group of a query; database and results are the reader's to fill in.
fn queries(action: &str, resource: &str) -> Option<Grant> {
    let is_query = prefix_of(action) == "athena" && resource.contains(":workgroup/");
    is_query.then(|| {
        let texts = vec![resource.to_owned()];
        Grant::of(
            Service::Athena,
            texts,
            Service::Athena.template().accesses.to_vec(),
        )
    })
}

/// A statement of this action on this resource alone. What AWS printed is a text, never a pattern. Where it
/// printed none, only what is about no resource at all can be asked for: anything else would be on everything.
fn custom(action: &str, resource: &str, home: &Home<'_>) -> Option<Grant> {
    let known = match catalog::actions(action).as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let resource = match resource {
        "" => known
            .filter(|action| action.resources.is_empty())
            .map(|_| "*".to_owned())?,
        "*" => "*".to_owned(),
        secret if secret.ends_with("-??????") => secret.to_owned(),
        exact => escaped(exact),
    };
    // Some services print theirs in lower case.
    let action = known.map_or(action, |known| known.name.as_str());
    let statement = json!({ "Effect": "Allow", "Action": action, "Resource": resource });
    let mut grant = Grant::empty(Service::Custom);
    grant.set("statement", statement.to_string());
    grant.access = Service::Custom.template().accesses.to_vec();
    grant.stored(Some(home))
}
