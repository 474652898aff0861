//! What deserves a second look but stops nothing.

use crate::{
    errors::{FieldError, Violation},
    grant::{Access, Grant, S3Grant},
    issuer::Issuer,
    partition::Partition,
    request::{MAX_GRANTS, RequestInput},
    scope::Scope,
};

/// Every warning about a request, valid or not, in the order of the form.
pub fn warnings(input: &RequestInput) -> Vec<FieldError> {
    let mut found = cluster_warnings(input);
    if input.namespace.starts_with("kube-") {
        found.push(
            Violation::new(
                "namespace_system",
                format!(
                    "The namespace {} belongs to Kubernetes itself. Check that the application really runs there.",
                    input.namespace
                ),
            )
            .at("namespace"),
        );
    }
    if input.service_account == "default" {
        found.push(
            Violation::new(
                "service_account_default",
                "Every pod of the namespace that names no service account runs as \"default\" and would get this role. Give the application its own.",
            )
            .at("service_account"),
        );
    }
    // A longer list is refused as a whole; comparing its lines would take its length squared.
    let grants = input.grants.get(..MAX_GRANTS).unwrap_or(&input.grants);
    let scopes: Vec<_> = grants.iter().map(Scope::of_text).collect();
    for (index, Grant::S3(grant)) in grants.iter().enumerate() {
        if grant.bucket.is_empty() {
            continue;
        }
        found.extend(
            grant_findings(grant)
                .into_iter()
                .map(|(name, finding)| finding.at(format!("grants[{index}].{name}"))),
        );
        found.extend(covered(&scopes, index).map(|v| v.at(format!("grants[{index}]"))));
    }
    found
}

/// What a reader of the grant should know, each with the part of the grant it is about.
pub(crate) fn grant_findings(grant: &S3Grant) -> Vec<(&'static str, Violation)> {
    let mut found = Vec::new();
    let url = grant.url();
    if grant.prefix.is_empty() {
        found.push((
            "prefix",
            Violation::new(
                "whole_bucket",
                format!(
                    "This opens the whole bucket {url}, now and for whatever is put there later."
                ),
            ),
        ));
    }
    if grant.prefix.contains("//") || grant.prefix.starts_with(' ') {
        found.push((
            "prefix",
            Violation::new(
                "prefix_unusual",
                format!("S3 takes two slashes in a row and a leading space literally. Check {url} for a typing error."),
            ),
        ));
    }
    if grant.access.contains(&Access::Write) {
        found.push((
            "access",
            Violation::new("can_write", format!("This can overwrite objects in {url}.")),
        ));
    }
    if grant.access.contains(&Access::Delete) {
        found.push((
            "access",
            Violation::new("can_delete", format!("This can delete objects in {url}.")),
        ));
    }
    found
}

/// Said where another line opens all that this one does, so that nobody thinks it limits anything.
fn covered(scopes: &[Scope<&str, &str>], index: usize) -> Option<Violation> {
    let this = scopes.get(index)?;
    let (_, broader) = scopes.iter().enumerate().find(|(other, broader)| {
        // Of two lines for the same resource only the later one is said to be covered.
        let comes_first = broader.prefix != this.prefix || *other < index;
        *other != index
            && comes_first
            && broader.covers(this)
            && !this.access.is_empty()
            && this.access.is_subset(&broader.access)
    })?;
    Some(Violation::new(
        "grant_covered",
        format!(
            "Another grant opens all of this already: {}. This line changes nothing.",
            broader.to_grant().describe()
        ),
    ))
}

fn cluster_warnings(input: &RequestInput) -> Vec<FieldError> {
    let cluster = &input.cluster;
    let mut found = Vec::new();
    if let Ok(partition) = Partition::parse(&cluster.partition)
        && Partition::of_region(&cluster.region) != partition
    {
        found.push(
            Violation::new(
                "region_other_partition",
                format!(
                    "The region {} is not one of the partition {}. Check both.",
                    cluster.region, cluster.partition
                ),
            )
            .at("cluster.region"),
        );
    }
    if let Ok(issuer) = Issuer::parse(&cluster.oidc_issuer)
        && let Some(region) = issuer.eks_region()
        && region != cluster.region
    {
        found.push(
            Violation::new(
                "oidc_issuer_other_region",
                format!(
                    "The OIDC issuer names the region {region} and the cluster {}. Check both.",
                    cluster.region
                ),
            )
            .at("cluster.oidc_issuer"),
        );
    }
    found
}
