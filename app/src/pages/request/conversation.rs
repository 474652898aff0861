//! What happened to a request and what was said about it, with the place to say more.

use leptos::prelude::*;

use super::actions::comment_field;
use crate::{
    components::{
        icon::{Icon, icon},
        markdown::markdown,
        moment::exact,
        timeline::event_line,
    },
    portal::{CommentPlace, CommentView, PostedComment, RequestDetail, TimelineEntry},
};

/// The history, newest first, below the field for a new comment.
pub(super) fn conversation(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let lines: Vec<_> = request
        .history
        .iter()
        .map(|entry| match entry {
            TimelineEntry::Event(event) => event_line(event, false),
            TimelineEntry::Comment(comment) => said(request, comment, posted),
        })
        .collect();
    let say = request.allowed.comment.then(|| say(request, posted));
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">"History"</h2>
            {say}
            <ol class="timeline" role="list">{lines}</ol>
        </section>
    }
    .into_any()
}

fn say(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let (typed, error) = PostedComment::at(posted, CommentPlace::New);
    let field = comment_field(
        CommentPlace::New,
        "Message",
        "Markdown works. @name tells a colleague.",
        (&typed, error.as_deref()),
    );
    view! {
        <form class="say" method="post" action=format!("/requests/{}/comments", request.summary.id)>
            {field}
            <div class="actions"><button class="button" type="submit">"Comment"</button></div>
        </form>
    }
    .into_any()
}

fn said(request: &RequestDetail, comment: &CommentView, posted: Option<&PostedComment>) -> AnyView {
    let edited = comment
        .edited
        .as_ref()
        .map(|at| view! { ", edited " {exact(at)} });
    let edit = (comment.is_mine && request.allowed.comment).then(|| edit(request, comment, posted));
    view! {
        <li class="event event-said" id=format!("comment-{}", comment.id)>
            <span class="event-icon">{icon(Icon::Chat)}</span>
            <div>
                <p><strong>{comment.author.clone()}</strong> " commented"</p>
                <div class="said">{markdown(&comment.body)}</div>
                <p class="quiet small">{exact(&comment.at)} {edited}</p>
                {earlier(comment)}
                {edit}
            </div>
        </li>
    }
    .into_any()
}

fn earlier(comment: &CommentView) -> Option<AnyView> {
    let texts: Vec<_> = comment
        .earlier
        .iter()
        .map(|(at, text)| {
            view! { <li><p class="quiet small">{exact(at)}</p> {markdown(text)}</li> }
        })
        .collect();
    (!texts.is_empty()).then(|| {
        view! {
            <details class="small">
                <summary>"Earlier texts"</summary>
                <ol class="earlier" role="list">{texts}</ol>
            </details>
        }
        .into_any()
    })
}

fn edit(request: &RequestDetail, comment: &CommentView, posted: Option<&PostedComment>) -> AnyView {
    let place = CommentPlace::Edit(comment.id);
    let (typed, error) = PostedComment::at(posted, place);
    let typed = if error.is_some() {
        typed
    } else {
        comment.body.clone()
    };
    let field = comment_field(place, "Text", "", (&typed, error.as_deref()));
    let action = format!("/requests/{}/comments/{}", request.summary.id, comment.id);
    view! {
        <details class="small" open=error.is_some()>
            <summary>"Edit"</summary>
            <form method="post" action=action>
                <input type="hidden" name="version" value=comment.version/>
                {field}
                <div class="actions"><button class="button button-small" type="submit">"Save"</button></div>
            </form>
        </details>
    }
    .into_any()
}
