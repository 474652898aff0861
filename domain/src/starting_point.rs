//! What a request can start from: the lines that jobs of the same kind need, with the names left to fill in.

use crate::{
    grant::{Access, Grant},
    service::Service,
};

/// Lines of access for a kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartingPoint {
    /// Its name in a form.
    pub id: &'static str,
    /// What the job does, such as "Read a folder".
    pub title: &'static str,
    /// What the pods may do then.
    pub words: &'static str,
    lines: &'static [(Service, &'static [Access])],
}

impl StartingPoint {
    /// All of them, the most common first.
    pub const ALL: [Self; 7] = [
        Self {
            id: "read-folder",
            title: "Read a folder",
            words: "List and read objects under a prefix of a bucket.",
            lines: &[(Service::S3, &[Access::List, Access::Read])],
        },
        Self {
            id: "own-folder",
            title: "Keep files in a folder",
            words: "List, read, write and delete objects under a prefix.",
            lines: &[(
                Service::S3,
                &[Access::List, Access::Read, Access::Write, Access::Delete],
            )],
        },
        Self {
            id: "copy",
            title: "Copy from one folder to another",
            words: "Read under one prefix, write under another.",
            lines: &[
                (Service::S3, &[Access::List, Access::Read]),
                (Service::S3, &[Access::Write]),
            ],
        },
        Self {
            id: "encrypted-folder",
            title: "Read a folder that is encrypted with a key",
            words: "Read under a prefix, and decrypt with its KMS key.",
            lines: &[
                (Service::S3, &[Access::List, Access::Read]),
                (Service::Kms, &[Access::Decrypt]),
            ],
        },
        Self {
            id: "queue",
            title: "Work off a queue",
            words: "Take messages off an SQS queue.",
            lines: &[(Service::Sqs, &[Access::Receive])],
        },
        Self {
            id: "secret",
            title: "Read a secret",
            words: "Read one secret of Secrets Manager.",
            lines: &[(Service::SecretsManager, &[Access::Read])],
        },
        Self {
            id: "athena",
            title: "Query with Athena",
            words: "Run SQL in a work group, over what lies under a prefix.",
            lines: &[
                (Service::Athena, &[Access::Query]),
                (Service::S3, &[Access::List, Access::Read]),
            ],
        },
    ];

    /// The one of this name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id == id)
    }

    /// Its lines, without names.
    pub fn grants(self) -> Vec<Grant> {
        let lines = self.lines.iter();
        lines
            .map(|(service, access)| {
                let mut grant = Grant::empty(*service);
                grant.access = access.to_vec();
                grant
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_name_of_its_own_and_lines_that_a_form_can_show() {
        let mut ids = BTreeSet::new();
        for point in StartingPoint::ALL {
            assert!(ids.insert(point.id), "{}", point.id);
            assert_eq!(StartingPoint::parse(point.id), Some(point));
            assert!(!point.grants().is_empty(), "{}", point.id);
            for grant in point.grants() {
                let offered = grant.service.template().accesses;
                assert!(
                    grant.access.iter().all(|one| offered.contains(one)),
                    "{}",
                    point.id
                );
                assert!(!grant.access.is_empty(), "{}", point.id);
                assert!(grant.texts().all(|(_, text)| text.is_empty()));
            }
        }
        assert_eq!(StartingPoint::parse("toaster"), None);
    }
}
