//! What went wrong, as RFC 9457 has it: `application/problem+json`.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use roleport_app::portal::PortalError;
use roleport_domain::errors::FieldError;
use roleport_lang::Text;
use serde::Serialize;
use utoipa::ToSchema;

use crate::service::{CommandError, ProposeError, SubmitError};

/// The media type of every answer that is not a success.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// A reference to what this kind of problem is.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// For a person: what is wrong and what to do.
    detail: String,
    /// Stable name of the reason, for programs.
    code: &'static str,
    /// With status 422: everything that is wrong, at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Wrong>,
    #[serde(skip)]
    header: Option<Box<(header::HeaderName, HeaderValue)>>,
}

/// One thing that is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Wrong {
    /// Path of the field, such as `grants[0].bucket`.
    field: String,
    /// Stable name of the violated rule.
    code: String,
    /// What is wrong and what to do.
    message: String,
}

impl From<FieldError> for Wrong {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field,
            code: error.code,
            message: error.message.into(),
        }
    }
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            r#type: "/api#schema-Problem",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            code,
            errors: Vec::new(),
            header: None,
        }
    }

    /// 400.
    pub(super) fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401, with the challenge of RFC 6750; a token that is no good is told from none.
    pub(super) fn unauthorized(presented: bool) -> Self {
        let (challenge, code, detail) = if presented {
            (
                "Bearer realm=\"Roleport\", error=\"invalid_token\"",
                "invalid_token",
                "This token is unknown, expired or revoked. Make another one on the page /tokens.",
            )
        } else {
            (
                "Bearer realm=\"Roleport\"",
                "token_missing",
                "Send a token: “Authorization: Bearer rp_…”. Make one on the page /tokens.",
            )
        };
        Self {
            header: Some(Box::new((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(challenge),
            ))),
            ..Self::new(StatusCode::UNAUTHORIZED, code, detail)
        }
    }

    /// 403.
    pub(super) fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404.
    pub(super) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing here, or it is not yours to see.",
        )
    }

    /// 405.
    pub(super) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This method is not known here; the header Allow names those that are.",
        )
    }

    /// 409: the request has another version than the one that was read.
    pub(super) fn changed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "conflict",
            "This request has changed since you read it. Read it again.",
        )
    }

    /// 413.
    pub(super) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "The body is larger than 64 KiB.",
        )
    }

    /// 415.
    pub(super) fn unsupported_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            "Send JSON, with “Content-Type: application/json”.",
        )
    }

    /// 422, with everything that is wrong.
    pub(super) fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors: errors.into_iter().map(Wrong::from).collect(),
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "Some fields are not as they must be.",
            )
        }
    }

    /// 422 about one field.
    pub(super) fn field(field: &str, code: &str, message: impl Into<Text>) -> Self {
        Self::invalid(vec![FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.into(),
        }])
    }

    /// 429; so many seconds until the next request is answered.
    pub(super) fn too_many(seconds: u64) -> Self {
        Self {
            header: Some(Box::new((header::RETRY_AFTER, HeaderValue::from(seconds)))),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                format!("This token has asked too often. Wait {seconds} s."),
            )
        }
    }

    /// 503.
    pub(super) fn too_slow() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_slow",
            "This took too long. Try again in a moment.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let header = self.header.take();
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some((name, value)) = header.map(|header| *header) {
            headers.insert(name, value);
        }
        response
    }
}

impl From<PortalError> for Problem {
    fn from(error: PortalError) -> Self {
        match error {
            PortalError::NotFound => Self::not_found(),
            PortalError::Forbidden(why) => Self::forbidden("forbidden", why),
            PortalError::Conflict(why) => Self::new(StatusCode::CONFLICT, "conflict", why),
            PortalError::Outdated { seen, now, .. } => Self::new(
                StatusCode::CONFLICT,
                "outdated",
                format!(
                    "The hash is that of revision {seen}, and the request has revision {now} now. Read it again before you decide."
                ),
            ),
            PortalError::TooMany(seconds) => Self::too_many(seconds),
            PortalError::Broken => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "broken",
                "Something broke. The server’s log says what.",
            ),
        }
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Portal(error) => error.into(),
            CommandError::Comment(message) => Self::field("comment", "comment_invalid", message),
        }
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Portal(error) => error.into(),
            SubmitError::Fields(errors) => match errors.as_slice() {
                // A page shows this beside the form; a program has lost a race.
                [error] if error.code == "request_changed" => Self::changed(),
                _ => Self::invalid(errors),
            },
        }
    }
}

impl From<ProposeError> for Problem {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::Portal(error) => error.into(),
            ProposeError::Problems { source, comment } => {
                let wrong = |field: &str, message: Text| FieldError {
                    field: field.to_owned(),
                    code: format!("{field}_invalid"),
                    message,
                };
                let errors = source.into_iter().map(|text| wrong("source", text));
                let comment = comment.map(|text| wrong("comment", text));
                Self::invalid(errors.chain(comment).collect())
            }
        }
    }
}
