//! A statement that somebody wrote, for what no template has. Always of high risk: it is taken as it is.
//!
//! Reading one takes the reader of documents. Where that is left out, as in the browser, a statement is
//! only looked at from outside, and the server says the rest.

#[cfg(feature = "statements")]
mod statement;
#[cfg(not(feature = "statements"))]
#[path = "unread.rs"]
mod statement;

use serde_json::Value;

use self::statement::Own;
use super::{Field, Nesting, Template, text};
use crate::{
    errors::{Violation, shown},
    grant::{Access, Grant},
    rules::Risk,
};

pub use self::statement::pretty;

pub(super) const TEMPLATE: Template = Template {
    name: "custom",
    title: "Custom statement",
    fields: &[Field {
        long: true,
        ..Field::new(
            "statement",
            "Statement",
            "One statement of an IAM policy, as JSON. Approvers read it word for word.",
        )
    }],
    accesses: &[Access::Use],
    implied: None,
    nesting: Nesting::Same,
    risks: |texts, _| {
        let escalates = Own::read(text(texts, 0)).is_ok_and(|own| own.escalates());
        std::iter::once(Risk::CustomStatement)
            .chain(escalates.then_some(Risk::Escalation))
            .collect()
    },
    activities: &[],
    parse: |grant, _| vec![parse(grant)],
    address: |texts| told(text(texts, 0), "custom statement: "),
    sentence: |texts, _| told(text(texts, 0), ""),
    findings: |texts, _| {
        let found = Own::read(text(texts, 0)).map(|own| own.findings());
        let found = found.unwrap_or_default().into_iter();
        found.map(|finding| ("statement", finding)).collect()
    },
    statements: |scopes, _| {
        let numbered = scopes.iter().zip(1..);
        numbered
            .filter_map(|(scope, number)| statement(scope.texts.first()?, number))
            .collect()
    },
};

fn parse(grant: &Grant) -> Result<String, Violation> {
    let typed = grant.text("statement");
    if typed.trim().is_empty() {
        return Err(Violation::new(
            "statement_empty",
            "Write the statement, as in {\"Effect\": \"Allow\", \"Action\": …, \"Resource\": …}.",
        ));
    }
    // A policy's text is limited to these (domain.md section 1).
    let admitted = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    if let Some(foreign) = typed.chars().find(|c| !admitted(*c)) {
        return Err(Violation::new(
            "statement_not_latin1",
            format!(
                "The statement has {}, which IAM can't hold in a policy.",
                shown(foreign)
            ),
        ));
    }
    Own::read(typed)?.stored()
}

fn told(typed: &str, start: &str) -> String {
    let words = Own::read(typed).map(|own| own.words());
    format!("{start}{}", words.unwrap_or_else(|_| typed.to_owned()))
}

/// As it stands in a document, with a name.
fn statement(stored: &str, number: usize) -> Option<Value> {
    Some(Own::read(stored).ok()?.named(&format!("Custom{number}")))
}
