//! From the page to a request.

use roleport_domain::{
    cluster::Cluster,
    grant::{Access, Grant, S3Grant},
    request::RequestInput,
};

use super::{
    dom::{by_id, ticked, value},
    lines,
};
use crate::fields::{CLUSTER_DATA, cluster_of};

/// The request as it is typed now; nothing while the cluster is not one of ours.
pub(super) fn request() -> Option<RequestInput> {
    Some(RequestInput {
        cluster: cluster()?,
        app: value("app"),
        namespace: value("namespace"),
        service_account: value("service_account"),
        grants: (0..lines::all().len()).map(grant).map(Grant::S3).collect(),
        reason: value("reason"),
    })
}

fn grant(index: usize) -> S3Grant {
    S3Grant {
        bucket: value(&format!("grants-{index}-bucket")),
        prefix: value(&format!("grants-{index}-prefix")),
        access: Access::ALL
            .into_iter()
            .filter(|access| ticked(&format!("grants-{index}-{}", access.as_str())))
            .collect(),
    }
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
