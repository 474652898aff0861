//! SNS topics.

use super::{
    Activity, Field, Nesting, Template, activity, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{grant::Access, rules::Risk};

pub(super) const TEMPLATE: Template = Template {
    name: "sns",
    title: "SNS topic",
    fields: &[Field::new(
        "topic",
        "Topic",
        "Its name. Of another account or region: its ARN.",
    )],
    accesses: &[Access::Publish],
    implied: None,
    nesting: Nesting::Same,
    risks: |_, _| vec![Risk::Write],
    activities: &ACTIVITIES,
    parse: |grant, home| vec![KIND.parse(grant.text("topic"), home)],
    address: |texts| format!("SNS topic {}", text(texts, 0)),
    sentence: |texts, verbs| format!("{verbs} to the topic {}", text(texts, 0)),
    findings: nothing,
    statements: |scopes, home| {
        rule::statements(scopes.iter().flat_map(|scope| {
            scope.with_access(move |texts, access| Rule {
                noun: "Topics",
                access,
                actions: &["sns:Publish"],
                resources: vec![KIND.arn(text(texts, 0), home)],
            })
        }))
    },
};

const ACTIVITIES: [Activity; 1] = [activity("sns:Publish", "publish", "to the topic", &[])];

const KIND: Kind = Kind {
    service: "sns",
    noun: "topic",
    before: "",
    length: (1, 256),
    // The dot of `.fifo`.
    others: "-_.",
};
