//! A pod's AWS settings, as `env | grep AWS` prints them, or `kubectl describe pod`.

use roleport_lang::text;

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
                text!(symptom_environment_right),
                text!(symptom_environment_right_cure),
            )
            .seen(&environment.line(if case.is_by_pod_identity() {
                CONTAINER_CREDENTIALS
            } else {
                "AWS_ROLE_ARN"
            }))
            .run(text!(symptom_run_identity), names.pods().identity()),
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
        text!(symptom_static_keys),
        text!(symptom_static_keys_cure),
    );
    Some(
        finding
            .seen(&environment.line(KEYS[0]))
            .run(text!(symptom_run_keys_off), names.unset(&KEYS)),
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
            text!(symptom_pod_identity_beside),
            text!(symptom_pod_identity_beside_cure),
        )
    } else {
        Finding::wrong(
            "pod_identity",
            text!(symptom_pod_identity),
            text!(symptom_pod_identity_cure),
        )
        .run(text!(symptom_run_annotate), names.annotate())
    };
    Some(
        finding
            .seen(&environment.line(name))
            .run(text!(symptom_run_associations), list),
    )
}

/// Of a role that is given by an association, what an annotation does.
pub(super) fn annotated(arn: &str, names: &Names) -> Finding {
    Finding::wrong(
        "annotation_beside_pod_identity",
        text!(symptom_annotation_beside),
        text!(symptom_annotation_beside_cure),
    )
    .seen(arn)
    .run(
        text!(symptom_run_annotation_off),
        names.pods().without_annotation(),
    )
    .run(text!(symptom_run_restart), names.pods().restart())
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
        text!(symptom_no_pod_identity),
        text!(symptom_no_pod_identity_cure),
    )
    .seen_only(&set)
    .run(text!(symptom_run_restart), names.pods().restart())
    .run(text!(symptom_run_runs_as), names.runs_as())
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
        let finding = named::finding(&"AWS_ROLE_ARN".into(), arn, case, names)?;
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
        text!(symptom_no_role_in_pod),
        text!(symptom_no_role_in_pod_cure),
    )
    .run(text!(symptom_run_restart), names.pods().restart())
    .run(text!(symptom_run_describe), names.pods().describe())
    .run(text!(symptom_run_runs_as), names.runs_as());
    Some(finding.seen_only(&set))
}

fn token_file(environment: &Environment, names: &Names) -> Option<Finding> {
    let arn = environment.role_arn()?;
    let name = "AWS_WEB_IDENTITY_TOKEN_FILE";
    match environment.value(name) {
        None => Some(
            Finding::wrong(
                "no_token_file",
                text!(symptom_no_token_file),
                text!(symptom_no_token_file_cure),
            )
            .seen(&format!("AWS_ROLE_ARN={arn}"))
            .run(
                text!(symptom_run_setting_off),
                names.unset(&["AWS_ROLE_ARN"]),
            )
            .run(text!(symptom_run_annotate), names.annotate())
            .run(text!(symptom_run_restart), names.pods().restart()),
        ),
        Some(CLUSTER_TOKEN) => Some(
            Finding::wrong(
                "token_file_of_cluster",
                text!(symptom_cluster_token),
                text!(symptom_cluster_token_cure, file = TOKEN_FILE),
            )
            .seen(&environment.line(name))
            .run(text!(symptom_run_setting_off), names.unset(&[name]))
            .run(text!(symptom_run_restart), names.pods().restart()),
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
            text!(symptom_profile),
            text!(symptom_profile_cure),
        )
        .seen(&environment.line(name))
        .run(text!(symptom_run_setting_off), names.unset(&[name])),
    )
}

fn elsewhere(environment: &Environment, names: &Names) -> Option<Finding> {
    let name = "AWS_ENDPOINT_URL";
    environment.value(name)?;
    Some(
        Finding::suspect(
            "endpoint",
            text!(symptom_endpoint),
            text!(symptom_endpoint_cure),
        )
        .seen(&environment.line(name))
        .run(text!(symptom_run_setting_off), names.unset(&[name])),
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
