//! GET /api and /api/schemas: the document as pages, made from what is served to programs.

use std::sync::LazyLock;

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use leptos::prelude::provide_context;
use roleport_app::portal::api::{ApiDocument, ApiField, ApiOperation, ApiSchema};
use serde_json::{Map, Value};
use tower_sessions::Session;

use super::{BASE, openapi};
use crate::http::{AppState, pages};

static DOCUMENT: LazyLock<ApiDocument> = LazyLock::new(|| {
    // A document that can't be written would be empty here, and a test would say so.
    read(&serde_json::to_value(openapi()).unwrap_or_default())
});

/// Shows the part of the document that the address names.
pub(in crate::http) async fn page(
    State(state): State<AppState>,
    session: Session,
    OriginalUri(uri): OriginalUri,
) -> Response {
    match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => {
            pages::render(&state, Some(viewer), &uri, || {
                provide_context(DOCUMENT.clone());
            })
            .await
        }
        Err(answer) => answer,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn read(document: &Value) -> ApiDocument {
    let groups = list(&document["tags"])
        .iter()
        .map(|tag| (text(&tag["name"]), operations(document, &tag["name"])))
        .collect();
    let schemas = document["components"]["schemas"].as_object();
    ApiDocument {
        version: text(&document["info"]["version"]),
        introduction: text(&document["info"]["description"])
            .split("\n\n")
            .map(str::to_owned)
            .collect(),
        groups,
        schemas: schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| read_schema(document, name, schema))
            .collect(),
    }
}

fn operations(document: &Value, tag: &Value) -> Vec<ApiOperation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if list(&operation["tags"]).contains(tag) {
                found.push(read_operation(path, method, operation));
            }
        }
    }
    found
}

fn read_operation(path: &str, method: &str, operation: &Value) -> ApiOperation {
    let parameters = list(&operation["parameters"])
        .iter()
        .map(|parameter| ApiField {
            name: text(&parameter["name"]),
            kind: format!("{}, {}", kind(&parameter["schema"]), text(&parameter["in"])),
            required: parameter["required"] == true,
            description: text(&parameter["description"]),
        });
    let answers = operation["responses"].as_object().into_iter().flatten();
    ApiOperation {
        method: method.to_uppercase(),
        path: format!("{BASE}{path}"),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: parameters.collect(),
        body: body(&operation["requestBody"]),
        answers: answers
            .map(|(status, answer)| (status.clone(), text(&answer["description"]), body(answer)))
            .collect(),
    }
}

/// The name of the schema of a body, whatever its media type is.
fn body(value: &Value) -> Option<String> {
    let (_, content) = value["content"].as_object()?.iter().next()?;
    reference(&content["schema"])
}

fn reference(schema: &Value) -> Option<String> {
    let path = schema["$ref"].as_str()?;
    path.rsplit('/').next().map(str::to_owned)
}

/// A type in words, such as `array of GrantLine`.
fn kind(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return name;
    }
    let among: Vec<_> = ["oneOf", "anyOf", "allOf"]
        .into_iter()
        .flat_map(|key| list(&schema[key]))
        .map(kind)
        .collect();
    if !among.is_empty() {
        return among.join(" or ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("array of {}", kind(&schema["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

fn read_schema(document: &Value, name: &str, schema: &Value) -> ApiSchema {
    let words = list(&schema["enum"]).iter().chain(
        // With a description each, words are constants of their own.
        list(&schema["oneOf"])
            .iter()
            .flat_map(|one| list(&one["enum"])),
    );
    // One of several forms, each with a name of its own.
    let forms = list(&schema["oneOf"]).iter().filter_map(reference);
    ApiSchema {
        name: name.to_owned(),
        description: text(&schema["description"]),
        fields: fields(document, schema),
        words: words.map(text).chain(forms).collect(),
    }
}

/// The fields of a schema, with those of the schemas that it is made of.
fn fields(document: &Value, schema: &Value) -> Vec<ApiField> {
    let empty = Map::new();
    let mut found: Vec<_> = list(&schema["allOf"])
        .iter()
        .flat_map(|part| match reference(part) {
            Some(name) => fields(document, &document["components"]["schemas"][name.as_str()]),
            None => fields(document, part),
        })
        .collect();
    // What any of several forms has.
    for form in list(&schema["anyOf"]) {
        for field in fields(document, form) {
            if !found
                .iter()
                .any(|known: &ApiField| known.name == field.name)
            {
                found.push(field);
            }
        }
    }
    let required = list(&schema["required"]);
    let own = schema["properties"].as_object().unwrap_or(&empty);
    found.extend(own.iter().map(|(name, field)| ApiField {
        name: name.clone(),
        kind: kind(field),
        required: required.iter().any(|other| other == name.as_str()),
        description: text(&field["description"]),
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_schema_is_on_the_page_with_its_words() {
        let document = &*DOCUMENT;
        let operations: Vec<_> = document
            .groups
            .iter()
            .flat_map(|(_, group)| group)
            .collect();
        let written = serde_json::to_value(openapi()).unwrap_or_default();
        let paths = written["paths"].as_object().into_iter().flatten();
        let all: usize = paths
            .map(|(_, item)| item.as_object().map_or(0, Map::len))
            .sum();
        assert_eq!(operations.len(), all);
        assert!(all > 20, "{all}");
        let ids: std::collections::BTreeSet<_> = written["paths"]
            .as_object()
            .into_iter()
            .flat_map(Map::values)
            .filter_map(Value::as_object)
            .flat_map(Map::values)
            .map(|operation| operation["operationId"].to_string())
            .collect();
        assert_eq!(ids.len(), all, "each has a name of its own: {ids:?}");
        for operation in operations {
            assert!(!operation.summary.is_empty(), "{operation:?}");
            assert!(!operation.description.is_empty(), "{operation:?}");
            assert!(operation.answers.len() > 5, "{operation:?}");
        }
        for schema in &document.schemas {
            assert!(!schema.description.is_empty(), "{schema:?}");
            assert!(
                !schema.fields.is_empty() || !schema.words.is_empty(),
                "{schema:?}"
            );
            for field in &schema.fields {
                assert!(
                    !field.kind.is_empty() && field.kind != "anything",
                    "{schema:?}"
                );
            }
        }
        assert_eq!(written["openapi"], "3.1.0");
    }
}
