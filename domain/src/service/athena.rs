//! Athena: SQL over one database of the Glue catalog, with a work group, and results in a bucket.

use std::collections::BTreeSet;

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Finding, Home, Nesting, Template, activity,
    place::Kind,
    rule::{self, Rule},
    s3::{BUCKET, PREFIX},
    text,
};
use crate::{
    bucket::Bucket,
    document::Statement,
    errors::Violation,
    grant::{Access, Grant, s3_url},
    prefix::{Prefix, escaped},
    rules::Risk,
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "athena",
    title: || text!(services_athena),
    fields: &[
        Field::new(
            "workgroup",
            || text!(services_athena_workgroup),
            || text!(services_athena_workgroup_hint),
        ),
        Field::new(
            "database",
            || text!(services_athena_database),
            || text!(services_athena_database_hint),
        ),
        Field {
            label: || text!(services_athena_results_bucket),
            hint: || text!(services_athena_results_bucket_hint),
            ..BUCKET
        },
        Field {
            label: || text!(services_athena_results_prefix),
            hint: || text!(services_athena_results_prefix_hint),
            ..PREFIX
        },
    ],
    accesses: &[Access::Query],
    implied: None,
    nesting: Nesting::Same,
    // Results are written.
    risks: |texts, _| {
        let whole = text(texts, 3).is_empty().then_some(Risk::WholeBucket);
        std::iter::once(Risk::Write).chain(whole).collect()
    },
    activities: &ACTIVITIES,
    parse,
    address: |texts| text!(services_athena_address, database = text(texts, 1)),
    sentence: |texts, verbs| {
        text!(
            services_athena_sentence,
            verbs = verbs,
            database = text(texts, 1),
            workgroup = text(texts, 0),
            results = s3_url(text(texts, 2), text(texts, 3))
        )
    },
    findings,
    statements,
};

const ACTIVITIES: [Activity; 3] = [
    activity("athena:StartQueryExecution", "run", "queries with", QUERIES),
    activity(
        "athena:GetDataCatalog",
        "look into",
        "the data catalog",
        CATALOG,
    ),
    activity("glue:GetTable", "read", "the catalog of", TABLES),
];

// What is granted is also what goes without saying beside its sentence.
const QUERIES: &[&str] = &[
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryExecution",
    "athena:BatchGetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetQueryResultsStream",
    "athena:ListQueryExecutions",
    "athena:GetWorkGroup",
];
const CATALOG: &[&str] = &[
    "athena:GetDataCatalog",
    "athena:GetDatabase",
    "athena:GetTableMetadata",
    "athena:ListDatabases",
    "athena:ListTableMetadata",
];
const TABLES: &[&str] = &[
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:GetTable",
    "glue:GetTables",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
];

const WORKGROUP: Kind = Kind {
    service: "athena",
    noun: "workgroup",
    what: || text!(services_what_workgroup),
    before: "workgroup/",
    length: (1, 128),
    others: "._-",
};
const DATABASE: Kind = Kind {
    service: "glue",
    noun: "database",
    what: || text!(services_what_database),
    before: "database/",
    length: (1, 255),
    others: "_-",
};

fn parse(grant: &Grant, home: Option<&Home<'_>>) -> Vec<Result<String, Violation>> {
    let database = grant.text("database");
    vec![
        WORKGROUP.parse(grant.text("workgroup"), home),
        if database.starts_with("arn:") {
            Err(Violation::new(
                "database_is_arn",
                text!(services_database_is_arn),
            ))
        } else {
            DATABASE.parse(database, home)
        },
        Bucket::parse(grant.text("bucket")).map(|bucket| bucket.as_str().to_owned()),
        Prefix::parse(grant.text("prefix")).map(|prefix| prefix.as_str().to_owned()),
    ]
}

fn findings(texts: &[&str], _: &BTreeSet<Access>) -> Vec<Finding> {
    let database = text(texts, 1);
    let mut found = vec![(
        "database",
        Violation::new(
            "athena_reads_data",
            text!(risks_athena_reads_data, database = database),
        ),
    )];
    if text(texts, 3).is_empty() {
        let url = s3_url(text(texts, 2), "");
        found.push((
            "prefix",
            Violation::new("whole_bucket", text!(risks_athena_whole_bucket, url = url)),
        ));
    }
    found
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    let rules = scopes.iter().flat_map(|scope| {
        let texts: Vec<_> = scope.texts.iter().map(String::as_str).collect();
        rules(&texts, home)
    });
    let mut statements = rule::statements(rules);
    if !scopes.is_empty() {
        // These two are about no work group in particular; IAM takes them on everything only.
        let lists = Statement {
            sid: "ListAthena".to_owned(),
            actions: vec!["athena:ListDataCatalogs", "athena:ListWorkGroups"],
            resources: vec!["*".to_owned()],
            condition: None,
        };
        statements.push(lists.into_value());
    }
    statements
}

fn rules(texts: &[&str], home: &Home<'_>) -> Vec<Rule> {
    let workgroup = WORKGROUP.arn(text(texts, 0), home);
    // Catalog and database are where the work group is.
    let place: Vec<_> = workgroup.splitn(6, ':').collect();
    let (region, account) = (text(&place, 3), text(&place, 4));
    let partition = home.partition.as_str();
    let database = text(texts, 1);
    let glue = |resource: &str| format!("arn:{partition}:glue:{region}:{account}:{resource}");
    let catalog = format!("arn:{partition}:athena:{region}:{account}:datacatalog/AwsDataCatalog");
    let bucket = format!("arn:{partition}:s3:::{}", text(texts, 2));
    let rule = |noun, actions, resources| Rule {
        noun,
        access: Access::Query,
        actions,
        resources,
    };
    vec![
        rule("WorkGroups", QUERIES, vec![workgroup.clone()]),
        rule("Catalogs", CATALOG, vec![catalog]),
        rule(
            "Databases",
            TABLES,
            vec![
                glue("catalog"),
                glue(&format!("database/{database}")),
                glue(&format!("table/{database}/*")),
            ],
        ),
        rule(
            "ResultBuckets",
            &[
                "s3:GetBucketLocation",
                "s3:ListBucket",
                "s3:ListBucketMultipartUploads",
            ],
            vec![bucket.clone()],
        ),
        rule(
            "Results",
            &[
                "s3:GetObject",
                "s3:PutObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts",
            ],
            vec![format!("{bucket}/{}*", escaped(text(texts, 3)))],
        ),
    ]
}
