//! What deserves a second look but stops nothing.

use roleport_lang::text;

use crate::{
    errors::{FieldError, Violation},
    issuer::Issuer,
    partition::Partition,
    request::{MAX_GRANTS, RequestInput},
    scope::Scope,
    service::Home,
};

/// Every warning about a request, valid or not, in the order of the form.
pub fn warnings(input: &RequestInput) -> Vec<FieldError> {
    let mut found = cluster_warnings(input);
    if input.namespace.starts_with("kube-") {
        found.push(
            Violation::new(
                "namespace_system",
                text!(grants_namespace_system, namespace = input.namespace),
            )
            .at("namespace"),
        );
    }
    if input.service_account == "default" {
        found.push(
            Violation::new(
                "service_account_default",
                text!(grants_service_account_default),
            )
            .at("service_account"),
        );
    }
    // A longer list is refused as a whole; comparing its lines would take its length squared.
    let grants = input.grants.get(..MAX_GRANTS).unwrap_or(&input.grants);
    // As they will be stored where they are right: an ARN and a name of the same are the same.
    let cluster = input.cluster.parse().ok();
    let home = cluster.as_ref().map(Home::of);
    let stored: Vec<_> = grants
        .iter()
        .map(|grant| grant.stored(home.as_ref()).unwrap_or_else(|| grant.clone()))
        .collect();
    let scopes: Vec<_> = stored.iter().map(Scope::of_text).collect();
    for (index, (grant, scope)) in grants.iter().zip(&scopes).enumerate() {
        // Its first field says what it is about.
        if grant.texts().next().is_none_or(|(_, text)| text.is_empty()) {
            continue;
        }
        found.extend(
            grant_findings(scope)
                .into_iter()
                .map(|(name, finding)| finding.at(format!("grants[{index}].{name}"))),
        );
        found.extend(covered(&scopes, index).map(|v| v.at(format!("grants[{index}]"))));
    }
    found
}

/// What a reader of the grant should know, each with the part of the grant it is about.
pub(crate) fn grant_findings(scope: &Scope<&str>) -> Vec<(&'static str, Violation)> {
    (scope.service.template().findings)(&scope.texts, &scope.access)
}

/// Said where another line opens all that this one does, so that nobody thinks it limits anything.
fn covered(scopes: &[Scope<&str>], index: usize) -> Option<Violation> {
    let this = scopes.get(index)?;
    let (_, broader) = scopes.iter().enumerate().find(|(other, broader)| {
        // Of two lines for the same resource only the later one is said to be covered.
        let comes_first = broader.texts != this.texts || *other < index;
        *other != index
            && comes_first
            && broader.covers(this)
            && !this.access.is_empty()
            && this.access.is_subset(&broader.access)
    })?;
    Some(Violation::new(
        "grant_covered",
        text!(grants_covered, broader = broader.to_grant().describe()),
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
                text!(
                    grants_region_other_partition,
                    region = cluster.region,
                    partition = cluster.partition
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
                text!(
                    grants_issuer_other_region,
                    region = region,
                    own = cluster.region
                ),
            )
            .at("cluster.oidc_issuer"),
        );
    }
    found
}
