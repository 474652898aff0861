//! What a request can start from: the lines that jobs of the same kind need, with the names left to fill in.

use roleport_lang::{Text, text};

use crate::{
    grant::{Access, Grant},
    service::Service,
};

/// Lines of access for a kind of job.
#[derive(Debug, Clone, Copy)]
pub struct StartingPoint {
    /// Its name in a form.
    pub id: &'static str,
    title: fn() -> Text,
    words: fn() -> Text,
    lines: &'static [(Service, &'static [Access])],
}

impl PartialEq for StartingPoint {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for StartingPoint {}

impl StartingPoint {
    /// All of them, the most common first.
    pub const ALL: [Self; 7] = [
        Self {
            id: "read-folder",
            title: || text!(usual_read_folder),
            words: || text!(usual_read_folder_words),
            lines: &[(Service::S3, &[Access::List, Access::Read])],
        },
        Self {
            id: "own-folder",
            title: || text!(usual_own_folder),
            words: || text!(usual_own_folder_words),
            lines: &[(
                Service::S3,
                &[Access::List, Access::Read, Access::Write, Access::Delete],
            )],
        },
        Self {
            id: "copy",
            title: || text!(usual_copy),
            words: || text!(usual_copy_words),
            lines: &[
                (Service::S3, &[Access::List, Access::Read]),
                (Service::S3, &[Access::Write]),
            ],
        },
        Self {
            id: "encrypted-folder",
            title: || text!(usual_encrypted_folder),
            words: || text!(usual_encrypted_folder_words),
            lines: &[
                (Service::S3, &[Access::List, Access::Read]),
                (Service::Kms, &[Access::Decrypt]),
            ],
        },
        Self {
            id: "queue",
            title: || text!(usual_queue),
            words: || text!(usual_queue_words),
            lines: &[(Service::Sqs, &[Access::Receive])],
        },
        Self {
            id: "secret",
            title: || text!(usual_secret),
            words: || text!(usual_secret_words),
            lines: &[(Service::SecretsManager, &[Access::Read])],
        },
        Self {
            id: "athena",
            title: || text!(usual_athena),
            words: || text!(usual_athena_words),
            lines: &[
                (Service::Athena, &[Access::Query]),
                (Service::S3, &[Access::List, Access::Read]),
            ],
        },
    ];

    /// What the job does.
    pub fn title(self) -> Text {
        (self.title)()
    }

    /// What the pods may do then.
    pub fn words(self) -> Text {
        (self.words)()
    }

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
