//! The pages of the guide.

use crate::language::t;

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Start,
    Pods,
    Permissions,
    Sdks,
    Trouble,
    PodIdentity,
    DevOps,
}

impl Topic {
    /// All of them, in the order in which they are read.
    pub(super) const ALL: [Self; 7] = [
        Self::Start,
        Self::Pods,
        Self::Permissions,
        Self::Sdks,
        Self::Trouble,
        Self::PodIdentity,
        Self::DevOps,
    ];

    /// Its address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Start => "/guide",
            Self::Pods => "/guide/pods",
            Self::Permissions => "/guide/permissions",
            Self::Sdks => "/guide/sdks",
            Self::Trouble => "/guide/trouble",
            Self::PodIdentity => "/guide/pod-identity",
            Self::DevOps => "/guide/devops",
        }
    }

    /// Its name among the others.
    pub(super) fn label(self) -> String {
        match self {
            Self::Start => t!(guide_topic_start),
            Self::Pods => t!(guide_topic_pods),
            Self::Permissions => t!(guide_topic_permissions),
            Self::Sdks => t!(guide_topic_sdks),
            Self::Trouble => t!(guide_topic_trouble),
            Self::PodIdentity => t!(guide_topic_pod_identity),
            Self::DevOps => t!(guide_topic_devops),
        }
    }

    /// The one with this end of its address.
    pub(super) fn parse(end: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|topic| topic.path().strip_prefix("/guide/") == Some(end))
    }
}
