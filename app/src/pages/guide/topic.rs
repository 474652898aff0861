//! The pages of the guide.

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
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Start => "How it works",
            Self::Pods => "Give it to pods",
            Self::Permissions => "Change permissions",
            Self::Sdks => "SDKs",
            Self::Trouble => "Troubleshooting",
            Self::PodIdentity => "Pod Identity",
            Self::DevOps => "For DevOps",
        }
    }

    /// The one with this end of its address.
    pub(super) fn parse(end: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|topic| topic.path().strip_prefix("/guide/") == Some(end))
    }
}
