//! Requests to start from.

use roleport_domain::{
    cluster::Cluster,
    grant::{Access, Grant},
    request::RequestInput,
};

/// The production cluster of the demonstration.
pub(crate) fn cluster() -> Cluster {
    Cluster {
        name: "production".to_owned(),
        account_id: "003250186609".to_owned(),
        partition: "aws".to_owned(),
        region: "us-east-1".to_owned(),
        oidc_issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE".to_owned(),
        role_name_pattern: "bln-fairbid-production-{app}".to_owned(),
        role_path: "/".to_owned(),
        permissions_boundary: None,
        eks_name: None,
        identity: roleport_domain::identity::Identity::Irsa,
    }
}

pub(crate) fn grant(bucket: &str, prefix: &str, access: &[Access]) -> Grant {
    Grant::s3(bucket, prefix, access)
}

/// A request of blue-raven for these grants.
pub(crate) fn request(grants: Vec<Grant>) -> RequestInput {
    RequestInput {
        cluster: cluster(),
        app: "blue-raven".to_owned(),
        namespace: "blue-raven".to_owned(),
        service_account: "blue-raven".to_owned(),
        grants,
        reason: "Reads the day's events.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: None,
    }
}
