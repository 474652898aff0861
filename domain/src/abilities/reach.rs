//! "Who can reach s3://bucket/prefix?", asked of documents.

use super::{
    ANYTHING, Documents,
    probe::{Probe, Region, probes},
    tell,
};
use crate::{
    changes::{ChangeKind, GrantChange},
    grant::Access,
    partition::Partition,
    policy::{Pattern, Policy},
    prefix::escaped,
    reach::Extent,
};

/// What documents open of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReach {
    /// How much of it, without any condition.
    pub extent: Extent,
    /// What may be done there, in sentences, with the conditions under which.
    pub abilities: Vec<GrantChange>,
}

/// What an access is in S3; none for those of other services.
const fn action(access: Access) -> Option<&'static str> {
    match access {
        Access::List => Some("s3:ListBucket"),
        Access::Read => Some("s3:GetObject"),
        Access::Write => Some("s3:PutObject"),
        Access::Delete => Some("s3:DeleteObject"),
        Access::Receive
        | Access::Send
        | Access::Publish
        | Access::Decrypt
        | Access::Encrypt
        | Access::Query
        | Access::Use => None,
    }
}

/// What documents open of everything in `bucket` whose key starts with `prefix` (all of the bucket
/// when it is empty), for any of these accesses; none when it is nothing.
///
/// Unlike [`crate::reach::reach`], which asks grants, it holds for any document. Policies of the bucket are
/// not looked at.
pub fn reach(
    documents: &Documents,
    partition: Partition,
    bucket: &str,
    prefix: &str,
    access: &[Access],
) -> Option<DocumentReach> {
    let arn = format!("arn:{}:s3:::{}", partition.as_str(), escaped(bucket));
    let prefix = format!("{}*", escaped(prefix));
    let objects = Region::new(Pattern::of_resource(&format!("{arn}/{prefix}")));
    let listing = Region::new(Pattern::of_resource(&arn)).listing(Pattern::of_resource(&prefix));
    // A question is a document as well: it cuts the regions of the others where it begins.
    let question = Documents {
        policies: vec![Policy::asking(&[&objects.resource, &listing.resource])],
        boundary: None,
    };
    let asked: Vec<(&str, &Region)> = access
        .iter()
        .filter_map(|access| {
            let place = if *access == Access::List {
                &listing
            } else {
                &objects
            };
            Some((action(*access)?, place))
        })
        .collect();
    let all: Vec<Probe> = probes(documents, &[documents, &question])
        .into_iter()
        .filter_map(|probe| {
            let (_, place) = asked.iter().find(|(action, _)| *action == probe.action)?;
            // A listing of the whole bucket is one of the place, too.
            if place.covers(&probe.region) {
                Some(probe)
            } else if place.prefix.is_some() && probe.region.covers(place) {
                Some(probe.within(place))
            } else {
                None
            }
        })
        .collect();
    let (found, rest): (Vec<&Probe>, Vec<&Probe>) = all
        .iter()
        .partition(|probe| documents.allow(&probe.request));
    if found.is_empty() {
        return None;
    }
    let whole = found.iter().any(|probe| {
        probe.conditions.is_empty()
            && asked.iter().any(|(_, place)| probe.region.covers(place))
            && !rest.iter().any(|inner| inner.is_inside(probe))
    });
    Some(DocumentReach {
        extent: if whole { Extent::All } else { Extent::Part },
        abilities: tell(ChangeKind::Kept, &found, &rest),
    })
}

impl Probe {
    /// The same for a place inside.
    fn within(mut self, place: &Region) -> Self {
        if let Some(prefix) = &place.prefix {
            let text = prefix.sample(ANYTHING, &mut self.request.context);
            self.request.context.set("s3:prefix", &text);
        }
        self.region = place.clone();
        self
    }
}
