//! What changes, each line with what was said about it and the place to say more.

use leptos::prelude::*;
use roleport_domain::changes::{ChangeKind, GrantChange};

use super::{
    actions::comment_field,
    comment::{comment, edit},
};
use crate::{
    components::changes::{change_line, change_list_with},
    language::{said, t},
    portal::{CommentPlace, LineThread, PostedComment, RequestDetail},
};

/// The difference in plain words. People speak about the lines of access that a request asks for; each has its
/// place below the sentence that tells it, or at the end where the difference tells it in other words.
pub(super) fn changes(request: &RequestDetail, posted: Option<&PostedComment>) -> AnyView {
    let below = |place: usize| {
        let told: Vec<_> = request
            .lines
            .iter()
            .filter(|line| told_by(&request.changes, line) == Some(place))
            .collect();
        // Two lines of one sentence are told apart.
        let named = told.len() > 1;
        let threads: Vec<_> = told
            .into_iter()
            .filter_map(|line| thread(request, line, named, posted))
            .collect();
        (!threads.is_empty()).then(|| threads.into_any())
    };
    view! {
        {change_list_with(&request.changes, below)}
        {others(request, posted)}
    }
    .into_any()
}

/// Lines that no sentence is about: a broader one covers them, or AWS has them already. One that another line
/// has taken the place of is no change by itself, and is left out while nobody speaks about it.
fn others(request: &RequestDetail, posted: Option<&PostedComment>) -> Option<AnyView> {
    let lines: Vec<_> = request
        .lines
        .iter()
        .filter(|line| told_by(&request.changes, line).is_none())
        .filter(|line| line.kind != ChangeKind::Removed || !line.comments.is_empty())
        .map(|line| {
            let text =
                view! { <code>{said(&line.grant.address())}</code> " " {said(&line.grant.access_words())} };
            change_line(
                line.kind,
                text.into_any(),
                thread(request, line, false, posted),
            )
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3>{t!(request_other_words)}</h3>
            <ul class="changes" role="list">{lines}</ul>
        }
        .into_any()
    })
}

/// The sentence that tells a line: of what is new before what stays.
fn told_by(changes: &[GrantChange], line: &LineThread) -> Option<usize> {
    let address = line.grant.address();
    let kinds: &[ChangeKind] = match line.kind {
        ChangeKind::Added => &[ChangeKind::Added, ChangeKind::Kept],
        ChangeKind::Kept => &[ChangeKind::Kept, ChangeKind::Added],
        ChangeKind::Removed => &[ChangeKind::Removed],
    };
    kinds.iter().find_map(|kind| {
        changes
            .iter()
            .position(|change| change.kind == *kind && address == change.resource)
    })
}

/// What was said about a line, and the place to say more; nothing where there is neither.
fn thread(
    request: &RequestDetail,
    line: &LineThread,
    named: bool,
    posted: Option<&PostedComment>,
) -> Option<AnyView> {
    let say = request
        .allowed
        .comment
        .then(|| say(request, line, named, posted));
    if say.is_none() && line.comments.is_empty() {
        return None;
    }
    let comments: Vec<_> = line
        .comments
        .iter()
        .map(|said| {
            view! {
                <li id=format!("comment-{}", said.id)>
                    {comment(said, t!(request_commented).into_any(), edit(request, said, posted))}
                </li>
            }
        })
        .collect();
    let comments = (!comments.is_empty())
        .then(|| view! { <ol class="line-comments" role="list">{comments}</ol> });
    Some(
        view! {
            <div class="line-thread" id=format!("line-{}", line.number)>{comments} {say}</div>
        }
        .into_any(),
    )
}

fn say(
    request: &RequestDetail,
    line: &LineThread,
    named: bool,
    posted: Option<&PostedComment>,
) -> AnyView {
    let place = CommentPlace::Line {
        revision: request.revision,
        number: line.number,
    };
    let (typed, error) = PostedComment::at(posted, place);
    let field = comment_field(
        place,
        &t!(request_line_comment),
        &t!(request_say_hint),
        (&typed, error.as_deref()),
    );
    let (address, access) = (
        said(&line.grant.address()),
        said(&line.grant.access_words()),
    );
    let about = if named {
        view! { ": " <code>{address}</code> " " {access} }.into_any()
    } else {
        view! { <span class="visually-hidden">{t!(request_line_comment_which, address = address, access = access)}</span> }
            .into_any()
    };
    view! {
        <details class="line-say" open=error.is_some()>
            <summary>{t!(request_comment)} {about}</summary>
            <form method="post" action=format!("/requests/{}/comments", request.summary.id)>
                <input type="hidden" name="revision" value=request.revision/>
                <input type="hidden" name="line" value=line.number/>
                {field}
                <div class="actions"><button class="button button-small" type="submit">{t!(request_line_comment_do)}</button></div>
            </form>
        </details>
    }
    .into_any()
}
