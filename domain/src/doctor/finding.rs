//! What the Doctor says.

use roleport_lang::{Text, text};

use super::{Permission, redact};

/// How things stand; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It can't work like this.
    Wrong,
    /// It may be the reason, or become one.
    Suspect,
    /// Something to know.
    Known,
    /// As it should be.
    Right,
}

impl Standing {
    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Suspect => "suspect",
            Self::Known => "known",
            Self::Right => "right",
        }
    }

    /// The word that stands beside its icon.
    pub fn label(self) -> Text {
        match self {
            Self::Wrong => text!(symptom_wrong),
            Self::Suspect => text!(symptom_suspect),
            Self::Known => text!(symptom_known),
            Self::Right => text!(symptom_right),
        }
    }
}

/// Something to run, with the reader's own names filled in where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it does, such as text!(symptom_run_restart).
    pub title: Text,
    /// The text to copy; names in capitals stand for what is not known.
    pub text: String,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable `snake_case` name, for programs. Never reworded.
    pub code: &'static str,
    /// How bad it is.
    pub standing: Standing,
    /// What is wrong, in a sentence or two.
    pub cause: Text,
    /// What to do.
    pub cure: Text,
    /// The commands of the cure, in order.
    pub commands: Vec<Command>,
    /// The line that says so, without secrets, at most 300 characters; empty where nothing says it.
    pub evidence: Text,
    /// What to ask for, where a permission is missing.
    pub permission: Option<Permission>,
}

impl Finding {
    pub(super) fn new(code: &'static str, standing: Standing, cause: Text, cure: Text) -> Self {
        Self {
            code,
            standing,
            cause,
            cure,
            commands: Vec::new(),
            evidence: Text::plain(""),
            permission: None,
        }
    }

    pub(super) fn wrong(code: &'static str, cause: Text, cure: Text) -> Self {
        Self::new(code, Standing::Wrong, cause, cure)
    }

    pub(super) fn suspect(code: &'static str, cause: Text, cure: Text) -> Self {
        Self::new(code, Standing::Suspect, cause, cure)
    }

    pub(super) fn told(code: &'static str, cause: Text, cure: Text) -> Self {
        Self::new(code, Standing::Known, cause, cure)
    }

    pub(super) fn right(code: &'static str, cause: Text, cure: Text) -> Self {
        Self::new(code, Standing::Right, cause, cure)
    }

    /// Says what shows it: a line of the text.
    pub(super) fn seen(mut self, line: &str) -> Self {
        self.evidence = redact::quoted(line).into();
        self
    }

    /// Says that these settings are all there are.
    pub(super) fn seen_only(mut self, names: &[&str]) -> Self {
        self.evidence = text!(symptom_only, names = redact::quoted(&names.join(", ")));
        self
    }

    pub(super) fn run(mut self, title: Text, text: impl Into<String>) -> Self {
        self.commands.push(Command {
            title,
            text: text.into(),
        });
        self
    }

    pub(super) fn ask(mut self, permission: Option<Permission>) -> Self {
        self.permission = permission;
        self
    }
}
