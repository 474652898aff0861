//! One's tokens for the API and the command line.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::authorize::PersonRole;

use super::{load, set_status};
use crate::{
    components::{
        code::copy_line,
        icon::{Icon, icon},
        moment::{ago, exact},
    },
    portal::tokens::{PostedToken, TokenLine, TokenState},
};

mod form;

/// `/tokens`, also after a POST: with the new token, or with what was typed.
#[component]
pub(crate) fn Tokens() -> impl IntoView {
    let posted = use_context::<PostedToken>().unwrap_or_default();
    load(async move |portal, viewer| {
        let lines = portal.tokens(&viewer).await?;
        if !posted.errors.is_empty() {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let is_admin = viewer.roles.contains(&PersonRole::Admin);
        Ok(view! {
            <Title text="Tokens – Roleport"/>
            <div class="page">
                <div class="page-head"><h1>"Tokens"</h1></div>
                <p class="lead">
                    "With a token, a program or the command line does what you may do, as you. See "
                    <a href="/api">"the API"</a> "."
                </p>
                {form::summary(&posted.errors)}
                {posted.made.as_deref().map(made)}
                {table(&lines)}
                {form::form(&posted, is_admin)}
            </div>
        }
        .into_any())
    })
}

fn made(token: &str) -> AnyView {
    view! {
        <section class="note note-good" role="status" aria-labelledby="made">
            {icon(Icon::Check)}
            <div>
                <h2 class="note-title" id="made">"Your new token"</h2>
                <p>"Copy it now: it is shown this once and kept nowhere."</p>
                <p class="typed">{copy_line(token, "Copy token")}</p>
            </div>
        </section>
    }
    .into_any()
}

fn table(lines: &[TokenLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="empty">"You have no tokens yet."</p> }.into_any();
    }
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>"Your tokens, the newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Token"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"For"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"Expires"</th>
                    <th scope="col">"Action"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &TokenLine) -> AnyView {
    let scopes: Vec<_> = line.scopes.iter().map(|scope| scope.as_str()).collect();
    let used = match &line.last_used {
        Some(at) => ago(at),
        None => view! { <span class="quiet">"Never"</span> }.into_any(),
    };
    let action = match line.state {
        TokenState::Active => view! {
            <form method="post" action=format!("/tokens/{}/revoke", line.id)>
                <button
                    class="button button-small button-danger"
                    type="submit"
                    aria-label=format!("Revoke {}", line.name)
                >
                    "Revoke"
                </button>
            </form>
        }
        .into_any(),
        TokenState::Expired | TokenState::Revoked => {
            view! { <span class="quiet">"None"</span> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" data-label="Token">
                {line.name.clone()}
                <span class="under"><code>{line.prefix.clone()}</code> " " {line.kind.as_str()}</span>
            </th>
            <td data-label="State">{badge(line.state)}</td>
            <td data-label="For">{scopes.join(", ")}</td>
            <td data-label="Last used">{used}</td>
            <td data-label="Expires">{exact(&line.expires)}</td>
            <td data-label="Action">{action}</td>
        </tr>
    }
    .into_any()
}

fn badge(state: TokenState) -> AnyView {
    let (tone, which, word) = match state {
        TokenState::Active => ("good", Icon::Check, "Active"),
        TokenState::Expired => ("quiet", Icon::Clock, "Expired"),
        TokenState::Revoked => ("quiet", Icon::Cross, "Revoked"),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}
