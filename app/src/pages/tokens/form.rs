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
    language::{of_page, said, t},
    portal::tokens::PostedToken,
};

/// How long a token can be good for, in days.
const TERMS: [u32; 5] = [7, 30, 90, 180, 365];

/// What is wrong, each with a link to its field.
pub(super) fn summary(errors: &[FieldError]) -> Option<AnyView> {
    let problems = errors
        .iter()
        .map(|error| (Some(error.field.clone()), said(&error.message)));
    error_summary(t!(tokens_check_fields), problems)
}

/// The form; only an admin makes tokens for programs.
pub(super) fn form(posted: &PostedToken, is_admin: bool) -> AnyView {
    let error = |field: &str| {
        let found = posted.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.say(of_page()))
    };
    let typed = &posted.typed;
    let terms: Vec<_> = TERMS
        .into_iter()
        .map(|days| {
            let words = match days {
                7 => t!(tokens_term_week),
                365 => t!(tokens_term_year),
                days => t!(tokens_term_days, days = days),
            };
            view! { <option value=days selected=days == typed.days>{words}</option> }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="new-token">
            <h2 id="new-token">{t!(tokens_new)}</h2>
            <form method="post" action="/tokens">
                <div class="field">
                    <label for="name">{t!(tokens_name)}</label>
                    <p class="hint" id="name-hint">{t!(tokens_name_hint)}</p>
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
                    <label for="days">{t!(tokens_term)}</label>
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
                    <button class="button button-primary" type="submit">{t!(tokens_make)}</button>
                    <span class="quiet">{t!(tokens_make_hint)}</span>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn kinds(kind: TokenKind, error: Option<&str>, is_admin: bool) -> Option<AnyView> {
    (is_admin || error.is_some()).then(|| {
        let choice = |value: TokenKind, words: String| {
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
                <p class="group-label" id="kind-label">{t!(tokens_whose)}</p>
                <p class="hint" id="kind-hint">{t!(tokens_whose_hint)}</p>
                {error_text("kind", error)}
                <div class="checks">
                    {choice(TokenKind::Personal, t!(tokens_whose_mine))} {choice(TokenKind::Service, t!(tokens_whose_program))}
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
                    <span>{t!(tokens_scope, scope = scope.as_str(), words = scope.words())}</span>
                </label>
            }
        })
        .collect();
    view! {
        <div class="field" role="group" id="scopes" tabindex="-1" aria-labelledby="scopes-label"
            aria-describedby=described("scopes", true, error.is_some())>
            <p class="group-label" id="scopes-label">{t!(tokens_scopes)}</p>
            <p class="hint" id="scopes-hint">{t!(tokens_scopes_hint)}</p>
            {error_text("scopes", error)}
            <div class="checks">{boxes}</div>
        </div>
    }
    .into_any()
}
