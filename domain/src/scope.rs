//! What grants really open: merged by resource, without what a broader one opens anyway.

use std::collections::{BTreeMap, BTreeSet};

use crate::grant::{Access, Grant, S3Grant};

/// Access to a bucket and prefix; over parsed names where a policy is made of it, over plain text
/// where stored grants are only compared and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope<B, P> {
    pub(crate) bucket: B,
    pub(crate) prefix: P,
    pub(crate) access: BTreeSet<Access>,
}

impl<'a> Scope<&'a str, &'a str> {
    /// Of a grant whose text was not parsed.
    pub(crate) fn of_text(Grant::S3(grant): &'a Grant) -> Self {
        Scope::new(
            grant.bucket.as_str(),
            grant.prefix.as_str(),
            grant.access.iter().copied(),
        )
    }
}

impl<B, P> Scope<B, P> {
    /// Reading brings listing along: without it a missing object answers 403 where 404 was
    /// expected (domain.md sections 2 and 5).
    pub(crate) fn new(bucket: B, prefix: P, access: impl IntoIterator<Item = Access>) -> Self {
        let mut access: BTreeSet<_> = access.into_iter().collect();
        if access.contains(&Access::Read) {
            access.insert(Access::List);
        }
        Self {
            bucket,
            prefix,
            access,
        }
    }
}

impl<B: AsRef<str>, P: AsRef<str>> Scope<B, P> {
    /// Whether everything under `inner` is also under this one.
    pub(crate) fn covers<C: AsRef<str>, Q: AsRef<str>>(&self, inner: &Scope<C, Q>) -> bool {
        self.bucket.as_ref() == inner.bucket.as_ref()
            && inner.prefix.as_ref().starts_with(self.prefix.as_ref())
    }

    pub(crate) fn to_grant(&self) -> Grant {
        Grant::S3(S3Grant {
            bucket: self.bucket.as_ref().to_owned(),
            prefix: self.prefix.as_ref().to_owned(),
            access: self.access.iter().copied().collect(),
        })
    }
}

/// One scope a resource, sorted; what a broader scope of the same bucket opens is left out of the
/// narrower one.
pub(crate) fn merged<B, P>(scopes: impl IntoIterator<Item = Scope<B, P>>) -> Vec<Scope<B, P>>
where
    B: AsRef<str> + Ord,
    P: AsRef<str> + Ord,
{
    let mut by_resource: BTreeMap<(B, P), BTreeSet<Access>> = BTreeMap::new();
    for scope in scopes {
        let access = by_resource.entry((scope.bucket, scope.prefix)).or_default();
        access.extend(scope.access);
        if access.contains(&Access::Read) {
            access.insert(Access::List);
        }
    }
    // A broader prefix sorts before the narrower ones that start with it.
    let mut kept: Vec<Scope<B, P>> = Vec::new();
    for ((bucket, prefix), access) in by_resource {
        let mut scope = Scope {
            bucket,
            prefix,
            access,
        };
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

    fn scope(prefix: &'static str, access: &[Access]) -> Scope<&'static str, &'static str> {
        Scope {
            bucket: "data",
            prefix,
            access: access.iter().copied().collect(),
        }
    }

    fn typed(prefix: &'static str, access: &[Access]) -> Scope<&'static str, &'static str> {
        Scope::new("data", prefix, access.iter().copied())
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
            bucket: "other",
            ..scope("in/", &[Delete])
        };
        let scopes = [
            scope("in-secret/", &[Delete]),
            scope("in/", &[Delete]),
            other,
        ];
        assert_eq!(merged(scopes.clone()), scopes);
    }
}
