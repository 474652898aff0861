//! Conditions: when a statement applies (IAM User Guide, "Condition operators").

use std::{fmt, net::IpAddr};

use super::{
    Version,
    context::{Context, ContextValue},
    date,
    pattern::{Matched, Pattern, Place},
};

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equals,
    EqualsIgnoreCase,
    Like,
    Number(Order),
    Date(Order),
    Bool,
    Binary,
    Ip,
    Arn,
    Null,
}

/// What the request's value must be to the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    fn holds<T: PartialOrd>(self, value: &T, wanted: &T) -> bool {
        match self {
            Self::Equal => value == wanted,
            Self::Less => value < wanted,
            Self::LessOrEqual => value <= wanted,
            Self::Greater => value > wanted,
            Self::GreaterOrEqual => value >= wanted,
        }
    }
}

/// Every operator: its name, what it compares, and whether it asks for the opposite.
const OPERATORS: [(&str, Comparison, bool); 27] = {
    use Comparison::{Arn, Binary, Bool, Date, Equals, EqualsIgnoreCase, Ip, Like, Null, Number};
    use Order::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    [
        ("StringEquals", Equals, false),
        ("StringNotEquals", Equals, true),
        ("StringEqualsIgnoreCase", EqualsIgnoreCase, false),
        ("StringNotEqualsIgnoreCase", EqualsIgnoreCase, true),
        ("StringLike", Like, false),
        ("StringNotLike", Like, true),
        ("NumericEquals", Number(Equal), false),
        ("NumericNotEquals", Number(Equal), true),
        ("NumericLessThan", Number(Less), false),
        ("NumericLessThanEquals", Number(LessOrEqual), false),
        ("NumericGreaterThan", Number(Greater), false),
        ("NumericGreaterThanEquals", Number(GreaterOrEqual), false),
        ("DateEquals", Date(Equal), false),
        ("DateNotEquals", Date(Equal), true),
        ("DateLessThan", Date(Less), false),
        ("DateLessThanEquals", Date(LessOrEqual), false),
        ("DateGreaterThan", Date(Greater), false),
        ("DateGreaterThanEquals", Date(GreaterOrEqual), false),
        ("Bool", Bool, false),
        ("BinaryEquals", Binary, false),
        ("IpAddress", Ip, false),
        ("NotIpAddress", Ip, true),
        ("ArnEquals", Arn, false),
        ("ArnNotEquals", Arn, true),
        // To IAM these two are the same as the two above.
        ("ArnLike", Arn, false),
        ("ArnNotLike", Arn, true),
        ("Null", Null, false),
    ]
};

/// How an operator deals with a key that has several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// The key has one value.
    Single,
    /// `ForAllValues:`
    All,
    /// `ForAnyValue:`
    Any,
}

/// A condition operator with its prefix and suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    name: &'static str,
    pub(crate) comparison: Comparison,
    pub(crate) negated: bool,
    pub(crate) values: Values,
    if_exists: bool,
}

impl Operator {
    /// Reads `ForAnyValue:StringLikeIfExists` and its like, ignoring case; none when there is no such operator.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (values, rest) = match text.split_once(':') {
            None => (Values::Single, text),
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAllValues") => (Values::All, rest),
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAnyValue") => (Values::Any, rest),
            Some(_) => return None,
        };
        let suffix = rest.len().checked_sub("IfExists".len());
        let (bare, if_exists) = suffix
            .and_then(|at| rest.split_at_checked(at))
            .filter(|(_, end)| end.eq_ignore_ascii_case("IfExists"))
            .map_or((rest, false), |(bare, _)| (bare, true));
        let (name, comparison, negated) = OPERATORS
            .into_iter()
            .find(|(name, ..)| name.eq_ignore_ascii_case(bare))?;
        // A key that is there or not needs neither.
        if comparison == Comparison::Null && (if_exists || values != Values::Single) {
            return None;
        }
        Some(Self {
            name,
            comparison,
            negated,
            values,
            if_exists,
        })
    }

    /// Its name without prefix and suffix, such as `StringLike`.
    pub fn name(self) -> &'static str {
        self.name
    }

    const fn place(self) -> Place {
        match self.comparison {
            Comparison::Like => Place::Text,
            Comparison::Arn => Place::Arn,
            _ => Place::Literal,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = match self.values {
            Values::Single => "",
            Values::All => "ForAllValues:",
            Values::Any => "ForAnyValue:",
        };
        let suffix = if self.if_exists { "IfExists" } else { "" };
        write!(f, "{set}{}{suffix}", self.name)
    }
}

/// One operator on one key, with the values that the policy gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub(crate) operator: Operator,
    pub(crate) key: String,
    pub(crate) values: Vec<Pattern>,
}

/// What a comparison with one of the policy's values says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Yes,
    No,
    /// One of the two is no number, date, address or ARN: such a condition never holds.
    Unreadable,
}

impl Condition {
    pub(crate) fn new(operator: Operator, key: &str, values: &[String], version: Version) -> Self {
        Self {
            operator,
            key: key.to_owned(),
            values: values
                .iter()
                .map(|value| Pattern::parse(value, operator.place(), version))
                .collect(),
        }
    }

    /// The operator.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// The condition key, as written.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The values that it compares with, as written.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(Pattern::text)
    }

    /// Whether it holds for a request.
    ///
    /// A key that is not there satisfies `…IfExists`, negated operators and `ForAllValues`, and
    /// never `ForAnyValue`, whose `IfExists` has no effect. A key with several values is only
    /// compared by an operator that says for how many of them.
    pub fn holds(&self, context: &Context) -> bool {
        let found = context.get(&self.key);
        if self.operator.comparison == Comparison::Null {
            let absent = if found.is_none() { "true" } else { "false" };
            return self
                .values
                .iter()
                .any(|value| value.text().eq_ignore_ascii_case(absent));
        }
        match (self.operator.values, found) {
            (Values::Single, None) => self.operator.if_exists || self.operator.negated,
            (Values::Single, Some(ContextValue::Many(_))) | (Values::Any, None) => false,
            (Values::All, None) => true,
            (Values::Single | Values::All | Values::Any, Some(ContextValue::One(value))) => {
                self.accepts(value, context)
            }
            (Values::All, Some(ContextValue::Many(values))) => {
                values.iter().all(|value| self.accepts(value, context))
            }
            (Values::Any, Some(ContextValue::Many(values))) => {
                values.iter().any(|value| self.accepts(value, context))
            }
        }
    }

    /// One value of the request against all of the policy's: any of them, or none when negated.
    fn accepts(&self, value: &str, context: &Context) -> bool {
        let mut outcomes = self
            .values
            .iter()
            .map(|wanted| self.compare(wanted, value, context));
        if self.operator.negated {
            outcomes.all(|outcome| outcome == Outcome::No)
        } else {
            outcomes.any(|outcome| outcome == Outcome::Yes)
        }
    }

    fn compare(&self, wanted: &Pattern, value: &str, context: &Context) -> Outcome {
        let plain = wanted.text();
        let outcome = match self.operator.comparison {
            Comparison::Equals | Comparison::Like => matched(wanted, value, context, false),
            Comparison::EqualsIgnoreCase => matched(wanted, value, context, true),
            Comparison::Arn => {
                if !wanted.has_arn_parts() || value.splitn(6, ':').count() < 6 {
                    return Outcome::Unreadable;
                }
                matched(wanted, value, context, false)
            }
            Comparison::Number(order) => {
                compare(number(value), number(plain), |a, b| order.holds(a, b))
            }
            Comparison::Date(order) => compare(date::parse(value), date::parse(plain), |a, b| {
                order.holds(a, b)
            }),
            Comparison::Bool => match value.to_ascii_lowercase().as_str() {
                "true" | "false" => Some(wanted.matches(value, context, true) == Matched::Yes),
                _ => None,
            },
            Comparison::Binary => Some(plain == value),
            Comparison::Ip => compare(value.parse::<IpAddr>().ok(), Range::parse(plain), |a, b| {
                b.contains(*a)
            }),
            // Answered before any value is looked at.
            Comparison::Null => Some(false),
        };
        match outcome {
            Some(true) => Outcome::Yes,
            Some(false) => Outcome::No,
            None => Outcome::Unreadable,
        }
    }
}

/// A variable without a value is like nothing, so that a negated operator accepts it (IAM User
/// Guide, "Policy variables with no value").
#[allow(clippy::unnecessary_wraps, reason = "one shape for every comparison")]
fn matched(wanted: &Pattern, value: &str, context: &Context, ignore_case: bool) -> Option<bool> {
    Some(wanted.matches(value, context, ignore_case) == Matched::Yes)
}

fn compare<A, B>(
    value: Option<A>,
    wanted: Option<B>,
    holds: impl Fn(&A, &B) -> bool,
) -> Option<bool> {
    Some(holds(&value?, &wanted?))
}

/// A decimal number, as the policy language writes them.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Addresses that share their first bits.
struct Range {
    address: IpAddr,
    bits: u32,
}

impl Range {
    /// `203.0.113.0/24`, or one address.
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(all);
        (bits <= all).then_some(Self { address, bits })
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (a.to_bits() ^ b.to_bits())
                    .checked_shr(32 - self.bits)
                    .unwrap_or(0)
                    == 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (a.to_bits() ^ b.to_bits())
                    .checked_shr(128 - self.bits)
                    .unwrap_or(0)
                    == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]
mod tests {
    use super::*;

    fn holds(operator: &str, values: &[&str], found: &[(&str, &[&str])]) -> bool {
        let operator = Operator::parse(operator).unwrap();
        let values: Vec<_> = values.iter().map(|v| (*v).to_owned()).collect();
        let mut context = Context::default();
        for (key, values) in found {
            match values {
                [one] => context.set(key, one),
                many => context.set_many(key, many),
            }
        }
        Condition::new(operator, "k:k", &values, Version::V2012).holds(&context)
    }

    #[test]
    fn each_kind_of_value() {
        for (operator, wanted, value, expected) in [
            ("StringEquals", "a", "a", true),
            ("StringEquals", "a", "A", false),
            ("StringEquals", "a*", "ab", false),
            ("StringEqualsIgnoreCase", "a", "A", true),
            ("StringNotEqualsIgnoreCase", "a", "A", false),
            ("stringlike", "a*", "ab", true),
            ("StringNotLike", "a*", "ab", false),
            ("NumericEquals", "5", "5.0", true),
            ("NumericEquals", "5", "5a", false),
            ("NumericNotEquals", "5", "x", false),
            ("NumericLessThan", "5", "4", true),
            ("NumericLessThan", "5", "5", false),
            ("NumericLessThanEquals", "5", "5", true),
            ("NumericGreaterThan", "-5", "-4.5", true),
            ("NumericGreaterThanEquals", "10", "9", false),
            (
                "DateGreaterThan",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:01Z",
                true,
            ),
            ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31", true),
            ("DateEquals", "1767225600", "2026-01-01T00:00:00Z", true),
            (
                "DateEquals",
                "2026-01-01T01:00:00+01:00",
                "2026-01-01T00:00Z",
                true,
            ),
            ("DateNotEquals", "2026-01-01", "today", false),
            ("Bool", "TRUE", "true", true),
            ("Bool", "true", "1", false),
            ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", true),
            ("IpAddress", "203.0.113.0/24", "203.0.113.9", true),
            ("IpAddress", "203.0.113.0/24", "203.0.114.9", false),
            ("IpAddress", "0.0.0.0/0", "1.2.3.4", true),
            ("IpAddress", "2001:db8::/32", "2001:DB8:0::1", true),
            ("NotIpAddress", "2001:db8::/32", "1.2.3.4", true),
            ("NotIpAddress", "1.2.3.4", "1.2.3.4", false),
            ("IpAddress", "1.2.3.4/33", "1.2.3.4", false),
            (
                "ArnLike",
                "arn:aws:sns:*:1:t-?",
                "arn:aws:sns:eu-west-1:1:t-a",
                true,
            ),
            ("ArnEquals", "arn:aws:s3:::b*", "arn:aws:s3:::bucket", true),
            ("ArnLike", "arn:aws:sns:*:t", "arn:aws:sns:eu:1:t", false),
            ("ArnNotLike", "arn:aws:sns:*:1:t", "no ARN", false),
        ] {
            assert_eq!(
                holds(operator, &[wanted], &[("K:K", &[value])]),
                expected,
                "{operator} {wanted} {value}"
            );
        }
    }

    #[test]
    fn keys_that_are_not_there_and_keys_with_several_values() {
        for (operator, absent, ab, ac) in [
            // Which of: no key, values a and b, values a and c; against a and b.
            ("StringEquals", false, false, false),
            ("StringEqualsIfExists", true, false, false),
            ("StringNotEquals", true, false, false),
            ("ForAllValues:StringEquals", true, true, false),
            ("ForAnyValue:StringEquals", false, true, true),
            ("ForAllValues:StringNotEquals", true, false, false),
            ("ForAnyValue:StringNotEquals", false, false, true),
            ("ForAnyValue:StringEqualsIfExists", false, true, true),
            ("ForAllValues:StringEqualsIfExists", true, true, false),
        ] {
            let of = |found: &[&str]| holds(operator, &["a", "b"], &[("k:k", found)]);
            assert_eq!(
                (of(&[]), of(&["a", "b"]), of(&["a", "c"])),
                (absent, ab, ac),
                "{operator}"
            );
        }
        assert!(holds("Null", &["true"], &[]) && !holds("Null", &["true"], &[("k:k", &["x"])]));
        assert!(holds("Null", &["false"], &[("k:k", &["x"])]) && !holds("Null", &["false"], &[]));
    }

    #[test]
    fn a_variable_without_a_value_is_like_nothing() {
        assert!(!holds("StringEquals", &["${x:y}"], &[("k:k", &["a"])]));
        assert!(holds("StringNotEquals", &["${x:y}"], &[("k:k", &["a"])]));
        assert!(holds(
            "StringLike",
            &["${x:y}/*"],
            &[("k:k", &["a/b"]), ("x:y", &["a"])]
        ));
    }

    #[test]
    fn only_operators_that_there_are() {
        for name in [
            "StringMatches",
            "ForSome:StringLike",
            "NullIfExists",
            "IfExists",
            "",
        ] {
            assert_eq!(Operator::parse(name), None, "{name}");
        }
    }
}
