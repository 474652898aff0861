//! A statement that somebody wrote, for what no template has. Always of high risk: it is taken as it is.
//!
//! Reading one takes the reader of documents. Where that is left out, as in the browser, a statement is
//! only looked at from outside, and the server says the rest.

#[cfg(feature = "statements")]
mod statement;
#[cfg(not(feature = "statements"))]
#[path = "unread.rs"]
mod statement;

use roleport_lang::{Text, text};
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
    title: || text!(custom_title),
    fields: &[Field {
        long: true,
        ..Field::new(
            "statement",
            || text!(custom_statement),
            || text!(custom_statement_hint),
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
    address: |texts| text!(custom_address, words = told(text(texts, 0))),
    sentence: |texts, _| told(text(texts, 0)),
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
        return Err(Violation::new("statement_empty", text!(custom_empty)));
    }
    // A policy's text is limited to these (domain.md section 1).
    let admitted = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    if let Some(foreign) = typed.chars().find(|c| !admitted(*c)) {
        return Err(Violation::new(
            "statement_not_latin1",
            text!(custom_not_latin, bad = shown(foreign)),
        ));
    }
    Own::read(typed)?.stored()
}

fn told(typed: &str) -> Text {
    Own::read(typed).map_or_else(|_| typed.into(), |own| own.words())
}

/// As it stands in a document, with a name.
fn statement(stored: &str, number: usize) -> Option<Value> {
    Some(Own::read(stored).ok()?.named(&format!("Custom{number}")))
}
