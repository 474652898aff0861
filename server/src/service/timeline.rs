//! What happened to a request and what was said about it, as its page shows it.

use chrono::{DateTime, Utc};
use roleport_app::portal::{CommentView, CommentedLine, LineThread, TimelineEntry, Viewer};
use roleport_domain::access_lines::{AccessLine, number_of};

use super::pages::{event_line, moment};
use crate::store::{
    comments::{CommentRow, EarlierText},
    events::EventRow,
};

/// The comments, oldest first, each with when it was written; `lines` are those of the present revision.
pub(super) fn spoken(
    viewer: &Viewer,
    rows: Vec<CommentRow>,
    earlier: &[EarlierText],
    lines: &[AccessLine<'_>],
) -> Vec<(DateTime<Utc>, CommentView)> {
    rows.into_iter()
        .map(|row| (row.made_at, comment(viewer, row, earlier, lines)))
        .collect()
}

fn comment(
    viewer: &Viewer,
    row: CommentRow,
    earlier: &[EarlierText],
    lines: &[AccessLine<'_>],
) -> CommentView {
    let about = row
        .revision
        .zip(row.line)
        .map(|(revision, line)| CommentedLine {
            revision,
            line: number_of(lines, &line.0),
            grant: line.0,
        });
    CommentView {
        id: row.id,
        is_mine: row.author_id == viewer.person_id,
        author: row.author,
        version: row.version,
        at: moment(row.made_at),
        edited: row.edited_at.map(moment),
        earlier: earlier
            .iter()
            .filter(|text| text.comment_id == row.id)
            .map(|text| (moment(text.made_at), text.body.clone()))
            .collect(),
        body: row.body,
        about,
    }
}

/// Each line of access, with what was said about it.
pub(super) fn threads(
    lines: &[AccessLine<'_>],
    said: &[(DateTime<Utc>, CommentView)],
) -> Vec<LineThread> {
    let about = |comment: &CommentView, number| {
        comment.about.as_ref().and_then(|about| about.line) == Some(number)
    };
    (1..)
        .zip(lines)
        .map(|(number, line)| LineThread {
            number,
            kind: line.kind,
            grant: line.grant.clone(),
            comments: said
                .iter()
                .filter(|(_, comment)| about(comment, number))
                .map(|(_, comment)| comment.clone())
                .collect(),
        })
        .collect()
}

/// What happened and what was said, newest first. A comment stands for its own event.
pub(super) fn timeline(
    happened: Vec<EventRow>,
    said: Vec<(DateTime<Utc>, CommentView)>,
) -> Vec<TimelineEntry> {
    let mut entries: Vec<_> = happened
        .into_iter()
        .filter(|event| {
            !matches!(
                event.kind.as_str(),
                "request.commented" | "request.comment_edited"
            )
        })
        .map(|event| (event.at, TimelineEntry::Event(event_line(event))))
        .collect();
    entries.extend(
        said.into_iter()
            .map(|(at, comment)| (at, TimelineEntry::Comment(comment))),
    );
    // The sort is stable: what happened in one transaction keeps its order.
    entries.sort_by(|(one, _), (other, _)| other.cmp(one));
    entries.into_iter().map(|(_, entry)| entry).collect()
}
