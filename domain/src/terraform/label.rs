//! Names of resources: legal, unique in their folder, and the same tomorrow.
//!
//! Terraform takes a resource of another label for another resource, so a role's label hangs on its own
//! name alone; what else is in the folder counts only where two names would make one label.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::hcl::is_identifier;

/// Labels by name, for names that are unique.
///
/// A name that is an identifier is its own label. In others a `_` stands for each character that is
/// not legal, and a hash of the name keeps `a.b` and `a,b` apart.
pub(super) fn labels<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let (plain, other): (Vec<_>, Vec<_>) = names
        .into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .partition(|name| is_identifier(name));
    let mut taken = BTreeSet::new();
    // Those that can't have another label come first.
    plain
        .into_iter()
        .chain(other)
        .map(|name| {
            let mut label = label(name);
            while !taken.insert(label.clone()) {
                label.push('_');
            }
            (name, label)
        })
        .collect()
}

fn label(name: &str) -> String {
    if is_identifier(name) {
        return name.to_owned();
    }
    let mut label: String = name
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => c,
            _ => '_',
        })
        .collect();
    if !label.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        label.insert(0, '_');
    }
    let mut hash = hex::encode(Sha256::digest(name.as_bytes()));
    hash.truncate(8);
    format!("{label}_{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_name_is_its_own_label() {
        let labels = labels(["bln-fairbid-production-mamba", "x_1"]);
        assert!(labels.iter().all(|(name, label)| name == label));
    }

    #[test]
    fn other_names_are_made_legal_and_kept_apart() {
        let labels = labels(["a.b", "a,b", "0123", "a_b"]);
        let mut all: Vec<_> = labels.values().map(String::as_str).collect();
        all.sort_unstable();
        assert_eq!(all.len(), 4);
        all.dedup();
        assert_eq!(all.len(), 4, "{labels:?}");
        assert!(all.iter().all(|label| is_identifier(label)), "{labels:?}");
        assert_eq!(labels["a_b"], "a_b");
        assert!(labels["0123"].starts_with("_0123_"));
    }

    #[test]
    fn a_label_that_another_name_is_already_gets_another_one() {
        let clash = label("a.b");
        let both = labels([clash.as_str(), "a.b"]);
        assert_eq!(both[clash.as_str()], clash);
        assert_eq!(both["a.b"], format!("{clash}_"));
    }
}
