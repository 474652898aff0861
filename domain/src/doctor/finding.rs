//! What the Doctor says.

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
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wrong => "Wrong",
            Self::Suspect => "Look at this",
            Self::Known => "Good to know",
            Self::Right => "Right",
        }
    }
}

/// Something to run, with the reader's own names filled in where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it does, such as "Restart the pods".
    pub title: &'static str,
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
    pub cause: String,
    /// What to do.
    pub cure: String,
    /// The commands of the cure, in order.
    pub commands: Vec<Command>,
    /// The line that says so, without secrets, at most 300 characters; empty where nothing says it.
    pub evidence: String,
    /// What to ask for, where a permission is missing.
    pub permission: Option<Permission>,
}

impl Finding {
    pub(super) fn new(
        code: &'static str,
        standing: Standing,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self {
            code,
            standing,
            cause: cause.into(),
            cure: cure.into(),
            commands: Vec::new(),
            evidence: String::new(),
            permission: None,
        }
    }

    pub(super) fn wrong(
        code: &'static str,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::new(code, Standing::Wrong, cause, cure)
    }

    pub(super) fn suspect(
        code: &'static str,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::new(code, Standing::Suspect, cause, cure)
    }

    pub(super) fn told(
        code: &'static str,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::new(code, Standing::Known, cause, cure)
    }

    pub(super) fn right(
        code: &'static str,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::new(code, Standing::Right, cause, cure)
    }

    /// Says what shows it: a line of the text.
    pub(super) fn seen(mut self, line: &str) -> Self {
        self.evidence = redact::quoted(line);
        self
    }

    pub(super) fn run(mut self, title: &'static str, text: impl Into<String>) -> Self {
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
