//! A service account as kubectl shows it: `describe`, or YAML and JSON of `get`.

use roleport_lang::{Text, text};
use serde_json::Value;

use super::{
    Evidence, Finding, KnownRole, environment,
    known::{Case, Names},
    named, redact,
};

/// What to do next.
fn look() -> Text {
    text!(symptom_look_cure)
}

/// The key that EKS reads.
pub(super) const KEY: &str = "eks.amazonaws.com/role-arn";
/// The key that changes what tokens are for.
const AUDIENCE_KEY: &str = "eks.amazonaws.com/audience";
/// More in one text is a list of all there are.
const MOST: usize = 10;

/// A service account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: Option<String>,
    pub(super) namespace: Option<String>,
    /// Keys with their values, those that may be about roles.
    pub(super) annotations: Vec<(String, String)>,
}

impl Account {
    fn annotation(&self, key: &str) -> Option<&str> {
        let found = self.annotations.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value.as_str())
    }

    /// What it is annotated with, under the right key or a wrong one.
    pub(super) fn role_arn(&self) -> Option<&str> {
        self.annotation(KEY)
            .or_else(|| self.misnamed().map(|(_, value)| value))
    }

    /// A role under a key that EKS does not read.
    fn misnamed(&self) -> Option<(&str, &str)> {
        let role = |value: &str| value.starts_with("arn:") && value.contains(":role/");
        let found = self
            .annotations
            .iter()
            .find(|(key, value)| key != KEY && role(value));
        found.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// The service accounts that a text shows.
pub(super) fn read(text: &str) -> Vec<Account> {
    if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
        let items = value.get("items").and_then(Value::as_array);
        let shown = items.map_or_else(|| std::slice::from_ref(&value), Vec::as_slice);
        return shown.iter().filter_map(of_json).take(MOST).collect();
    }
    of_lines(text).into_iter().collect()
}

fn of_json(value: &Value) -> Option<Account> {
    let kind = value.get("kind").and_then(Value::as_str);
    (kind == Some("ServiceAccount")).then_some(())?;
    let text = |pointer: &str| Some(value.pointer(pointer)?.as_str()?.to_owned());
    let annotations = value.pointer("/metadata/annotations");
    Some(Account {
        name: text("/metadata/name"),
        namespace: text("/metadata/namespace"),
        annotations: annotations
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
    })
}

/// `describe` and YAML are alike enough to be read by one reader: a key, a colon, a value.
fn of_lines(text: &str) -> Option<Account> {
    let is_pod = text.lines().any(|line| {
        ["Containers:", "Node:", "kind: Pod", "kind: Deployment"].contains(&line.trim())
            || line.starts_with("Service Account:")
    });
    let shown = text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("Annotations:")
            || line.starts_with("Mountable secrets:")
            || line.starts_with("kind: ServiceAccount")
    });
    if is_pod || !shown {
        return None;
    }
    let mut account = Account::default();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("- ");
        let line = line.strip_prefix("Annotations:").unwrap_or(line).trim();
        // A key with a slash may hold colons only behind it.
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let key = key.trim_matches(['"', '\'', ' ']);
        let value = value.trim().trim_matches(['"', '\'', ',']);
        match key {
            "Name" | "name" if account.name.is_none() => account.name = Some(value.to_owned()),
            "Namespace" | "namespace" if account.namespace.is_none() => {
                account.namespace = Some(value.to_owned());
            }
            _ if key.contains("amazon")
                || (value.starts_with("arn:") && value.contains(":role/")) =>
            {
                account.annotations.push((key.to_owned(), value.to_owned()));
            }
            _ => {}
        }
    }
    Some(account)
}

/// The service account that a pod or deployment runs as, and its namespace.
pub(super) fn runs_as(text: &str) -> Option<(String, Option<String>)> {
    let value = |keys: &[&str]| {
        text.lines().find_map(|line| {
            let (key, value) = line.trim().trim_end_matches(',').split_once(':')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (keys.contains(&key.trim_matches('"')) && !value.is_empty()).then(|| value.to_owned())
        })
    };
    let account = value(&["Service Account", "serviceAccountName"])?;
    Some((account, value(&["Namespace", "namespace"])))
}

/// What is to be said of a service account.
pub(super) fn findings(account: &Account, case: &Case<'_>) -> Vec<Finding> {
    let names = case.names(account.namespace.as_deref(), account.name.as_deref());
    let repaired = |finding: Finding| {
        finding
            .run(text!(symptom_run_annotate), names.annotate())
            .run(text!(symptom_run_restart), names.pods().restart())
    };
    let mut found = Vec::new();
    match (account.annotation(KEY), account.misnamed()) {
        (Some(arn), _) if case.is_by_pod_identity() => {
            found.push(environment::annotated(&format!("{KEY}: {arn}"), &names));
        }
        (None, _) if case.is_by_pod_identity() => {}
        (Some(""), _) => found.push(repaired(Finding::wrong(
            "annotation_empty",
            text!(symptom_annotation_empty, key = KEY),
            text!(symptom_annotation_empty_cure),
        ))),
        (Some(arn), _) => found.extend(
            named::finding(&text!(symptom_the_annotation, key = KEY), arn, case, &names)
                .map(|finding| finding.seen(&format!("{KEY}: {arn}"))),
        ),
        (None, Some((key, value))) => {
            let remove = format!(
                "kubectl annotate serviceaccount {} --namespace {} {key}-",
                names.account, names.namespace
            );
            let is_key = key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "./_-".contains(c));
            let finding = repaired(Finding::wrong(
                "annotation_key",
                text!(symptom_annotation_key, key = KEY),
                text!(symptom_annotation_key_cure),
            ));
            let finding = finding.seen(&format!("{key}: {value}"));
            found.push(if is_key {
                finding.run(text!(symptom_run_other_annotation), remove)
            } else {
                finding
            });
        }
        (None, None) => found.push(repaired(Finding::wrong(
            "annotation_missing",
            text!(symptom_annotation_missing),
            text!(symptom_annotation_missing_cure),
        ))),
    }
    if let Some(audience) = account
        .annotation(AUDIENCE_KEY)
        .filter(|one| *one != "sts.amazonaws.com")
    {
        found.push(
            Finding::wrong(
                "annotation_audience",
                text!(symptom_annotation_audience),
                text!(symptom_annotation_audience_cure),
            )
            .seen(&format!("{AUDIENCE_KEY}: {audience}"))
            .run(
                text!(symptom_run_remove_annotation),
                format!(
                    "kubectl annotate serviceaccount {} --namespace {} {AUDIENCE_KEY}-",
                    names.account, names.namespace
                ),
            )
            .run(text!(symptom_run_restart), names.pods().restart()),
        );
    }
    let binding = case.role.filter(|role| {
        let differs =
            |seen: &Option<String>, own: &String| seen.as_ref().is_some_and(|seen| seen != own);
        differs(&account.namespace, &role.namespace)
            || differs(&account.name, &role.service_account)
    });
    if let Some(role) = binding {
        found.push(not_the_account(
            role,
            account.namespace.as_deref(),
            account.name.as_deref(),
            case,
        ));
    }
    if found.is_empty() {
        found.push(well(account, case, &names));
    }
    found
}

/// What to look at where the service account is as it should be.
fn well(account: &Account, case: &Case<'_>, names: &Names) -> Finding {
    let finding = if case.is_by_pod_identity() {
        Finding::right(
            "association_decides",
            text!(symptom_association_decides),
            look(),
        )
    } else {
        let line = account.role_arn().unwrap_or_default();
        Finding::right("annotation_right", text!(symptom_annotation_right), look())
            .seen(&format!("{KEY}: {line}"))
    };
    let mut finding = finding
        .run(text!(symptom_run_restart), names.pods().restart())
        .run(text!(symptom_run_runs_as), names.runs_as());
    finding.commands.extend(names.looks().into_iter().skip(1));
    finding
}

/// What is to be said of the service account that pods run as.
pub(super) fn pod_findings(evidence: &Evidence, case: &Case<'_>) -> Option<Finding> {
    let (account, namespace) = evidence.runs_as.as_ref()?;
    let role = case.role?;
    let elsewhere = namespace
        .as_ref()
        .is_some_and(|seen| *seen != role.namespace);
    (elsewhere || *account != role.service_account)
        .then(|| not_the_account(role, namespace.as_deref(), Some(account), case))
}

/// Row one of the symptoms: what the trust names is not what the pods are.
fn not_the_account(
    role: &KnownRole,
    namespace: Option<&str>,
    account: Option<&str>,
    case: &Case<'_>,
) -> Finding {
    let seen = format!("{}/{}", namespace.unwrap_or("?"), account.unwrap_or("?"));
    let names = case.names(None, None);
    Finding::wrong(
        "service_account_differs",
        text!(
            symptom_account_differs,
            seen = redact::quoted(&seen),
            role = role.name(),
            account = format!("{}/{}", role.namespace, role.service_account)
        ),
        text!(
            symptom_account_cure,
            namespace = role.namespace,
            account = role.service_account
        ),
    )
    .seen(&seen)
    .run(text!(symptom_run_runs_as), names.runs_as())
}
