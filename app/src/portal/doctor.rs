//! What the Doctor is asked, and what it answers.

use roleport_domain::{doctor::Finding, errors::FieldError};
use roleport_lang::Text;

/// What somebody pasted. It can't be printed for debugging: secrets may still be in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Symptoms {
    /// Row of the role that it is about, where they chose one.
    pub role: Option<i64>,
    /// As pasted; none before anything is asked. It is neither stored nor logged.
    pub text: Option<String>,
}

/// A role to choose, with what a token of its pods must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Row of the role in the store.
    pub id: i64,
    /// How it is called in a list.
    pub label: Text,
    /// Its page's heading.
    pub role_name: String,
    /// The deployment's name, as far as is known.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// `iss`.
    pub issuer: String,
    /// `sub`.
    pub subject: String,
    /// `aud`.
    pub audience: &'static str,
}

/// The page of the Doctor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// Roles to choose from: all that the viewer sees where they are few, else the chosen one alone.
    pub patients: Vec<Patient>,
    /// Whether these are all.
    pub is_all: bool,
    /// The one it is about.
    pub chosen: Option<i64>,
    /// The role that the text is about, chosen or recognised, where it is one.
    pub about: Option<Patient>,
    /// What was pasted, without its secrets.
    pub text: String,
    /// What was found, the worst first; nothing before anything was pasted.
    pub findings: Vec<Finding>,
    /// Why nothing could be looked for.
    pub errors: Vec<FieldError>,
}

impl Diagnosis {
    /// The role that was chosen, or recognised.
    pub fn patient(&self) -> Option<&Patient> {
        let chosen = self.patients.iter().find(|one| Some(one.id) == self.chosen);
        chosen.or(self.about.as_ref())
    }
}
