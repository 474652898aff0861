//! Where something that was done came from, for the history.

/// From which address, and through which part of Roleport.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The client's IP address, where there is one.
    pub address: Option<String>,
    /// Which part took it.
    pub via: Via,
}

/// A part of Roleport that does things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Via {
    /// The pages.
    Portal,
    /// The API, with a token.
    Api,
    /// The worker, which carries out what was approved.
    #[default]
    Worker,
    /// The server itself, such as at its start.
    Server,
    /// A command on the server's machine.
    Cli,
}

impl Via {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Api => "api",
            Self::Worker => "worker",
            Self::Server => "server",
            Self::Cli => "cli",
        }
    }
}
