//! What grants really open: merged by resource, without what a broader one opens anyway.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    grant::{Access, Grant},
    service::{Nesting, Service},
};

/// Access to a resource; over checked texts where a policy is made of it, over plain ones where stored
/// grants are only compared and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope<T> {
    pub(crate) service: Service,
    /// In the order of the service's fields.
    pub(crate) texts: Vec<T>,
    pub(crate) access: BTreeSet<Access>,
}

impl<'a> Scope<&'a str> {
    /// Of a grant whose texts were not checked.
    pub(crate) fn of_text(grant: &'a Grant) -> Self {
        Self::new(
            grant.service,
            grant.texts().map(|(_, text)| text).collect(),
            grant.access.iter().copied(),
        )
    }
}

impl<T> Scope<T> {
    /// With what the accesses bring along.
    pub(crate) fn new(
        service: Service,
        texts: Vec<T>,
        access: impl IntoIterator<Item = Access>,
    ) -> Self {
        let mut access: BTreeSet<_> = access.into_iter().collect();
        if let [only] = service.template().accesses {
            access.insert(*only);
        }
        if let Some((given, along)) = service.template().implied
            && access.contains(&given)
        {
            access.insert(along);
        }
        Self {
            service,
            texts,
            access,
        }
    }
}

impl<T: AsRef<str>> Scope<T> {
    /// The texts, to be read.
    pub(crate) fn plain(&self) -> Vec<&str> {
        self.texts.iter().map(AsRef::as_ref).collect()
    }

    /// With texts of its own, as a policy is made of.
    pub(crate) fn owned(&self) -> Scope<String> {
        let texts = self.texts.iter().map(|text| text.as_ref().to_owned());
        Scope {
            service: self.service,
            texts: texts.collect(),
            access: self.access.clone(),
        }
    }

    /// Something of each access, made of the texts.
    pub(crate) fn with_access<'s, R>(
        &'s self,
        make: impl Fn(&[&str], Access) -> R + 's,
    ) -> impl Iterator<Item = R> + 's {
        let texts = self.plain();
        self.access.iter().map(move |access| make(&texts, *access))
    }

    /// Whether everything under `inner` is also under this one.
    pub(crate) fn covers<U: AsRef<str>>(&self, inner: &Scope<U>) -> bool {
        let nesting = self.service.template().nesting;
        self.service == inner.service
            && self.texts.len() == inner.texts.len()
            && self
                .texts
                .iter()
                .zip(&inner.texts)
                .enumerate()
                .all(|(place, (own, other))| {
                    let (own, other) = (own.as_ref(), other.as_ref());
                    own == other
                        || match nesting {
                            Nesting::Prefix(field) if field == place => other.starts_with(own),
                            Nesting::Path(field) if field == place => other
                                .strip_prefix(own)
                                .is_some_and(|rest| rest.starts_with('/')),
                            Nesting::Same | Nesting::Prefix(_) | Nesting::Path(_) => false,
                        }
                })
    }

    /// What tells a part of another scope apart from it, such as the prefix; nothing where there are
    /// no parts.
    pub(crate) fn part(&self) -> &str {
        match self.service.template().nesting {
            Nesting::Same => "",
            Nesting::Prefix(field) | Nesting::Path(field) => {
                self.texts.get(field).map_or("", AsRef::as_ref)
            }
        }
    }

    pub(crate) fn to_grant(&self) -> Grant {
        let texts = self.texts.iter().map(|text| text.as_ref().to_owned());
        Grant::of(
            self.service,
            texts.collect(),
            self.access.iter().copied().collect(),
        )
    }
}

/// One scope a resource, sorted; what a broader scope opens is left out of the narrower one.
pub(crate) fn merged<T: AsRef<str> + Ord>(
    scopes: impl IntoIterator<Item = Scope<T>>,
) -> Vec<Scope<T>> {
    let mut by_resource: BTreeMap<(Service, Vec<T>), BTreeSet<Access>> = BTreeMap::new();
    for scope in scopes {
        let access = by_resource.entry((scope.service, scope.texts)).or_default();
        access.extend(scope.access);
    }
    // A broader prefix or path sorts before the narrower ones that start with it.
    let mut kept: Vec<Scope<T>> = Vec::new();
    for ((service, texts), access) in by_resource {
        let mut scope = Scope::new(service, texts, access);
        for broader in &kept {
            if broader.covers(&scope) {
                scope.access = &scope.access - &broader.access;
            }
        }
        if !scope.access.is_empty() {
            kept.push(scope);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use Access::{Delete, List, Read, Write};

    fn scope(prefix: &'static str, access: &[Access]) -> Scope<&'static str> {
        Scope {
            service: Service::S3,
            texts: vec!["data", prefix],
            access: access.iter().copied().collect(),
        }
    }

    fn typed(prefix: &'static str, access: &[Access]) -> Scope<&'static str> {
        Scope::new(Service::S3, vec!["data", prefix], access.iter().copied())
    }

    fn parameter(path: &'static str) -> Scope<&'static str> {
        Scope::new(Service::Ssm, vec![path], [])
    }

    #[test]
    fn the_same_resource_is_named_once() {
        assert_eq!(
            merged([typed("in/", &[Write]), typed("in/", &[Read])]),
            [scope("in/", &[List, Read, Write])]
        );
    }

    #[test]
    fn a_broader_scope_takes_in_the_narrower_one() {
        assert_eq!(
            merged([
                typed("in/a/", &[Read, Write]),
                typed("in/", &[Read]),
                typed("", &[List]),
                typed("in/b/", &[Read]),
            ]),
            [
                scope("", &[List]),
                scope("in/", &[Read]),
                scope("in/a/", &[Write]),
            ]
        );
    }

    #[test]
    fn neighbours_and_other_buckets_stay() {
        let other = Scope {
            texts: vec!["other", "in/"],
            ..scope("in/", &[Delete])
        };
        let scopes = [
            scope("in-secret/", &[Delete]),
            scope("in/", &[Delete]),
            other,
        ];
        assert_eq!(merged(scopes.clone()), scopes);
    }

    #[test]
    fn a_path_takes_in_what_is_below_it_and_no_neighbour() {
        let scopes = [parameter("app"), parameter("app/db"), parameter("app-2")];
        assert_eq!(merged(scopes), [parameter("app"), parameter("app-2")]);
        assert!(!parameter("app/db").covers(&parameter("app")));
    }

    #[test]
    fn services_are_never_parts_of_each_other() {
        let queue = Scope::new(Service::Sqs, vec!["data"], [Access::Send]);
        let topic = Scope::new(Service::Sns, vec!["data"], []);
        assert_eq!(merged([topic.clone(), queue.clone()]), [queue, topic]);
    }
}
