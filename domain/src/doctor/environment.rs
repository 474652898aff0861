//! A pod's AWS settings, as `env | grep AWS` prints them, or `kubectl describe pod`.

use super::{
    Evidence, Finding,
    known::{Case, Names},
    named, redact, session,
};

/// Where the webhook of EKS puts the token.
const TOKEN_FILE: &str = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
/// Kubernetes' own token, which is for the cluster and not for AWS.
const CLUSTER_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";
/// What static keys are set by.
const KEYS: [&str; 3] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// Settings by name, in their order, without secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Environment(Vec<(String, String)>);

impl Environment {
    /// What a variable holds; none where it is not set, or set to nothing.
    fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        self.value("AWS_ROLE_ARN")
    }

    fn line(&self, name: &str) -> String {
        format!("{name}={}", self.value(name).unwrap_or_default())
    }
}

/// `NAME=value`, as `env`, `export` and `declare -x` print it, and `NAME:  value` of `kubectl describe`.
fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line.strip_prefix("declare -x ").unwrap_or(line);
    let (name, value) = line
        .split_once('=')
        .filter(|(name, _)| is_name(name))
        .or_else(|| line.split_once(':').filter(|(name, _)| is_name(name)))?;
    Some((name, value.trim().trim_matches(['"', '\''])))
}

fn is_name(name: &str) -> bool {
    name.starts_with("AWS_")
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// The settings of a text; none where it has none.
pub(super) fn read(text: &str) -> Option<Environment> {
    let found: Vec<_> = text
        .lines()
        .filter_map(setting)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    (!found.is_empty()).then_some(Environment(found))
}

/// The name of a setting whose secret was pasted as it is.
pub(super) fn secret_in(text: &str) -> Option<String> {
    text.lines().filter_map(setting).find_map(|(name, value)| {
        let masked = value.is_empty() || value.chars().all(|c| matches!(c, '*' | '.' | 'x' | 'X'));
        (redact::is_secret(name) && !masked && value != "(hidden)").then(|| name.to_owned())
    })
}

/// What is to be said of a pod's settings.
pub(super) fn findings(
    environment: &Environment,
    evidence: &Evidence,
    case: &Case<'_>,
) -> Vec<Finding> {
    let names = case.names(None, None);
    let mut found = Vec::new();
    found.extend(static_keys(environment, &names));
    found.extend(pod_identity(environment, case, &names));
    found.extend(role(environment, evidence, case, &names));
    if !case.is_by_pod_identity() {
        found.extend(token_file(environment, &names));
    }
    found.extend(profile(environment, &names));
    found.extend(elsewhere(environment, &names));
    let is_well = found.is_empty();
    found.extend(region(environment, &names));
    if is_well {
        found.push(
            Finding::right(
                "environment_right",
                "The pod has its role and its token. Then AWS refuses it, or the SDK does not take it: one older than web identity, or one that is given other credentials in code.",
                "Ask AWS who the pod is. If the answer names the role, look at the error of the call itself and paste it here; if it names a node’s role, update the SDK; an error says why.",
            )
            .seen(&environment.line(if case.is_by_pod_identity() {
                CONTAINER_CREDENTIALS
            } else {
                "AWS_ROLE_ARN"
            }))
            .run("Ask AWS who the pod is", names.pods().identity()),
        );
    }
    found
}

/// What EKS sets in pods of an association.
const CONTAINER_CREDENTIALS: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

fn static_keys(environment: &Environment, names: &Names) -> Option<Finding> {
    environment.value(KEYS[0])?;
    let finding = Finding::wrong(
        "static_keys",
        "The pod has an access key of its own. Every SDK takes that before the role, so the role is never used.",
        "Take the keys out of the deployment, its ConfigMaps and its Secrets, and restart the pods. Then have the key deleted in IAM.",
    );
    Some(
        finding
            .seen(&environment.line(KEYS[0]))
            .run("Take the keys off the deployment", names.unset(&KEYS)),
    )
}

fn pod_identity(environment: &Environment, case: &Case<'_>, names: &Names) -> Option<Finding> {
    let name = CONTAINER_CREDENTIALS;
    environment.value(name)?;
    if case.is_by_pod_identity() {
        return environment.role_arn().map(|arn| annotated(arn, names));
    }
    let cluster = case.role.map_or("CLUSTER", |role| {
        let in_eks = role.cluster.eks_name.as_deref();
        in_eks.unwrap_or(&role.cluster.name)
    });
    let list = format!(
        "aws eks list-pod-identity-associations --cluster-name {cluster} \\\n  --namespace {} --service-account {}",
        names.namespace, names.account
    );
    let finding = if environment.role_arn().is_some() {
        Finding::suspect(
            "pod_identity_beside",
            "The service account has an EKS Pod Identity association beside its annotation. Most SDKs take the annotation’s role first, some do not.",
            "Keep one of both. Roleport gives this role by the annotation: have the association deleted, and restart the pods.",
        )
    } else {
        Finding::wrong(
            "pod_identity",
            "The pod gets its credentials from EKS Pod Identity: it runs as the association’s role, not as one that Roleport made.",
            "Have the association deleted, annotate the service account with the role’s ARN, and restart the pods.",
        )
        .run("Annotate the service account", names.annotate())
    };
    Some(
        finding
            .seen(&environment.line(name))
            .run("Show the associations", list),
    )
}

/// Of a role that is given by an association, what an annotation does.
pub(super) fn annotated(arn: &str, names: &Names) -> Finding {
    Finding::wrong(
        "annotation_beside_pod_identity",
        "The role is given by EKS Pod Identity, and the service account has an annotation as well. SDKs go by the annotation first, which this role does not admit.",
        "Take the annotation off the service account and out of the chart, and restart the pods.",
    )
    .seen(arn)
    .run("Take the annotation off", names.pods().without_annotation())
    .run("Restart the pods", names.pods().restart())
}

/// The pod has nothing from the agent.
fn without_agent(environment: &Environment, names: &Names) -> Finding {
    let set: Vec<_> = environment
        .0
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    Finding::wrong(
        "no_pod_identity_in_pod",
        "The role is given by EKS Pod Identity, and the pod has no AWS_CONTAINER_CREDENTIALS_FULL_URI: it was not restarted since the association was made, runs as another service account, or its node has no agent (Fargate and Windows never have one).",
        "Restart the pods. If it stays away, see which service account they run as, and whether the cluster has the add-on eks-pod-identity-agent.",
    )
    .seen(&format!("only {}", set.join(", ")))
    .run("Restart the pods", names.pods().restart())
    .run("Show the pods' service account", names.runs_as())
}

fn role(
    environment: &Environment,
    evidence: &Evidence,
    case: &Case<'_>,
    names: &Names,
) -> Option<Finding> {
    if let Some(arn) = environment
        .role_arn()
        .filter(|_| !case.is_by_pod_identity())
    {
        let finding = named::finding("AWS_ROLE_ARN", arn, case, names)?;
        return Some(finding.seen(&environment.line("AWS_ROLE_ARN")));
    }
    if environment.value(KEYS[0]).is_some() || environment.value(CONTAINER_CREDENTIALS).is_some() {
        return None;
    }
    // Not all of its settings, then: AWS names the role in the same text.
    if evidence
        .sessions
        .iter()
        .any(|one| session::is_of(one, case))
    {
        return None;
    }
    if case.is_by_pod_identity() {
        return Some(match environment.role_arn() {
            Some(arn) => annotated(arn, names),
            None => without_agent(environment, names),
        });
    }
    let set: Vec<_> = environment
        .0
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let finding = Finding::wrong(
        "no_role_in_pod",
        "The pod has no AWS_ROLE_ARN, so its calls run as the node’s role. It was not restarted since the service account was annotated, or the annotation’s key is misspelt, or it runs as another service account.",
        "Restart the pods. If it stays away, paste what kubectl says of the service account.",
    )
    .run("Restart the pods", names.pods().restart())
    .run("Show the service account", names.pods().describe())
    .run("Show the pods' service account", names.runs_as());
    Some(finding.seen(&format!("only {}", set.join(", "))))
}

fn token_file(environment: &Environment, names: &Names) -> Option<Finding> {
    let arn = environment.role_arn()?;
    let name = "AWS_WEB_IDENTITY_TOKEN_FILE";
    match environment.value(name) {
        None => Some(
            Finding::wrong(
                "no_token_file",
                "The pod has AWS_ROLE_ARN without AWS_WEB_IDENTITY_TOKEN_FILE: somebody set it by hand, and EKS gave the pod no token.",
                "Take AWS_ROLE_ARN out of the chart, annotate the service account, and restart the pods: EKS then sets both.",
            )
            .seen(&format!("AWS_ROLE_ARN={arn}"))
            .run("Take the setting off the deployment", names.unset(&["AWS_ROLE_ARN"]))
            .run("Annotate the service account", names.annotate())
            .run("Restart the pods", names.pods().restart()),
        ),
        Some(CLUSTER_TOKEN) => Some(
            Finding::wrong(
                "token_file_of_cluster",
                "The token file is Kubernetes’ own token, which is meant for the cluster: AWS refuses its audience.",
                format!("Take the setting out of the chart: EKS sets it to {TOKEN_FILE} by itself."),
            )
            .seen(&environment.line(name))
            .run("Take the setting off the deployment", names.unset(&[name]))
            .run("Restart the pods", names.pods().restart()),
        ),
        Some(_) => None,
    }
}

fn profile(environment: &Environment, names: &Names) -> Option<Finding> {
    let name = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
        .into_iter()
        .find(|name| environment.value(name).is_some())?;
    Some(
        Finding::suspect(
            "profile",
            "A profile is set: SDKs look for it in a file, and take what stands there or stop when it is not there.",
            "Take it out of the deployment, unless the image has such a file on purpose.",
        )
        .seen(&environment.line(name))
        .run("Take the setting off the deployment", names.unset(&[name])),
    )
}

fn elsewhere(environment: &Environment, names: &Names) -> Option<Finding> {
    let name = "AWS_ENDPOINT_URL";
    environment.value(name)?;
    Some(
        Finding::suspect(
            "endpoint",
            "AWS_ENDPOINT_URL is set: the calls go to that address, which need not be AWS.",
            "Take it out of the deployment, unless it is meant.",
        )
        .seen(&environment.line(name))
        .run("Take the setting off the deployment", names.unset(&[name])),
    )
}

fn region(environment: &Environment, names: &Names) -> Option<Finding> {
    if environment
        .value("AWS_REGION")
        .or(environment.value("AWS_DEFAULT_REGION"))
        .is_some()
    {
        return None;
    }
    Some(super::symptom::region(names))
}
