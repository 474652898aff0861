//! What is wrong, from what somebody sees.

use axum::{Json, extract::State};
use roleport_app::portal::{Portal as _, doctor::Symptoms};
use roleport_domain::authorize::Action;

use super::{input::Body, problem::Problem, token::Caller, views::Diagnosis, wire::Pasted};
use crate::http::AppState;

/// Ask the Doctor
///
/// Causes and cures from an error, a service account, a pod's AWS settings or a token's claims; a
/// permission that is missing with the grant that has it. The text is neither stored nor logged. Scope:
/// `read`.
#[utoipa::path(post, path = "/doctor", operation_id = "diagnose", tag = "Roles", request_body = Pasted,
    responses((status = 200, description = "What was found, the worst first", body = Diagnosis)))]
pub(super) async fn diagnose(
    State(state): State<AppState>,
    caller: Caller,
    Body(pasted): Body<Pasted>,
) -> Result<Json<Diagnosis>, Problem> {
    caller.may(Action::SeeRoles)?;
    let symptoms = Symptoms {
        role: pasted.role,
        text: Some(pasted.text),
    };
    let found = state.service.doctor(&caller.0.viewer, &symptoms).await?;
    if found.errors.is_empty() {
        Ok(Json(found.into()))
    } else {
        Err(Problem::invalid(found.errors))
    }
}
