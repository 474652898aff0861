//! A permission as a link to the form, and back: what the Doctor found missing is asked for by one click.
//!
//! What comes from a URL is typed text like any other: the form shows it, and nothing is taken for checked.

use leptos_router::location::Url;
use roleport_domain::{
    doctor::{Permission, with_grant},
    grant::{Access, Grant},
    name::AppName,
    service::Service,
};

use super::typed;
use crate::portal::TypedRequest;

/// What a link fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prefill {
    cluster: String,
    namespace: String,
    service_account: String,
    grant: Grant,
}

/// Path of the form, filled in so that it asks for this.
pub fn link(permission: &Permission) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if let Some(role) = permission.role {
        pairs.push(("role", role.to_string()));
    } else {
        pairs.extend(permission.cluster.clone().map(|name| ("cluster", name)));
        if let Some((namespace, account)) = permission.binding.clone() {
            pairs.extend([("namespace", namespace), ("service_account", account)]);
        }
    }
    let grant = &permission.grant;
    pairs.push(("service", grant.service.to_string()));
    let texts = grant.texts().filter(|(_, text)| !text.is_empty());
    pairs.extend(texts.map(|(field, text)| (field.name, text.to_owned())));
    let access: Vec<_> = grant.access.iter().map(|one| one.as_str()).collect();
    pairs.push(("access", access.join(",")));
    let query: Vec<_> = pairs
        .into_iter()
        .map(|(name, text)| format!("{name}={}", Url::escape(&text)))
        .collect();
    format!("/requests/new?{}", query.join("&"))
}

impl Prefill {
    /// What the present URL fills in; none where it names no service that there is.
    pub(super) fn of_query() -> Option<Self> {
        Self::read(typed)
    }

    fn read(text: impl Fn(&str) -> String) -> Option<Self> {
        let service = Service::parse(&text("service"))?;
        let template = service.template();
        let mut grant = Grant::empty(service);
        for field in template.fields {
            grant.set(field.name, text(field.name));
        }
        let named = text("access");
        grant.access = match template.accesses {
            [only] => vec![*only],
            several => several
                .iter()
                .copied()
                .filter(|one: &Access| named.split(',').any(|name| name == one.as_str()))
                .collect(),
        };
        Some(Self {
            cluster: text("cluster"),
            namespace: text("namespace"),
            service_account: text("service_account"),
            grant,
        })
    }

    /// Adds it to what the form starts from.
    pub(super) fn fill(self, request: &mut TypedRequest) {
        request.grants = with_grant(std::mem::take(&mut request.grants), self.grant);
        if request.role.is_some() {
            return;
        }
        // Most name the application after its service account.
        if request.app.is_empty() && AppName::parse(&self.service_account).is_ok() {
            request.app.clone_from(&self.service_account);
        }
        for (own, given) in [
            (&mut request.cluster, self.cluster),
            (&mut request.namespace, self.namespace),
            (&mut request.service_account, self.service_account),
        ] {
            if own.is_empty() {
                *own = given;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use super::*;

    fn read(link: &str) -> Option<Prefill> {
        let query = link.split_once('?')?.1;
        Prefill::read(|name| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.into_iter().find(|(key, _)| *key == name);
            found
                .map(|(_, text)| Url::unescape(text))
                .unwrap_or_default()
        })
    }

    fn permission(grant: Grant) -> Permission {
        Permission {
            role: None,
            cluster: Some("production".to_owned()),
            binding: Some(("blue".to_owned(), "raven".to_owned())),
            grant,
        }
    }

    #[test]
    fn a_grant_of_every_service_comes_back_from_its_link() {
        for service in Service::ALL {
            let mut grant = Grant::empty(service);
            for field in service.template().fields {
                grant.set(field.name, format!("a&b=c #{}+%41\"ü", field.name));
            }
            grant.access = service.template().accesses.to_vec();
            let found = read(&link(&permission(grant.clone()))).unwrap();
            assert_eq!(found.grant, grant, "{service}");
            assert_eq!(found.cluster, "production");
            let mut request = TypedRequest::default();
            found.fill(&mut request);
            assert_eq!(request.app, "raven");
            assert_eq!(request.namespace, "blue");
            assert_eq!(request.grants, [grant]);
        }
    }

    #[test]
    fn a_role_keeps_its_own_names_and_grants() {
        let own = Grant::s3("data", "in/", &[Access::Read]);
        let mut request = TypedRequest {
            role: Some(3),
            app: "own".to_owned(),
            namespace: "own".to_owned(),
            grants: vec![own.clone()],
            ..TypedRequest::default()
        };
        let new = Grant::s3("data", "out/", &[Access::Write]);
        let asked = Permission {
            role: Some(3),
            ..permission(new.clone())
        };
        let address = link(&asked);
        assert!(
            address.starts_with("/requests/new?role=3&service=s3&bucket=data"),
            "{address}"
        );
        read(&address).unwrap().fill(&mut request);
        assert_eq!(request.grants, [own, new]);
        assert_eq!(request.namespace, "own");
    }

    #[test]
    fn what_is_no_service_fills_in_nothing() {
        assert_eq!(read("/requests/new?service=toaster&bucket=x"), None);
        assert_eq!(read("/requests/new?role=3"), None);
        let odd = read("/requests/new?service=s3&access=read,all,%3Cscript%3E").unwrap();
        assert_eq!(odd.grant.access, [Access::Read]);
    }
}
