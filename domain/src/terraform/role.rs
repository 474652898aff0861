//! One role's part of the files.

use std::collections::BTreeMap;

use super::{
    File,
    hcl::{Value, attribute, block, quoted},
    pretty,
};
use crate::{identity::Identity, request::ValidRequest};

/// The end of a role that was there before Roleport, whose description and further tags are its makers'.
const AS_IT_WAS: &str = "
  lifecycle {
    ignore_changes = [description, tags, tags_all]
  }
}
";

/// The resource of EKS Pod Identity.
const ASSOCIATION: &str = "aws_eks_pod_identity_association";

/// A role beside the others of its folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role<'a> {
    pub(super) request: &'a ValidRequest,
    /// What each name of the folder is called as a resource.
    pub(super) labels: &'a BTreeMap<&'a str, String>,
}

impl Role<'_> {
    fn label<'b>(&'b self, name: &'b str) -> &'b str {
        self.labels.get(name).map_or(name, String::as_str)
    }

    fn name(&self) -> &str {
        self.request.role_name()
    }

    /// `aws_iam_role`, and for each policy `aws_iam_policy` and what attaches it.
    pub(super) fn resources(&self) -> String {
        let request = self.request;
        let label = self.label(self.name());
        let mut blocks = vec![format!(
            "# Pods of service account {} in namespace {}.\n{}",
            request.service_account(),
            request.namespace(),
            self.role(label)
        )];
        for policy in request.policies() {
            let own = self.label(&policy.name);
            blocks.push(block(
                &resource("aws_iam_policy", own),
                &[
                    vec![
                        ("name", Value::text(&policy.name)),
                        ("path", Value::text(request.policy_path())),
                        ("policy", read(&policy_path(&policy.name))),
                    ],
                    vec![("tags", self.tags())],
                ],
            ));
            blocks.push(block(
                &resource("aws_iam_role_policy_attachment", own),
                &[vec![
                    ("role", Value::Plain(format!("aws_iam_role.{label}.name"))),
                    (
                        "policy_arn",
                        Value::Plain(format!("aws_iam_policy.{own}.arn")),
                    ),
                ]],
            ));
        }
        blocks.extend(self.association(label));
        blocks.join("\n")
    }

    /// What gives pods the role, where that is EKS.
    fn association(&self, label: &str) -> Option<String> {
        let request = self.request;
        let cluster = request.cluster().eks_name.as_deref()?;
        (request.identity() == Identity::PodIdentity).then(|| {
            block(
                &resource(ASSOCIATION, label),
                &[
                    vec![
                        ("cluster_name", Value::text(cluster)),
                        ("namespace", Value::text(request.namespace())),
                        ("service_account", Value::text(request.service_account())),
                        (
                            "role_arn",
                            Value::Plain(format!("aws_iam_role.{label}.arn")),
                        ),
                    ],
                    vec![("tags", self.tags())],
                ],
            )
        })
    }

    fn role(&self, label: &str) -> String {
        let request = self.request;
        let mut facts = vec![
            ("name", Value::text(self.name())),
            ("path", Value::text(request.role_path())),
        ];
        if !request.existed() {
            facts.push(("description", Value::text(request.description())));
        }
        facts.push(("assume_role_policy", read(&trust_path(self.name()))));
        facts.extend(
            request
                .boundary()
                .map(|arn| ("permissions_boundary", Value::text(arn))),
        );
        let mut text = block(
            &resource("aws_iam_role", label),
            &[facts, vec![("tags", self.tags())]],
        );
        if request.existed() {
            text.truncate(text.len().saturating_sub("}\n".len()));
            text.push_str(AS_IT_WAS);
        }
        text
    }

    fn tags(&self) -> Value {
        let tags = self.request.tags().into_iter();
        Value::Map(tags.map(|(key, value)| (key, Value::Text(value))).collect())
    }

    /// Where each of the resources is in AWS, in the form that the provider takes.
    pub(super) fn imports(&self) -> String {
        let request = self.request;
        let import = |kind: &str, label: &str, id: String| {
            let to = Value::Plain(format!("{kind}.{label}"));
            block("import", &[vec![("to", to), ("id", Value::Text(id))]])
        };
        let label = self.label(self.name());
        let mut blocks = vec![import("aws_iam_role", label, self.name().to_owned())];
        for (place, policy) in request.policies().iter().enumerate() {
            let arn = request.policy_arn(place);
            let own = self.label(&policy.name);
            blocks.push(import("aws_iam_policy", own, arn.clone()));
            let id = format!("{}/{arn}", self.name());
            blocks.push(import("aws_iam_role_policy_attachment", own, id));
        }
        blocks.extend(self.association_import(label));
        blocks.join("\n")
    }

    /// EKS gives associations an id that nothing but AWS knows, so that it is left to whoever imports.
    fn association_import(&self, label: &str) -> Option<String> {
        let request = self.request;
        let cluster = request.cluster().eks_name.as_deref()?;
        (request.identity() == Identity::PodIdentity).then(|| format!(
            "# To import {ASSOCIATION}.{label}, give its id {cluster},ASSOCIATION, as shown by\n# aws eks list-pod-identity-associations --cluster-name {cluster} --namespace {} --service-account {}\n",
            request.namespace(),
            request.service_account()
        ))
    }

    /// The documents, as they are sent to IAM.
    pub(super) fn documents(&self) -> Vec<File> {
        let policies = self.request.policies().iter().map(|policy| File {
            path: policy_path(&policy.name),
            text: pretty(&policy.document),
        });
        let trust = File {
            path: trust_path(self.name()),
            text: pretty(&self.request.trust_policy()),
        };
        policies.chain([trust]).collect()
    }

    fn input(&self) -> Value {
        let request = self.request;
        let arns = (0..request.policies().len()).map(|place| request.policy_arn(place));
        let entries = [
            ("namespace", Value::text(request.namespace())),
            ("service_account", Value::text(request.service_account())),
            ("role_arn", Value::Text(request.role_arn())),
            ("policy_arns", Value::List(arns.map(Value::Text).collect())),
        ];
        Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
    }
}

/// The roles by name, with what a state needs that makes service accounts or grants access to them.
pub(super) fn inputs(roles: &[Role<'_>]) -> String {
    let entries = roles
        .iter()
        .map(|role| (role.name().to_owned(), role.input()));
    let roles = Value::Map(entries.collect());
    attribute(
        "inputs",
        &Value::Map(vec![("service_account_roles".to_owned(), roles)]),
    )
}

fn resource(kind: &str, label: &str) -> String {
    format!("resource {} {}", quoted(kind), quoted(label))
}

/// Names of policies are unique in an account, ignoring case.
fn policy_path(policy: &str) -> String {
    format!("policies/{policy}.json")
}

/// A folder of its own: `NAME.trust` may be the name of another role's policy.
fn trust_path(role: &str) -> String {
    format!("trust/{role}.json")
}

/// IAM's names hold nothing that means something to HCL.
fn read(path: &str) -> Value {
    Value::Plain(format!("file(\"${{path.module}}/{path}\")"))
}
