//! Lines of access as programs write them: each service has its own fields, out of its template.

use std::borrow::Cow;

use roleport_app::portal::line_of_any_age;
use roleport_domain::{
    grant::{self, Grant},
    service::Service,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::problem::Problem;

/// Most lines of access in a request.
const MAX_GRANTS: usize = 100;

/// One line of what an application may do.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct GrantLine(Grant);

/// A line of access of a draft, as far as it is typed.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct DraftGrant(Grant);

impl<'de> Deserialize<'de> for GrantLine {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Grant::deserialize(from).map(Self)
    }
}

impl<'de> Deserialize<'de> for DraftGrant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(from)?;
        let grant = line_of_any_age(fields).map_err(serde::de::Error::custom)?;
        Ok(Self(grant))
    }
}

impl From<Grant> for GrantLine {
    fn from(grant: Grant) -> Self {
        Self(grant)
    }
}

impl From<GrantLine> for Grant {
    fn from(line: GrantLine) -> Self {
        line.0
    }
}

impl From<Grant> for DraftGrant {
    fn from(grant: Grant) -> Self {
        Self(grant)
    }
}

impl From<DraftGrant> for Grant {
    fn from(line: DraftGrant) -> Self {
        line.0
    }
}

/// Grants as the domain has them.
///
/// # Errors
/// More lines than a request may have.
pub(super) fn grants<T: Into<Grant>>(lines: Vec<T>) -> Result<Vec<Grant>, Problem> {
    if lines.len() > MAX_GRANTS {
        let message = format!("Ask for at most {MAX_GRANTS} lines of access.");
        return Err(Problem::field("grants", "too_many_grants", message));
    }
    Ok(lines.into_iter().map(Into::into).collect())
}

/// The name of a service's schema, such as `SqsGrant`.
fn name(service: Service) -> String {
    let mut letters = service.as_str().chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first
        .into_iter()
        .chain(letters)
        .chain("Grant".chars())
        .collect()
}

fn readable(schema: Value) -> RefOr<Schema> {
    // What the domain writes is a schema; a test reads all of them.
    serde_json::from_value(schema).unwrap_or_default()
}

impl PartialSchema for GrantLine {
    fn schema() -> RefOr<Schema> {
        let each: Vec<_> = Service::ALL
            .into_iter()
            .map(|service| json!({ "$ref": format!("#/components/schemas/{}", name(service)) }))
            .collect();
        readable(json!({
            "description": "One line of what an application may do: which fields it has depends on the service.",
            "oneOf": each,
        }))
    }
}

impl ToSchema for GrantLine {
    fn name() -> Cow<'static, str> {
        "GrantLine".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let each = Service::ALL
            .into_iter()
            .map(|service| (name(service), readable(grant::schema(service))));
        schemas.extend(each);
    }
}

impl PartialSchema for DraftGrant {
    fn schema() -> RefOr<Schema> {
        let text = json!({ "type": "string" });
        let names: Vec<_> = Service::ALL.into_iter().map(Service::as_str).collect();
        let each: Vec<_> = Service::ALL
            .into_iter()
            .map(|service| {
                let template = service.template();
                let mut fields = Map::new();
                fields.insert(
                    "service".to_owned(),
                    json!({ "type": "string", "enum": [template.name] }),
                );
                for field in template.fields {
                    fields.insert(field.name.to_owned(), text.clone());
                }
                let accesses: Vec<_> = template.accesses.iter().map(|one| one.as_str()).collect();
                fields.insert(
                    "access".to_owned(),
                    json!({ "type": "array", "items": { "type": "string", "enum": accesses } }),
                );
                json!({ "type": "object", "properties": fields, "additionalProperties": false })
            })
            .collect();
        readable(json!({
            "description": format!(
                "A line of access of a draft, as far as it is typed: the fields of {}. Without a service it is one of s3.",
                names.join(", ")
            ),
            "anyOf": each,
        }))
    }
}

impl ToSchema for DraftGrant {
    fn name() -> Cow<'static, str> {
        "DraftGrant".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_one() {
        let mut schemas = Vec::new();
        GrantLine::schemas(&mut schemas);
        assert_eq!(schemas.len(), Service::ALL.len());
        schemas.push(("GrantLine".to_owned(), GrantLine::schema()));
        schemas.push(("DraftGrant".to_owned(), DraftGrant::schema()));
        for (name, schema) in schemas {
            let written = serde_json::to_value(schema).unwrap_or_default();
            let described = written["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty());
            assert!(described, "{name}: {written}");
        }
    }
}
