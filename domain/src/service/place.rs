//! Resources of one region of one account, which people name by name or by ARN.

use roleport_lang::{Text, text};

use super::Home;
use crate::errors::{Violation, shown};

/// How a kind of resource is named.
pub(super) struct Kind {
    /// The service in its ARN.
    pub(super) service: &'static str,
    /// The start of its codes, such as `queue`.
    pub(super) noun: &'static str,
    /// What it is called in a sentence.
    pub(super) what: fn() -> Text,
    /// What goes before the name in its ARN, such as `table/`.
    pub(super) before: &'static str,
    /// Characters of a name, at least and at most.
    pub(super) length: (usize, usize),
    /// Characters of a name besides ASCII letters and digits.
    pub(super) others: &'static str,
}

impl Kind {
    /// The name where it is in the cluster's own region and account, else the ARN.
    ///
    /// # Errors
    /// The first rule it violates.
    pub(super) fn parse(&self, text: &str, home: Option<&Home<'_>>) -> Result<String, Violation> {
        let noun = self.noun;
        let what = (self.what)();
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("{noun}_{rule}"), message));
        if text.is_empty() {
            return violation("empty", text!(services_name_empty, what = what));
        }
        if text.trim() != text {
            return violation(
                "surrounding_space",
                text!(services_name_surrounding_space, what = what),
            );
        }
        if !text.starts_with("arn:") {
            self.check_name(text)?;
            return Ok(text.to_owned());
        }
        let parts: Vec<_> = text.splitn(6, ':').collect();
        let [_, partition, service, region, account, resource] = parts.as_slice() else {
            return violation(
                "arn_incomplete",
                text!(
                    services_arn_incomplete,
                    what = what,
                    arn = self.arn_of("aws", "REGION", "ACCOUNT", "NAME")
                ),
            );
        };
        let name = resource.strip_prefix(self.before);
        let (Some(name), true) = (name, *service == self.service) else {
            return violation(
                "other_arn",
                text!(
                    services_arn_other,
                    what = what,
                    arn = self.arn_of("aws", "REGION", "ACCOUNT", "NAME")
                ),
            );
        };
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return violation("arn_account", text!(services_arn_account));
        }
        let region_letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if region.is_empty() || !region.chars().all(region_letters) {
            return violation("arn_region", text!(services_arn_region));
        }
        self.check_name(name)?;
        let Some(home) = home else {
            return Ok(text.to_owned());
        };
        if *partition != home.partition.as_str() {
            return violation(
                "other_partition",
                text!(
                    services_arn_other_partition,
                    partition = partition,
                    own = home.partition.as_str()
                ),
            );
        }
        if (*region, *account) == (home.region, home.account) {
            Ok(name.to_owned())
        } else {
            Ok(text.to_owned())
        }
    }

    fn check_name(&self, name: &str) -> Result<(), Violation> {
        let noun = self.noun;
        let what = (self.what)();
        let violation =
            |rule: &str, message: Text| Err(Violation::new(format!("{noun}_{rule}"), message));
        let fits = |c: char| c.is_ascii_alphanumeric() || self.others.contains(c);
        if let Some(bad) = name.chars().find(|c| !fits(*c)) {
            let message = if matches!(bad, '*' | '?') {
                text!(services_name_wildcard, what = what)
            } else {
                let others = self.others.chars().map(String::from).collect::<Vec<_>>();
                text!(
                    services_name_invalid_character,
                    what = what,
                    bad = shown(bad),
                    others = others.join(" ")
                )
            };
            return violation("invalid_character", message);
        }
        let (least, most) = self.length;
        if name.len() < least || name.len() > most {
            return violation(
                "length",
                text!(
                    services_name_length,
                    what = what,
                    least = least,
                    most = most,
                    length = name.len()
                ),
            );
        }
        Ok(())
    }

    /// The ARN of what [`Self::parse`] gave.
    pub(super) fn arn(&self, text: &str, home: &Home<'_>) -> String {
        if text.starts_with("arn:") {
            text.to_owned()
        } else {
            self.arn_of(home.partition.as_str(), home.region, home.account, text)
        }
    }

    fn arn_of(&self, partition: &str, region: &str, account: &str, name: &str) -> String {
        format!(
            "arn:{partition}:{}:{region}:{account}:{}{name}",
            self.service, self.before
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use super::*;
    use crate::partition::Partition;

    const QUEUE: Kind = Kind {
        service: "sqs",
        noun: "queue",
        what: || text!(services_what_queue),
        before: "",
        length: (1, 80),
        others: "-_",
    };
    const HOME: Home<'_> = Home {
        partition: Partition::Aws,
        region: "eu-central-1",
        account: "003250186609",
    };

    #[test]
    fn a_name_and_its_arn_at_home_are_the_same() {
        for text in ["orders", "arn:aws:sqs:eu-central-1:003250186609:orders"] {
            let parsed = QUEUE.parse(text, Some(&HOME)).unwrap();
            assert_eq!(parsed, "orders");
            assert_eq!(
                QUEUE.arn(&parsed, &HOME),
                "arn:aws:sqs:eu-central-1:003250186609:orders"
            );
        }
        for elsewhere in [
            "arn:aws:sqs:eu-west-1:003250186609:orders",
            "arn:aws:sqs:eu-central-1:111111111111:orders",
        ] {
            let parsed = QUEUE.parse(elsewhere, Some(&HOME)).unwrap();
            assert_eq!(parsed, elsewhere);
            assert_eq!(QUEUE.arn(&parsed, &HOME), elsewhere);
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_code() {
        for (text, code) in [
            ("", "queue_empty"),
            (" orders", "queue_surrounding_space"),
            ("or*", "queue_invalid_character"),
            ("a:b", "queue_invalid_character"),
            ("ördens", "queue_invalid_character"),
            (&"x".repeat(81), "queue_length"),
            ("arn:aws:sqs", "queue_arn_incomplete"),
            (
                "arn:aws:sns:eu-central-1:003250186609:orders",
                "queue_other_arn",
            ),
            (
                "arn:aws:sqs:eu-central-1:3250186609:orders",
                "queue_arn_account",
            ),
            ("arn:aws:sqs::003250186609:orders", "queue_arn_region"),
            ("arn:aws:sqs:*:003250186609:orders", "queue_arn_region"),
            (
                "arn:aws:sqs:eu-central-1:003250186609:*",
                "queue_invalid_character",
            ),
            ("arn:aws:sqs:eu-central-1:003250186609:", "queue_length"),
            (
                "arn:aws-cn:sqs:eu-central-1:003250186609:orders",
                "queue_other_partition",
            ),
        ] {
            assert_eq!(
                QUEUE.parse(text, Some(&HOME)).unwrap_err().code,
                code,
                "{text}"
            );
        }
    }
}
