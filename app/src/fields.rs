//! How a field of a request is named in the HTML, and what else page and island agree on.

use roleport_domain::{
    changes::ChangeKind,
    cluster::Cluster,
    grant::{Access, Grant},
    identity::Identity,
    service::Service,
};

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
            "cluster"
                | "app"
                | "namespace"
                | "service_account"
                | "identity"
                | "reason"
                | "answer"
                | "pasted"
                | "like"
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
        cluster.eks_name.as_deref().unwrap_or_default(),
        cluster.identity.as_str(),
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
        permissions_boundary: Some(fields.next()?).filter(|text| !text.is_empty()),
        eks_name: Some(fields.next()?).filter(|text| !text.is_empty()),
        identity: Identity::parse(&fields.next()?)?,
    };
    fields.next().is_none().then_some(cluster)
}

/// The attribute in which the form carries what a role may do before its change.
pub const BEFORE_DATA: &str = "data-before";

/// Grants as the text of [`BEFORE_DATA`]: one a line, its parts with tabs between.
pub fn grants_data(grants: &[Grant]) -> String {
    let lines: Vec<_> = grants
        .iter()
        .map(|grant| {
            let access: Vec<_> = grant.access.iter().map(|one| one.as_str()).collect();
            let texts = grant.texts().map(|(_, text)| escaped(text));
            let parts = [grant.service.to_string(), access.join(",")].into_iter();
            parts.chain(texts).collect::<Vec<_>>().join("\t")
        })
        .collect();
    lines.join("\n")
}

/// The grants of a text that [`grants_data`] made; what is no grant is left out.
pub fn grants_of(data: &str) -> Vec<Grant> {
    data.split('\n').filter_map(grant_of).collect()
}

fn grant_of(line: &str) -> Option<Grant> {
    let mut parts = line.split('\t');
    let service = Service::parse(parts.next()?)?;
    let access = parts.next()?;
    let mut grant = Grant::empty(service);
    grant.access = Access::ALL
        .into_iter()
        .filter(|one| access.split(',').any(|name| name == one.as_str()))
        .collect();
    for (field, text) in service.template().fields.iter().zip(parts) {
        grant.set(field.name, unescaped(text));
    }
    Some(grant)
}

/// Without what separates lines and parts.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\t', "%09")
}

fn unescaped(text: &str) -> String {
    text.replace("%09", "\t")
        .replace("%0A", "\n")
        .replace("%25", "%")
}

/// How a line of a difference looks.
pub(crate) fn changed_class(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "change-added",
        ChangeKind::Removed => "change-removed",
        ChangeKind::Kept => "change-kept",
    }
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
                permissions_boundary: boundary.clone(),
                eks_name: boundary.map(|_| "production".to_owned()),
                identity: Identity::PodIdentity,
            };
            assert_eq!(cluster_of(&cluster_data(&cluster)), Some(cluster));
        }
        assert_eq!(cluster_of("production"), None);
    }
    #[test]
    fn grants_come_back_from_the_page_as_they_went() {
        let mut all = Vec::new();
        for service in Service::ALL {
            let mut grant = Grant::empty(service);
            for field in service.template().fields {
                grant.set(field.name, format!("%0A\t{}\n%25%", field.name));
            }
            grant.access = service.template().accesses.to_vec();
            all.extend([grant, Grant::empty(service)]);
        }
        assert_eq!(grants_of(&grants_data(&all)), all);
        assert_eq!(grants_of("toaster\tread\tx\n"), []);
    }
}
