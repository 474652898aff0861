//! The product behind the pages: reads for them, and the commands that change a request.

mod access;
mod account_names;
mod adopt;
mod clusters;
mod commands;
pub mod configuration;
mod conversation;
mod deliveries;
mod doctor;
mod documents;
mod drafts;
mod git;
mod health;
mod history;
mod home;
mod idle;
mod import;
mod known;
mod live;
mod pages;
mod plan;
mod proposals;
mod refusals;
mod retire;
mod revise;
mod revisions;
mod role_list;
mod rules;
mod settings;
mod sight;
mod submit;
mod timeline;
mod together;
mod tokens;
mod weigh;

use chrono::TimeDelta;
use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::authorize::{Action, Stake, Subject, may};
use sqlx::PgPool;

pub use clusters::{Seed, file_differences, take_in};
pub use commands::{CommandError, Sent};
pub use conversation::LineNumber;
pub use live::Watched;
pub use proposals::ProposalDecision;
pub use retire::AboutRole;
pub use role_list::Kept;
pub use rules::{ProposeError, parse as parse_rules};
pub(crate) use sight::may_be_told;
pub use submit::SubmitError;
pub use tokens::Bearer;
pub(crate) use weigh::asked;

use crate::{aws::Accounts, store::StoreError};

/// Implements [`roleport_app::portal::Portal`] over Postgres; commands besides.
#[derive(Debug, Clone)]
pub struct Service {
    pool: PgPool,
    seed: Seed,
    email: bool,
    retirement_wait: TimeDelta,
    git: Option<String>,
    names: account_names::AccountNames,
}

impl Service {
    /// Over this database, for the clusters in it.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            seed: Seed::default(),
            email: false,
            retirement_wait: TimeDelta::zero(),
            git: None,
            names: account_names::AccountNames::default(),
        }
    }

    /// Says how long an approved retirement waits before the role is removed.
    #[must_use]
    pub fn with_retirement_wait(self, retirement_wait: TimeDelta) -> Self {
        Self {
            retirement_wait,
            ..self
        }
    }

    /// Says whether people are told by e-mail.
    #[must_use]
    pub fn with_email(self, email: bool) -> Self {
        Self { email, ..self }
    }

    /// Says how accounts are reached, for the names of buckets that the form offers.
    #[must_use]
    pub fn with_accounts(self, accounts: Accounts) -> Self {
        Self {
            names: accounts.into(),
            ..self
        }
    }

    /// Says which Git repository the roles are pushed to, if any.
    #[must_use]
    pub fn with_git(self, git: Option<String>) -> Self {
        Self { git, ..self }
    }

    /// Says what the configuration's file says of clusters, to tell where that is not what is in force.
    #[must_use]
    pub fn with_seed(self, seed: Seed) -> Self {
        Self { seed, ..self }
    }
}

/// Whether somebody may do what concerns no request that is there already.
fn permitted(viewer: &Viewer, action: Action, stake: Stake) -> Result<(), PortalError> {
    let subject = Subject {
        roles: &viewer.roles,
        stake,
    };
    may(subject, action, None).map_err(|refusal| PortalError::Forbidden(refusal.message))
}

/// Logs what broke, once, and hides it from the page.
fn broken(error: impl std::fmt::Display) -> PortalError {
    tracing::error!(%error, "the store failed");
    PortalError::Broken
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::Portal(broken(error))
    }
}
