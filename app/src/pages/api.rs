//! The API's document, readable: made by the server from what it serves to programs.

use leptos::prelude::*;
use leptos_meta::Title;

use super::load;
use crate::portal::{
    PortalError,
    api::{ApiDocument, ApiField, ApiOperation, ApiSchema},
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

fn page(document: &ApiDocument) -> AnyView {
    let introduction: Vec<_> = document
        .introduction
        .iter()
        .map(|text| view! { <p>{code_words(text)}</p> })
        .collect();
    let contents: Vec<_> = document
        .groups
        .iter()
        .map(|(name, _)| view! { <li><a href=format!("#{}", anchor(name))>{name.clone()}</a></li> })
        .collect();
    let groups: Vec<_> = document
        .groups
        .iter()
        .map(|(name, operations)| {
            let operations: Vec<_> = operations.iter().map(operation).collect();
            view! {
                <section class="api-group" aria-labelledby=anchor(name)>
                    <h2 id=anchor(name)>{name.clone()}</h2>
                    {operations}
                </section>
            }
        })
        .collect();
    let schemas: Vec<_> = document.schemas.iter().map(schema).collect();
    view! {
        <Title text="API – Roleport"/>
        <div class="page">
            <div class="page-head">
                <h1>"API "<span class="quiet">{format!("v1, {}", document.version)}</span></h1>
                <a class="button" href="/api/v1/openapi.json" rel="external">"OpenAPI 3.1"</a>
            </div>
            <div class="card">{introduction}</div>
            <nav aria-label="On this page">
                <ul class="api-contents" role="list">
                    {contents} <li><a href="#schemas">"Schemas"</a></li>
                </ul>
            </nav>
            {groups}
            <section class="api-group" aria-labelledby="schemas">
                <h2 id="schemas">"Schemas"</h2>
                {schemas}
            </section>
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

fn schema_link(name: &str) -> AnyView {
    view! { <a href=format!("#schema-{name}")>{name.to_owned()}</a> }.into_any()
}

fn operation(operation: &ApiOperation) -> AnyView {
    let body = operation
        .body
        .as_deref()
        .map(|name| view! { <p>"Body: " {schema_link(name)}</p> });
    let answers: Vec<_> = operation
        .answers
        .iter()
        .map(|(status, words, body)| {
            view! {
                <li>
                    <code>{status.clone()}</code> " " {code_words(words)}
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
                <span class="quiet">{operation.summary.clone()}</span>
            </summary>
            <div class="api-body">
                <p>{code_words(&operation.description)}</p>
                {fields("Parameters", &operation.parameters)}
                {body}
                <ul class="api-answers">{answers}</ul>
            </div>
        </details>
    }
    .into_any()
}

fn schema(schema: &ApiSchema) -> AnyView {
    let words = (!schema.words.is_empty()).then(|| {
        view! { <p>"One of " <code>{schema.words.join(", ")}</code> "."</p> }
    });
    view! {
        <details class="document" id=format!("schema-{}", schema.name)>
            <summary>{schema.name.clone()}</summary>
            <div class="api-body">
                <p>{code_words(&schema.description)}</p>
                {words}
                {fields("Fields", &schema.fields)}
            </div>
        </details>
    }
    .into_any()
}

fn fields(caption: &str, fields: &[ApiField]) -> Option<AnyView> {
    let rows: Vec<_> = fields
        .iter()
        .map(|field| {
            let required = field
                .required
                .then(|| view! { <span class="under">"required"</span> });
            view! {
                <tr>
                    <th scope="row" data-label="Name"><code>{field.name.clone()}</code> {required}</th>
                    <td data-label="Type">{field.kind.clone()}</td>
                    <td data-label="What it is">{code_words(&field.description)}</td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <table class="table cards">
                <caption>{caption.to_owned()}</caption>
                <thead>
                    <tr><th scope="col">"Name"</th><th scope="col">"Type"</th><th scope="col">"What it is"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}
