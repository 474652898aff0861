//! What islands ask the server while a page is open.

use leptos::{prelude::*, server};
use roleport_domain::lifecycle::RequestState;
use serde::{Deserialize, Serialize};

/// Where a request stands, for a page that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestProgress {
    /// Its state.
    pub state: RequestState,
    /// Counts every transition: another number means that the page is stale.
    pub version: i32,
}

/// State and version of a request.
///
/// # Errors
/// When nobody is signed in, or the viewer may not see the request.
#[server(name = AskRequestState, endpoint = "request_state", prefix = "/api")]
pub async fn request_state(
    /// The request.
    id: i64,
) -> Result<RequestProgress, ServerFnError> {
    use crate::pages::source;

    let (portal, viewer) = source().ok_or_else(|| ServerFnError::new("Sign in first."))?;
    let (state, version) = portal
        .request_state(&viewer, id)
        .await
        .map_err(|_| ServerFnError::new("This request can't be read."))?;
    Ok(RequestProgress { state, version })
}
