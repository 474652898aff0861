//! From the page to a request.

use roleport_domain::{
    cluster::Cluster, grant::Grant, identity::Identity, request::RequestInput, service::Service,
};

use super::lines;
use crate::{
    browser::page::{by_id, ticked, value},
    fields::{ADMIT_OLD_BUCKETS, BEFORE_DATA, CLUSTER_DATA, cluster_of, grants_of},
};

/// The request as it is typed now; nothing while the cluster is not one of ours.
pub(super) fn request() -> Option<RequestInput> {
    let grants: Vec<_> = (0..lines::all().len()).map(grant).collect();
    // The server looks at who admits them.
    let admitted_buckets = if ticked(ADMIT_OLD_BUCKETS) {
        Grant::old_buckets(&grants)
    } else {
        Vec::new()
    };
    Some(RequestInput {
        admitted_buckets,
        cluster: cluster()?,
        app: value("app"),
        namespace: value("namespace"),
        service_account: value("service_account"),
        grants,
        reason: value("reason"),
        existing_role: None,
        identity: Identity::parse(&value("identity")),
    })
}

/// What the role may do as it is; nothing for a new one.
pub(super) fn before() -> Vec<Grant> {
    let form = by_id("request-form");
    form.and_then(|form| form.get_attribute(BEFORE_DATA))
        .map(|data| grants_of(&data))
        .unwrap_or_default()
}

fn grant(index: usize) -> Grant {
    let part = |name: &str| format!("grants-{index}-{name}");
    let service = Service::parse(&value(&part("service"))).unwrap_or_default();
    let template = service.template();
    let mut grant = Grant::empty(service);
    for field in template.fields {
        grant.set(field.name, value(&part(field.name)));
    }
    let accesses = template.accesses.iter().copied();
    grant.access = accesses
        .filter(|access| template.accesses.len() == 1 || ticked(&part(access.as_str())))
        .collect();
    grant
}

fn cluster() -> Option<Cluster> {
    let field = by_id("cluster")?;
    // A list to choose from, or the hidden field of a role that has its cluster.
    let chosen = field
        .query_selector("option:checked")
        .ok()?
        .unwrap_or(field);
    cluster_of(&chosen.get_attribute(CLUSTER_DATA)?)
}
