//! One's tokens for the API and the command line.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{authorize::PersonRole, token::TokenKind};

use super::{load, set_status};
use crate::{
    components::{
        code::copy_line,
        icon::{Icon, icon},
        moment::{ago, exact},
        rich::link,
    },
    language::{rich, t},
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
            <Title text=t!(tokens_document)/>
            <div class="page">
                <div class="page-head"><h1>{t!(tokens_title)}</h1></div>
                <p class="lead">{rich!(tokens_lead; link: link("/api"))}</p>
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
                <h2 class="note-title" id="made">{t!(tokens_made)}</h2>
                <p>{t!(tokens_made_lead)}</p>
                <p class="typed">{copy_line(token, &t!(tokens_copy))}</p>
            </div>
        </section>
    }
    .into_any()
}

fn table(lines: &[TokenLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="empty">{t!(tokens_none)}</p> }.into_any();
    }
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{t!(tokens_caption)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(tokens_head_token)}</th>
                    <th scope="col">{t!(tokens_head_state)}</th>
                    <th scope="col">{t!(tokens_head_scopes)}</th>
                    <th scope="col">{t!(tokens_head_used)}</th>
                    <th scope="col">{t!(tokens_head_expires)}</th>
                    <th scope="col">{t!(tokens_head_action)}</th>
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
        None => view! { <span class="quiet">{t!(tokens_never_used)}</span> }.into_any(),
    };
    let action = match line.state {
        TokenState::Active => view! {
            <form method="post" action=format!("/tokens/{}/revoke", line.id)>
                <button
                    class="button button-small button-danger"
                    type="submit"
                    aria-label=t!(tokens_revoke_named, name = line.name)
                >
                    {t!(tokens_revoke)}
                </button>
            </form>
        }
        .into_any(),
        TokenState::Expired | TokenState::Revoked => {
            view! { <span class="quiet">{t!(tokens_no_action)}</span> }.into_any()
        }
    };
    let kind = match line.kind {
        TokenKind::Personal => t!(tokens_kind_personal),
        TokenKind::Service => t!(tokens_kind_service),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!(tokens_head_token)>
                {line.name.clone()}
                <span class="under"><code>{line.prefix.clone()}</code> " " {kind}</span>
            </th>
            <td data-label=t!(tokens_head_state)>{badge(line.state)}</td>
            <td data-label=t!(tokens_head_scopes)><code>{scopes.join(", ")}</code></td>
            <td data-label=t!(tokens_head_used)>{used}</td>
            <td data-label=t!(tokens_head_expires)>{exact(&line.expires)}</td>
            <td data-label=t!(tokens_head_action)>{action}</td>
        </tr>
    }
    .into_any()
}

fn badge(state: TokenState) -> AnyView {
    let (tone, which, word) = match state {
        TokenState::Active => ("good", Icon::Check, t!(tokens_state_active)),
        TokenState::Expired => ("quiet", Icon::Clock, t!(tokens_state_expired)),
        TokenState::Revoked => ("quiet", Icon::Cross, t!(tokens_state_revoked)),
    };
    view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any()
}
