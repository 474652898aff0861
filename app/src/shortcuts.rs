//! Keyboard shortcuts: which there are, and whether the reader wants them.

use crate::language::t;

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
pub(crate) type Shortcut = (&'static [&'static str], String);

/// What keys do, by where they do it. `app/scripts/keys.js` does it.
pub(crate) fn groups() -> [(String, Vec<Shortcut>); 3] {
    [
        (
            t!(parts_keys_everywhere),
            vec![
                (&["?"], t!(parts_keys_show)),
                (&["/"], t!(parts_keys_search)),
                (&["g", "h"], t!(parts_keys_home)),
                (&["g", "r"], t!(parts_keys_roles)),
                (&["g", "q"], t!(parts_keys_queue)),
            ],
        ),
        (
            t!(parts_keys_in_list),
            vec![
                (&["j"], t!(parts_keys_next_line)),
                (&["k"], t!(parts_keys_line_before)),
                (&["Enter"], t!(parts_keys_open)),
            ],
        ),
        (
            t!(parts_keys_on_request),
            vec![
                (&["n"], t!(parts_keys_next_change)),
                (&["p"], t!(parts_keys_change_before)),
                (&["a"], t!(parts_keys_approve)),
                (&["r"], t!(parts_keys_reject)),
                (&["c"], t!(parts_keys_comment)),
            ],
        ),
    ]
}
