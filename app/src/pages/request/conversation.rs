//! What happened to a request and what was said about it, with the place to say more.

use leptos::prelude::*;

use super::{
    actions::comment_field,
    comment::{comment, edit},
};
use crate::{
    components::{
        icon::{Icon, icon},
        rich::link,
        timeline::event_line,
    },
    language::{rich, t},
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
            <h2 id="history">{t!(request_history)}</h2>
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
        &t!(request_say),
        &t!(request_say_hint),
        (&typed, error.as_deref()),
    );
    view! {
        <form class="say" method="post" action=format!("/requests/{}/comments", request.summary.id)>
            {field}
            <div class="actions"><button class="button" type="submit">{t!(request_comment)}</button></div>
        </form>
    }
    .into_any()
}

/// A comment has one place in which it is edited: below its line of access while that is there, else here.
fn said(request: &RequestDetail, said: &CommentView, posted: Option<&PostedComment>) -> AnyView {
    let (id, edit) = match said.about.as_ref().and_then(|about| about.line) {
        Some(_) => (None, None),
        None => (
            Some(format!("comment-{}", said.id)),
            edit(request, said, posted),
        ),
    };
    view! {
        <li class="event event-said" id=id>
            <span class="event-icon">{icon(Icon::Chat)}</span>
            {comment(said, about(request, said), edit)}
        </li>
    }
    .into_any()
}

/// On what somebody commented, with the way there.
fn about(request: &RequestDetail, said: &CommentView) -> AnyView {
    let Some(about) = &said.about else {
        return t!(request_commented).into_any();
    };
    let address = view! { <code>{crate::language::said(&about.grant.address())}</code> };
    if about.line.is_some() {
        let place = link(format!("#comment-{}", said.id));
        return rich!(request_commented_on; line: |_| place(address.clone().into_any()));
    }
    let revisions = format!(
        "/requests/{}/revisions?from={}&to={}",
        request.summary.id, about.revision, request.revision
    );
    let line = |_| {
        view! { {address.clone()} " " <span class="quiet">{crate::language::said(&about.grant.access_words())}</span> }
            .into_any()
    };
    view! {
        {rich!(request_commented_on; line: line)} " "
        <a class="badge badge-attention" href=revisions title=t!(request_comment_outdated_why)>
            {icon(Icon::Clock)} {t!(request_comment_outdated, number = about.revision)}
        </a>
    }
    .into_any()
}
