//! The audit history: from typed filters to events.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use roleport_app::portal::{
    PortalError, Viewer,
    history::{EventDetail, HistoryLine, HistoryPage, TypedFilter},
};
use roleport_domain::{
    authorize::{Action, Stake},
    difference::difference,
    errors::FieldError,
    grant::split_url,
};
use roleport_lang::{Text, text};
use sqlx::PgConnection;

use super::{
    Service, broken,
    pages::{ONE_MORE, moment, page_of},
    permitted,
    sight::sight,
};
use crate::store::{
    chain,
    history::{self, Filter, HistoryRow},
    visibility,
};

/// Years that a date can have; the database's own limits are far beyond.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=9998;

/// Whether this person may see the history.
pub(super) fn may_see(viewer: &Viewer) -> Result<(), PortalError> {
    permitted(viewer, Action::SeeHistory, Stake::Other)
}

impl Service {
    /// A page of the history, or what is wrong with the filters.
    pub(super) async fn history_page(
        &self,
        viewer: &Viewer,
        typed: &TypedFilter,
    ) -> Result<HistoryPage, PortalError> {
        may_see(viewer)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let kinds = history::kinds(&mut conn).await.map_err(broken)?;
        let filter = match read(&mut conn, viewer, typed, &kinds).await? {
            Ok(filter) => filter,
            Err(errors) => {
                return Ok(HistoryPage {
                    errors,
                    kinds,
                    ..HistoryPage::default()
                });
            }
        };
        drop(conn);
        let rows = history::page(&self.pool, &filter, start(typed), ONE_MORE)
            .await
            .map_err(broken)?;
        let (rows, older) = page_of(rows, |row| row.event.position);
        Ok(HistoryPage {
            older,
            events: rows.into_iter().map(line).collect(),
            errors: Vec::new(),
            kinds,
        })
    }

    /// What an export streams.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who may not see the history; the inner one is what is
    /// wrong with the filters.
    pub async fn history_filter(
        &self,
        viewer: &Viewer,
        typed: &TypedFilter,
    ) -> Result<Result<Filter, Vec<FieldError>>, PortalError> {
        may_see(viewer)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let kinds = history::kinds(&mut conn).await.map_err(broken)?;
        read(&mut conn, viewer, typed, &kinds).await
    }

    pub(super) async fn event_detail(
        &self,
        viewer: &Viewer,
        position: i64,
    ) -> Result<EventDetail, PortalError> {
        may_see(viewer)?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let row = history::find(&mut conn, position)
            .await
            .map_err(broken)?
            .ok_or(PortalError::NotFound)?;
        let sight = sight(&mut conn, viewer).await?;
        if !visibility::event(&mut conn, &sight, position)
            .await
            .map_err(broken)?
        {
            return Err(PortalError::NotFound);
        }
        let head = chain::head(&mut conn).await.map_err(broken)?;
        let json = |text: &Option<String>| {
            text.as_deref()
                .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok())
        };
        let (before, after) = (json(&row.event.before), json(&row.event.after));
        let pretty = |value: &Option<serde_json::Value>| {
            value
                .as_ref()
                .and_then(|value| serde_json::to_string_pretty(value).ok())
        };
        Ok(EventDetail {
            exact: row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            hash: row.event.hash.to_string(),
            previous_hash: row.event.previous_hash.to_string(),
            intact: row.event.computed_hash() == row.event.hash,
            changes: difference(before.as_ref(), after.as_ref()),
            before: pretty(&before),
            after: pretty(&after),
            has_newer: head.position > position,
            line: line(row),
        })
    }
}

/// The position before which a page starts; beyond the end when it is not given.
fn start(typed: &TypedFilter) -> i64 {
    typed.before.trim().parse().unwrap_or(i64::MAX)
}

/// Reads the filters; everything that is wrong with them at once.
async fn read(
    conn: &mut PgConnection,
    viewer: &Viewer,
    typed: &TypedFilter,
    kinds: &[String],
) -> Result<Result<Filter, Vec<FieldError>>, PortalError> {
    let mut errors = Vec::new();
    let mut day = |field: &str, text: &str| {
        date(text).unwrap_or_else(|error| {
            errors.push(error.at(field));
            None
        })
    };
    let (from, to) = (day("from", &typed.from), day("to", &typed.to));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        errors.push(FieldError {
            field: "to".to_owned(),
            code: "date_order".to_owned(),
            message: text!(answers_days_swapped),
        });
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let mut filter = Filter {
        since: from.map(midnight),
        until: to.and_then(|day| day.succ_opt()).map(midnight),
        bucket: bucket(&typed.bucket),
        kinds: chosen_kinds(typed.kind.trim(), kinds),
        sight: sight(conn, viewer).await?,
        ..Filter::default()
    };
    let (person, role) = (without_nul(&typed.person), without_nul(&typed.role));
    if !person.is_empty() {
        let people = history::people_like(conn, &person).await.map_err(broken)?;
        filter.people = Some(people);
    }
    if !role.is_empty() {
        let roles = history::role_names_like(conn, &role)
            .await
            .map_err(broken)?;
        filter.roles = Some(roles);
    }
    Ok(Ok(filter))
}

/// What Postgres can compare: it holds no NUL in a text.
pub(super) fn without_nul(text: &str) -> String {
    text.trim().replace('\0', "")
}

/// The bucket alone, also of an address that was pasted.
fn bucket(text: &str) -> Option<String> {
    let text = without_nul(text);
    let name = split_url(&text).map_or(text.as_str(), |(bucket, _)| bucket);
    (!name.is_empty()).then(|| name.to_owned())
}

/// `request` stands for all of its kinds, `refused` for what was refused anywhere.
fn chosen_kinds(chosen: &str, kinds: &[String]) -> Option<Vec<String>> {
    if chosen.is_empty() {
        return None;
    }
    let of_group = |kind: &&String| {
        kind.split_once('.')
            .is_some_and(|(area, what)| area == chosen || what == chosen)
    };
    Some(if chosen.contains('.') {
        vec![without_nul(chosen)]
    } else {
        kinds.iter().filter(of_group).cloned().collect()
    })
}

/// A day as it is typed, such as `2026-11-25`; none where nothing is.
pub(super) fn date(text: &str) -> Result<Option<NaiveDate>, roleport_domain::errors::Violation> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|day| YEARS.contains(&chrono::Datelike::year(day)))
        .map(Some)
        .ok_or_else(|| roleport_domain::errors::Violation {
            code: "date_invalid".to_owned(),
            message: text!(answers_day_form),
        })
}

/// The start of a day in UTC.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn line(row: HistoryRow) -> HistoryLine {
    let HistoryRow { at, event } = row;
    let actor = match event.actor_name {
        Some(name) => Text::plain(name),
        // Somebody whose sign-in was refused before it was known who they are.
        None if event.via == "portal" || event.via == "api" => text!(answers_somebody_unknown),
        None => Text::plain("Roleport"),
    };
    HistoryLine {
        position: event.position,
        at: moment(at),
        kind: event.kind,
        actor,
        email: event.actor_email,
        words: event.words,
        comment: event.comment.filter(|text| !text.is_empty()),
        address: event.address,
        via: event.via,
        request_id: event.request_id,
        role_id: event.role_id,
        role_name: event.role_name,
        buckets: event.buckets,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_or_refused() {
        assert_eq!(date("  "), Ok(None));
        assert_eq!(
            date(" 2026-02-28 "),
            Ok(Some(NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()))
        );
        for wrong in [
            "2026-02-30",
            "yesterday",
            "28.02.2026",
            "99999-01-01",
            "0001-01-01",
        ] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_group_stands_for_its_kinds() {
        let kinds = ["person.refused", "request.approved", "request.refused"].map(str::to_owned);
        let chosen = |text| chosen_kinds(text, &kinds);
        assert_eq!(chosen(""), None);
        assert_eq!(chosen("request").unwrap().len(), 2);
        assert_eq!(
            chosen("refused").unwrap(),
            ["person.refused", "request.refused"]
        );
        assert_eq!(chosen("request.approved").unwrap(), ["request.approved"]);
        assert_eq!(chosen("nothing").unwrap(), [""; 0]);
    }
}
