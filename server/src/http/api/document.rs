//! The OpenAPI document, beyond what the operations say of themselves.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Written, Ref, ResponseBuilder,
        path::{Operation, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::problem::{MEDIA_TYPE, Problem, Wrong};

/// What the document begins with.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Roleport",
        description = "Everything that the portal does, for programs.\n\nEvery request carries a token: `Authorization: Bearer rp_…`. Tokens are made on the page `/tokens`. A token acts as its person, in the roles that they have when it is used, and only for what its scopes name.\n\nBodies are JSON of at most 64 KiB, and fields that are not known are refused. Whatever goes wrong is told as `application/problem+json`, with a stable `code`; with status 422, `errors` has everything that is wrong at once.\n\nA token that asks too often gets status 429 with `Retry-After`, in seconds."
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "Me", description = "Who asks"),
        (name = "Requests", description = "Asking for access"),
        (name = "Decisions", description = "Deciding on requests"),
        (name = "Comments", description = "Talking about requests"),
        (name = "Drafts", description = "What you have begun to write"),
        (name = "Roles", description = "What there is"),
        (name = "Adoption", description = "Roles in AWS that are not Roleport's yet"),
        (name = "Rules", description = "Who has to approve"),
        (name = "Clusters", description = "Where roles are made"),
        (name = "History", description = "What was done, and who had access when"),
        (name = "Notifications", description = "Who is told of what"),
    ),
    security(("token" = [])),
    components(schemas(Problem, Wrong)),
    modifiers(&Token),
)]
pub(super) struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Written) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "token",
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("rp_…")
                    .build(),
            ),
        );
    }
}

/// What can go wrong with anything at all.
const ALWAYS: [(&str, &str); 6] = [
    (
        "400",
        "The query string, a header or the body can’t be read",
    ),
    (
        "401",
        "No token, or one that is unknown, expired or revoked",
    ),
    (
        "403",
        "The token lacks the scope, or its person may not do this",
    ),
    ("404", "There is no such thing"),
    (
        "429",
        "The token has asked too often; `Retry-After` says how long to wait",
    ),
    (
        "503",
        "It took too long, or the server can’t reach its database",
    ),
];
/// What can go wrong where something is changed.
const CHANGING: [(&str, &str); 1] = [("409", "Somebody was faster; read it again")];
/// What can go wrong with a body.
const WITH_BODY: [(&str, &str); 3] = [
    ("413", "The body is larger than 64 KiB"),
    ("415", "The body is not JSON"),
    (
        "422",
        "Fields are not as they must be; `errors` has all of them",
    ),
];

/// The document with the problems that each operation can answer with.
pub(super) fn completed(mut document: Written) -> Written {
    for item in document.paths.paths.values_mut() {
        let PathItem {
            get,
            put,
            post,
            delete,
            ..
        } = item;
        if let Some(operation) = get {
            add(operation, &ALWAYS);
        }
        for operation in [put, post, delete].into_iter().flatten() {
            add(operation, &ALWAYS);
            add(operation, &CHANGING);
            if operation.request_body.is_some() {
                add(operation, &WITH_BODY);
            }
        }
    }
    document
}

fn add(operation: &mut Operation, problems: &[(&str, &str)]) {
    for (status, words) in problems {
        let response = ResponseBuilder::new()
            .description(*words)
            .content(
                MEDIA_TYPE,
                Content::new(Some(Ref::from_schema_name("Problem"))),
            )
            .build();
        operation
            .responses
            .responses
            .insert((*status).to_owned(), response.into());
    }
}
