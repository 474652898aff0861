//! What people say about a request.

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    access_lines::{access_lines, line_of},
    authorize::{Action, Subject, may},
    grant::Grant,
    mention::mentions,
};
use roleport_lang::{english, text};
use serde_json::json;
use sqlx::PgConnection;

use super::{CommandError, Service, broken, commands::check_length, sight::seen};
use crate::store::{
    StoreError,
    comments::{self, CommentRow},
    events::{self, NewEvent},
    people,
    requests::RequestRow,
    revisions,
};

/// Names a line of access that somebody has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineNumber {
    /// The revision, from 1.
    pub revision: i32,
    /// The line among [`access_lines`], from 1.
    pub line: i32,
}

impl Service {
    /// Adds a comment to a request.
    ///
    /// # Errors
    /// [`CommandError`]: not allowed, no such request, or a text that is empty or too long.
    pub async fn comment(&self, viewer: &Viewer, id: i64, body: &str) -> Result<(), CommandError> {
        self.say(viewer, id, None, body).await
    }

    /// Adds a comment to one line of access of a revision. Where the request has another revision by now, the
    /// comment is kept with the one that its writer has read.
    ///
    /// # Errors
    /// [`CommandError`] as above, and for a request without such a line.
    pub async fn comment_on_line(
        &self,
        viewer: &Viewer,
        id: i64,
        about: LineNumber,
        body: &str,
    ) -> Result<(), CommandError> {
        self.say(viewer, id, Some(about), body).await
    }

    async fn say(
        &self,
        viewer: &Viewer,
        id: i64,
        about: Option<LineNumber>,
        body: &str,
    ) -> Result<(), CommandError> {
        let body = checked(body)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = self.may_comment(&mut tx, viewer, id).await?;
        let line = match about {
            Some(about) => Some((about.revision, read_line(&mut tx, id, about).await?)),
            None => None,
        };
        let about = line.as_ref().map(|(revision, grant)| (*revision, grant));
        let comment = comments::add(&mut tx, id, viewer.person_id, about, body).await?;
        mention(&mut tx, comment, body).await?;
        let words = about.map_or_else(
            || english!(events_commented),
            |(_, grant)| english!(events_commented_on_line, address = grant.address()),
        );
        let after = about.map(|(revision, grant)| json!({ "revision": revision, "line": grant }));
        let event = NewEvent {
            after: after.as_ref(),
            ..NewEvent::by(viewer, "request.commented", &words)
        };
        append(&mut tx, &row, event, body).await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }

    /// Gives one of the viewer's comments another text. The earlier one stays readable.
    ///
    /// # Errors
    /// [`CommandError`]: not theirs, edited since, or a text that is empty or too long.
    pub async fn edit_comment(
        &self,
        viewer: &Viewer,
        id: i64,
        comment: i64,
        version: i32,
        body: &str,
    ) -> Result<(), CommandError> {
        let body = checked(body)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = self.may_comment(&mut tx, viewer, id).await?;
        let old = comments::find(&mut tx, id, comment)
            .await?
            .ok_or(PortalError::NotFound)?;
        if old.author_id != viewer.person_id {
            let error = PortalError::Forbidden(text!(answers_own_comments));
            self.record_refusal(
                viewer,
                &row,
                &error,
                &english!(events_edited_anothers_comment),
            )
            .await?;
            return Err(error.into());
        }
        if old.body == body {
            return Ok(());
        }
        comments::edit(&mut tx, comment, viewer.person_id, version, body)
            .await
            .map_err(|error| edited_since(error, &old))?;
        mention(&mut tx, comment, body).await?;
        let (before, after) = (json!({ "comment": old.body }), json!({ "comment": body }));
        let words = english!(events_edited_comment);
        let event = NewEvent {
            before: Some(&before),
            after: Some(&after),
            ..NewEvent::by(viewer, "request.comment_edited", &words)
        };
        append(&mut tx, &row, event, body).await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }

    /// The request, if the viewer may say something about it; a refusal is recorded.
    pub(super) async fn may_comment(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        id: i64,
    ) -> Result<RequestRow, PortalError> {
        let row = seen(conn, viewer, id).await?;
        let state = row.state().map_err(broken)?;
        let subject = Subject {
            roles: &viewer.roles,
            stake: row.stake(viewer.person_id),
        };
        if let Err(refusal) = may(subject, Action::Comment, Some(state)) {
            let error = PortalError::Forbidden(refusal.message);
            self.record_refusal(viewer, &row, &error, &english!(events_commented))
                .await?;
            return Err(error);
        }
        Ok(row)
    }
}

/// The line of access that somebody has read.
async fn read_line(
    conn: &mut PgConnection,
    id: i64,
    about: LineNumber,
) -> Result<Grant, CommandError> {
    let revisions = revisions::of_request(conn, id).await?;
    let revision = revisions.iter().find(|row| row.number == about.revision);
    let line = revision.and_then(|row| {
        let lines = access_lines(&row.grants_before.0, &row.grants.0);
        line_of(&lines, about.line)
    });
    line.map(|line| line.grant.clone())
        .ok_or_else(|| PortalError::NotFound.into())
}

fn checked(body: &str) -> Result<&str, CommandError> {
    check_length(body).map_err(CommandError::Comment)?;
    let body = body.trim();
    if body.is_empty() {
        return Err(CommandError::Comment(text!(answers_write_first)));
    }
    // NUL can't be stored at all.
    if body.contains('\0') {
        return Err(CommandError::Comment(text!(answers_comment_nul)));
    }
    Ok(body)
}

/// Notes who is named in a comment.
async fn mention(conn: &mut PgConnection, comment: i64, body: &str) -> Result<(), StoreError> {
    let handles: Vec<_> = mentions(body)
        .into_iter()
        .map(|found| found.handle)
        .collect();
    if handles.is_empty() {
        return Ok(());
    }
    let people = people::mentioned(conn, &handles).await?;
    comments::mention(conn, comment, &people).await
}

async fn append(
    conn: &mut PgConnection,
    row: &RequestRow,
    event: NewEvent<'_>,
    body: &str,
) -> Result<(), StoreError> {
    events::append(
        conn,
        NewEvent {
            request_id: Some(row.id),
            role_id: row.role_id,
            comment: Some(body),
            ..event
        },
    )
    .await
}

fn edited_since(error: StoreError, old: &CommentRow) -> CommandError {
    match error {
        StoreError::Stale => {
            PortalError::Conflict(text!(answers_edited_elsewhere, body = old.body)).into()
        }
        other => other.into(),
    }
}
