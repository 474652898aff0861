//! "Who could read this bucket on that day, and who allowed it": the answer.

use std::collections::HashMap;

use chrono::Utc;
use roleport_app::portal::{
    PortalError, Viewer,
    access::{AccessAnswer, AccessLine, Approval, TypedQuestion},
};
use roleport_domain::{
    errors::FieldError,
    grant::{Access, split_url},
    reach::reach,
};
use roleport_lang::text;
use sqlx::PgConnection;

use super::{
    Service, broken,
    history::{date, may_see, midnight, without_nul},
    pages::moment,
    sight::sight,
};
use crate::store::{
    role_grants::{self, ApprovalRow, PeriodRow},
    visibility,
};

impl Service {
    pub(super) async fn access_answer(
        &self,
        viewer: &Viewer,
        typed: &TypedQuestion,
    ) -> Result<AccessAnswer, PortalError> {
        may_see(viewer)?;
        let asked = !typed.bucket.trim().is_empty() || !typed.prefix.trim().is_empty();
        let mut question = understood(typed);
        let mut errors = Vec::new();
        let day = date(&typed.day).unwrap_or_else(|error| {
            errors.push(error.at("day"));
            None
        });
        if asked && question.bucket.is_empty() {
            errors.push(FieldError {
                field: "bucket".to_owned(),
                code: "bucket_empty".to_owned(),
                message: text!(answers_bucket_empty),
            });
        }
        if !errors.is_empty() {
            return Ok(AccessAnswer {
                errors,
                question: typed.clone(),
                lines: Vec::new(),
            });
        }
        let day = day.unwrap_or_else(|| Utc::now().date_naive());
        question.day = day.to_string();
        if !asked {
            return Ok(AccessAnswer {
                question,
                ..AccessAnswer::default()
            });
        }
        let end = day.succ_opt().unwrap_or(day);
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let span = (midnight(day), midnight(end));
        let periods = role_grants::in_force(&mut conn, &question.bucket, span)
            .await
            .map_err(broken)?;
        let periods = seen_of(&mut conn, viewer, periods).await?;
        let requests: Vec<i64> = periods.iter().filter_map(|row| row.request_id).collect();
        let approvals = role_grants::approvals(&mut conn, &requests)
            .await
            .map_err(broken)?;
        let mut by_request: HashMap<i64, Vec<Approval>> = HashMap::new();
        for ApprovalRow {
            request_id,
            person,
            decided_at,
        } in approvals
        {
            by_request.entry(request_id).or_default().push(Approval {
                person,
                at: moment(decided_at),
            });
        }
        let lines = periods
            .into_iter()
            .filter_map(|row| line(row, &question, &by_request))
            .collect();
        Ok(AccessAnswer {
            errors,
            question,
            lines,
        })
    }
}

/// The periods of roles that the viewer sees, without a request that they don't.
async fn seen_of(
    conn: &mut PgConnection,
    viewer: &Viewer,
    periods: Vec<PeriodRow>,
) -> Result<Vec<PeriodRow>, PortalError> {
    let sight = sight(conn, viewer).await?;
    let ids: Vec<_> = periods.iter().map(|row| row.role_id).collect();
    let roles = visibility::roles(conn, &sight, &ids)
        .await
        .map_err(broken)?;
    let ids: Vec<_> = periods.iter().filter_map(|row| row.request_id).collect();
    let requests = visibility::requests(conn, &sight, &ids)
        .await
        .map_err(broken)?;
    Ok(periods
        .into_iter()
        .filter(|row| roles.contains(&row.role_id))
        .map(|row| match row.request_id {
            Some(id) if !requests.contains(&id) => PeriodRow {
                request_id: None,
                author: None,
                ..row
            },
            _ => row,
        })
        .collect())
}

/// The question with a pasted address taken apart, and reading where no access was chosen.
fn understood(typed: &TypedQuestion) -> TypedQuestion {
    let mut question = TypedQuestion {
        bucket: without_nul(&typed.bucket),
        // Not trimmed: a key may start or end with a space.
        prefix: typed.prefix.replace('\0', ""),
        ..typed.clone()
    };
    if let Some((bucket, prefix)) = split_url(&question.bucket) {
        let (bucket, prefix) = (bucket.to_owned(), prefix.to_owned());
        if question.prefix.is_empty() {
            question.prefix = prefix;
        }
        question.bucket = bucket;
    }
    if question.access.is_empty() {
        question.access = vec![Access::Read];
    }
    question
}

/// The line of a period; none when its grants do not reach the place.
fn line(
    row: PeriodRow,
    question: &TypedQuestion,
    approvals: &HashMap<i64, Vec<Approval>>,
) -> Option<AccessLine> {
    let found = reach(
        &row.grants.0,
        &question.bucket,
        &question.prefix,
        &question.access,
    )?;
    Some(AccessLine {
        role_id: row.role_id,
        role_name: row.role_name,
        cluster: row.cluster,
        namespace: row.namespace,
        service_account: row.service_account,
        extent: found.extent,
        grants: found.grants,
        since: moment(row.valid_from),
        until: row.valid_until.map(moment),
        approvals: row
            .request_id
            .and_then(|id| approvals.get(&id).cloned())
            .unwrap_or_default(),
        request_id: row.request_id,
        author: row.author,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_address_is_taken_apart_and_reading_is_asked_by_default() {
        let question = understood(&TypedQuestion {
            bucket: " s3://data/in/ ".to_owned(),
            ..TypedQuestion::default()
        });
        assert_eq!(
            (question.bucket.as_str(), question.prefix.as_str()),
            ("data", "in/")
        );
        assert_eq!(question.access, [Access::Read]);
        let question = understood(&TypedQuestion {
            bucket: "s3://data/in/".to_owned(),
            prefix: "out/".to_owned(),
            access: vec![Access::Write],
            ..TypedQuestion::default()
        });
        assert_eq!(
            (question.bucket.as_str(), question.prefix.as_str()),
            ("data", "out/")
        );
        assert_eq!(question.access, [Access::Write]);
    }
}
