//! Kinesis data streams.

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Home, Nesting, Template, activity, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{grant::Access, rules::Risk, scope::Scope};

pub(super) const TEMPLATE: Template = Template {
    name: "kinesis",
    title: || text!(services_kinesis),
    fields: &[Field::new(
        "stream",
        || text!(services_kinesis_stream),
        || text!(services_name_or_arn),
    )],
    accesses: &[Access::Read, Access::Write],
    implied: None,
    nesting: Nesting::Same,
    risks: |_, access| match access {
        Access::Write => vec![Risk::Write],
        _ => Vec::new(),
    },
    activities: &ACTIVITIES,
    parse: |grant, home| vec![KIND.parse(grant.text("stream"), home)],
    address: |texts| text!(services_kinesis_address, stream = text(texts, 0)),
    sentence: |texts, verbs| {
        text!(
            services_kinesis_sentence,
            verbs = verbs,
            stream = text(texts, 0)
        )
    },
    findings: nothing,
    statements,
};

const ABOUT: &[&str] = &[
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:PutRecords",
];
const ACTIVITIES: [Activity; 2] = [
    activity("kinesis:GetRecords", "read", "records of the stream", ABOUT),
    activity("kinesis:PutRecord", "write", "records of the stream", ABOUT),
];

const KIND: Kind = Kind {
    service: "kinesis",
    noun: "stream",
    what: || text!(services_what_stream),
    before: "stream/",
    length: (1, 128),
    others: "-_.",
};

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| Rule {
            noun: "Streams",
            access,
            actions: if access == Access::Write {
                &[
                    "kinesis:PutRecord",
                    "kinesis:PutRecords",
                    "kinesis:ListShards",
                    "kinesis:DescribeStreamSummary",
                ]
            } else {
                &[
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                    "kinesis:DescribeStream",
                    "kinesis:DescribeStreamSummary",
                ]
            },
            resources: vec![KIND.arn(text(texts, 0), home)],
        })
    }))
}
