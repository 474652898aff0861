//! Whether Roleport can do its work for a cluster: what was looked at, what it means, what to do
//! (issue 4, item 7).

use roleport_lang::{Text, retold, text};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{aws_answers, cluster::ValidCluster, plan::Quotas, trust};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// As it must be.
    Good,
    /// It can't be told.
    Unknown,
    /// Somebody has to do something, before it fails or soon.
    Warning,
    /// Requests of this cluster fail, or roles can't be used.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable `snake_case` name, for programs. Never reworded.
    pub code: String,
    /// How it stands.
    pub standing: Standing,
    /// What it is, and what to do where that is something. In JSON it is English; what is read from there is told in all
    /// languages.
    #[serde(deserialize_with = "kept")]
    pub words: Text,
}

/// What AWS answered; the other one in words, where it did not.
pub type Seen<T> = Result<T, Text>;

/// What was seen of a cluster's account.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The account that Roleport's credentials belong to.
    pub account: Seen<String>,
    /// Whether the OIDC provider is registered.
    pub provider: Seen<bool>,
    /// Whether the permissions boundary exists; none where the cluster has none.
    pub boundary: Option<Seen<bool>>,
    /// The cluster in EKS; none where it has no name there.
    pub eks: Option<Seen<SeenInEks>>,
    /// The account's quotas.
    pub quotas: Seen<Quotas>,
    /// Actions that Roleport needs and may not do.
    pub denied: Seen<Vec<String>>,
}

impl Observed {
    /// Whether Roleport's credentials are of this account.
    pub fn is_of(&self, account_id: &str) -> bool {
        self.account.as_deref().is_ok_and(|own| own == account_id)
    }
}

/// A cluster as EKS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenInEks {
    /// EKS knows no such cluster.
    Missing,
    /// It is there.
    There {
        /// Its OIDC issuer.
        issuer: Option<String>,
        /// Whether it has the agent of Pod Identity.
        agent: bool,
    },
}

/// Of a quota so many hundredths may be used before it is told.
const NEARLY_FULL: usize = 90;

/// What it means, in the order in which somebody would mend it.
pub fn items(cluster: &ValidCluster, observed: &Observed) -> Vec<Item> {
    let mut found = vec![credentials(cluster, &observed.account)];
    if found.iter().any(|item| item.standing == Standing::Bad) {
        // All else would be told of another account, or not at all.
        return found;
    }
    let issuer = &cluster.raw.oidc_issuer;
    found.push(told(
        "oidc_provider",
        &observed.provider,
        |there| *there,
        text!(health_provider_good, issuer = issuer),
        text!(
            health_provider_bad,
            issuer = issuer,
            audience = trust::AUDIENCE
        ),
    ));
    if let (Some(seen), Some(boundary)) = (&observed.boundary, &cluster.boundary) {
        let boundary = boundary.as_str();
        found.push(told(
            "boundary",
            seen,
            |there| *there,
            text!(health_boundary_good, boundary = boundary),
            text!(health_boundary_bad, boundary = boundary),
        ));
    }
    if let (Some(seen), Some(name)) = (&observed.eks, cluster.eks_name()) {
        found.extend(in_eks(cluster, name, seen));
    }
    let missing = observed.denied.as_deref().unwrap_or_default().join(", ");
    found.push(told(
        "rights",
        &observed.denied,
        Vec::is_empty,
        text!(health_rights_good),
        text!(health_rights_bad, actions = missing),
    ));
    found.extend(quotas(&observed.quotas));
    found
}

/// What it means whether the account's buckets may be listed, where their names are to be offered.
pub fn bucket_names(allowed: &Seen<bool>) -> Item {
    let mut item = told(
        "bucket_names",
        allowed,
        |allowed| *allowed,
        text!(health_bucket_names_good),
        text!(health_bucket_names_bad),
    );
    // Roles are made all the same.
    item.standing = item.standing.min(Standing::Warning);
    item
}

fn item(code: &str, standing: Standing, words: Text) -> Item {
    Item {
        code: code.to_owned(),
        standing,
        words,
    }
}

fn told<T>(
    code: &str,
    seen: &Seen<T>,
    is_good: impl FnOnce(&T) -> bool,
    good: Text,
    bad: Text,
) -> Item {
    match seen {
        Err(words) => item(code, Standing::Unknown, words.clone()),
        Ok(value) if is_good(value) => item(code, Standing::Good, good),
        Ok(_) => item(code, Standing::Bad, bad),
    }
}

fn credentials(cluster: &ValidCluster, seen: &Seen<String>) -> Item {
    let wanted = cluster.account.as_str();
    match seen {
        Ok(account) if account == wanted => item(
            "credentials",
            Standing::Good,
            text!(health_credentials_good, account = wanted),
        ),
        Ok(account) => item(
            "credentials",
            Standing::Bad,
            text!(health_credentials_bad, account = account, wanted = wanted),
        ),
        Err(words) => item("credentials", Standing::Bad, words.clone()),
    }
}

fn in_eks(cluster: &ValidCluster, name: &str, seen: &Seen<SeenInEks>) -> Vec<Item> {
    let region = &cluster.raw.region;
    let (issuer, agent) = match seen {
        Err(words) => return vec![item("eks_cluster", Standing::Unknown, words.clone())],
        Ok(SeenInEks::Missing) => {
            return vec![item(
                "eks_cluster",
                Standing::Bad,
                text!(health_eks_missing, cluster = name, region = region),
            )];
        }
        Ok(SeenInEks::There { issuer, agent }) => (issuer, *agent),
    };
    // IAM takes no other issuer than one of https, so that nothing else is compared.
    let issuer = issuer.as_ref().filter(|url| url.starts_with("https://"));
    let other = issuer.filter(|url| **url != cluster.raw.oidc_issuer);
    let standing = match other {
        Some(other) => item(
            "eks_cluster",
            Standing::Bad,
            text!(health_eks_other, cluster = name, issuer = other),
        ),
        None => item(
            "eks_cluster",
            Standing::Good,
            text!(health_eks_good, cluster = name, region = region),
        ),
    };
    let agent = if agent {
        item(
            "pod_identity_agent",
            Standing::Good,
            text!(health_agent_good),
        )
    } else {
        item(
            "pod_identity_agent",
            Standing::Warning,
            text!(health_agent_missing),
        )
    };
    vec![standing, agent]
}

fn quotas(seen: &Seen<Quotas>) -> Vec<Item> {
    let quotas = match seen {
        Ok(quotas) => quotas,
        Err(words) => return vec![item("quotas", Standing::Unknown, words.clone())],
    };
    let standing = |used: usize, most: usize| {
        if used >= most {
            Standing::Bad
        } else if used * 100 >= most * NEARLY_FULL {
            Standing::Warning
        } else {
            Standing::Good
        }
    };
    let (used, most) = (quotas.roles, quotas.roles_quota);
    let roles = standing(used, most);
    let of_roles = match roles {
        Standing::Bad => text!(health_roles_full, used = used, most = most),
        Standing::Warning => text!(health_roles_nearly_full, used = used, most = most),
        Standing::Good | Standing::Unknown => text!(health_roles_good, used = used, most = most),
    };
    let (used, most) = (quotas.policies, quotas.policies_quota);
    let policies = standing(used, most);
    let of_policies = match policies {
        Standing::Bad => text!(health_policies_full, used = used, most = most),
        Standing::Warning => text!(health_policies_nearly_full, used = used, most = most),
        Standing::Good | Standing::Unknown => {
            text!(health_policies_good, used = used, most = most)
        }
    };
    vec![
        item("roles_quota", roles, of_roles),
        item("policies_quota", policies, of_policies),
    ]
}

/// Words that were kept in English, in all languages; as they stand where they are none of these any more.
fn kept<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    let kept = String::deserialize(from)?;
    let told = retold!(
        kept.as_str();
        health_provider_good(issuer),
        health_provider_bad(issuer, audience),
        health_boundary_good(boundary),
        health_boundary_bad(boundary),
        health_rights_good,
        health_rights_bad(actions),
        health_credentials_good(account),
        health_credentials_bad(account, wanted),
        health_eks_missing(cluster, region),
        health_eks_other(cluster, issuer),
        health_eks_good(cluster, region),
        health_agent_good,
        health_agent_missing,
        health_roles_good(used, most),
        health_roles_nearly_full(used, most),
        health_roles_full(used, most),
        health_policies_good(used, most),
        health_policies_nearly_full(used, most),
        health_policies_full(used, most),
        health_bucket_names_good,
        health_bucket_names_bad,
        health_rights_untold(caller),
        health_rights_unread(why: aws_answers::retold),
    );
    Ok(told.unwrap_or_else(|| aws_answers::retold(&kept)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cluster::Cluster;

    fn cluster(boundary: Option<&str>) -> ValidCluster {
        Cluster {
            name: "production".to_owned(),
            account_id: "003250186609".to_owned(),
            partition: "aws".to_owned(),
            region: "us-east-1".to_owned(),
            oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC".to_owned(),
            role_name_pattern: "test-{app}".to_owned(),
            role_path: "/".to_owned(),
            permissions_boundary: boundary.map(str::to_owned),
            eks_name: None,
            identity: crate::identity::Identity::Irsa,
        }
        .parse()
        .unwrap()
    }

    fn fine() -> Observed {
        Observed {
            account: Ok("003250186609".to_owned()),
            provider: Ok(true),
            boundary: Some(Ok(true)),
            quotas: Ok(Quotas {
                trust_size: 2048,
                policies_per_role: 10,
                roles: 5,
                roles_quota: 1000,
                policies: 5,
                policies_quota: 1500,
            }),
            denied: Ok(Vec::new()),
            eks: None,
        }
    }

    fn standing(observed: &Observed) -> Vec<(String, Standing)> {
        let edge = Some("arn:aws:iam::003250186609:policy/edge");
        let items = items(&cluster(edge), observed);
        let kept = serde_json::to_string(&items).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Item>>(&kept).unwrap(), items);
        items
            .into_iter()
            .map(|item| (item.code, item.standing))
            .collect()
    }

    #[test]
    fn each_thing_stands_by_itself() {
        let all = standing(&fine());
        let codes: Vec<_> = all.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "credentials",
                "oidc_provider",
                "boundary",
                "rights",
                "roles_quota",
                "policies_quota"
            ]
        );
        assert!(all.iter().all(|(_, standing)| *standing == Standing::Good));
        let unread = || Err("AWS did not answer.".into());
        let full = |roles| {
            let mut quotas = fine().quotas.unwrap();
            quotas.roles = roles;
            Ok(quotas)
        };
        for (code, wanted, observed) in [
            (
                "oidc_provider",
                Standing::Bad,
                Observed {
                    provider: Ok(false),
                    ..fine()
                },
            ),
            (
                "oidc_provider",
                Standing::Unknown,
                Observed {
                    provider: unread().map(|()| true),
                    ..fine()
                },
            ),
            (
                "boundary",
                Standing::Bad,
                Observed {
                    boundary: Some(Ok(false)),
                    ..fine()
                },
            ),
            (
                "rights",
                Standing::Bad,
                Observed {
                    denied: Ok(vec!["iam:TagRole".to_owned()]),
                    ..fine()
                },
            ),
            (
                "roles_quota",
                Standing::Warning,
                Observed {
                    quotas: full(900),
                    ..fine()
                },
            ),
            (
                "roles_quota",
                Standing::Bad,
                Observed {
                    quotas: full(1000),
                    ..fine()
                },
            ),
        ] {
            for (other, standing) in standing(&observed) {
                let expected = if other == code {
                    wanted
                } else {
                    Standing::Good
                };
                assert_eq!(standing, expected, "{other} in {observed:?}");
            }
        }
    }

    #[test]
    fn buckets_that_may_not_be_listed_stop_no_role() {
        for (allowed, wanted) in [
            (Ok(true), Standing::Good),
            (Ok(false), Standing::Warning),
            (Err("AWS did not answer.".into()), Standing::Unknown),
        ] {
            let item = bucket_names(&allowed);
            assert_eq!(item.standing, wanted, "{allowed:?}");
            let kept = serde_json::to_string(&item).unwrap();
            assert_eq!(serde_json::from_str::<Item>(&kept).unwrap(), item);
        }
    }

    #[test]
    fn without_the_right_credentials_nothing_else_is_told() {
        for account in [Ok("111122223333".to_owned()), Err("Access denied.".into())] {
            let observed = Observed { account, ..fine() };
            assert_eq!(
                standing(&observed),
                [("credentials".to_owned(), Standing::Bad)]
            );
        }
        let none = items(
            &cluster(None),
            &Observed {
                boundary: None,
                ..fine()
            },
        );
        assert!(none.iter().all(|item| item.code != "boundary"));
    }
}
