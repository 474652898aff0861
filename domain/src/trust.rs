//! Trust policies: who may assume a role.

use serde_json::{Value, json};

use crate::{cluster::ValidCluster, document::VERSION, identity::Identity, role_name::Binding};

/// What tokens are for; the same in every partition (eksctl#1910).
pub(crate) const AUDIENCE: &str = "sts.amazonaws.com";

/// The action of a pod's token.
pub(crate) const WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";
/// The service of EKS that assumes roles for pods, the same in every partition.
pub(crate) const POD_IDENTITY: &str = "pods.eks.amazonaws.com";
/// How the subject of a service account's token starts.
const SUBJECT: &str = "system:serviceaccount:";

/// The cluster's OIDC provider in the account of its roles.
pub(crate) fn provider_arn(cluster: &ValidCluster) -> String {
    cluster.iam_arn(&format!("oidc-provider/{}", cluster.issuer.as_str()))
}

/// The subject of a service account's tokens.
pub(crate) fn subject(namespace: &str, service_account: &str) -> String {
    format!("{SUBJECT}{namespace}:{service_account}")
}

/// Namespace and service account of a subject, as they stand there; none where it is no service account's.
pub(crate) fn named(subject: &str) -> Option<(&str, &str)> {
    subject.strip_prefix(SUBJECT)?.split_once(':')
}

/// One service account of one cluster, and nothing else: `sub` and `aud` are both compared for
/// equality. `StringLike` or a missing key would let other pods, or other uses of their tokens, in.
///
/// At most about 1,500 characters for the longest names there are, so that it always fits the
/// 2,048 that IAM takes.
pub(crate) fn policy(cluster: &ValidCluster, binding: &Binding, identity: Identity) -> Value {
    match (identity, cluster.eks_arn()) {
        (Identity::PodIdentity, Some(eks_arn)) => pod_identity(
            &eks_arn,
            binding.namespace.as_str(),
            binding.service_account.as_str(),
        ),
        _ => web_identity(cluster, binding),
    }
}

/// Who may assume a role by EKS Pod Identity: EKS itself, for this service account of the cluster of this ARN.
///
/// EKS says of each session for which pods it is, by tags that nobody else can set: with these three, an
/// association of another service account or cluster opens nothing
/// (docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html).
pub fn pod_identity(eks_arn: &str, namespace: &str, service_account: &str) -> Value {
    let tag = |name: &str| format!("aws:RequestTag/{name}");
    json!({
        "Version": VERSION,
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": POD_IDENTITY },
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    tag("eks-cluster-arn"): eks_arn,
                    tag("kubernetes-namespace"): namespace,
                    tag("kubernetes-service-account"): service_account,
                },
            },
        }],
    })
}

fn web_identity(cluster: &ValidCluster, binding: &Binding) -> Value {
    let issuer = cluster.issuer.as_str();
    json!({
        "Version": VERSION,
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": provider_arn(cluster) },
            "Action": WEB_IDENTITY,
            "Condition": {
                "StringEquals": {
                    format!("{issuer}:sub"): subject(
                        binding.namespace.as_str(),
                        binding.service_account.as_str()
                    ),
                    format!("{issuer}:aud"): AUDIENCE,
                },
            },
        }],
    })
}
