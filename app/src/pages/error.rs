//! Why a page can't be shown, and what to do instead.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use super::set_status;
use crate::{
    components::changes::change_list,
    language::{rich, said, t},
    portal::{PortalError, RequestName},
};

/// The page in place of the one that was asked for.
#[component]
pub(crate) fn ErrorPage(error: PortalError) -> impl IntoView {
    let difference = match &error {
        PortalError::Outdated {
            request,
            seen,
            now,
            changes,
        } => Some(view! {
            <h2>{t!(refusal_changes)}</h2>
            {change_list(changes)}
            <p class="actions">
                <a class="button button-primary" href=format!("/requests/{request}")>{t!(refusal_read_now)}</a>
                <a class="button" href=format!("/requests/{request}/revisions?from={seen}&to={now}")>{t!(refusal_compare)}</a>
            </p>
        }),
        _ => None,
    };
    let name = match &error {
        PortalError::Broken => use_context::<RequestName>(),
        _ => None,
    };
    let (status, title, text) = match error {
        PortalError::Outdated { seen, now, .. } => (
            StatusCode::CONFLICT,
            t!(refusal_outdated),
            t!(refusal_outdated_why, seen = seen, now = now),
        ),
        PortalError::NotFound => (
            StatusCode::NOT_FOUND,
            t!(refusal_not_found),
            t!(refusal_not_found_why),
        ),
        PortalError::Forbidden(why) => (StatusCode::FORBIDDEN, t!(refusal_forbidden), said(&why)),
        PortalError::Conflict(state) => (StatusCode::CONFLICT, t!(refusal_conflict), said(&state)),
        PortalError::TooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            t!(refusal_too_many),
            t!(refusal_too_many_why, seconds = seconds),
        ),
        PortalError::Broken => (
            StatusCode::INTERNAL_SERVER_ERROR,
            t!(refusal_broken),
            t!(refusal_broken_why),
        ),
    };
    set_status(status);
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page page-narrow">
            <p class="quiet">{t!(refusal_error, status = status.as_u16())}</p>
            <h1>{title}</h1>
            <p>{text}</p>
            {difference}
            {name.map(|RequestName(name)| view! {
                <p class="quiet">{rich!(refusal_broken_name, name = name)}</p>
            })}
            <p class="actions">
                <a class="button" href="/">{t!(refusal_to_roles)}</a>
                <a class="button" href="/requests">{t!(refusal_to_requests)}</a>
            </p>
        </div>
    }
}

/// No route has this URL.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <ErrorPage error=PortalError::NotFound/> }
}
