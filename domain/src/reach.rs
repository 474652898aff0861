//! Whether grants open a place in S3: the question behind "who could read this bucket?".

use std::collections::BTreeSet;

use crate::{
    abilities::{self, Documents},
    document,
    grant::{Access, Grant},
    partition::Partition,
    scope::{Scope, merged},
    service::{Home, Service},
};

/// How much of what was asked about is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    All,
    /// Only the places that the grants name.
    Part,
}

/// What grants open of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// How much of it.
    pub extent: Extent,
    /// The grants that open it, with only the accesses that were asked about.
    pub grants: Vec<Grant>,
}

/// What these grants open of everything in `bucket` whose key starts with `prefix` (all of the
/// bucket when it is empty), for any of these accesses; none when it is nothing.
///
/// A grant on a part counts as well: who may read `in/a/` may read something under `in/`.
pub fn reach(grants: &[Grant], bucket: &str, prefix: &str, access: &[Access]) -> Option<Reach> {
    let place = Scope {
        service: Service::S3,
        texts: vec![bucket, prefix],
        access: access.iter().copied().collect::<BTreeSet<_>>(),
    };
    let mut extent = Extent::Part;
    let mut found = Vec::new();
    for mut scope in merged(grants.iter().map(Scope::of_text)) {
        if scope.service != Service::S3 {
            if let Some(own) = beside(&scope, (bucket, prefix), access) {
                found.push(scope.to_grant());
                if own == Extent::All {
                    extent = Extent::All;
                }
            }
            continue;
        }
        let covers = scope.covers(&place);
        if !covers && !place.covers(&scope) {
            continue;
        }
        scope.access.retain(|access| place.access.contains(access));
        if scope.access.is_empty() {
            continue;
        }
        if covers {
            extent = Extent::All;
        }
        found.push(scope.to_grant());
    }
    (!found.is_empty()).then_some(Reach {
        extent,
        grants: found,
    })
}

/// What a grant of another service opens in S3: the results of queries, or what a custom statement says.
fn beside(
    scope: &Scope<&str>,
    (bucket, prefix): (&str, &str),
    access: &[Access],
) -> Option<Extent> {
    let own = scope.owned();
    Partition::ALL.into_iter().find_map(|partition| {
        // Neither is part of a bucket's name.
        let home = Home {
            partition,
            region: "",
            account: "",
        };
        let statements = (scope.service.template().statements)(&[&own], &home);
        let document = document::document(&statements);
        let documents = Documents::parse([&document], None).ok()?;
        let found = abilities::reach(&documents, partition, bucket, prefix, access)?;
        Some(found.extent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Access::{Delete, List, Read, Write};

    fn grant(prefix: &str, access: &[Access]) -> Grant {
        Grant::s3("data", prefix, access)
    }

    fn found(grants: &[Grant], prefix: &str, access: &[Access]) -> Option<(Extent, Vec<String>)> {
        let reach = reach(grants, "data", prefix, access)?;
        Some((
            reach.extent,
            reach
                .grants
                .iter()
                .map(|grant| grant.describe().into())
                .collect(),
        ))
    }

    #[test]
    fn a_broader_grant_opens_all_and_a_narrower_one_a_part() {
        let grants = [grant("in/", &[Read])];
        let all = |words: &str| Some((Extent::All, vec![words.to_owned()]));
        assert_eq!(
            found(&grants, "in/", &[Read]),
            all("read objects under s3://data/in/")
        );
        assert_eq!(
            found(&grants, "in/day/file.csv", &[Read]),
            all("read objects under s3://data/in/")
        );
        assert_eq!(
            found(&grants, "", &[Read]).map(|(extent, _)| extent),
            Some(Extent::Part)
        );
        for elsewhere in ["in-secret/", "out/", "i/"] {
            assert_eq!(found(&grants, elsewhere, &[Read]), None, "{elsewhere}");
        }
        assert_eq!(reach(&grants, "dat", "", &[Read]), None);
    }

    #[test]
    fn only_the_asked_accesses_count_and_reading_brings_listing() {
        let grants = [grant("", &[Read]), grant("in/", &[Write])];
        assert_eq!(found(&grants, "", &[Delete]), None);
        assert_eq!(
            found(&grants, "", &[List]),
            Some((
                Extent::All,
                vec!["list all objects in the bucket s3://data".to_owned()]
            ))
        );
        assert_eq!(
            found(&grants, "", &[Write]).map(|(extent, _)| extent),
            Some(Extent::Part)
        );
    }

    #[test]
    fn results_of_queries_and_custom_statements_count_as_well() {
        let mut athena = Grant::empty(Service::Athena);
        for (field, text) in [
            ("workgroup", "primary"),
            ("database", "sales"),
            ("bucket", "data"),
            ("prefix", "results/"),
        ] {
            assert!(athena.set(field, text.to_owned()));
        }
        let custom = |partition: &str| {
            let mut custom = Grant::empty(Service::Custom);
            let statement = format!(
                r#"{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:{partition}:s3:::data/in/*"}}"#
            );
            custom.set("statement", statement);
            custom
        };
        let mut queue = Grant::empty(Service::Sqs);
        queue.set("queue", "data".to_owned());
        queue.access = vec![Access::Send];
        for (grant, prefix, expected) in [
            (&athena, "results/a/", Some(Extent::All)),
            (&athena, "in/", None),
            (&custom("aws"), "in/", Some(Extent::All)),
            (&custom("aws-cn"), "", Some(Extent::Part)),
            (&custom("aws"), "out/", None),
            (&queue, "", None),
        ] {
            let found = reach(std::slice::from_ref(grant), "data", prefix, &[Read]);
            assert_eq!(found.map(|one| one.extent), expected, "{grant:?} {prefix}");
        }
    }
}
