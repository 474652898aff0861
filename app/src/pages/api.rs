//! The API's document, readable: made by the server from what it serves to programs.

use leptos::prelude::*;
use leptos_meta::Title;

use super::load;
use crate::{
    language::{rich, t},
    portal::{
        PortalError,
        api::{ApiDocument, ApiField, ApiOperation, ApiSchema},
    },
};

/// `/api`; a handler puts the document into the context.
#[component]
pub(crate) fn ApiPage() -> impl IntoView {
    let document = use_context::<ApiDocument>();
    load(async move |_, _| {
        let document = document.ok_or(PortalError::NotFound)?;
        Ok(page(&document))
    })
}

/// `/api/schemas`, a page of its own, since either is long; a handler puts the document into the context.
#[component]
pub(crate) fn ApiSchemas() -> impl IntoView {
    let document = use_context::<ApiDocument>();
    load(async move |_, _| {
        let document = document.ok_or(PortalError::NotFound)?;
        let schemas: Vec<_> = document.schemas.iter().map(schema).collect();
        Ok(view! {
            <Title text=t!(api_schemas_page)/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <p class="eyebrow"><a href="/api">"API"</a></p>
                        <h1>{t!(api_schemas)}</h1>
                    </div>
                </div>
                <p class="lead">{t!(api_schemas_lead)}</p>
                <div class="api-group">{schemas}</div>
            </div>
        }
        .into_any())
    })
}

fn page(document: &ApiDocument) -> AnyView {
    let introduction: Vec<_> = document
        .introduction
        .iter()
        .map(|text| view! { <p>{code_words(text)}</p> })
        .collect();
    let contents: Vec<_> = document
        .groups
        .iter()
        .map(|(name, _)| view! { <li><a href=format!("#{}", anchor(name)) lang="en">{name.clone()}</a></li> })
        .collect();
    let groups: Vec<_> = document
        .groups
        .iter()
        .map(|(name, operations)| {
            let operations: Vec<_> = operations.iter().map(operation).collect();
            view! {
                <section class="api-group" aria-labelledby=anchor(name)>
                    <h2 id=anchor(name) lang="en">{name.clone()}</h2>
                    {operations}
                </section>
            }
        })
        .collect();
    view! {
        <Title text=t!(api_page)/>
        <div class="page">
            <div class="page-head">
                <h1>"API "<span class="quiet">{format!("v1, {}", document.version)}</span></h1>
                <a class="button" href="/api/v1/openapi.json" rel="external">"OpenAPI 3.1"</a>
            </div>
            <div class="card" lang="en">{introduction}</div>
            <nav aria-label=t!(api_contents)>
                <ul class="api-contents" role="list">
                    {contents} <li><a href="/api/schemas">{t!(api_schemas)}</a></li>
                </ul>
            </nav>
            {groups}
        </div>
    }
    .into_any()
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Text with `code` in it.
fn code_words(text: &str) -> AnyView {
    let parts: Vec<_> = text
        .split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                view! { <code>{part.to_owned()}</code> }.into_any()
            } else {
                part.to_owned().into_any()
            }
        })
        .collect();
    parts.into_any()
}

/// What the document says within a line; nothing where it says nothing.
fn english(text: &str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <span lang="en">{code_words(text)}</span> }.into_any())
}

fn schema_link(name: &str) -> AnyView {
    view! { <a href=format!("/api/schemas#schema-{name}")><code>{name.to_owned()}</code></a> }
        .into_any()
}

fn operation(operation: &ApiOperation) -> AnyView {
    let body = operation
        .body
        .as_deref()
        .map(|name| view! { <p>{rich!(api_body; schema: |_| schema_link(name))}</p> });
    let answers: Vec<_> = operation
        .answers
        .iter()
        .map(|(status, words, body)| {
            view! {
                <li>
                    <code>{status.clone()}</code> " " {english(words)}
                    {body.as_deref().map(|name| view! { ": " {schema_link(name)} })}
                </li>
            }
        })
        .collect();
    let method = operation.method.to_lowercase();
    view! {
        <details class="document api-operation">
            <summary>
                <code class=format!("api-method api-{method}")>{operation.method.clone()}</code> " "
                <code>{operation.path.clone()}</code> " "
                <span class="quiet" lang="en">{operation.summary.clone()}</span>
            </summary>
            <div class="api-body">
                <p lang="en">{code_words(&operation.description)}</p>
                {fields(t!(api_parameters), &operation.parameters)}
                {body}
                <ul class="api-answers">{answers}</ul>
            </div>
        </details>
    }
    .into_any()
}

fn schema(schema: &ApiSchema) -> AnyView {
    let words = (!schema.words.is_empty()).then(|| {
        view! { <p>{rich!(api_one_of, words = schema.words.join(", "))}</p> }
    });
    // Inside, so that a browser opens it for who comes by a link.
    view! {
        <details class="document">
            <summary><code>{schema.name.clone()}</code></summary>
            <div class="api-body" id=format!("schema-{}", schema.name)>
                <p lang="en">{code_words(&schema.description)}</p>
                {words}
                {fields(t!(api_fields), &schema.fields)}
            </div>
        </details>
    }
    .into_any()
}

fn fields(caption: String, fields: &[ApiField]) -> Option<AnyView> {
    let rows: Vec<_> = fields
        .iter()
        .map(|field| {
            let required = field
                .required
                .then(|| view! { <span class="under">{t!(api_required)}</span> });
            view! {
                <tr>
                    <th scope="row" data-label=t!(api_name)><code>{field.name.clone()}</code> {required}</th>
                    <td data-label=t!(api_type)>{english(&field.kind)}</td>
                    <td data-label=t!(api_meaning)>{english(&field.description)}</td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <table class="table cards">
                <caption>{caption}</caption>
                <thead>
                    <tr><th scope="col">{t!(api_name)}</th><th scope="col">{t!(api_type)}</th><th scope="col">{t!(api_meaning)}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}
