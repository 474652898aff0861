//! The form of a new token.

use leptos::prelude::*;
use roleport_domain::{
    errors::FieldError,
    token::{TokenKind, TokenScope},
};

use crate::{
    components::{
        error_summary::error_summary,
        field_error::{error_text, invalid},
    },
    fields::described,
    portal::tokens::PostedToken,
};

/// How long a token can be good for, in days and in words.
const TERMS: [(u32, &str); 5] = [
    (7, "a week"),
    (30, "30 days"),
    (90, "90 days"),
    (180, "180 days"),
    (365, "a year"),
];

/// What is wrong, each with a link to its field.
pub(super) fn summary(errors: &[FieldError]) -> Option<AnyView> {
    let problems = errors
        .iter()
        .map(|error| (Some(error.field.clone()), error.message.clone()));
    error_summary("Please check these fields", problems)
}

/// The form; only an admin makes tokens for programs.
pub(super) fn form(posted: &PostedToken, is_admin: bool) -> AnyView {
    let error = |field: &str| {
        let found = posted.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.as_str())
    };
    let typed = &posted.typed;
    let terms: Vec<_> = TERMS
        .iter()
        .map(|(days, words)| {
            view! { <option value=*days selected=*days == typed.days>{*words}</option> }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="new-token">
            <h2 id="new-token">"New token"</h2>
            <form method="post" action="/tokens">
                <div class="field">
                    <label for="name">"Name"</label>
                    <p class="hint" id="name-hint">"What will use it, such as ci or laptop."</p>
                    {error_text("name", error("name"))}
                    <input
                        id="name"
                        name="name"
                        type="text"
                        maxlength="80"
                        autocomplete="off"
                        aria-describedby=described("name", true, error("name").is_some())
                        aria-invalid=invalid(error("name"))
                        value=typed.name.clone()
                    />
                </div>
                {kinds(typed.kind, error("kind"), is_admin)}
                {scopes(&typed.scopes, error("scopes"))}
                <div class="field">
                    <label for="days">"Good for"</label>
                    {error_text("days", error("days"))}
                    <select
                        id="days"
                        name="days"
                        aria-describedby=described("days", false, error("days").is_some())
                        aria-invalid=invalid(error("days"))
                    >
                        {terms}
                    </select>
                </div>
                <div class="actions">
                    <button class="button button-primary" type="submit">"Make token"</button>
                    <span class="quiet">"It stops sooner when you lose your roles."</span>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn kinds(kind: TokenKind, error: Option<&str>, is_admin: bool) -> Option<AnyView> {
    (is_admin || error.is_some()).then(|| {
        let choice = |value: TokenKind, words: &'static str| {
            view! {
                <label class="check">
                    <input type="radio" name="kind" value=value.as_str() checked=kind == value/>
                    <span>{words}</span>
                </label>
            }
        };
        view! {
            <div class="field" role="group" id="kind" tabindex="-1" aria-labelledby="kind-label"
                aria-describedby=described("kind", true, error.is_some())>
                <p class="group-label" id="kind-label">"Whose"</p>
                <p class="hint" id="kind-hint">"A program asks under your name and never decides."</p>
                {error_text("kind", error)}
                <div class="checks">
                    {choice(TokenKind::Personal, "Mine")} {choice(TokenKind::Service, "A program’s")}
                </div>
            </div>
        }
        .into_any()
    })
}

fn scopes(chosen: &[TokenScope], error: Option<&str>) -> AnyView {
    let boxes: Vec<_> = TokenScope::ALL
        .into_iter()
        .map(|scope| {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        name="scope"
                        value=scope.as_str()
                        checked=chosen.contains(&scope)
                    />
                    <span>{format!("{}: {}", scope.as_str(), scope.words())}</span>
                </label>
            }
        })
        .collect();
    view! {
        <div class="field" role="group" id="scopes" tabindex="-1" aria-labelledby="scopes-label"
            aria-describedby=described("scopes", true, error.is_some())>
            <p class="group-label" id="scopes-label">"What it may be used for"</p>
            <p class="hint" id="scopes-hint">"Never more than you may do yourself."</p>
            {error_text("scopes", error)}
            <div class="checks">{boxes}</div>
        </div>
    }
    .into_any()
}
