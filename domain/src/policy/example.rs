//! Requests to ask for: values of condition keys with which a condition holds, or does not.

use super::{
    Condition, Context,
    condition::{Comparison, Order, Values, number},
    date,
    pattern::Pattern,
};

/// Stands for anything that a policy leaves open. Nothing real is called so.
pub(crate) const ANYTHING: &str = "~anything";

/// Addresses that documentation uses; one of them is outside of whatever a condition names.
const ADDRESSES: [&str; 4] = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"];

impl Condition {
    /// Gives its key a value with which it holds, where there is one.
    pub(crate) fn satisfy(&self, context: &mut Context) {
        if self.holds(context) && context.get(&self.key).is_some() {
            return;
        }
        if self.operator.comparison == Comparison::Null {
            if self.asks_for_absence() {
                context.remove(&self.key);
            } else {
                context.set(&self.key, ANYTHING);
            }
        } else if self.operator.negated {
            context.remove(&self.key);
            if !self.holds(context) {
                self.put(self.other(), context);
            }
        } else if let Some(wanted) = self.values.first() {
            let value = self.example(wanted, context);
            self.put(value, context);
        }
    }

    /// Gives its key a value with which it does not hold, where there is one.
    pub(crate) fn refute(&self, context: &mut Context) {
        if self.operator.comparison == Comparison::Null {
            if self.asks_for_absence() {
                context.set(&self.key, ANYTHING);
            } else {
                context.remove(&self.key);
            }
            return;
        }
        context.remove(&self.key);
        if self.holds(context) {
            let value = match self.values.first() {
                Some(wanted) if self.operator.negated => self.example(wanted, context),
                _ => self.other(),
            };
            self.put(value, context);
        }
    }

    pub(crate) fn asks_for_absence(&self) -> bool {
        self.values
            .iter()
            .any(|value| value.text().eq_ignore_ascii_case("true"))
    }

    fn put(&self, value: Option<String>, context: &mut Context) {
        match (value, self.operator.values) {
            (None, _) => {}
            (Some(value), Values::Single) => context.set(&self.key, &value),
            (Some(value), Values::All | Values::Any) => context.set_many(&self.key, &[&value]),
        }
    }

    /// A value that is as one of the policy's wants it.
    fn example(&self, wanted: &Pattern, context: &mut Context) -> Option<String> {
        let text = wanted.text();
        match self.operator.comparison {
            Comparison::Number(order) => near(number(text)?, order, true),
            Comparison::Date(order) => near(seconds(text)?, order, true),
            Comparison::Ip => Some(text.split('/').next()?.to_owned()),
            Comparison::Bool | Comparison::Binary | Comparison::Null => Some(text.to_owned()),
            Comparison::Equals
            | Comparison::EqualsIgnoreCase
            | Comparison::Like
            | Comparison::Arn => Some(wanted.sample(ANYTHING, context)),
        }
    }

    /// A value that none of the policy's wants.
    fn other(&self) -> Option<String> {
        let text = self.values.first()?.text();
        match self.operator.comparison {
            Comparison::Number(order) => near(number(text)?, order, false),
            Comparison::Date(order) => near(seconds(text)?, order, false),
            Comparison::Bool => Some((!text.eq_ignore_ascii_case("true")).to_string()),
            Comparison::Ip => ADDRESSES.into_iter().map(str::to_owned).find(|address| {
                let mut context = Context::default();
                self.put(Some(address.clone()), &mut context);
                self.holds(&context) == self.operator.negated
            }),
            Comparison::Arn => Some(format!("arn:{ANYTHING}:{ANYTHING}:::{ANYTHING}")),
            _ => Some(ANYTHING.to_owned()),
        }
    }
}

/// Whole seconds since 1970.
#[allow(
    clippy::cast_precision_loss,
    reason = "an example may be off by a little in a million years"
)]
fn seconds(text: &str) -> Option<f64> {
    date::parse(text).map(|nanos| nanos.div_euclid(1_000_000_000) as f64)
}

/// A number beside `wanted` that keeps an order to it, or breaks it.
#[allow(clippy::unnecessary_wraps, reason = "one shape for every comparison")]
fn near(wanted: f64, order: Order, keeps: bool) -> Option<String> {
    let step = match (order, keeps) {
        (Order::Equal | Order::LessOrEqual | Order::GreaterOrEqual, true)
        | (Order::Less | Order::Greater, false) => 0.0,
        (Order::Less, true) | (Order::GreaterOrEqual, false) => -1.0,
        (Order::Greater, true) | (Order::Equal | Order::LessOrEqual, false) => 1.0,
    };
    Some((wanted + step).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Operator, Version};

    #[test]
    fn an_example_holds_and_a_counterexample_does_not() {
        let kinds = [
            ("String{}Equals", "in/${aws:username}"),
            ("String{}EqualsIgnoreCase", "A"),
            ("String{}Like", "in/*/?"),
            ("Numeric{}Equals", "5"),
            ("NumericLessThan", "5"),
            ("NumericLessThanEquals", "5.5"),
            ("NumericGreaterThan", "5"),
            ("NumericGreaterThanEquals", "5"),
            ("Date{}Equals", "2026-01-01T00:00:00Z"),
            ("DateLessThan", "2026-01-01T00:00:00Z"),
            ("DateGreaterThan", "1795658823"),
            ("Bool", "true"),
            ("{}IpAddress", "192.0.2.0/24"),
            ("{}IpAddress", "2001:db8::/32"),
            ("Arn{}Like", "arn:aws:sns:*:1:t"),
            ("BinaryEquals", "QQ=="),
            ("Null", "true"),
            ("Null", "false"),
        ];
        for (name, value) in kinds {
            for not in ["", "Not"] {
                for set in ["", "ForAllValues:", "ForAnyValue:"] {
                    for suffix in ["", "IfExists"] {
                        let name = format!("{set}{}{suffix}", name.replace("{}", not));
                        let Some(operator) = Operator::parse(&name) else {
                            continue;
                        };
                        let condition =
                            Condition::new(operator, "k:k", &[value.to_owned()], Version::V2012);
                        let mut context = Context::default();
                        condition.satisfy(&mut context);
                        assert!(condition.holds(&context), "{name} {value}");
                        condition.refute(&mut context);
                        assert!(!condition.holds(&context), "{name} {value}");
                        condition.satisfy(&mut context);
                        assert!(condition.holds(&context), "{name} {value}");
                    }
                }
            }
        }
    }
}
