//! How a field of a request is named in the HTML, and what else page and island agree on.

use roleport_domain::{cluster::Cluster, identity::Identity, service::Service};

/// Name and id of the box in which whoever decides on requests admits old names of buckets.
pub(crate) const ADMIT_OLD_BUCKETS: &str = "admit_old_buckets";

/// The id of the element that a domain error's field stands for: `grants[0].bucket` is
/// `grants-0-bucket`, `service_account` stays as it is.
///
/// ```
/// assert_eq!(roleport_app::fields::element_id("grants[0].bucket"), "grants-0-bucket");
/// ```
pub fn element_id(field: &str) -> String {
    field
        .chars()
        .filter(|letter| *letter != ']')
        .map(|letter| match letter {
            '[' | '.' => '-',
            other => other,
        })
        .collect()
}

/// The id of the `<template>` with an empty line of a service.
///
/// ```
/// use roleport_app::fields::line_template;
/// use roleport_domain::service::Service;
///
/// assert_eq!(line_template(Service::Sqs), "line-of-sqs");
/// ```
pub fn line_template(service: Service) -> String {
    format!("line-of-{service}")
}

/// Whether the new-request form has an element for this field, so that a link can lead to it.
pub fn has_element(field: &str) -> bool {
    field.starts_with("grants")
        || matches!(
            field,
            "cluster" | "app" | "namespace" | "service_account" | "identity" | "reason" | "answer"
        )
}

/// The value of `aria-describedby`: the ids of a field's hint and of its error, where it has them.
///
/// ```
/// use roleport_app::fields::described;
///
/// assert_eq!(described("app", true, true).as_deref(), Some("app-hint app-error"));
/// assert_eq!(described("app", false, false), None);
/// ```
pub fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

/// Text for the inside of a `<textarea>`, as HTML. An ordinary child won't do: Leptos writes a
/// space in place of an empty string, and the space would then stand in the field.
pub fn textarea_html(text: &str) -> String {
    // The parser drops one newline right after the tag, so the first one is written twice.
    let lead = if text.starts_with('\n') { "\n" } else { "" };
    format!("{lead}{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// The attribute in which an option of the form's clusters carries the cluster for the browser.
pub const CLUSTER_DATA: &str = "data-cluster";

/// A cluster as the text of [`CLUSTER_DATA`]: its fields, one a line. The form's page carries no
/// JSON for it, since a reader of JSON would be a good part of what the browser has to load.
pub fn cluster_data(cluster: &Cluster) -> String {
    let boundary = cluster.permissions_boundary.as_deref().unwrap_or_default();
    [
        &cluster.name,
        &cluster.account_id,
        &cluster.partition,
        &cluster.region,
        &cluster.oidc_issuer,
        &cluster.role_name_pattern,
        &cluster.role_path,
        boundary,
    ]
    .join("\n")
}

/// The cluster of a text that [`cluster_data`] made; nothing for any other text.
pub fn cluster_of(data: &str) -> Option<Cluster> {
    let mut fields = data.split('\n').map(str::to_owned);
    let cluster = Cluster {
        name: fields.next()?,
        account_id: fields.next()?,
        partition: fields.next()?,
        region: fields.next()?,
        oidc_issuer: fields.next()?,
        role_name_pattern: fields.next()?,
        role_path: fields.next()?,
        permissions_boundary: fields
            .next()
            .map(|text| (!text.is_empty()).then_some(text))?,
        // What hangs on these the server checks alone.
        eks_name: None,
        identity: Identity::default(),
    };
    fields.next().is_none().then_some(cluster)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_comes_back_from_the_page_as_it_went() {
        for boundary in [
            None,
            Some("arn:aws:iam::003250186609:policy/limit".to_owned()),
        ] {
            let cluster = Cluster {
                name: "production".to_owned(),
                account_id: "003250186609".to_owned(),
                partition: "aws".to_owned(),
                region: "us-east-1".to_owned(),
                oidc_issuer: "https://oidc.example".to_owned(),
                role_name_pattern: "a-{app}".to_owned(),
                role_path: "/".to_owned(),
                permissions_boundary: boundary,
                eks_name: None,
                identity: Identity::default(),
            };
            assert_eq!(cluster_of(&cluster_data(&cluster)), Some(cluster));
        }
        assert_eq!(cluster_of("production"), None);
    }
}
