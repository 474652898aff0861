//! SNS topics.

use roleport_lang::text;

use super::{
    Activity, Field, Nesting, Template, activity, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{grant::Access, rules::Risk};

pub(super) const TEMPLATE: Template = Template {
    name: "sns",
    title: || text!(services_sns),
    fields: &[Field::new(
        "topic",
        || text!(services_sns_topic),
        || text!(services_name_or_arn),
    )],
    accesses: &[Access::Publish],
    implied: None,
    nesting: Nesting::Same,
    risks: |_, _| vec![Risk::Write],
    activities: &ACTIVITIES,
    parse: |grant, home| vec![KIND.parse(grant.text("topic"), home)],
    address: |texts| text!(services_sns_address, topic = text(texts, 0)),
    sentence: |texts, verbs| text!(services_sns_sentence, verbs = verbs, topic = text(texts, 0)),
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
    what: || text!(services_what_topic),
    before: "",
    length: (1, 256),
    // The dot of `.fifo`.
    others: "-_.",
};
