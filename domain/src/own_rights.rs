//! The least that Roleport itself may do in an account: a policy for its own role or user.
//!
//! Roles and policies are written on the clusters' paths and names only, roles only with their
//! permissions boundary, and only Roleport's own policies are attached; reads are on everything
//! (domain.md section 4). Taking over roles that were there before needs more, and is only given where
//! somebody asks for it (issue 4, items 7 and 9).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{
    account::PermissionsBoundary,
    cluster::ValidCluster,
    document::{self, one_or_many},
    trust,
};

/// What Roleport asks of IAM before and after it writes.
const READS: [&str; 11] = [
    "iam:GetAccountSummary",
    "iam:GetOpenIDConnectProvider",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListPolicyVersions",
    "iam:ListRolePolicies",
    "iam:ListRoles",
    "iam:SimulatePrincipalPolicy",
];

/// What it does with the roles that it made.
const KEEP_ROLES: [&str; 3] = [
    "iam:DeleteRole",
    "iam:TagRole",
    "iam:UpdateAssumeRolePolicy",
];
/// What it does with their policies.
const KEEP_POLICIES: [&str; 5] = [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:TagPolicy",
];

/// What Roleport asks of EKS about a cluster whose pods may have roles by Pod Identity.
const READ_CLUSTER: [&str; 3] = [
    "eks:DescribeCluster",
    "eks:ListFargateProfiles",
    "eks:ListPodIdentityAssociations",
];
/// What it does with associations that are there.
const KEEP_ASSOCIATIONS: [&str; 4] = [
    "eks:DeletePodIdentityAssociation",
    "eks:DescribePodIdentityAssociation",
    "eks:TagResource",
    "eks:UpdatePodIdentityAssociation",
];

/// Actions on one resource that Roleport needs, with the condition keys that such a call has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The actions.
    pub actions: Vec<&'static str>,
    /// On what: everything, or an example of what they are for.
    pub resource: String,
    /// Condition keys and values.
    pub context: Vec<(&'static str, String)>,
}

/// What Roleport does for a cluster, with an example of a role and its policy, so that somebody can ask
/// whether it may.
pub fn asked(cluster: &ValidCluster) -> Vec<Asked> {
    let example = |kind: &str| {
        let (path, start) = (cluster.path.as_str(), cluster.pattern.start());
        cluster.iam_arn(&format!("{kind}{path}{start}example"))
    };
    let boundary = cluster.boundary.as_ref().map(PermissionsBoundary::as_str);
    let bounded: Vec<_> = boundary
        .iter()
        .map(|arn| ("iam:PermissionsBoundary", (*arn).to_owned()))
        .collect();
    let own = ("iam:PolicyARN", example("policy"));
    let mut make = vec!["iam:CreateRole"];
    make.extend(boundary.map(|_| "iam:PutRolePermissionsBoundary"));
    let of_role = |actions, context| Asked {
        actions,
        resource: example("role"),
        context,
    };
    let mut asked = vec![
        Asked {
            actions: READS.to_vec(),
            resource: "*".to_owned(),
            context: Vec::new(),
        },
        of_role(make, bounded.clone()),
        of_role(
            vec!["iam:AttachRolePolicy"],
            bounded.into_iter().chain([own.clone()]).collect(),
        ),
        of_role(vec!["iam:DetachRolePolicy"], vec![own]),
        of_role(KEEP_ROLES.to_vec(), Vec::new()),
        Asked {
            actions: KEEP_POLICIES.to_vec(),
            resource: example("policy"),
            context: Vec::new(),
        },
    ];
    for associating in associating(cluster) {
        asked.push(Asked {
            actions: associating.actions,
            resource: associating.resource.replace('*', "example"),
            context: Vec::new(),
        });
    }
    if cluster.eks_name().is_some() {
        asked.push(of_role(
            vec!["iam:PassRole"],
            vec![("iam:PassedToService", trust::POD_IDENTITY.to_owned())],
        ));
    }
    asked
}

/// What Roleport does in EKS for a cluster that has a name there, by resource.
fn associating(cluster: &ValidCluster) -> Vec<Asked> {
    let Some(name) = cluster.eks_name() else {
        return Vec::new();
    };
    let on = |resource: String, actions: &[&'static str]| Asked {
        actions: actions.to_vec(),
        resource: cluster.eks_resource(&resource),
        context: Vec::new(),
    };
    let mut of_cluster = vec!["eks:CreatePodIdentityAssociation"];
    of_cluster.extend(READ_CLUSTER);
    vec![
        on(format!("addon/{name}/*"), &["eks:DescribeAddon"]),
        on(format!("cluster/{name}"), &of_cluster),
        on(
            format!("fargateprofile/{name}/*"),
            &["eks:DescribeFargateProfile"],
        ),
        on(
            format!("podidentityassociation/{name}/*"),
            &KEEP_ASSOCIATIONS,
        ),
    ]
}

/// The policy for an account, given its clusters; those of other accounts are left out. `adopted` are ARNs,
/// with `*` and `?`, of roles that Roleport may take over from others; nothing for none.
pub fn policy(clusters: &[ValidCluster], account: &str, adopted: &BTreeSet<String>) -> Value {
    let own: Vec<_> = clusters
        .iter()
        .filter(|cluster| cluster.account.as_str() == account)
        .collect();
    let all = |kind: &str| -> BTreeSet<String> {
        own.iter().map(|cluster| names(cluster, kind)).collect()
    };
    let roles = all("role");
    // The policies of an adopted role have its name, whatever that is.
    let policies: BTreeSet<String> = if adopted.is_empty() {
        all("policy")
    } else {
        own.iter()
            .map(|cluster| cluster.iam_arn(&format!("policy{}*", cluster.path.as_str())))
            .collect()
    };
    let mut statements = vec![statement("Read", &READS, &["*".to_owned()].into(), &[])];
    statements.extend(making(&own, &policies));
    let only_own = only_own(&policies);
    statements.push(statement(
        "DetachOwnPolicies",
        &["iam:DetachRolePolicy"],
        &roles,
        &[only_own],
    ));
    statements.push(statement("KeepRoles", &KEEP_ROLES, &roles, &[]));
    statements.push(statement("KeepPolicies", &KEEP_POLICIES, &policies, &[]));
    statements.extend(pod_identity(&own));
    if !adopted.is_empty() {
        statements.extend(adopting(&own, &policies, adopted));
    }
    let boundaries: BTreeSet<_> = own
        .iter()
        .filter_map(|cluster| Some(cluster.boundary.as_ref()?.as_str().to_owned()))
        .collect();
    if !boundaries.is_empty() {
        // Whoever may change the boundary has none. It may stand among the policies by its name.
        let mut deny = statement(
            "NeverTheBoundary",
            &[
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:SetDefaultPolicyVersion",
            ],
            &boundaries,
            &[],
        );
        deny["Effect"] = "Deny".into();
        statements.push(deny);
    }
    document::document(&statements)
}

/// The statement that such a policy has besides where the names of the account's buckets are offered. S3 knows no
/// narrower one: whoever may list buckets lists all of them.
pub fn offer_buckets() -> Value {
    let everything = ["*".to_owned()].into();
    statement("OfferBuckets", &["s3:ListAllMyBuckets"], &everything, &[])
}

/// Whether an ARN, which may have `*` and `?` in it, is of a role, or several, of this account alone.
pub fn is_role_of(arn: &str, account: &str) -> bool {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    matches!(
        parts.as_slice(),
        ["arn", partition, "iam", "", of, rest]
            if partition.starts_with("aws") && !partition.contains(['*', '?'])
                && *of == account && rest.starts_with("role/")
    )
}

/// Making roles and attaching policies to them: with the boundary, where their cluster has one.
fn making(clusters: &[&ValidCluster], policies: &BTreeSet<String>) -> Vec<Value> {
    let mut by_boundary: BTreeMap<Option<&str>, BTreeSet<String>> = BTreeMap::new();
    for cluster in clusters {
        let boundary = cluster.boundary.as_ref().map(PermissionsBoundary::as_str);
        by_boundary
            .entry(boundary)
            .or_default()
            .insert(names(cluster, "role"));
    }
    let mut statements = Vec::new();
    for ((boundary, roles), number) in by_boundary.iter().zip(1..) {
        let bounded: Vec<Condition> = boundary
            .iter()
            .map(|arn| {
                let arn = vec![(*arn).to_owned()];
                ("StringEquals", "iam:PermissionsBoundary", arn)
            })
            .collect();
        let make: &[&str] = if boundary.is_some() {
            &["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
        } else {
            &["iam:CreateRole"]
        };
        let sid = format!("MakeRoles{number}");
        statements.push(statement(&sid, make, roles, &bounded));
        let attach: Vec<_> = bounded.into_iter().chain([only_own(policies)]).collect();
        let sid = format!("AttachOwnPolicies{number}");
        statements.push(statement(&sid, &["iam:AttachRolePolicy"], roles, &attach));
    }
    statements
}

/// Associating service accounts with roles in EKS, and handing the roles to EKS for that.
fn pod_identity(clusters: &[&ValidCluster]) -> Vec<Value> {
    let of_eks: Vec<_> = clusters
        .iter()
        .filter(|cluster| cluster.eks_name().is_some())
        .collect();
    let mut by_actions: BTreeMap<Vec<&str>, BTreeSet<String>> = BTreeMap::new();
    for asked in of_eks.iter().flat_map(|cluster| associating(cluster)) {
        by_actions
            .entry(asked.actions)
            .or_default()
            .insert(asked.resource);
    }
    let roles: BTreeSet<_> = of_eks
        .iter()
        .map(|cluster| names(cluster, "role"))
        .collect();
    let to_eks = (
        "StringEquals",
        "iam:PassedToService",
        vec![trust::POD_IDENTITY.to_owned()],
    );
    let pass = (!roles.is_empty())
        .then(|| statement("PassRolesToEks", &["iam:PassRole"], &roles, &[to_eks]));
    by_actions
        .iter()
        .zip(1..)
        .map(|((actions, resources), number)| {
            statement(&format!("PodIdentity{number}"), actions, resources, &[])
        })
        .chain(pass)
        .collect()
}

/// Taking roles over: whatever hangs on them comes off, and only what is Roleport's own is put on.
fn adopting(
    clusters: &[&ValidCluster],
    policies: &BTreeSet<String>,
    adopted: &BTreeSet<String>,
) -> Vec<Value> {
    let boundaries: BTreeSet<_> = clusters
        .iter()
        .map(|cluster| cluster.boundary.as_ref().map(PermissionsBoundary::as_str))
        .collect();
    let mut statements = vec![statement(
        "TakeRolesOver",
        &[
            "iam:DeleteRole",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:TagRole",
            "iam:UpdateAssumeRolePolicy",
        ],
        adopted,
        &[],
    )];
    // A role is bounded before anything is attached to it, where any cluster has a boundary for it.
    let bounds: Vec<_> = boundaries
        .iter()
        .flatten()
        .map(|arn| (*arn).to_owned())
        .collect();
    let bounded: Vec<Condition> = if boundaries.contains(&None) || bounds.is_empty() {
        Vec::new()
    } else {
        vec![("StringEquals", "iam:PermissionsBoundary", bounds.clone())]
    };
    if !bounds.is_empty() {
        statements.push(statement(
            "BoundRolesTakenOver",
            &["iam:PutRolePermissionsBoundary"],
            adopted,
            &[("StringEquals", "iam:PermissionsBoundary", bounds)],
        ));
    }
    let attach: Vec<_> = bounded.into_iter().chain([only_own(policies)]).collect();
    statements.push(statement(
        "AttachToRolesTakenOver",
        &["iam:AttachRolePolicy"],
        adopted,
        &attach,
    ));
    statements
}

fn only_own(policies: &BTreeSet<String>) -> Condition {
    let own = policies.iter().cloned().collect();
    ("ArnLike", "iam:PolicyARN", own)
}

/// Clusters of which these rights cover every role of the account: nothing in path or name tells
/// their roles from others.
pub fn unbounded(clusters: &[ValidCluster]) -> Vec<&str> {
    clusters
        .iter()
        .filter(|cluster| cluster.path.as_str() == "/" && cluster.pattern.start().is_empty())
        .map(|cluster| cluster.name.as_str())
        .collect()
}

/// ARNs of a cluster's roles or policies. A long name is cut at its end, so that only its start is sure.
fn names(cluster: &ValidCluster, kind: &str) -> String {
    cluster.iam_arn(&format!(
        "{kind}{}{}*",
        cluster.path.as_str(),
        cluster.pattern.start()
    ))
}

/// A condition: operator, key, values.
type Condition = (&'static str, &'static str, Vec<String>);

fn statement(
    sid: &str,
    actions: &[&str],
    resources: &BTreeSet<String>,
    conditions: &[Condition],
) -> Value {
    let mut made = Map::new();
    made.insert("Sid".to_owned(), sid.into());
    made.insert("Effect".to_owned(), "Allow".into());
    made.insert("Action".to_owned(), one_or_many(actions.to_vec()));
    made.insert(
        "Resource".to_owned(),
        one_or_many(resources.iter().cloned().collect()),
    );
    if !conditions.is_empty() {
        let conditions: Map<_, _> = conditions
            .iter()
            .map(|(operator, key, values)| {
                let values = one_or_many(values.clone());
                ((*operator).to_owned(), json!({ (*key): values }))
            })
            .collect();
        made.insert("Condition".to_owned(), conditions.into());
    }
    Value::Object(made)
}
