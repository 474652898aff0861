//! A hand-kept table of roles, line by line beside what is in AWS, and their adoption in bulk
//! (issue 4, item 9).

use csv::{ReaderBuilder, StringRecord, Trim};
use roleport_app::portal::{
    PortalError, Viewer,
    adoption::{TableLine, TypedAdoption, Verdict},
};
use roleport_domain::{
    adoption::compare,
    authorize::{Action, Stake},
    cluster::Cluster,
    errors::FieldError,
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::{
    Service,
    adopt::{AS_IT_IS, among, binding, check, suggestion},
    broken, permitted,
    sight::seen_number,
    submit::{SubmitError, error},
};
use crate::store::{clusters, requests, roles, unmanaged};

/// Most lines of a table.
const MAX_LINES: usize = 500;

/// What a line of a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: u64,
    arn: String,
    namespace: String,
    service_account: String,
    permissions: String,
}

impl Service {
    /// What each line of a table comes to.
    ///
    /// # Errors
    /// [`SubmitError`]: not allowed, or no table.
    pub async fn read_table(
        &self,
        viewer: &Viewer,
        table: &str,
    ) -> Result<Vec<TableLine>, SubmitError> {
        permitted(viewer, Action::Adopt, Stake::Author)?;
        let read = self.held_against_aws(viewer, table).await?;
        Ok(read.into_iter().map(|(line, _)| line).collect())
    }

    /// The same, each with the adoption that it stands for where its role can be adopted.
    async fn held_against_aws(
        &self,
        viewer: &Viewer,
        table: &str,
    ) -> Result<Vec<(TableLine, Option<TypedAdoption>)>, SubmitError> {
        let lines = lines(table).map_err(|error| SubmitError::Fields(vec![error]))?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let clusters = clusters::all(&mut conn).await.map_err(broken)?;
        let mut read = Vec::new();
        for line in lines {
            let (verdict, typed) = verdict(&mut conn, viewer, &line, &clusters).await?;
            let line = TableLine {
                number: line.number,
                arn: line.arn,
                owner: format!("{}/{}", line.namespace, line.service_account),
                verdict,
            };
            read.push((line, typed));
        }
        Ok(read)
    }

    /// Asks for the adoption of the chosen roles of a table, each by a request of its own; tells of each line
    /// what it came to. The same key again makes none twice.
    ///
    /// # Errors
    /// [`SubmitError`]: not allowed, or no table.
    pub async fn adopt_table(
        &self,
        viewer: &Viewer,
        table: &str,
        chosen: &[i64],
        reason: &str,
        key: &str,
    ) -> Result<Vec<TableLine>, SubmitError> {
        permitted(viewer, Action::Adopt, Stake::Author)?;
        let mut read = self.held_against_aws(viewer, table).await?;
        if reason.trim().is_empty() {
            return Err(SubmitError::Fields(vec![error(
                "reason",
                "reason_empty",
                text!(answers_why_adoption),
            )]));
        }
        if chosen.is_empty() {
            return Err(SubmitError::Fields(vec![error(
                "chosen",
                "chosen_empty",
                text!(answers_choose_role),
            )]));
        }
        for (line, typed) in &mut read {
            let (Verdict::Ready(id, _), Some(typed)) = (&line.verdict, typed) else {
                continue;
            };
            let id = *id;
            if !chosen.contains(&id) {
                continue;
            }
            reason.clone_into(&mut typed.reason);
            // One key would give one request.
            let key = format!("{key}-{id}");
            line.verdict = match self.adopt(viewer, id, typed, &key).await {
                Ok(request) => Verdict::Asked(request),
                Err(SubmitError::Fields(errors)) => Verdict::Refused(words(&errors)),
                Err(error @ SubmitError::Portal(_)) => return Err(error),
            };
        }
        Ok(read.into_iter().map(|(line, _)| line).collect())
    }
}

/// What becomes of a line, and whom it would be adopted for.
async fn verdict(
    conn: &mut PgConnection,
    viewer: &Viewer,
    line: &Line,
    clusters: &[Cluster],
) -> Result<(Verdict, Option<TypedAdoption>), PortalError> {
    if let Some(role) = roles::by_arn(conn, &line.arn).await.map_err(broken)? {
        return Ok((Verdict::Managed(role), None));
    }
    let Some(row) = unmanaged::by_arn(conn, &line.arn).await.map_err(broken)? else {
        return Ok((Verdict::Refused(text!(takeover_not_found)), None));
    };
    let cluster = among(clusters, &row.cluster)?;
    let found = &row.found.0;
    let typed = TypedAdoption {
        namespace: line.namespace.clone(),
        service_account: line.service_account.clone(),
        app: found.application(&cluster, &line.service_account),
        reason: AS_IT_IS.to_owned(),
    };
    let binding = binding(&cluster, &typed, found);
    let open = requests::find_open(conn, binding, None)
        .await
        .map_err(broken)?;
    if let Some(open) = seen_number(conn, viewer, open).await? {
        return Ok((Verdict::Open(open), None));
    }
    Ok(match check(found, &cluster, &typed) {
        Ok((_, request)) => {
            let difference = compare(&line.permissions, request.grants());
            (Verdict::Ready(row.id, difference), Some(typed))
        }
        Err(errors) => {
            let mut said = words(&errors);
            let suggested = suggestion(found, &cluster, found.trusted(&cluster).as_ref());
            if suggested.service_account != line.service_account {
                said = text!(takeover_open_it, problem = said);
            }
            (Verdict::Refused(said), None)
        }
    })
}

fn words(errors: &[FieldError]) -> Text {
    let words: Vec<_> = errors.iter().map(|error| error.message.clone()).collect();
    Text::joined(&words, " ")
}

/// The lines of a table that was pasted: CSV with commas, semicolons or tabs, or a table of a wiki with bars;
/// with a line of titles.
fn lines(table: &str) -> Result<Vec<Line>, FieldError> {
    let wrong = |code: &str, message: Text| error("table", code, message);
    let table = table.trim();
    let titles = table.lines().next().unwrap_or_default();
    if titles.is_empty() {
        return Err(wrong("table_empty", text!(answers_table_empty)));
    }
    let delimiter = ['|', '\t', ';']
        .into_iter()
        .find(|one| titles.contains(*one))
        .and_then(|one| u8::try_from(one).ok())
        .unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(table.as_bytes());
    let titles = reader
        .headers()
        .map_err(|e| {
            wrong(
                "table_unreadable",
                text!(answers_table_unreadable, why = e.to_string()),
            )
        })?
        .clone();
    let column = |name: &str| {
        let place = titles.iter().position(|title| is_title(title, name));
        place.ok_or_else(|| {
            wrong(
                "table_column_missing",
                text!(answers_table_column, name = name),
            )
        })
    };
    let (arn, namespace, account) = (
        column("iam_role")?,
        column("namespace")?,
        column("service_account")?,
    );
    let permissions = column("permissions")?;
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            wrong(
                "table_unreadable",
                text!(answers_table_unreadable, why = e.to_string()),
            )
        })?;
        let text = |place: usize| record.get(place).unwrap_or_default().to_owned();
        if is_ruler(&record) {
            continue;
        }
        found.push(Line {
            number: record.position().map_or(0, csv::Position::line),
            arn: text(arn),
            namespace: text(namespace),
            service_account: text(account),
            permissions: text(permissions),
        });
    }
    if found.len() > MAX_LINES {
        return Err(wrong(
            "table_too_long",
            text!(answers_table_long, lines = found.len(), limit = MAX_LINES),
        ));
    }
    Ok(found)
}

/// `IAM ROLE`, `iam_role` and `k8s service account` are titles as people write them.
fn is_title(title: &str, name: &str) -> bool {
    let title: String = title
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    let title = title.trim_matches('_').trim_start_matches('\u{feff}');
    title == name || title.strip_prefix("k8s_") == Some(name)
}

/// The line under the titles of a wiki's table, or an empty one.
fn is_ruler(record: &StringRecord) -> bool {
    record
        .iter()
        .all(|text| text.chars().all(|c| matches!(c, '-' | ':' | ' ')))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_people_have_it() {
        let line = |number| Line {
            number,
            arn: "arn:aws:iam::003250186609:role/boa".to_owned(),
            namespace: "boa".to_owned(),
            service_account: "boa".to_owned(),
            permissions: "s3://raw s3://events".to_owned(),
        };
        for (table, number) in [
            (
                "iam_role,namespace,service_account,permissions\narn:aws:iam::003250186609:role/boa,boa,boa,s3://raw s3://events\n",
                2,
            ),
            (
                "permissions;IAM role;k8s namespace;k8s service account\ns3://raw s3://events; arn:aws:iam::003250186609:role/boa; boa; boa",
                2,
            ),
            (
                "IAM ROLE\tk8s namespace\tk8s service account\tPermissions\narn:aws:iam::003250186609:role/boa\tboa\tboa\ts3://raw s3://events",
                2,
            ),
            (
                "| IAM ROLE | k8s namespace | k8s service account | Permissions |\n|---|---|---|:--|\n| arn:aws:iam::003250186609:role/boa | boa | boa | s3://raw s3://events |",
                3,
            ),
        ] {
            assert_eq!(lines(table).unwrap(), [line(number)], "{table}");
        }
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (table, code) in [
            (" \n", "table_empty"),
            (
                "arn:aws:iam::003250186609:role/boa,boa,boa",
                "table_column_missing",
            ),
            ("iam_role,namespace,permissions\n", "table_column_missing"),
        ] {
            assert_eq!(lines(table).unwrap_err().code, code, "{table}");
        }
        let long = format!(
            "iam_role,namespace,service_account,permissions\n{}",
            "a,b,c,d\n".repeat(MAX_LINES + 1)
        );
        assert_eq!(lines(&long).unwrap_err().code, "table_too_long");
    }
}
