//! Two revisions of a request beside each other.

use roleport_app::portal::{
    DiffLine, FieldChange, PortalError, RevisionComparison, RevisionLine, Viewer,
};
use roleport_domain::{
    changes::{ChangeKind, changes},
    grant::Grant,
    request::RequestInput,
};
use roleport_lang::text;
use similar::{ChangeTag, TextDiff};

use super::{Service, broken, pages, sight::seen};
use crate::{
    store::{
        requests::RequestRow,
        revisions::{self, RevisionRow},
    },
    worker,
};

impl Service {
    pub(super) async fn compared(
        &self,
        viewer: &Viewer,
        id: i64,
        from: Option<i32>,
        to: Option<i32>,
    ) -> Result<RevisionComparison, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = seen(&mut conn, viewer, id).await?;
        let revisions = revisions::of_request(&mut conn, id).await.map_err(broken)?;
        let to = to.unwrap_or(row.revision);
        let from = from.unwrap_or_else(|| (to - 1).max(1));
        let find = |number| {
            revisions
                .iter()
                .find(|revision| revision.number == number)
                .ok_or(PortalError::NotFound)
        };
        let (old, new) = (find(from)?, find(to)?);
        Ok(RevisionComparison {
            summary: pages::request_summary(viewer, &row)?,
            revisions: revisions.iter().map(line).collect(),
            from,
            to,
            fields: fields(old, new),
            changes: changes(&old.grants.0, &new.grants.0),
            policy: lines(&policy(&row, old), &policy(&row, new)),
        })
    }
}

pub(super) fn line(row: &RevisionRow) -> RevisionLine {
    RevisionLine {
        number: row.number,
        writer: row.writer.clone(),
        made: pages::moment(row.made_at),
    }
}

fn fields(old: &RevisionRow, new: &RevisionRow) -> Vec<FieldChange> {
    [
        (text!(parts_fact_cluster), &old.cluster, &new.cluster),
        (text!(parts_fact_app), &old.app, &new.app),
        (text!(parts_fact_namespace), &old.namespace, &new.namespace),
        (
            text!(parts_fact_service_account),
            &old.service_account,
            &new.service_account,
        ),
        (text!(parts_reason), &old.reason, &new.reason),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(label, before, after)| FieldChange {
        label,
        before: before.clone(),
        after: after.clone(),
    })
    .collect()
}

/// The policy that a revision makes; the clusters differ in nothing that a policy shows but the
/// partition, and a request stays in its account.
fn policy(row: &RequestRow, revision: &RevisionRow) -> String {
    let input = RequestInput {
        app: revision.app.clone(),
        namespace: revision.namespace.clone(),
        service_account: revision.service_account.clone(),
        admitted_buckets: Grant::old_buckets(&revision.grants.0),
        grants: revision.grants.0.clone(),
        ..worker::input(row)
    };
    let Ok(request) = input.parse() else {
        return String::new();
    };
    let documents: Vec<_> = request
        .policies()
        .iter()
        .map(|policy| serde_json::to_string_pretty(&policy.document).unwrap_or_default())
        .collect();
    documents.join("\n")
}

pub(super) fn lines(before: &str, after: &str) -> Vec<DiffLine> {
    if before == after {
        return Vec::new();
    }
    TextDiff::from_lines(before, after)
        .iter_all_changes()
        .map(|change| DiffLine {
            kind: match change.tag() {
                ChangeTag::Insert => ChangeKind::Added,
                ChangeTag::Delete => ChangeKind::Removed,
                ChangeTag::Equal => ChangeKind::Kept,
            },
            text: change.value().trim_end_matches('\n').to_owned(),
        })
        .collect()
}
