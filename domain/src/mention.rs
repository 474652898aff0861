//! People named in a text: `@dana` or `@dana@example.com`.

use std::ops::Range;

/// A person named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, the `@` included, in bytes.
    pub at: Range<usize>,
    /// What stands behind the `@`, in lower case: an e-mail address or its first part.
    pub handle: String,
}

const fn is_handle(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+')
}

/// Everybody named in a text, in order. An address such as `dana@example.com` names nobody.
///
/// ```
/// use roleport_domain::mention::mentions;
///
/// let found = mentions("Ask @Dana, or @oscar@example.com. Not a@b.");
/// let handles: Vec<_> = found.iter().map(|mention| mention.handle.as_str()).collect();
/// assert_eq!(handles, ["dana", "oscar@example.com"]);
/// ```
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find('@')) {
        let start = from + offset;
        let after_word = text
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|letter| letter.is_alphanumeric() || is_handle(letter) || letter == '@');
        let rest = text.get(start + 1..).unwrap_or_default();
        let length = if after_word { 0 } else { handle_length(rest) };
        from = start + 1 + length;
        if let Some(handle) = rest.get(..length).filter(|handle| !handle.is_empty()) {
            found.push(Mention {
                at: start..from,
                handle: handle.to_ascii_lowercase(),
            });
        }
    }
    found
}

/// Bytes of the handle that a text starts with; a full stop at its end belongs to the sentence.
fn handle_length(text: &str) -> usize {
    let word = |text: &str| {
        let end = text.find(|letter| !is_handle(letter)).unwrap_or(text.len());
        text.get(..end)
            .unwrap_or_default()
            .trim_end_matches(['.', '-', '_', '+'])
            .len()
    };
    let local = word(text);
    let domain = text
        .get(local..)
        .and_then(|rest| rest.strip_prefix('@'))
        .map_or(0, word);
    if local > 0 && domain > 0 {
        local + 1 + domain
    } else {
        local
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn handles(text: &str) -> Vec<String> {
        mentions(text).into_iter().map(|m| m.handle).collect()
    }

    #[test]
    fn names_are_found_where_people_write_them() {
        assert_eq!(handles("@dana"), ["dana"]);
        assert_eq!(handles("(@dana) **@oscar**!"), ["dana", "oscar"]);
        assert_eq!(handles("@dana.d-e+f."), ["dana.d-e+f"]);
        assert_eq!(handles("@dana@oscar"), ["dana@oscar"]);
        assert_eq!(handles("ä@dana x@y @ @@dana @-"), [""; 0]);
        assert_eq!(handles(""), [""; 0]);
    }

    proptest! {
        #[test]
        fn every_mention_stands_where_it_says(text in "[@a-cä. *-]{0,40}") {
            for mention in mentions(&text) {
                let there = text.get(mention.at).unwrap();
                prop_assert_eq!(there.strip_prefix('@').unwrap().to_ascii_lowercase(), mention.handle);
            }
        }
    }
}
