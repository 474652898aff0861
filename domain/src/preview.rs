//! What a request would make, or what is wrong with it: the form's check and the CLI's output.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    compile::CompiledPolicy,
    errors::FieldError,
    helm::{self, HelmSnippet},
    identity::Identity,
    request::{RequestInput, ValidRequest},
    warnings::warnings,
};

/// What a request would make. Where it is invalid, only `valid`, `errors` and `warnings` are
/// written to JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Whether it could be submitted.
    pub valid: bool,
    /// Everything that is wrong, at once.
    pub errors: Vec<FieldError>,
    /// What deserves a second look but stops nothing.
    pub warnings: Vec<FieldError>,
    /// Name of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// ARN of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// Who may assume it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_policy: Option<Value>,
    /// How its pods come by it.
    #[serde(default, skip_serializing_if = "Identity::is_usual")]
    pub identity: Identity,
    /// What it may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<CompiledPolicy>,
    /// What goes into the application's chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helm: Option<HelmSnippet>,
}

impl Preview {
    /// Of a request that is refused for these reasons.
    pub fn refused(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }
}

impl From<&ValidRequest> for Preview {
    fn from(request: &ValidRequest) -> Self {
        let role_arn = request.role_arn();
        let annotated = (request.identity() == Identity::Irsa).then_some(role_arn.as_str());
        Self {
            valid: true,
            errors: Vec::new(),
            warnings: Vec::new(),
            role_name: Some(request.role_name().to_owned()),
            trust_policy: Some(request.trust_policy()),
            policies: request.policies().to_vec(),
            identity: request.identity(),
            helm: Some(helm::snippet(request.service_account(), annotated)),
            role_arn: Some(role_arn),
        }
    }
}

/// Checks a request and shows what it would make.
pub fn preview(input: &RequestInput) -> Preview {
    let preview = match input.parse() {
        Ok(request) => Preview::from(&request),
        Err(errors) => Preview::refused(errors),
    };
    Preview {
        warnings: warnings(input),
        ..preview
    }
}

/// JSON Schema of [`RequestInput`].
#[cfg(feature = "schema")]
pub fn schema() -> Value {
    schemars::schema_for!(RequestInput).to_value()
}
