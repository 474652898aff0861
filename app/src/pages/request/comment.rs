//! One comment on a request: what was said, its earlier texts, and the place to edit it.

use leptos::prelude::*;

use super::actions::comment_field;
use crate::{
    components::{markdown::markdown, moment::exact},
    language::{rich, t},
    portal::{CommentPlace, CommentView, PostedComment, RequestDetail},
};

/// The comment; `what` is the rest of the sentence that starts with its author.
pub(super) fn comment(comment: &CommentView, what: AnyView, edit: Option<AnyView>) -> AnyView {
    let edited = comment
        .edited
        .as_ref()
        .map(|at| rich!(request_comment_edited; when: |_| exact(at)));
    view! {
        <div>
            <p><strong>{comment.author.clone()}</strong> " " {what}</p>
            <div class="said">{markdown(&comment.body)}</div>
            <p class="quiet small">{exact(&comment.at)} {edited}</p>
            {earlier(comment)}
            {edit}
        </div>
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
                <summary>{t!(request_comment_earlier)}</summary>
                <ol class="earlier" role="list">{texts}</ol>
            </details>
        }
        .into_any()
    })
}

/// The form in which its author edits it; nothing for others.
pub(super) fn edit(
    request: &RequestDetail,
    comment: &CommentView,
    posted: Option<&PostedComment>,
) -> Option<AnyView> {
    if !comment.is_mine || !request.allowed.comment {
        return None;
    }
    let place = CommentPlace::Edit(comment.id);
    let (typed, error) = PostedComment::at(posted, place);
    let typed = if error.is_some() {
        typed
    } else {
        comment.body.clone()
    };
    let field = comment_field(
        place,
        &t!(request_comment_text),
        "",
        (&typed, error.as_deref()),
    );
    let action = format!("/requests/{}/comments/{}", request.summary.id, comment.id);
    Some(
        view! {
            <details class="small" open=error.is_some()>
                <summary>{t!(request_comment_edit)}</summary>
                <form method="post" action=action>
                    <input type="hidden" name="version" value=comment.version/>
                    {field}
                    <div class="actions"><button class="button button-small" type="submit">{t!(request_comment_save)}</button></div>
                </form>
            </details>
        }
        .into_any(),
    )
}
