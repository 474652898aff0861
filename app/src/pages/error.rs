//! Why a page can't be shown, and what to do instead.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use super::set_status;
use crate::{
    components::changes::change_list,
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
            <h2>"What has changed"</h2>
            {change_list(changes)}
            <p class="actions">
                <a class="button button-primary" href=format!("/requests/{request}")>"Read the present revision"</a>
                <a class="button" href=format!("/requests/{request}/revisions?from={seen}&to={now}")>"Compare both"</a>
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
            "This request has a new revision",
            format!("You read revision {seen}; revision {now} has taken its place, so nothing was decided."),
        ),
        PortalError::NotFound => (
            StatusCode::NOT_FOUND,
            "This page does not exist",
            "Check the address, or look for the role or request in the lists.".to_owned(),
        ),
        PortalError::Forbidden(why) => {
            (StatusCode::FORBIDDEN, "You can’t do this", why)
        }
        PortalError::Conflict(state) => {
            (StatusCode::CONFLICT, "Somebody was faster", state)
        }
        PortalError::TooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            "That was too much at once",
            format!("Nothing of it was done. Go back, wait {seconds} s and send it again: what you typed is still there."),
        ),
        PortalError::Broken => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something broke on our side",
            "Nothing of what you sent was half done. Try again in a minute; if it stays, tell the people who run Roleport."
                .to_owned(),
        ),
    };
    set_status(status);
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page page-narrow">
            <p class="quiet">{format!("Error {}", status.as_u16())}</p>
            <h1>{title}</h1>
            <p>{text}</p>
            {difference}
            {name.map(|RequestName(name)| view! {
                <p class="quiet">"Tell them this too, it finds the reason in the log: "<code>{name}</code></p>
            })}
            <p class="actions">
                <a class="button" href="/">"Active roles"</a>
                <a class="button" href="/requests">"Requests"</a>
            </p>
        </div>
    }
}

/// No route has this URL.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <ErrorPage error=PortalError::NotFound/> }
}
