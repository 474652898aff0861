//! DynamoDB tables, always with their indexes.

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
    name: "dynamodb",
    title: || text!(services_dynamodb),
    fields: &[Field::new(
        "table",
        || text!(services_dynamodb_table),
        || text!(services_name_or_arn),
    )],
    accesses: &[Access::Read, Access::Write],
    implied: None,
    nesting: Nesting::Same,
    risks: |_, access| match access {
        Access::Write => vec![Risk::Write, Risk::Delete],
        _ => Vec::new(),
    },
    activities: &ACTIVITIES,
    parse: |grant, home| vec![KIND.parse(grant.text("table"), home)],
    address: |texts| text!(services_dynamodb_address, table = text(texts, 0)),
    sentence: |texts, verbs| {
        text!(
            services_dynamodb_sentence,
            verbs = verbs,
            table = text(texts, 0)
        )
    },
    findings: nothing,
    statements,
};

const ACTIVITIES: [Activity; 4] = [
    activity(
        "dynamodb:GetItem",
        "read",
        "items of the table",
        &[
            "dynamodb:BatchGetItem",
            "dynamodb:Query",
            "dynamodb:DescribeTable",
            "dynamodb:ConditionCheckItem",
        ],
    ),
    activity("dynamodb:Scan", "scan", "items of the table", &[]),
    activity(
        "dynamodb:PutItem",
        "write",
        "items of the table",
        &["dynamodb:BatchWriteItem", "dynamodb:UpdateItem"],
    ),
    activity("dynamodb:DeleteItem", "delete", "items of the table", &[]),
];

const KIND: Kind = Kind {
    service: "dynamodb",
    noun: "table",
    what: || text!(services_what_table),
    before: "table/",
    length: (3, 255),
    others: "-_.",
};

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| {
            let table = KIND.arn(text(texts, 0), home);
            Rule {
                noun: "Tables",
                access,
                actions: if access == Access::Write {
                    &[
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:BatchWriteItem",
                    ]
                } else {
                    &[
                        "dynamodb:GetItem",
                        "dynamodb:BatchGetItem",
                        "dynamodb:Query",
                        "dynamodb:Scan",
                        "dynamodb:DescribeTable",
                        "dynamodb:ConditionCheckItem",
                    ]
                },
                resources: vec![format!("{table}/index/*"), table],
            }
        })
    }))
}
