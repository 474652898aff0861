//! What the history has stored, told in the reader's language.
//!
//! An event's words are part of what its hash covers, so they are stored once and in English. For a reader of another
//! language each is recognised by the sentence it was made of.

use std::sync::LazyLock;

use crate::{Language, Text, retold::fits};

const VALUE: char = '\u{2068}';
const VALUE_END: char = '\u{2069}';

/// A sentence of `events.ftl` in all languages, its values numbered and isolated. A value with a tilde is itself a sentence
/// of the history; any other is a name, whatever it reads like.
macro_rules! phrase {
    ($($sentence:tt)*) => {
        Text::of(|language| crate::say_isolated!(language, $($sentence)*))
    };
}

/// All that an event can say; of two that begin alike the longer one first.
static PHRASES: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let mut phrases = phrases();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.as_str().len()));
    phrases
});

/// Stored words as a sentence in all languages: what can't be recognised stays what it is.
pub fn told(stored: &str) -> Text {
    PHRASES
        .iter()
        .find_map(|phrase| {
            let values = values(phrase.as_str(), stored)?;
            Some(Text::of(|language| filled(phrase, language, &values)))
        })
        .unwrap_or_else(|| Text::plain(stored))
}

/// What stands in a sentence where the English phrase has its values, in the order of their numbers, which is the order in
/// which English has them; none for another sentence.
fn values<'a>(phrase: &'a str, stored: &'a str) -> Option<Vec<&'a str>> {
    let parts: Vec<_> = phrase.split([VALUE, VALUE_END]).collect();
    let mut found = Vec::new();
    fits(&parts, stored, &mut found).then(|| found.into_iter().map(|(_, value)| value).collect())
}

fn filled(phrase: &Text, language: Language, values: &[&str]) -> String {
    let mut parts = phrase.say(language).split(VALUE);
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, literal) = part.split_once(VALUE_END).unwrap_or_default();
        let of = |number: &str| values.get(number.parse::<usize>().ok()?).copied();
        match number.strip_suffix('~') {
            Some(number) => told.push_str(self::told(of(number).unwrap_or_default()).say(language)),
            None => told.push_str(of(number).unwrap_or_default()),
        }
        told.push_str(literal);
    }
    told
}

#[rustfmt::skip]
fn phrases() -> Vec<Text> {
    vec![
        phrase!(events_approved),
        phrase!(events_rejected),
        phrase!(events_asked_for_changes),
        phrase!(events_broke_glass),
        phrase!(events_answered),
        phrase!(events_withdrew),
        phrase!(events_retried),
        phrase!(events_gave_up),
        phrase!(events_called_off),
        phrase!(events_chosen_in_queue, what = "0~"),
        phrase!(events_read_with_another, what = "0~"),
        phrase!(events_read_with_others, what = "0~", others = "1"),
        phrase!(events_still_needed, what = "0~", who = "1"),
        phrase!(events_commented_on_line, address = "0"),
        phrase!(events_commented),
        phrase!(events_edited_comment),
        phrase!(events_edited_anothers_comment),
        phrase!(events_sent_again, id = "0"),
        phrase!(events_made_token, what = "0~", name = "1", start = "2", days = "3", scopes = "4"),
        phrase!(events_personal_token),
        phrase!(events_service_token),
        phrase!(events_revoked_token, name = "0"),
        phrase!(events_tried_rules),
        phrase!(events_proposed_rules, version = "0"),
        phrase!(events_rules_in_force, version = "0"),
        phrase!(events_rules_rejected, version = "0"),
        phrase!(events_rules_withdrawn, version = "0"),
        phrase!(events_tried_clusters),
        phrase!(events_proposed_clusters, id = "0", what = "1~"),
        phrase!(events_clusters_in_force, id = "0", what = "1~"),
        phrase!(events_clusters_rejected, id = "0", what = "1~"),
        phrase!(events_clusters_withdrawn, id = "0", what = "1~"),
        phrase!(events_adds_cluster, cluster = "0"),
        phrase!(events_changes_cluster, cluster = "0"),
        phrase!(events_removes_cluster, cluster = "0"),
        phrase!(events_account_from_file, account = "0"),
        phrase!(events_cluster_from_file, cluster = "0"),
        phrase!(events_asked_to_retire),
        phrase!(events_asked_to_restore),
        phrase!(events_tried_adoption),
        phrase!(events_asked_to_adopt),
        phrase!(events_edited),
        phrase!(events_wrote_revision, number = "0"),
        phrase!(events_asked_for_access),
        phrase!(events_asked_for_role),
        phrase!(events_asked_for_change),
        phrase!(events_approved_by_rule, rule = "0"),
        phrase!(events_was_refused, what = "0~"),
        phrase!(events_signed_in),
        phrase!(events_in_no_group),
        phrase!(events_refused_at_sign_in),
        phrase!(events_signed_out),
        phrase!(events_started_first),
        phrase!(events_started_otherwise),
        phrase!(events_reminds, days = "0"),
        phrase!(events_expired),
        phrase!(events_found_drift),
        phrase!(events_found_in_step),
        phrase!(events_applying),
        phrase!(events_adopted),
        phrase!(events_applied),
        phrase!(events_outdated),
        phrase!(events_removed),
        phrase!(events_failed),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::english;

    #[test]
    fn what_was_stored_is_told_in_german_with_what_stands_in_it() {
        let token = english!(
            events_made_token,
            what = english!(events_personal_token),
            name = "ci “x”",
            start = "rlp_ab",
            days = 30,
            scopes = "read, write"
        );
        for (stored, german) in [
            (english!(events_approved), "hat den Antrag genehmigt"),
            (
                "approved the request, read together with 3 others; still needed: 1 of security"
                    .to_owned(),
                "hat den Antrag genehmigt, zusammen mit 3 anderen gelesen; noch nötig: 1 of security",
            ),
            (
                english!(events_was_refused, what = english!(events_edited)),
                "wurde abgewiesen: hat den Antrag bearbeitet",
            ),
            (
                token,
                "hat das persönliche Token „ci “x”“ (rlp_ab…) für 30 Tage erstellt: read, write",
            ),
        ] {
            let told = told(&stored);
            assert_eq!(told, stored);
            assert_eq!(told.say(Language::German), german);
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for stored in [
            "",
            "approved the requests",
            "did something \u{2068}odd\u{2069}",
        ] {
            assert_eq!(told(stored).say(Language::German), stored);
        }
    }

    #[test]
    fn every_event_is_recognised_as_itself() {
        for phrase in phrases() {
            // `add 0` is one as well; what stands in for a sentence is none.
            let plain = |language| phrase.say(language).replace([VALUE, VALUE_END, '~'], "");
            let told = told(&plain(Language::English));
            assert_eq!(told.say(Language::German), plain(Language::German));
        }
    }
}
