//! One page a file. A page reads once, in one `Suspense`, and shows an error in its own place.

use std::{future::Future, sync::Arc};

use http::StatusCode;
use leptos::{prelude::*, suspense::Suspense};
use leptos_axum::ResponseOptions;
use leptos_router::{
    hooks::{use_location, use_params_map, use_query_map},
    location::Url,
};

use roleport_lang::text;

use crate::portal::{Portal, PortalError, Viewer};

pub(crate) mod access;
pub(crate) mod api;
pub(crate) mod clusters;
pub(crate) mod deliveries;
pub(crate) mod doctor;
pub(crate) mod error;
pub(crate) mod event;
mod form;
pub(crate) mod guide;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod new_request;
mod prefill;
pub(crate) mod request;
pub(crate) mod requests;
pub(crate) mod retire;
pub(crate) mod review;
pub(crate) mod revisions;
pub(crate) mod role;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod settings;
pub(crate) mod shortcuts;
pub(crate) mod signed_out;
pub(crate) mod style;
pub(crate) mod together;
pub(crate) mod tokens;
pub(crate) mod unmanaged;

pub use form::known_fragment;
pub use home::waiting;
pub use prefill::link as permission_link;

/// The product and the person who asks; nothing while nobody is signed in, or while the list of
/// routes is made.
pub fn source() -> Option<(Arc<dyn Portal>, Viewer)> {
    Some((use_context::<Arc<dyn Portal>>()?, use_context::<Viewer>()?))
}

/// Reads, then shows what was read, or why it can't be shown.
pub(crate) fn load<Read, Answer>(read: Read) -> impl IntoView
where
    Read: FnOnce(Arc<dyn Portal>, Viewer) -> Answer + Send + 'static,
    Answer: Future<Output = Result<AnyView, PortalError>> + Send + 'static,
{
    let source = source();
    let answer = async move {
        let result = match source {
            Some((portal, viewer)) => read(portal, viewer).await,
            None => Err(PortalError::Forbidden(text!(answers_sign_in_first))),
        };
        result.unwrap_or_else(|error| view! { <error::ErrorPage error/> }.into_any())
    };
    view! { <Suspense fallback=|| ()>{Suspend::new(answer)}</Suspense> }
}

/// The status of the answer that carries this page.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// The number in the URL, such as 12 in `/requests/12`.
pub(crate) fn id_of_path() -> Option<i64> {
    number_of_path("id")
}

/// The number in the URL where the route has this name.
pub(crate) fn number_of_path(name: &str) -> Option<i64> {
    use_params_map().with_untracked(|params| params.get(name)?.parse().ok())
}

/// A value of the query string exactly as it was typed; an absent one is empty. The router's own
/// map decodes twice, which would turn a key with a per cent sign into another one.
pub(crate) fn typed(name: &str) -> String {
    let search = use_location().search.get_untracked();
    search
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| Url::unescape(&value.replace('+', " ")))
        .unwrap_or_default()
}

/// The numbers of this name in the query string, in their order; anything else is left out.
pub(crate) fn numbers(name: &str) -> Vec<i64> {
    let search = use_location().search.get_untracked();
    search
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, _)| *key == name)
        .filter_map(|(_, value)| value.parse().ok())
        .collect()
}

/// A value of the query string; an absent one is empty.
pub(crate) fn query(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name).unwrap_or_default())
}
