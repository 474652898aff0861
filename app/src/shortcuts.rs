//! Keyboard shortcuts: which there are, and whether the reader wants them.

/// Whether single keys do something. The server reads it from a cookie and puts it into the context. They can be
/// switched off: whoever speaks to their computer would set them off by accident (WCAG 2.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortcuts(pub bool);

impl Default for Shortcuts {
    fn default() -> Self {
        Self(true)
    }
}

impl Shortcuts {
    /// As the cookie and the form have it.
    pub const fn as_str(self) -> &'static str {
        if self.0 { "on" } else { "off" }
    }

    /// Out of the cookie or the form; on where it says anything else.
    pub fn parse(word: &str) -> Self {
        Self(word != Self(false).as_str())
    }
}

/// Keys to press one after the other, and what they do.
pub(crate) type Shortcut = (&'static [&'static str], &'static str);

/// What keys do, by where they do it. `app/scripts/keys.js` does it.
pub(crate) const GROUPS: [(&str, &[Shortcut]); 3] = [
    (
        "Everywhere",
        &[
            (&["?"], "Show these shortcuts"),
            (&["/"], "Go to the search field, or to the list of roles"),
            (&["g", "h"], "Go to what waits for you"),
            (&["g", "r"], "Go to the roles"),
            (&["g", "q"], "Go to the queue"),
        ],
    ),
    (
        "In a list",
        &[
            (&["j"], "Next line"),
            (&["k"], "Line before"),
            (&["Enter"], "Open it"),
        ],
    ),
    (
        "On a request",
        &[
            (&["n"], "Next change; j as well"),
            (&["p"], "Change before; k as well"),
            (&["a"], "Go to the button that approves"),
            (&["r"], "Go to the buttons that ask for changes or reject"),
            (&["c"], "Go to the field for a comment"),
        ],
    ),
];
